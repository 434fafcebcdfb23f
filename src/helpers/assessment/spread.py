"""Is a team of one mind?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from helpers.assessment.figures import hidden, known, segment
from helpers.assessment.scores import POINT, Wave
from helpers.facts import Fact
from helpers.instrument import instrument
from helpers.periods import Period


def mean_distance(scores: Sequence[int]) -> float:
    """How far scores lie from their mean on average, in their unit; ``nan`` of nobody.

    The average deviation index (Burke, Finkelstein & Dusig 1999, *Organizational Research Methods* 2): in the unit of
    the scale, and no model of chance answers is needed.

    >>> mean_distance([6, 6, 30, 30]), mean_distance([18, 18])
    (12.0, 0.0)
    """
    if not scores:
        return math.nan
    return float(np.abs(np.asarray(scores) - np.mean(scores)).mean())


def perception_spread(now: Wave, *, period: Period) -> list[Fact]:
    """How many points do the people of a team lie from their team's score on average?

    0 where all score alike; 50 where half of the team scores 0 and the other half 100. A team that is split says
    something that its mean hides.
    """
    facts = []
    for construct in (each.id for each in instrument().constructs):
        teams = now.scores(construct)
        for team, scores in teams._asdict().items():
            where = segment(construct=construct, team=team)
            if teams.shown:
                facts.append(known("perception_spread", mean_distance(scores) * POINT, period=period, segment=where,
                                   n=len(scores)))  # fmt: skip
            else:
                facts.append(hidden("perception_spread", now.why, period=period, segment=where))
    return facts
