"""The facts an assessment reads, looked up by what they are; one may be taken out or turned round."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import pandas as pd
from pydantic import field_validator

from helpers import facts
from helpers.facts import COLUMNS, KEY
from helpers.intervals import wilson
from helpers.pages.page import known_metric
from helpers.periods import Period
from helpers.settings import Strict

#: Units whose figures can be turned round: 30 % becomes 70 %, 40 points 60, yes no.
TURNS = ("share", "points", "flag")
#: Notes of figures that rest on too little of the record to say how a team works.
DOUBTED = ("low_coverage", "capped", "extrapolated")


class Row(facts.Row):
    """One fact, and what it can be held against."""

    __slots__ = ()

    @property
    def sound(self) -> bool:
        """Whether the value can be held against something: enough cases, all of their time passed, well recorded."""
        thin = self.status in ("too_few", "immature", "undefined") or self.mature == "false"
        return self.known and not thin and self.note not in DOUBTED

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval; of a plain share without one Wilson's, of what was counted whole the value itself."""
        if not math.isnan(self.low + self.high):
            return self.low, self.high
        counted = self.unit == "share" and self.n == self.denominator and 0 <= self.numerator <= self.denominator
        if counted:
            low, high = wilson([self.numerator], [self.denominator])
            return float(low[0]), float(high[0])
        return self.value, self.value


class Figure(Strict):
    """Which fact is meant: metric, variant, segment (``*`` stands for any value of a pair), clock and window.

    ``window`` is the months that end with the month under review; 0 is any window that ends there. ``{goal}`` in the
    variant is the goal both teams share.
    """

    metric: str
    variant: str = ""
    segment: str = "all"
    clock: Literal["period", "cohort"] = "period"
    window: Literal[0, 1, 3, 12] = 12

    @field_validator("metric")
    @classmethod
    def _known(cls, metric: str) -> str:
        return known_metric(metric)


class Shelf:
    """Facts of one month's review and of its survey, by metric. Nothing here is changed in place.

    ``goal`` is the metric id of the goal both teams share.
    """

    def __init__(self, rows: Iterable[Row], *, period: Period, goal: str = "customers") -> None:
        self.period, self.goal = period, goal
        self._by_metric: dict[str, list[Row]] = {}
        for row in sorted(rows, key=lambda row: row[: len(KEY)]):
            self._by_metric.setdefault(row.metric, []).append(row)
        self._by_key = {row.key: row for rows in self._by_metric.values() for row in rows}

    def __iter__(self) -> Iterator[Row]:
        return iter(self._by_key.values())

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Row:
        return self._by_key[key]

    def find(self, figure: Figure, *, earlier: bool = False) -> list[Row]:
        """The facts that are meant, in order of their key; ``earlier``: of the window of that length just before."""
        window = self.period.rolling(figure.window or 1)
        wanted = str(window.prior() if earlier else window)
        end = wanted.rpartition("/")[2]
        rows = self._by_metric.get(figure.metric, [])
        return [
            row for row in rows
            if row.clock == figure.clock
            and (row.period == wanted if figure.window else row.period.rpartition("/")[2] == end)
            and _alike(row.variant, figure.variant.replace("{goal}", self.goal))
            and _alike(row.segment, figure.segment)
        ]  # fmt: skip

    def one(self, metric: str, *, variant: str = "", segment: str = "all", window: int = 1) -> Row | None:
        """One fact of the clock ``period``; None where there is none."""
        return self._by_key.get("|".join((str(self.period.rolling(window)), metric, variant, segment, "period")))

    def without(self, keys: Sequence[str]) -> Shelf:
        """The same without some facts."""
        gone = set(keys)
        return Shelf((row for row in self if row.key not in gone), period=self.period, goal=self.goal)

    def turned(self, keys: Sequence[str]) -> Shelf:
        """The same with some facts turned round; those that cannot be are taken out."""
        chosen = set(keys)
        rows = (turned(row) if row.key in chosen else row for row in self)
        return Shelf((row for row in rows if row is not None), period=self.period, goal=self.goal)


def shelf(facts: pd.DataFrame, *, period: Period, goal: str, metrics: Iterable[str]) -> Shelf:
    """The facts of some metrics as a ``Shelf``."""
    kept = facts[facts["metric"].isin(set(metrics))]
    columns = [kept[name].tolist() for name in COLUMNS]
    return Shelf((Row(*values) for values in zip(*columns, strict=True)), period=period, goal=goal)


def turned(row: Row) -> Row | None:
    """A fact that says the opposite: a share or score counted from the other end, a gap the other way, yes for no.

    None where a figure has no opposite (days, money, counts).
    """
    if row.unit not in TURNS:
        return None
    whole = 100.0 if row.unit == "points" else 1.0
    if row.metric == "perception_gap" or "change=" in row.variant or "against=" in row.variant:
        return row._replace(value=-row.value, low=-row.high, high=-row.low)
    flipped = row._replace(value=whole - row.value, low=whole - row.high, high=whole - row.low)
    counted = row.unit == "share" and row.numerator <= row.denominator
    return flipped._replace(numerator=row.denominator - row.numerator) if counted else flipped


def _alike(text: str, pattern: str) -> bool:
    if "*" not in pattern:
        return text == pattern
    wanted, found = facts.unpair(pattern), facts.unpair(text)
    return wanted.keys() == found.keys() and all(found[name] == wanted[name] or wanted[name] == "*" for name in wanted)
