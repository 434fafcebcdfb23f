"""Which option of a lesson is right: from what the kit found, and from what is true.

The two are worked out apart, so that an answer key never rests on the analysis that it judges.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpers.lessons.lesson import Plan
from helpers.patterns.finding import Finding
from helpers.samples.plants.plant import Truth


@dataclass(frozen=True)
class Answer:
    """The option that is right, and why: the places where a pattern of the lesson holds, and the first one's effect.

    ``where`` is the place with the largest effect, '' where nothing holds; ``effect`` is missing there, and where the
    truth leaves it open.
    """

    option: str
    where: str = ""
    effect: float | None = None
    places: frozenset[str] = frozenset()


def from_findings(plan: Plan, found: Sequence[Finding]) -> Answer:
    """What the kit says: the right option holds where it claims anything.

    >>> from helpers.lessons.lesson import plans
    >>> march = Finding("bulk-dates", "month=2026-03", 400, 400, 400, "count", True, 520)
    >>> from_findings(plans()["bulk-dates"], [march]).where
    'month=2026-03'
    """
    claimed = [each for each in found if each.claimed]
    if not claimed:
        return Answer(plan.otherwise)
    first = _largest(claimed, plan)
    return Answer(plan.right, first.where, first.value, frozenset(each.where for each in claimed))


def subject(plan: Plan, found: Sequence[Finding]) -> Finding | None:
    """The finding that a lesson talks about: the largest that is claimed, else the largest, or None."""
    claimed = [each for each in found if each.claimed]
    return _largest(claimed or found, plan) if found else None


def _largest(found: Iterable[Finding], plan: Plan) -> Finding:
    """Patterns in the order of the lesson; within one the largest effect, then that of most cases, then the name.

    The figures of a lesson choose alike (``figures.marks.about``).
    """
    return min(
        found, key=lambda each: (plan.patterns.index(each.pattern), -size(each.value, each.unit), -each.n, each.where)
    )


def size(value: float, unit: str) -> float:
    """How far an effect is from none: ratios from one, everything else from nothing.

    >>> size(-0.2, "share"), round(size(0.5, "ratio"), 3) == round(size(2, "ratio"), 3)
    (0.2, True)
    """
    if unit == "ratio":
        return abs(math.log(value)) if value > 0 else math.inf
    return abs(value)


def from_truths(plan: Plan, told: Iterable[Truth]) -> Answer:
    """What is true: the right option holds where anything of the lesson was planted, or another plant makes it true.

    Places that another plant makes true are among ``places``, and so are slight ones where anything else holds; the
    first is one that was planted, where there is one. What is slight alone is nothing to find.

    >>> from helpers.lessons.lesson import plans
    >>> from_truths(plans()["bulk-dates"], [Truth("bulk-dates", "decoy", "month=2026-03", "a busy month", 0.0)]).option
    'campaign'
    """
    true = [each for each in told if each.pattern in plan.patterns and each.kind != "decoy"]
    if all(each.kind == "slight" for each in true):
        return Answer(plan.otherwise)
    first = min(true, key=lambda each: (each.kind != "planted", -abs(each.effect or 0.0), each.where))
    return Answer(plan.right, first.where, first.effect, frozenset(each.where for each in true))
