"""A cost of acquisition that is half as high or less because sales' costs are left out of it."""

from __future__ import annotations

import pandas as pd

from helpers.costs import Costs, acquisition_costs
from helpers.engine import fetch
from helpers.metrics.counts.accounts import acquired
from helpers.metrics.counts.money import monthly_costs
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Months, Period, total

ID = "cac-without-sales"
#: Left out, sales at least halves the cost.
_HALF = 0.5


def find(basis: Basis) -> list[Finding]:
    """How much of the unified CAC of the rolling year is left where nobody counts what sales costs?

    One finding; empty where the costs form does not cover the year, or nobody became a customer in it.
    """
    as_of = basis.period.as_of
    monthly = fetch(monthly_costs(basis.tables["costs"], as_of=as_of))
    won = fetch(acquired(basis.tables["acquisitions"], as_of=as_of))
    customers = dict(zip(won["month"], won["customers"].astype(float), strict=True))
    return compared(monthly, customers, lag=basis.engagement.costs.lag_months, window=basis.period.rolling(12))


def compared(monthly: pd.DataFrame, customers: Months, *, lag: int, window: Period) -> list[Finding]:
    """The finding from the counts ``monthly_costs`` and new customers by month, costs taken ``lag`` months earlier.

    ``value`` is the cost of a customer without sales' costs over the cost with them: counted, so without doubt; what
    both teams share stays in it. ``shown``: ``whole``, ``without_sales``, ``customers``, ``spend``, ``spend_sales``.
    Claimed where it is a half or less. Pure.

    >>> from datetime import date
    >>> monthly = pd.DataFrame([(date(2026, 1, 1), "sales", 1.0, 600), (date(2026, 1, 1), "marketing", 0.5, 800)],
    ...                        columns=["month", "team", "acquisition_share", "amount"])
    >>> found = compared(monthly, {date(2026, 1, 1): 10.0}, lag=0, window=Period.parse("2026-01"))
    >>> found[0].value, found[0].claimed, found[0].shown["whole"]
    (0.4, True, 100.0)
    """
    whole = acquisition_costs(monthly).later(lag)
    sales = acquisition_costs(monthly, team="sales").later(lag)
    won = total(customers, window)
    if not whole.covers(window) or not whole.total(window) > 0 or not won:
        return []
    return [_finding(whole, sales, won, window)]


def _finding(whole: Costs, sales: Costs, won: float, window: Period) -> Finding:
    spend, sold = whole.total(window), sales.total(window)
    left = (spend - sold) / spend
    return Finding(
        pattern=ID, where="all", value=left, low=left, high=left, unit="ratio", claimed=left <= _HALF, n=int(won),
        shown={"whole": spend / won, "without_sales": (spend - sold) / won, "customers": won, "spend": spend,
               "spend_sales": sold},
    )  # fmt: skip
