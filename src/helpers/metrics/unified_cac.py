"""Unified CAC: what one new customer costs both teams together."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from helpers import engagement as settings
from helpers.costs import FEW_CUSTOMERS, Costs, acquisition_costs, coverage_note
from helpers.facts import Fact
from helpers.metrics.monthly import windows
from helpers.noise import count_interval
from helpers.periods import Months, Period, total
from helpers.ratio import ratio


def unified_cac(
    monthly: pd.DataFrame,
    customers: Months,
    *,
    lags: pd.DataFrame,
    rules: settings.Costs,
    period: Period,
    start: Period,
    observed_from: date | None = None,
) -> list[Fact]:
    """What did one new customer cost both teams?

    Grain: account. Rolling twelve months: all acquisition cost over new customers, money per customer, 0 or more.
    Beside it: cost taken earlier by the median lag from MQL (else opportunity) to customer, or weighted by all lags
    (``lags`` as of ``months_to_customer``); marketing's cost only; the share of sales costs moved either way. The
    interval is the exact Poisson one of the number of customers, cost being taken as known. No customers: no value,
    with the cost in ``numerator``. Windows that begin before ``observed_from`` keep their value but are
    ``left_truncated``: nothing compares with it.
    """
    variants = _variants(monthly, lags, rules)
    return [
        _cost_of_one(costs, customers, window, variant=variant, observed_from=observed_from)
        for variant, costs in variants.items()
        for window in windows(period, start, length=12)
    ]


def _variants(monthly: pd.DataFrame, lags: pd.DataFrame, rules: settings.Costs) -> dict[str, Costs]:
    points = rules.sales_share_sensitivity
    costs, weights = acquisition_costs(monthly), lag_weights(lags)
    name = f"{round(100 * points)}"
    found = {
        "": costs.later(rules.lag_months),
        "scope=marketing": acquisition_costs(monthly, team="marketing").later(rules.lag_months),
        f"sales_share=-{name}": acquisition_costs(monthly, sales_points=-points).later(rules.lag_months),
        f"sales_share=+{name}": acquisition_costs(monthly, sales_points=points).later(rules.lag_months),
    }
    if weights:
        found |= {"lag=median": costs.later(median_lag(weights)), "lag=distribution": costs.spread(weights)}
    return found


def lag_weights(lags: pd.DataFrame) -> dict[int, float]:
    """Share of customers by months from MQL to customer; from opportunity where no MQL became one. Adds up to 1."""
    for stage in ("mql", "opportunity"):
        rows = lags[lags["stage"] == stage].sort_values("lag")
        if len(rows):
            accounts = float(rows["accounts"].sum())
            return {int(lag): float(n) / accounts for lag, n in zip(rows["lag"], rows["accounts"], strict=True)}
    return {}


def median_lag(weights: dict[int, float]) -> int:
    """The lag by which half of the customers have arrived.

    >>> median_lag({0: 0.25, 2: 0.25, 5: 0.5})
    2
    """
    reached = 0.0
    for lag in sorted(weights):
        reached += weights[lag]
        if reached >= 0.5 - 1e-12:
            return lag
    return 0


def _cost_of_one(costs: Costs, customers: Months, window: Period, *, variant: str, observed_from: date | None) -> Fact:
    spent, won = costs.total(window), total(customers, window)
    note = coverage_note(costs, window)
    truncated = observed_from is not None and window.first < observed_from
    known = costs.covers(window) and won > 0
    low, high = count_interval(won)
    value = ratio(spent, won) if known else math.nan
    return Fact(
        period=str(window),
        metric="unified_cac",
        variant=variant,
        unit="money",
        value=value,
        low=ratio(spent, high) if known else math.nan,
        high=ratio(spent, low) if known else math.nan,
        n=won,
        numerator=spent if costs.covers(window) else math.nan,
        denominator=won,
        status=_status(known and not truncated, won),
        note=_note(note, costs.covers(window), won, truncated),
    )


def _status(usable: bool, won: float) -> str:
    if not usable:
        return "undefined"
    return "too_few" if won < FEW_CUSTOMERS else "ok"


def _note(note: str, covered: bool, won: float, truncated: bool) -> str:
    """The one reason a reader needs first: no value, then a value over half-seen data, then few customers."""
    if not covered:
        return note
    if not won:
        return "zero_denominator"
    if truncated:
        return "left_truncated"
    return note or ("too_few" if won < FEW_CUSTOMERS else "")
