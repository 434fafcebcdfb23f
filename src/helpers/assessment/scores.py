"""How high do both teams score what they were asked about? One round of answers, reduced to small tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as student

from helpers.assessment.anonymity import FEWEST, LEVELS, enough, levels_shown
from helpers.assessment.counts import answered
from helpers.assessment.figures import hidden, known, segment
from helpers.engine import Canonical, fetch
from helpers.facts import Fact
from helpers.instrument import AGREE, instrument, scored
from helpers.model.survey import TEAMS
from helpers.periods import Period

#: A person's score of a construct is a whole number of sixths of an answer: the mean of two or of three answers.
SIXTHS = 6
#: Points (0 to 100) of one sixth of an answer on five points.
POINT = 100 / (SIXTHS * (AGREE[1] - AGREE[0]))


class Teams(NamedTuple):
    """Scores of a construct in sixths of an answer, a person each, in order of size."""

    marketing: tuple[int, ...]
    sales: tuple[int, ...]

    @property
    def shown(self) -> bool:
        """Whether anything may be said of them."""
        return enough(len(self.marketing), len(self.sales))

    @property
    def both(self) -> tuple[int, ...]:
        """Everybody of both teams."""
        return tuple(sorted(self.marketing + self.sales))


class Said(NamedTuple):
    """Answers of both teams to one question: their number and sum, and those who agreed or did not know."""

    n: int = 0
    total: int = 0
    agreed: int = 0
    unknown: int = 0


class Unknown(NamedTuple):
    """Of a team: people who answered any statement of a construct, their answers, and those that are "don't know"."""

    people: int
    asked: int
    unknown: int


class _Row(NamedTuple):
    """What one person answered to the statements of a construct."""

    team: str
    level: str
    total: int
    answered: int
    unknown: int


@dataclass(frozen=True)
class Wave:
    """One round of answers: the small tables of ``counts.answered`` for one ``back``."""

    people: pd.DataFrame
    constructs: pd.DataFrame
    items: pd.DataFrame
    choosers: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Whether nobody answered in it."""
        return self.people.empty

    @property
    def sizes(self) -> dict[str, int]:
        """People by team."""
        return {team: int((self.people["team"] == team).sum()) for team in TEAMS}

    @property
    def why(self) -> str:
        """Why a figure of it is missing."""
        return "no_survey" if self.empty else "few_respondents"

    def scores(self, construct: str) -> Teams:
        """Who has a score of a construct: at least two of three statements answered."""
        rows = self._scored(construct)
        return Teams(*(tuple(sorted(score for by, _, score in rows if by == team)) for team in TEAMS))

    def levels(self, construct: str) -> dict[str, tuple[int, ...]]:
        """Scores by level, of the levels that may be shown beside both teams."""
        rows = self._scored(construct)
        shown = levels_shown(Counter((team, level) for team, level, _ in rows)) if self.scores(construct).shown else ()
        return {part: tuple(sorted(score for _, level, score in rows if level == part)) for part in shown}

    def said(self, item: str) -> dict[str, Said]:
        """Answers to one question by team."""
        return {team: self._said.get((item, team), Said()) for team in TEAMS}

    def unknown(self, construct: str) -> dict[str, Unknown]:
        """People who answered any statement of a construct by team, their answers, and those that are "don't know"."""
        found = {}
        for team in TEAMS:
            mine = [row for row in self._answered.get(construct, ()) if row.team == team]
            unknown = sum(row.unknown for row in mine)
            asked = sum(row.answered for row in mine) + unknown
            found[team] = Unknown(sum(1 for row in mine if row.answered + row.unknown), asked, unknown)
        return found

    @cached_property
    def _answered(self) -> dict[str, list[_Row]]:
        """What each person answered, by construct."""
        who = self.people[["respondent", "team", "level"]]
        rows = self.constructs.merge(who, on="respondent", validate="many_to_one")
        found: dict[str, list[_Row]] = {}
        columns = (rows[name].tolist() for name in ("construct", "team", "level", "total", "answered", "unknown"))
        for construct, team, level, *counts in zip(*columns, strict=True):
            row = _Row(team, level if isinstance(level, str) else "", *(int(each) for each in counts))
            found.setdefault(construct, []).append(row)
        return found

    def _scored(self, construct: str) -> list[tuple[str, str, int]]:
        """Team, level ('' where left open) and score in sixths of each person with a score."""
        rows = self._answered.get(construct, ())
        return [(row.team, row.level, row.total * SIXTHS // row.answered) for row in rows if row.answered >= 2]

    @cached_property
    def _said(self) -> dict[tuple[str, str], Said]:
        counts = self.items[["n", "total", "agreed", "unknown"]].astype("int64").to_numpy().tolist()
        keys = zip(self.items["item"], self.items["team"], strict=True)
        return {key: Said(*each) for key, each in zip(keys, counts, strict=True)}


def waves(canonical: Canonical, *, on: date) -> tuple[Wave, Wave]:
    """The newest round of answers that has begun by ``on``, and the one before; empty where there is none."""
    counts = (answered.people, answered.by_construct, answered.by_item, answered.choosers)
    found = [fetch(count(canonical.tables, on=on)) for count in counts]
    newest, before = ([rows[rows["back"] == back].reset_index(drop=True) for rows in found] for back in (0, 1))
    return Wave(*newest), Wave(*before)


def points(scores: Sequence[int]) -> float:
    """The mean of scores in sixths of an answer as points from 0 to 100; ``nan`` of nobody.

    >>> points([6, 30]), points([27])
    (50.0, 87.5)
    """
    return scored(sum(scores) / len(scores) / SIXTHS, AGREE) if scores else math.nan


def bounds(scores: Sequence[int]) -> tuple[float, float]:
    """Between which points does the mean of people like these lie? Student's t, kept within 0 and 100.

    Missing for one person and where all score alike: then nothing tells how far others would be.

    >>> [round(bound, 1) for bound in bounds([12, 18, 24, 18])]
    [17.5, 82.5]
    """
    if len(scores) < 2 or len(set(scores)) == 1:
        return math.nan, math.nan
    width = float(student.ppf(0.975, len(scores) - 1)) * float(np.std(scores, ddof=1)) * POINT / math.sqrt(len(scores))
    middle = points(scores)
    return max(middle - width, 0.0), min(middle + width, 100.0)


def perception_score(now: Wave, before: Wave, *, period: Period) -> list[Fact]:
    """How do marketing, sales, management and the field score each construct, from 0 to 100?

    A person's score is the mean of the statements answered, of at least two of the three, rescaled; "don't know" is no
    answer. A team's score is the mean of its people, ``construct=`` alone that of everybody of both; the interval is
    ``bounds``. ``prior`` is the round before, where that may be shown. Hidden where a team has under four people with a
    score there; a level also where the rest could be told apart (``anonymity``).
    """
    facts = []
    for construct in (each.id for each in instrument().constructs):
        earlier = {name: points(scores) for name, scores in _parts(before, construct).items()}
        found = _parts(now, construct)
        for names in _SEGMENTS:
            where, scores = segment(construct=construct, **dict(names)), found.get(names)
            if scores is None:
                facts.append(hidden("perception_score", now.why, period=period, segment=where))
            else:
                low, high = bounds(scores)
                facts.append(known("perception_score", points(scores), period=period, segment=where, low=low, high=high,
                                   n=len(scores), prior=earlier.get(names, math.nan)))  # fmt: skip
    return facts


_Part = tuple[tuple[str, str], ...]
_SEGMENTS: tuple[_Part, ...] = (
    (), *((("team", team),) for team in TEAMS), *((("level", level),) for level in LEVELS),
)  # fmt: skip


def _parts(wave: Wave, construct: str) -> dict[_Part, tuple[int, ...]]:
    """Scores of everybody, of each team and of each level, of those that may be shown."""
    teams = wave.scores(construct)
    if not teams.shown:
        return {}
    levels: dict[_Part, tuple[int, ...]] = {(("level", name),): part for name, part in wave.levels(construct).items()}
    return {(): teams.both, (("team", "marketing"),): teams.marketing, (("team", "sales"),): teams.sales} | levels


def respondents(now: Wave, *, period: Period) -> list[Fact]:
    """How many people answered, of which team, and how many left the form half-filled?

    Where a team has under four people only the number of all is said.
    """
    if now.empty:
        names = ({}, {"variant": "half=yes"}, *({"segment": segment(team=team)} for team in TEAMS))
        return [hidden("respondents", now.why, period=period, unit="count", **each) for each in names]
    half = float((~now.people["whole"].astype(bool)).sum())
    everybody = float(len(now.people))
    facts = [
        known("respondents", everybody, period=period, unit="count"),
        known("respondents", half, period=period, unit="count", variant="half=yes", denominator=everybody),
    ]
    shown = min(now.sizes.values()) >= FEWEST
    for team, size in now.sizes.items():
        rest: dict[str, Any] = {"period": period, "unit": "count", "segment": segment(team=team)}
        facts.append(known("respondents", size, **rest) if shown else hidden("respondents", now.why, **rest))
    return facts
