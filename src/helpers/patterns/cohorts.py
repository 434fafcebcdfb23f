"""Two windows of MQLs who have had their time, and what became of them: what change over time is read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from helpers.engine import fetch
from helpers.metrics.maturity import conversion_lag, mature
from helpers.metrics.review import wins_observed_from
from helpers.patterns.basis import Basis
from helpers.patterns.counts.entered import converted
from helpers.periods import Period

#: A window of cohorts is a year, or what the record has before it, if that is half a year.
_YEAR, _LEAST = 12, 6
#: Days after which MQLs have had their time, unless nine tenths of those who buy take longer.
_HALF_YEAR = 180
#: Values of a segment that say nothing of anybody.
NOBODY = frozenset({"unknown", "blank", ""})


@dataclass(frozen=True)
class Windows:
    """Cohorts that came in ``later`` and ``earlier``; whoever buys is counted up to ``horizon`` days after."""

    later: Period
    earlier: Period
    horizon: int


def mql_outcomes(basis: Basis) -> pd.DataFrame:
    """The count ``converted`` of MQLs, months as days; those from before wins were recorded are not in it."""
    tables = basis.tables
    rows = fetch(converted(tables["reached"], tables["stage_events"], tables["segments"], stage="mql",
                           as_of=basis.period.as_of))  # fmt: skip
    rows = rows.assign(month=pd.to_datetime(rows["month"]), closed=pd.to_datetime(rows["closed"]))
    observed_from = wins_observed_from(basis.contract)
    return rows if observed_from is None else rows[rows["month"] >= pd.Timestamp(observed_from)]


def windows(people: pd.DataFrame, *, few: int, as_of: date) -> Windows | None:
    """The last year of MQLs that have had their time, and the year before it; None where the record is too short.

    Their time is half a year, or longer where nine tenths of those who buy take longer. ``people`` is the count
    ``converted`` of MQLs.
    """
    whole = people[people["name"] == ""]
    lag = conversion_lag(whole.assign(converted=whole["status"] == 1, timed=True), as_of=as_of, few=few)
    if whole.empty or np.isnan(lag):
        return None
    days = max(_HALF_YEAR, int(np.ceil(lag)))
    last, begins = Period.month(as_of), Period.month(whole["month"].min().date())
    while not mature(last, days, as_of=as_of):
        last = last.shift(-1)
    later = last.rolling(_YEAR)
    before = later.prior()
    if begins.first > Period.month(later.first).shift(-_LEAST).first:
        return None
    return Windows(later, Period(max(before.first, begins.first), before.last), days)


def bought(people: pd.DataFrame, window: Period, *, horizon: int) -> tuple[float, float]:
    """How many of a window's MQLs became customers within the horizon, and how many MQLs there are."""
    inside = within(people, window)
    won = inside[(inside["status"] == 1) & (inside["days"] <= horizon)]
    return float(won["n"].sum()), float(inside["n"].sum())


def within(people: pd.DataFrame, window: Period) -> pd.DataFrame:
    """Rows of the MQLs who came in within a window."""
    return people[people["month"].between(pd.Timestamp(window.first), pd.Timestamp(window.last))]
