"""Where do marketing and sales score the same construct differently, beyond what chance would make of so few people?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.assessment.anonymity import enough
from helpers.assessment.figures import hidden, known, segment
from helpers.assessment.permutation import LEVEL, NOTHING, Compared, compared
from helpers.assessment.scores import POINT, Wave, points
from helpers.facts import Fact
from helpers.instrument import AGREE, instrument, scored
from helpers.model.survey import TEAMS
from helpers.noise import holm
from helpers.periods import Period


def perception_gap(now: Wave, before: Wave, *, period: Period) -> list[Fact]:
    """By how many points does marketing score a construct higher than sales?

    The difference of both teams' scores with the interval of the permutation test (``permutation.compared``), one by
    construct; ``numerator`` and ``denominator`` are both scores, ``prior`` the gap of the round before. Clear where
    Holm's adjustment over the constructs tested leaves p at most 0.05, else noise.

    A construct is tested only where a test could succeed (``able_to_pass``). Of four people against four, p is never
    below 2/70 = .029, and nine times that is .257; of five against five 2/252 = .0079, and nine times that is .071:
    over nine constructs both are too few. Five against six could succeed (9 · 2/462 = .039), unless equal scores make
    it harder. What is not tested keeps its value and interval, without a p.

    ``item=``: the difference of the means of one statement, of who answered it; no test, as a statement alone is a
    coarse measure.
    """
    constructs = [each.id for each in instrument().constructs]
    found = {construct: gap_of(now, construct) for construct in constructs}
    status = judged({name: each for name, each in found.items() if each is not NOTHING})
    facts: list[Fact] = []
    for construct, each in found.items():
        where = segment(construct=construct)
        if construct in status:
            prior = gap_of(before, construct).value
            facts += _gap(now, construct, each, status=status[construct], prior=prior, period=period)
        else:
            facts += [hidden("perception_gap", now.why, period=period, segment=where, variant=variant, unit=unit)
                      for variant, unit in _VARIANTS]  # fmt: skip
    return [*facts, *(_of_item(now, name, period=period) for name, _, _ in instrument().statements())]


_VARIANTS = (("", "points"), ("stat=p", "share"), ("stat=least_p", "share"))


def gap_of(wave: Wave, construct: str) -> Compared:
    """The gap of a construct in points; ``NOTHING`` where it may not be shown."""
    teams = wave.scores(construct)
    if not teams.shown:
        return NOTHING
    return in_points(compared(teams.marketing, teams.sales))


def in_points(found: Compared) -> Compared:
    """The same in points instead of sixths of an answer."""
    return found._replace(value=found.value * POINT, low=found.low * POINT, high=found.high * POINT)


def judged(found: Mapping[str, Compared]) -> dict[str, str]:
    """Clear, noise or too few for each difference, of all that are looked at together.

    >>> judged({"a": Compared(30, 10, 50, 0.001, 1e-6), "b": Compared(3, -9, 9, 0.5, 1e-6)})
    {'a': 'clear', 'b': 'noise'}
    >>> judged({name: Compared(50, 25, 75, 0.0079, 0.0079) for name in "abcdefghi"})["a"]
    'too_few'
    """
    names = list(found)
    tested = [names[place] for place in able_to_pass([found[name].least_p for name in names])]
    adjusted = dict(zip(tested, holm([found[name].p for name in tested]), strict=True))
    return {name: _status(adjusted.get(name, math.nan)) for name in names}


def _status(adjusted: float) -> str:
    if math.isnan(adjusted):
        return "too_few"
    return "clear" if adjusted <= LEVEL else "noise"


def able_to_pass(least: Sequence[float]) -> list[int]:
    """Which of several tests could succeed at all, were they adjusted for one another? Their places.

    ``least`` are the smallest p each could give. Tests that could not pass are no tests and count for nothing, so the
    others are adjusted for fewer (Tarone 1990, *Biometrics* 46): with k the smallest number such that at most k of the
    smallest p are at most 0.05 / k, those are tested. Which these are depends on the numbers of people and on ties, not
    on who said what.

    >>> able_to_pass([0.029] * 9), able_to_pass([0.0079] * 9), len(able_to_pass([2 / 462] * 9))
    ([], [], 9)
    >>> able_to_pass([0.029, 0.001, 0.1])
    [1]
    """
    for k in range(1, len(least) + 1):
        able = [place for place, p in enumerate(least) if p * k <= LEVEL]
        if len(able) <= k:
            return able
    return []


def _gap(now: Wave, construct: str, found: Compared, *, status: str, prior: float, period: Period) -> list[Fact]:
    teams, where = now.scores(construct), segment(construct=construct)
    note = "too_few" if status == "too_few" else ""
    gap = known("perception_gap", found.value, period=period, segment=where, low=found.low, high=found.high,
                n=len(teams.both), numerator=points(teams.marketing), denominator=points(teams.sales), prior=prior,
                status=status, note=note)  # fmt: skip
    rest: dict[str, Any] = {"period": period, "segment": where, "unit": "share"}
    p = (
        hidden("perception_gap", "too_few", variant="stat=p", **rest)
        if note
        else known("perception_gap", found.p, variant="stat=p", **rest)
    )
    return [gap, p, known("perception_gap", found.least_p, variant="stat=least_p", **rest)]


def _of_item(now: Wave, item: str, *, period: Period) -> Fact:
    said = now.said(item)
    marketing, sales = (said[team] for team in TEAMS)
    if not enough(marketing.n, sales.n):
        return hidden("perception_gap", now.why, period=period, segment=segment(item=item))
    means = [scored(each.total / each.n, AGREE) for each in (marketing, sales)]
    return known("perception_gap", means[0] - means[1], period=period, segment=segment(item=item),
                 n=marketing.n + sales.n)  # fmt: skip
