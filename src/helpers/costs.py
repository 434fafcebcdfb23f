"""Acquisition cost by month: amounts, the share of each that wins new customers, and the months they speak of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.periods import Period, add_months, total

#: Below this many customers in the window the cost of one says too little to compare.
FEW_CUSTOMERS = 10
#: Part of a lag distribution that may lie before the first cost line.
_TAIL = 0.05


@dataclass(frozen=True)
class Costs:
    """Acquisition cost (amount × share) by month, and the months of which any cost line speaks.

    ``edges`` are the first and last month with a line: outside them nothing is known, inside them a month without a
    line is a month that may have been forgotten.
    """

    months: dict[date, float]
    seen: frozenset[date]

    @property
    def edges(self) -> tuple[date, date] | None:
        """First and last month with a cost line; None without any."""
        return (min(self.seen), max(self.seen)) if self.seen else None

    def covers(self, window: Period) -> bool:
        """Whether the window lies within the months that the costs speak of."""
        return self.edges is not None and self.edges[0] <= window.first and window.last < add_months(self.edges[1], 1)

    def gaps(self, window: Period) -> int:
        """How many months of the window have no cost line at all."""
        return sum(month.first not in self.seen for month in window.months())

    def total(self, window: Period) -> float:
        """Acquisition cost of the window."""
        return total(self.months, window)

    def later(self, months: int) -> Costs:
        """The same cost, booked ``months`` later: where it stands when its customers arrive."""
        moved = {add_months(month, months): cost for month, cost in self.months.items()}
        return Costs(moved, frozenset(add_months(month, months) for month in self.seen))

    def spread(self, weights: Mapping[int, float]) -> Costs:
        """The same cost, each month's spread over the months in which its customers arrive.

        ``weights`` add up to 1 over lags in months. A month whose lags reach back beyond the first cost line is scaled
        up for at most ``_TAIL`` of missing weight; with more missing, nothing is known of it.
        """
        if self.edges is None:
            return self
        first, last = self.edges
        spread: dict[date, float] = {}
        for month in Period(first, last).months():
            reach = {lag: w for lag, w in weights.items() if add_months(month.first, -lag) >= first}
            covered = math.fsum(reach.values())
            if covered >= 1 - _TAIL:
                parts = (w * self.months.get(add_months(month.first, -lag), 0.0) for lag, w in reach.items())
                spread[month.first] = math.fsum(parts) / covered
        return Costs(spread, frozenset(spread))


def acquisition_costs(monthly: pd.DataFrame, *, team: str = "", sales_points: float = 0.0) -> Costs:
    """Adds up ``monthly_costs``: amount × the share that wins new customers, of one team or of all.

    ``sales_points`` moves the share of sales costs (0.2 = 20 points up), kept within 0 and 1; a cost whose share is 0
    is no acquisition cost and stays out. Months are known from all teams' lines: a team may spend nothing.
    """
    months: dict[date, float] = {}
    columns = (monthly[name] for name in ("month", "team", "acquisition_share", "amount"))
    for month, who, part, amount in zip(*columns, strict=True):
        moved = part + sales_points if who == "sales" and part > 0 else part
        if team in ("", who):
            months[month] = months.get(month, 0.0) + float(amount) * min(max(moved, 0.0), 1.0)
    return Costs(months, frozenset(monthly["month"]))


def coverage_note(costs: Costs, window: Period) -> str:
    """``no_costs`` without any line, ``partial_costs`` where months of the window have none, else nothing."""
    if costs.edges is None:
        return "no_costs"
    return "partial_costs" if costs.gaps(window) else ""
