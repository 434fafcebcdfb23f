"""Facts of small counts: a share with its doubt, a count, a gap with the form that would fill it."""

from __future__ import annotations

import math
import re
from typing import Any

from helpers.facts import Fact, pairs
from helpers.intervals import wilson
from helpers.periods import Period
from helpers.ratio import ratio


def share(metric: str, part: float, whole: float, *, period: Period, few: int = 0, **rest: Any) -> Fact:
    """``part`` of ``whole`` with Wilson's interval; undefined without a whole, too few below ``few``.

    ``few`` is left at 0 for what is a complete count of what a team did, not a sample of it.

    >>> fact = share("ritual_held", 9, 12, period=Period.parse("2026-10"))
    >>> fact.value, round(fact.low, 3), fact.status
    (0.75, 0.468, 'ok')
    """
    if not whole > 0:
        return gap(metric, "zero_denominator", period=period, unit="share", **rest)
    low, high = (float(bound[0]) for bound in wilson([part], [whole]))
    thin = whole < few
    fields = {"status": "too_few" if thin else "ok", "note": "too_few" if thin else ""} | rest
    return Fact(period=str(period), metric=metric, unit="share", value=ratio(part, whole), low=low, high=high, n=whole,
                numerator=part, denominator=whole, **fields)  # fmt: skip


def count(metric: str, value: float, *, period: Period, unit: str = "count", **rest: Any) -> Fact:
    """A number of things as they stand, or a length of time; nothing is estimated."""
    return Fact(period=str(period), metric=metric, unit=unit, value=float(value), **rest)


def gap(metric: str, note: str, *, period: Period, unit: str, **rest: Any) -> Fact:
    """A figure that cannot be said, with the reason."""
    return Fact(period=str(period), metric=metric, unit=unit, value=math.nan, **(rest | {"status": "undefined",
                                                                                          "note": note}))  # fmt: skip


def where(**names: object) -> str:
    """A segment of what people wrote: signs that part pairs are replaced, so that it reads back.

    >>> where(ritual="sales; weekly=short")
    'ritual=sales, weekly-short'
    """
    return pairs({name: re.sub(r"=", "-", str(value).replace(";", ",")) for name, value in names.items()})
