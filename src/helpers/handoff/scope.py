"""What the facts of hand-offs share: windows, sums over them, parts of the business, and how a figure is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.terms import Terms
from helpers.intervals import wilson
from helpers.periods import Period
from helpers.ratio import ratio

#: Under so many cases on either side two groups are not compared.
FEW_COMPARED = 10
#: Who has not been answered for so many days is taken to stay without an answer; of younger leads one may yet come.
HEARD_DAYS = 28
#: Seller groups of fewer sellers are joined to 'other': a group must not be a person.
FEW_SELLERS = 2
OTHER = "other"
UNKNOWN = ("unknown", "blank")


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The frame of a review of hand-offs.

    ``unit`` is ``hours`` or ``days``: what waiting is told in. ``note`` is carried by figures about touches (empty,
    ``low_coverage`` or ``no_touches``).
    """

    period: Period
    terms: Terms
    few: int
    unit: str = "days"
    #: hours were wanted and the data give days only
    date_only: bool = False
    enough: float = 0.5
    note: str = ""
    #: parts of the business in which sellers write too little down to be judged
    unwritten: frozenset[str] = field(default_factory=frozenset)
    #: the rolling year and no shorter window: of the year before nobody asks for months
    year_only: bool = False

    @property
    def year(self) -> Period:
        """The rolling year that ends with the period."""
        return self.period.rolling(12)

    def windows(self) -> list[Period]:
        """Each month of the rolling year, then the rolling quarter and the rolling year; or the year alone."""
        return [self.year] if self.year_only else [*self.year.months(), self.period.rolling(3), self.year]

    def thin(self, cases: float) -> dict[str, Any]:
        """How a figure on so many cases is marked."""
        return {"status": "too_few", "note": "too_few"} if cases < self.few else {}


def within(table: pd.DataFrame, window: Period) -> pd.DataFrame:
    """The rows whose month lies in a window."""
    return table[np.array([window.holds(month) for month in table["month"]], dtype=bool)]


def heard(table: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The rows of the rolling year whose months ended long enough ago to compare who is left without an answer.

    In the latest weeks a group that answers slowly has as many leads without an answer as one that answers nobody.
    """
    known = [(scope.terms.as_of - Period.month(month).last).days >= HEARD_DAYS for month in table["month"]]
    return within(table[np.array(known, dtype=bool)], scope.year)


def whole(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of everything together."""
    return table[table["name"] == ""]


def parts(table: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Name, value and rows of each part of the business, in order."""
    split = table[table["name"] != ""]
    for (name, value), rows in split.groupby(["name", "value"], sort=True):
        yield str(name), str(value), rows


def segment(name: str, value: str) -> str:
    """A part of the business as facts name it; the whole is ``all``."""
    return pairs({name: value}) if name else "all"


def total(rows: pd.DataFrame, column: str = "n") -> float:
    """Sum of a column of counts."""
    return float(rows[column].sum())


def having(rows: pd.DataFrame, flag: str) -> float:
    """How many episodes of the cells have a flag."""
    return float(rows.loc[rows[flag] == 1, "n"].sum())


def share(
    metric: str, k: float, n: float, *, period: Period, scope: Scope, variant: Mapping[str, object] | None = None,
    part: str = "all", note: str = "", **more: Any,
) -> Fact:  # fmt: skip
    """``k`` of ``n`` with Wilson's interval; undefined without cases, marked below ``few`` cases."""
    key: dict[str, Any] = {"period": str(period), "metric": metric, "variant": pairs(variant or {}), "segment": part,
                           "clock": "cohort", "unit": "share"}  # fmt: skip
    if not n:
        return Fact(**key, n=n, numerator=k, denominator=n, status="undefined", note=note or "zero_denominator", **more)
    low, high = wilson(k, n)
    marks: dict[str, Any] = {"note": note} | scope.thin(n)
    return Fact(**key, value=ratio(k, n), low=float(low[0]), high=float(high[0]), n=n, numerator=k, denominator=n,
                **marks, **more)  # fmt: skip


def undefined(metric: str, *, unit: str, note: str, period: Period, part: str = "all", **variant: object) -> Fact:
    """The row of a figure that cannot be said, with the reason."""
    return Fact(period=str(period), metric=metric, variant=pairs(variant), segment=part, clock="cohort", unit=unit,
                status="undefined", note=note)  # fmt: skip


def grouped(table: pd.DataFrame, *, small: Iterable[str]) -> pd.DataFrame:
    """The table with the ``small`` seller groups joined to one; rows stay apart, sums are taken over them anyway."""
    mine = (table["name"] == "seller_group") & table["value"].isin(list(small))
    return table.assign(value=table["value"].mask(mine, OTHER))
