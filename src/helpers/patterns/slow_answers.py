"""Answering late costs SQLs in one part of the business, and in no other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
from scipy.stats import norm

from helpers.engine import fetch
from helpers.handoff.gaps import LEVEL, pooled
from helpers.handoff.scope import FEW_COMPARED, UNKNOWN, segment
from helpers.handoff.terms import Limit, terms_of
from helpers.intervals import wilson
from helpers.noise import Difference, difference_of_estimates, holm
from helpers.patterns.basis import Basis
from helpers.patterns.counts.answered import answered
from helpers.patterns.finding import Finding

ID = "slow-answers"
#: Working time within which an answer is in time.
SOON_HOURS = 24


def find(basis: Basis) -> list[Finding]:
    """In which part of the business do leads that waited over 24 working hours become an SQL less often?

    One finding for each value of each segment with enough answers of either kind; empty where too few answers are on
    record to tell. Told in working days where the minute of answers is not known.
    """
    found = basis.stood
    if found is None:
        return []
    terms = terms_of(basis.engagement, basis.agreements, period=basis.period)
    days = math.ceil(SOON_HOURS * 60 / terms.day_minutes)
    soon = (
        Limit(days=days) if found.scope.unit == "days" and not _minutes(found.cells) else Limit(minutes=SOON_HOURS * 60)
    )
    return compared(fetch(answered(basis.tables.tables, terms=terms, soon=soon)))


def _minutes(cells: pd.DataFrame) -> bool:
    """Whether the minute of most answers is known."""
    touched = cells[(cells["name"] == "") & (cells["touched"] == 1) & (cells["timed"] == 1)]
    return bool(touched.loc[touched["wait_minutes"].notna(), "n"].sum() >= 0.8 * touched["n"].sum() > 0)


def compared(counted: pd.DataFrame) -> list[Finding]:
    """Findings from the count ``answered``.

    ``value`` is the share that became an SQL of those answered in time minus that of those answered late, within the
    part. Sellers write some answers down more often than others (a lead turned down wants an entry), so each answer on
    record stands for as many as have the same outcome: shares are those of all leads answered, their intervals
    Wilson's, carried over, and that of the difference is joined from both (MOVER). ``shown``: both shares and the
    answers on record behind them, and the same difference among the ``others`` of the segment.

    Claimed where the difference is clearly above zero and clearly above that of the others; the larger of the two
    p-values passes through Holm over all parts. Where speed matters everywhere, it is no story of one part. An
    association: those answered late may be others. Pure.
    """
    parts = {(str(key[0]), str(key[1])): _Speeds.of(rows) for key, rows in _split(counted)}
    places = [_place(name, value, parts) for name, value in parts if value not in UNKNOWN]
    told = [place for place in places if place is not None]
    adjusted = holm([place.p for place in told])
    return [_finding(place, p) for place, p in zip(told, adjusted, strict=True)]


def _split(counted: pd.DataFrame) -> list[tuple[tuple[Any, ...], pd.DataFrame]]:
    return [((name, value), rows) for (name, value), rows in counted.groupby(["name", "value"], sort=True)]


@dataclass(frozen=True)
class _Speeds:
    """Answers of one part: in time and late on record, confirmed and not; and all answers, confirmed and not."""

    soon: tuple[float, float]
    late: tuple[float, float]
    all: tuple[float, float]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> _Speeds:
        """From rows ``speed, confirmed, n``."""
        n = {key: float(cases) for key, cases in rows.groupby(["speed", "confirmed"])["n"].sum().items()}
        soon, late, unknown = (
            (n.get((speed, 1), 0.0), n.get((speed, 0), 0.0)) for speed in ("soon", "late", "unknown")
        )
        return cls(soon, late, (soon[0] + late[0] + unknown[0], soon[1] + late[1] + unknown[1]))

    def __sub__(self, other: _Speeds) -> _Speeds:
        pairs = ((mine[0] - its[0], mine[1] - its[1]) for mine, its in
                 ((self.soon, other.soon), (self.late, other.late), (self.all, other.all)))  # fmt: skip
        return _Speeds(*pairs)

    def __add__(self, other: _Speeds) -> _Speeds:
        none = _Speeds((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
        return self - (none - other)

    @property
    def enough(self) -> bool:
        """Whether there are enough answers of either speed, and of either outcome, to compare."""
        known = self.soon[0] + self.late[0], self.soon[1] + self.late[1]
        return min(sum(self.soon), sum(self.late)) >= FEW_COMPARED and min(known) > 0

    @property
    def weight(self) -> float:
        """How many confirmed leads an answer on record stands for, against how many of the others."""
        confirmed, others = self.soon[0] + self.late[0], self.soon[1] + self.late[1]
        return (self.all[0] / confirmed) / (self.all[1] / others)

    def share(self, speed: tuple[float, float]) -> tuple[float, float, float]:
        """Confirmed of all leads answered so soon, with its interval."""
        low, high = wilson(speed[0], sum(speed))
        seen = (speed[0] / sum(speed), float(low[0]), float(high[0]))
        value, least, most = (self.weight * part / (self.weight * part + 1 - part) for part in seen)
        return value, least, most

    @property
    def difference(self) -> Difference:
        """In time minus late."""
        return difference_of_estimates(self.share(self.soon), self.share(self.late))


@dataclass(frozen=True)
class _Place:
    name: str
    value: str
    own: _Speeds
    rest: _Speeds
    apart: Difference
    p: float


def _place(name: str, value: str, parts: dict[tuple[str, str], _Speeds]) -> _Place | None:
    """One part against the rest of its segment; None where either has too few answers to compare."""
    own = parts[name, value]
    others = [speeds for (other, label), speeds in parts.items() if other == name and label != value]
    if not own.enough or not others:
        return None
    rest = others[0]
    for speeds in others[1:]:
        rest = rest + speeds
    if not rest.enough:
        return None
    apart = difference_of_estimates(tuple(own.difference), tuple(rest.difference))
    matters = pooled(own.soon[0], sum(own.soon), own.late[0], sum(own.late))
    return _Place(name, value, own, rest, apart, max(matters, _p(apart)))


def _p(found: Difference) -> float:
    """p-value of no difference, from a 95 % interval."""
    width = found.high - found.low
    return float(2 * norm.sf(abs(found.value) / (width / (2 * norm.ppf(0.975))))) if width > 0 else 1.0


def _finding(place: _Place, p: float) -> Finding:
    own, rest, found = place.own, place.rest, place.own.difference
    return Finding(
        pattern=ID, where=segment(place.name, place.value), value=found.value, low=found.low, high=found.high,
        unit="share", claimed=found.low > 0 and place.apart.low > 0 and p < LEVEL, n=int(sum(own.all)),
        shown={
            "fast": own.share(own.soon)[0], "late": own.share(own.late)[0], "fast_n": sum(own.soon),
            "late_n": sum(own.late), "others": rest.difference.value,
            "others_fast": rest.share(rest.soon)[0], "others_late": rest.share(rest.late)[0],
        },
    )  # fmt: skip
