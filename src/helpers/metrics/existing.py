"""What the customers a company already has bring: their revenue, its share, and what they buy that is new to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from helpers.facts import Fact
from helpers.intervals import wilson
from helpers.metrics.monthly import windows
from helpers.periods import Period
from helpers.ratio import ratio

_Z = 1.959963984540054
#: Below this many accounts a share of them says too little to compare.
FEW_ACCOUNTS = 10


@dataclass(frozen=True)
class Sales:
    """Rows of ``monthly_revenue`` from the better of its sources, with the months they speak of.

    ``note`` is ``from_deals`` where there is no revenue form and won deals stand in.
    """

    monthly: pd.DataFrame
    covered: Period | None
    note: str

    @property
    def customers_from(self) -> date | None:
        """First month in which any account is known to have become a customer."""
        known = self.monthly["since"].dropna()
        return min(known) if len(known) else None


def best_sales(monthly: pd.DataFrame) -> Sales:
    """Invoiced revenue where there is any, else won deals."""
    for source, note in (("revenue", ""), ("deals", "from_deals")):
        rows = monthly[monthly["source"] == source]
        if len(rows):
            return Sales(rows, Period(min(rows["month"]), Period.month(max(rows["month"])).last), note)
    return Sales(monthly, None, "no_revenue")


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
    (compound Poisson). Windows in which the records begin are ``left_truncated``: every account looks new there.
    """
    return [_revenue(sales, window) for length in (1, 3, 12) for window in windows(period, start, length=length)]


def existing_revenue_share(sales: Sales, *, period: Period, start: Period) -> list[Fact]:
    """Which part of revenue comes from accounts that were customers already? ``existing_revenue`` over all revenue.

    The interval is the delta method's on the two independent sums, kept within 0 and 1.
    """
    return [_share(sales, window) for length in (1, 3, 12) for window in windows(period, start, length=length)]


def _sides(sales: Sales, window: Period) -> tuple[_Sum, _Sum]:
    inside = sales.monthly[sales.monthly["month"].map(window.holds).astype(bool)]
    old = inside["since"].isna() | (pd.to_datetime(inside["since"]) < pd.Timestamp(window.first))
    sides = []
    for rows in (inside[old], inside[~old]):
        amount, squares = (math.fsum(rows[name].astype(float)) for name in ("amount", "squares"))
        sides.append(_Sum(amount, squares, float(rows["lines"].sum())))
    return sides[0], sides[1]


def _limits(sales: Sales, window: Period) -> str:
    """Why the window cannot tell old customers from new ones; empty where it can."""
    if sales.covered is None:
        return "no_revenue"
    if sales.customers_from is None:
        return "no_customers"
    begins = max(sales.covered.first, sales.customers_from)
    return "left_truncated" if window.first <= begins else ""


def _revenue(sales: Sales, window: Period) -> Fact:
    note = _limits(sales, window)
    if note:
        return Fact(period=str(window), metric="existing_revenue", unit="money", status="undefined", note=note)
    old, new = _sides(sales, window)
    width = _Z * math.sqrt(old.variance)
    return Fact(
        period=str(window),
        metric="existing_revenue",
        unit="money",
        value=old.amount,
        low=old.amount - width,
        high=old.amount + width,
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


def cross_sell(counted: pd.DataFrame, sales: Sales, *, periods: Sequence[Period]) -> list[Fact]:
    """Of the existing accounts that bought in the year, how many bought a product group for the first time?

    Grain: account; share over rolling twelve months. ``counted`` is the one row of ``cross_sales`` for ``periods``.
    Wilson's interval. Without a revenue form that names product groups there is no value.
    """
    return [_crossed(counted, sales, place, window) for place, window in enumerate(periods)]


def _crossed(counted: pd.DataFrame, sales: Sales, place: int, window: Period) -> Fact:
    named = float(counted["named"].iloc[0])
    note = "no_revenue" if sales.note or not named else _limits(sales, window)
    active, crossed = (float(counted[f"{name}_{place}"].iloc[0]) for name in ("active", "crossed"))
    if note or not active:
        return Fact(
            period=str(window), metric="cross_sell", unit="share", status="undefined", note=note or "zero_denominator"
        )
    low, high = wilson(crossed, active)
    thin = active < FEW_ACCOUNTS
    return Fact(
        period=str(window),
        metric="cross_sell",
        unit="share",
        value=ratio(crossed, active),
        low=float(low[0]),
        high=float(high[0]),
        n=active,
        numerator=crossed,
        denominator=active,
        status="too_few" if thin else "ok",
        note="too_few" if thin else "",
    )
