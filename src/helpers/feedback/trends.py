"""Beyond noise or not: differences of shares that are looked at side by side, judged as one family."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from helpers.facts import Fact
from helpers.feedback.strata import Contrast, Stratum, contrast
from helpers.noise import holm
from helpers.periods import Period

#: Below this many cases on either side a difference is not judged.
LEAST = 10
#: How sure a difference has to be once all of its family have been looked at.
ALPHA = 0.05


class Compared(NamedTuple):
    """A difference as a fact whose verdict is still open, and the p-value it brings to its family."""

    fact: Fact
    p: float


def compared(metric: str, strata: Iterable[Stratum], *, variant: str, segment: str, period: Period) -> Compared:
    """The difference of one group to what it is compared with; ``prior`` is the share of the latter.

    ``n`` is the number of cases of the group, ``denominator`` of both sides. Too few on either side to judge is
    ``too_few`` and brings nothing to the family; nothing to compare with is ``no_prior``.
    """
    found = contrast(strata)
    thin = min(found.cases, found.other_cases) < LEAST
    fact = Fact(
        period=str(period), metric=metric, variant=variant, segment=segment, unit="share",
        value=found.difference.value, low=found.difference.low, high=found.difference.high, n=found.cases,
        denominator=found.cases + found.other_cases, prior=found.rest, **_standing(found, thin=thin),
    )  # fmt: skip
    return Compared(fact, math.nan if thin else found.p)


def _standing(found: Contrast, *, thin: bool) -> dict[str, Any]:
    if math.isnan(found.difference.value):
        return {"status": "undefined", "note": "no_prior"}
    return {"status": "too_few", "note": "too_few"} if thin else {"status": "noise", "note": ""}


def judged(family: Sequence[Compared]) -> list[Fact]:
    """The family's facts with their verdicts: ``clear`` where interval and Holm's p-value both leave out chance."""
    adjusted = holm([each.p for each in family])
    return [
        replace(each.fact, status="clear") if p < ALPHA and (each.fact.low > 0 or each.fact.high < 0) else each.fact
        for each, p in zip(family, adjusted, strict=True)
    ]
