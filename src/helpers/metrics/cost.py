"""Acquisition cost by month: what both teams spent to win new customers."""

from __future__ import annotations

import math

import pandas as pd

from helpers.costs import Costs, acquisition_costs, coverage_note
from helpers.facts import Fact, pairs
from helpers.metrics.monthly import windows
from helpers.periods import Period

TEAMS = ("marketing", "sales")


def spend(monthly: pd.DataFrame, *, period: Period, start: Period) -> list[Fact]:
    """How much did winning new customers cost?

    Grain: month. Money of both teams over rolling 1, 3 and 12 months, and of each team beside it. ``n`` counts the
    months of the window with any cost line. Undefined where the window reaches outside the months that the costs
    form covers (``partial_costs``), or where there is no form (``no_costs``).
    """
    scopes = {"": acquisition_costs(monthly)} | {team: acquisition_costs(monthly, team=team) for team in TEAMS}
    return [
        _spent(costs, window, variant=pairs({"scope": scope}) if scope else "")
        for scope, costs in scopes.items()
        for length in (1, 3, 12)
        for window in windows(period, start, length=length)
    ]


def _spent(costs: Costs, window: Period, *, variant: str) -> Fact:
    note = coverage_note(costs, window)
    known = costs.covers(window)
    return Fact(
        period=str(window),
        metric="spend",
        variant=variant,
        unit="money",
        value=costs.total(window) if known else math.nan,
        n=window.length - costs.gaps(window),
        status="ok" if known else "undefined",
        note=note,
    )
