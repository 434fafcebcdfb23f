"""How often does somebody of marketing score higher than somebody of sales?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from helpers.assessment.figures import hidden, known, segment
from helpers.assessment.scores import Wave
from helpers.facts import Fact
from helpers.instrument import instrument
from helpers.periods import Period


def superiority(one: Sequence[int], two: Sequence[int]) -> float:
    """The share of all pairs, one of each group, in which the first is higher; ties count half.

    Between 0 and 1, a half where neither tends to be higher; ``nan`` where a group is empty. The common-language effect
    size (McGraw & Wong 1992; with ties Vargha & Delaney 2000), Mann and Whitney's U over m · n. Cliff's delta (1993),
    higher pairs less lower ones, is twice this less one.

    >>> superiority([2, 3], [1, 2]), 2 * superiority([2, 3], [1, 2]) - 1
    (0.875, 0.75)
    """
    if not one or not two:
        return math.nan
    apart = np.sign(np.subtract.outer(np.asarray(one), np.asarray(two)))
    return float((apart.mean() + 1) / 2)


def perception_superiority(now: Wave, *, period: Period) -> list[Fact]:
    """In which share of pairs does the person of marketing score the construct higher than the one of sales?

    It says how far two groups of people overlap where the gap says how far their means are apart.
    """
    facts = []
    for construct in (each.id for each in instrument().constructs):
        teams, where = now.scores(construct), segment(construct=construct)
        if teams.shown:
            value = superiority(teams.marketing, teams.sales)
            facts.append(known("perception_superiority", value, period=period, unit="share", segment=where,
                               n=len(teams.both)))  # fmt: skip
        else:
            facts.append(hidden("perception_superiority", now.why, period=period, unit="share", segment=where))
    return facts
