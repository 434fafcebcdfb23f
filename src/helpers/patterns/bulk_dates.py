"""A month that looks like a peak of MQLs because their dates were loaded in bulk."""

from __future__ import annotations

import math

import pandas as pd
from scipy.stats import binomtest

from helpers.engine import fetch
from helpers.noise import holm
from helpers.patterns.basis import Basis
from helpers.patterns.counts.entered import mql_entries
from helpers.patterns.finding import Finding
from helpers.periods import Period

ID = "bulk-dates"
#: Months on either side that say what is usual: nearer than a year, so that growth is not taken for a peak.
_NEAR = 6
_LEVEL = 0.05


def find(basis: Basis) -> list[Finding]:
    """Which months have more MQLs than usual only because many of their dates were loaded at once?

    One finding for each month with MQLs from ``basis.start`` to ``basis.period``; empty where nobody became an MQL.
    """
    tables = basis.tables
    counted = fetch(mql_entries(tables["reached"], tables["stage_events"], as_of=basis.period.as_of))
    return peaks(counted, window=Period(basis.start.first, basis.period.last))


def peaks(counted: pd.DataFrame, *, window: Period) -> list[Finding]:
    """Findings from the count ``mql_entries``.

    ``value`` is how many MQL dates of the month were loaded: counted, so without doubt. ``shown``: MQLs of the month
    ``with_bulk`` and ``without_bulk``, and the ``usual`` month, the mean of the months within half a year of it,
    without what was loaded. Claimed where the month with its loads has clearly more than usual (exact Poisson
    comparison, Holm over the months with loads) and without them has not. Pure.

    >>> rows = pd.DataFrame({"month": pd.date_range("2026-01-01", periods=4, freq="MS"), "n": [40, 90, 41, 39],
    ...                      "loaded": [0, 51, 0, 0]})
    >>> [(one.where, one.value, one.claimed) for one in peaks(rows, window=Period.parse("2026-01/2026-04"))][:2]
    [('month=2026-01', 0.0, False), ('month=2026-02', 51.0, True)]
    """
    rows = zip(pd.to_datetime(counted["month"]).dt.date, counted["n"], counted["loaded"], strict=True)
    months = {Period.month(day): (int(n), int(loaded)) for day, n, loaded in rows}
    inside = [month for month in window.months() if month in months]
    loaded = [month for month in inside if months[month][1]]
    more = holm([_chance(months[month][0], _near(months, month, window)) for month in loaded])
    beyond = {month for month, p in zip(loaded, more, strict=True) if p < _LEVEL}
    return [_finding(months, month, window, high=month in beyond) for month in inside]


_Counts = dict[Period, tuple[int, int]]


def _near(months: _Counts, month: Period, window: Period) -> list[int]:
    """MQLs of the months around, without loads; a month of the window without a row had none."""
    around = (month.shift(step) for step in range(-_NEAR, _NEAR + 1) if step)
    known = [other for other in around if window.first <= other.first <= window.last]
    return [months.get(other, (0, 0))[0] - months.get(other, (0, 0))[1] for other in known]


def _chance(here: int, others: list[int]) -> float:
    """How probable so many or more are in one month of as many as the others and this one have together."""
    if not others or not here + sum(others):
        return math.nan
    return float(binomtest(here, here + sum(others), 1 / (1 + len(others)), alternative="greater").pvalue)


def _finding(months: _Counts, month: Period, window: Period, *, high: bool) -> Finding:
    (n, loaded), others = months[month], _near(months, month, window)
    usual = sum(others) / len(others) if others else math.nan
    without = _chance(n - loaded, others)
    return Finding(
        pattern=ID, where=f"month={month}", value=float(loaded), low=float(loaded), high=float(loaded), unit="count",
        claimed=high and not without < _LEVEL, n=n,
        shown={"with_bulk": float(n), "without_bulk": float(n - loaded), "usual": usual},
    )  # fmt: skip
