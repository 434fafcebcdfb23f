"""What the customers a company already has bring: their revenue, its share, and what they buy that is new to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from helpers.facts import Fact
from helpers.intervals import sum_interval, wilson
from helpers.metrics.monthly import windows
from helpers.periods import Period
from helpers.ratio import ratio

_Z = 1.959963984540054
#: Below this many accounts a share of them says too little to compare.
FEW_ACCOUNTS = 10


class Cell(NamedTuple):
    """Sales of one month to accounts that became customers in one month (None: not known)."""

    month: date
    since: date | None
    lines: float
    amount: float
    squares: float


@dataclass(frozen=True)
class Sales:
    """Cells of ``monthly_revenue`` from the better of its sources, with the months they speak of.

    ``note`` is ``from_deals`` where there is no revenue form and won deals stand in.
    """

    cells: tuple[Cell, ...]
    covered: Period | None
    note: str

    @property
    def customers_from(self) -> date | None:
        """First month in which any account is known to have become a customer."""
        return min((cell.since for cell in self.cells if cell.since is not None), default=None)


def best_sales(monthly: pd.DataFrame) -> Sales:
    """Invoiced revenue where there is any, else won deals."""
    for source, note in (("revenue", ""), ("deals", "from_deals")):
        rows = monthly[monthly["source"] == source]
        if len(rows):
            return Sales(_cells(rows), Period(min(rows["month"]), Period.month(max(rows["month"])).last), note)
    return Sales((), None, "no_revenue")


def _cells(rows: pd.DataFrame) -> tuple[Cell, ...]:
    columns = (rows[name] for name in Cell._fields)
    return tuple(
        Cell(month, None if pd.isna(since) else since, float(lines), float(amount), float(squares))
        for month, since, lines, amount, squares in zip(*columns, strict=True)
    )


@dataclass(frozen=True)
class _Sum:
    """Money of one side of a window: amount, its variance as a sum of independent sales, and the number of them."""

    amount: float
    variance: float
    lines: float


def existing_revenue(sales: Sales, *, period: Period, start: Period) -> list[Fact]:
    """How much did accounts buy that were customers already before the window began?

    Grain: account; money over rolling 1, 3 and 12 months. A sale counts where its account last became a customer
    before the first month of the window, or where no acquisition of it is known at all (it was one before the records
    began). ``denominator`` is all revenue of the window, ``n`` the sales. The interval takes sales as independent
    (compound Poisson, on the log scale, so that it stays above zero). Windows in which the records begin are
    ``left_truncated``: every account looks new there.
    """
    return [_revenue(sales, window) for length in (1, 3, 12) for window in windows(period, start, length=length)]


def existing_revenue_share(sales: Sales, *, period: Period, start: Period) -> list[Fact]:
    """Which part of revenue comes from accounts that were customers already? ``existing_revenue`` over all revenue.

    The interval is the delta method's on the two independent sums, kept within 0 and 1.
    """
    return [_share(sales, window) for length in (1, 3, 12) for window in windows(period, start, length=length)]


def _sides(sales: Sales, window: Period) -> tuple[_Sum, _Sum]:
    inside = [cell for cell in sales.cells if window.holds(cell.month)]
    old = [cell for cell in inside if cell.since is None or cell.since < window.first]
    new = [cell for cell in inside if cell.since is not None and cell.since >= window.first]
    return _added(old), _added(new)


def _added(cells: Sequence[Cell]) -> _Sum:
    amount, squares = math.fsum(cell.amount for cell in cells), math.fsum(cell.squares for cell in cells)
    return _Sum(amount, squares, math.fsum(cell.lines for cell in cells))


def _limits(sales: Sales, window: Period) -> str:
    """Why the window cannot tell old customers from new ones; empty where it can."""
    if sales.covered is None:
        return "no_revenue"
    if sales.customers_from is None:
        return "no_customers"
    if window.first > sales.covered.last:
        return "no_data"
    begins = max(sales.covered.first, sales.customers_from)
    return "left_truncated" if window.first <= begins else ""


def _revenue(sales: Sales, window: Period) -> Fact:
    note = _limits(sales, window)
    if note:
        return Fact(period=str(window), metric="existing_revenue", unit="money", status="undefined", note=note)
    old, new = _sides(sales, window)
    low, high = sum_interval(old.amount, old.variance)
    return Fact(
        period=str(window),
        metric="existing_revenue",
        unit="money",
        value=old.amount,
        low=low,
        high=high,
        n=old.lines,
        numerator=old.amount,
        denominator=old.amount + new.amount,
        note=sales.note,
    )


def _share(sales: Sales, window: Period) -> Fact:
    key: dict[str, Any] = {"period": str(window), "metric": "existing_revenue_share"}
    note = _limits(sales, window)
    old, new = _sides(sales, window) if not note else (_Sum(0, 0, 0), _Sum(0, 0, 0))
    total = old.amount + new.amount
    if note or total <= 0:
        return Fact(**key, unit="share", status="undefined", note=note or "zero_denominator")
    share = ratio(old.amount, total)
    width = _Z * math.hypot(new.amount * math.sqrt(old.variance), old.amount * math.sqrt(new.variance)) / total**2
    return Fact(
        **key,
        unit="share",
        value=share,
        low=min(max(share - width, 0.0), share),
        high=max(min(share + width, 1.0), share),
        n=old.lines + new.lines,
        numerator=old.amount,
        denominator=total,
        note=sales.note,
    )


def cross_sell(counted: pd.DataFrame, sales: Sales, *, period: Period, start: Period) -> list[Fact]:
    """Of the existing accounts that bought in the year, how many bought a product group for the first time?

    Grain: account; share over rolling twelve months. ``counted`` are the rows of ``cross_sales``. Wilson's interval.
    Without a revenue form that names product groups there is no value.
    """
    named = bool((counted["kind"] == "crossed").any())
    note = "" if named and not sales.note else "no_revenue"
    return [_crossed(counted, sales, window, note) for window in windows(period, start, length=12)]


def _crossed(counted: pd.DataFrame, sales: Sales, window: Period, note: str) -> Fact:
    key: dict[str, Any] = {"period": str(window), "metric": "cross_sell", "unit": "share"}
    place = window.last.year * 12 + window.last.month
    inside = counted[(counted["opens"] <= place) & (counted["shuts"] >= place)]
    active, crossed = (float(inside.loc[inside["kind"] == kind, "accounts"].sum()) for kind in ("bought", "crossed"))
    note = note or _limits(sales, window)
    if note or not active:
        return Fact(**key, status="undefined", note=note or "zero_denominator")
    low, high = wilson(crossed, active)
    thin = "too_few" if active < FEW_ACCOUNTS else ""
    return Fact(
        **key,
        value=ratio(crossed, active),
        low=float(low[0]),
        high=float(high[0]),
        n=active,
        numerator=crossed,
        denominator=active,
        status=thin or "ok",
        note=thin,
    )
