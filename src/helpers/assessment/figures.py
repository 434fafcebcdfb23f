"""Facts of what people said: a figure, one that is hidden or missing, and the segment each stands for."""

from __future__ import annotations

import math
from typing import Any

from helpers.facts import Fact, pairs
from helpers.intervals import wilson
from helpers.periods import Period
from helpers.ratio import ratio


def known(metric: str, value: float, *, period: Period, unit: str = "points", **rest: Any) -> Fact:
    """A figure as it stands."""
    return Fact(period=str(period), metric=metric, unit=unit, value=float(value), **rest)


def hidden(metric: str, note: str, *, period: Period, unit: str = "points", **rest: Any) -> Fact:
    """A figure that is not shown or cannot be said, with the reason: no value and no number of people."""
    return Fact(period=str(period), metric=metric, unit=unit, value=math.nan, status="undefined", note=note, **rest)


def share(metric: str, part: float, whole: float, *, period: Period, interval: bool = True, **rest: Any) -> Fact:
    """``part`` of ``whole``, with Wilson's interval where each person counts once in both."""
    low, high = (float(bound[0]) for bound in wilson([part], [whole])) if interval else (math.nan, math.nan)
    return Fact(period=str(period), metric=metric, unit="share", value=ratio(part, whole), low=low, high=high, n=whole,
                numerator=part, denominator=whole, **rest)  # fmt: skip


def segment(**names: str) -> str:
    """The segment of a construct, an item, a team, a level."""
    return pairs(names)
