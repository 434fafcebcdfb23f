"""The facts of one review, looked up by what they are. Reading only: no number is made here."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from helpers.facts import COLUMNS, pairs
from helpers.periods import Period


class Row(NamedTuple):
    """One fact. Missing numbers are ``nan``."""

    period: str
    metric: str
    variant: str
    segment: str
    clock: str
    value: float
    unit: str
    low: float
    high: float
    n: float
    numerator: float
    denominator: float
    mature: str
    status: str
    prior: float
    target: float
    note: str

    @property
    def key(self) -> str:
        """The key as one text: what cells, cards and figures carry."""
        return "|".join((self.period, self.metric, self.variant, self.segment, self.clock))

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)

    @property
    def few(self) -> bool:
        """Whether the figure is thinner than the bound of its interval."""
        return self.status == "too_few"

    @property
    def immature(self) -> bool:
        """Whether those counted may still convert."""
        return self.mature == "false" or self.status == "immature"

    @property
    def when(self) -> Period:
        """The period."""
        return Period.parse(self.period)

    @property
    def how(self) -> dict[str, str]:
        """The pairs of the variant."""
        return split(self.variant)

    @property
    def where(self) -> dict[str, str]:
        """The pairs of the segment."""
        return split(self.segment)


def split(text: str) -> dict[str, str]:
    """``name=value`` pairs of a variant or segment; a value may hold ``;`` or ``=`` when the client's words do."""
    found: dict[str, str] = {}
    last = ""
    for part in text.split(";") if text not in ("", "all") else ():
        name, sign, value = part.partition("=")
        if sign:
            found[name], last = value, name
        elif last:
            found[last] += ";" + part
    return found


class Book:
    """Facts by metric, for one report."""

    def __init__(self, facts: pd.DataFrame) -> None:
        columns = [facts[name].tolist() for name in COLUMNS]
        self._rows: dict[str, list[Row]] = {}
        self._keys: dict[tuple[str, str, str, str, str], Row] = {}
        self._texts: dict[str, Row] = {}
        for values in zip(*columns, strict=True):
            row = Row(*values)
            self._rows.setdefault(row.metric, []).append(row)
            self._keys[row[:5]] = row
            self._texts[row.key] = row
        marked = (row for rows in self._rows.values() for row in rows if "card=" in row.variant)
        self.cards = tuple(row for row in marked if "card" in row.how)

    def __len__(self) -> int:
        return len(self._keys)

    def get(
        self, metric: str, /, *, period: Period | str, clock: str = "period", segment: str = "all", **how: object
    ) -> Row | None:
        """The one fact with exactly this variant, or None."""
        return self._keys.get((str(period), metric, pairs(how), segment, clock))

    def find(self, key: str) -> Row | None:
        """The fact of this key (``period|metric|variant|segment|clock``), or None."""
        return self._texts.get(key)

    def rows(self, metric: str, *, clock: str = "", segment: str | None = "all") -> Iterator[Row]:
        """Facts of a metric in order of key; ``segment=None`` means any."""
        for row in self._rows.get(metric, ()):
            if (not clock or row.clock == clock) and (segment is None or row.segment == segment):
                yield row

    def series(self, metric: str, *, clock: str, length: int, until: Period, how: Mapping[str, object]) -> list[Row]:
        """One fact for each window of ``length`` months that ends by the end of ``until``, oldest first."""
        variant = pairs(how)
        found = [
            row
            for row in self.rows(metric, clock=clock)
            if row.variant == variant and row.when.length == length and row.when.last <= until.last
        ]
        return sorted(found, key=lambda row: row.when.last)
