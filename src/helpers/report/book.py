"""The facts of one review, looked up by what they are. Reading only: no number is made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from helpers.facts import COLUMNS, Row, pairs
from helpers.periods import Period


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
