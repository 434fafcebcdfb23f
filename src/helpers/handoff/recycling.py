"""What was sent back to marketing, whether it came back, and what second passes yield."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.scope import Scope, having, share, total, undefined, whole, within
from helpers.periods import Period


def recycling(standings: pd.DataFrame, absences: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many leads were sent back to marketing, how many came back, and how do second passes end?

    ∅: recycled / all; ``back=yes``: those that came back / recycled; ``pass=first`` and ``pass=second``: reached SQL
    within the settled days / episodes of that pass old enough to know; ``stat=dwell``: median calendar days away of
    those that came back (who is still away may stay away longer).
    """
    facts: list[Fact] = []
    for window in scope.windows():
        rows = within(whole(standings), window)
        recycled = rows[rows["decision"] == "recycled"]
        facts.append(share("recycling", total(recycled), total(rows), period=window, scope=scope))
    return facts + _year(within(whole(standings), scope.year), within(absences, scope.year), scope)


def _year(rows: pd.DataFrame, absences: pd.DataFrame, scope: Scope) -> list[Fact]:
    recycled, year = rows[rows["decision"] == "recycled"], scope.year
    facts = [share("recycling", having(recycled, "back"), total(recycled), period=year, scope=scope,
                   variant={"back": "yes"})]  # fmt: skip
    for again, name in ((0, "first"), (1, "second")):
        mine = rows[rows["again"] == again]
        facts.append(share("recycling", total(mine, "settled_sql"), total(mine, "settled"), period=year, scope=scope,
                           variant={"pass": name}))  # fmt: skip
    return [*facts, _dwell(absences, year, scope)]


def _dwell(absences: pd.DataFrame, window: Period, scope: Scope) -> Fact:
    n = total(absences)
    if not n:
        return undefined("recycling", unit="days", note="no_data", period=window, stat="dwell")
    days = np.sort(np.repeat(absences["away_days"].to_numpy("float64"), absences["n"].to_numpy("int64")))
    low, high = _order_bounds(days)
    return Fact(period=str(window), metric="recycling", variant=pairs({"stat": "dwell"}), clock="cohort", unit="days",
                value=float(np.median(days)), low=low, high=high, n=n, **scope.thin(n))  # fmt: skip


def _order_bounds(days: np.ndarray) -> tuple[float, float]:
    """Between which observed values does the median lie? Order statistics by the binomial; ``nan`` for too few."""
    n = len(days)
    place = math.floor(n / 2 - 0.98 * math.sqrt(n))
    if place < 1:
        return math.nan, math.nan
    return float(days[place - 1]), float(days[n - place])
