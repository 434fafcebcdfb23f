"""What a customer brings against what it costs: LTV/CAC and the payback of CAC."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import engagement as settings
from helpers.facts import Fact
from helpers.metrics.counts.accounts import HORIZONS
from helpers.metrics.lifetime import DRAWS, FEW_ACCOUNTS, lifetimes, lives_at, margin_a_month
from helpers.metrics.margin import grown_accounts
from helpers.periods import Period
from helpers.ratio import ratio

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Worth:
    """Lifetime value as known at the end of a window: point, draws for its doubt, and why it is missing."""

    value: float
    draws: Floats
    note: str = ""


@dataclass(frozen=True)
class Bought:
    """What accounts brought: contracts (``contract_lives``) or sales (``cumulative_margins`` of one source).

    ``covered``: months that the sales speak of, None without any. ``note`` goes with values read from won deals.
    """

    contracts: pd.DataFrame
    sales: pd.DataFrame
    covered: Period | None
    note: str = ""


def ltv_cac(
    bought: Bought, cac: Mapping[str, Fact], *, rules: settings.Lifetime, period: Period, start: Period
) -> list[Fact]:
    """How many times over does a customer bring back what it cost to win?

    Grain: account; a ratio, both sides on gross margin and on the same company. Lifetime value as it was known at the
    end of each rolling year (contracts: to the cap; else the margin observed at the largest horizon that at least 20
    accounts have reached) over the unified CAC of that year (``cac``: the rows without variant, by period). Hidden
    below 20 customers. The interval draws accounts and customers anew a thousand times; it is given for the year
    under review and the year before, which are the ones compared.
    """
    doubted = {str(period.rolling(12)), str(period.rolling(12).prior())}
    return [
        _times(worth(bought, rules=rules, window=Period.parse(name), doubted=name in doubted), cost)
        for name, cost in cac.items()
        if Period.parse(name).last >= start.first
    ]


def worth(bought: Bought, *, rules: settings.Lifetime, window: Period, doubted: bool) -> Worth:
    """Lifetime value of a customer as known at the end of the window."""
    if len(bought.contracts):
        return _contracted(bought.contracts, rules, window, doubted)
    if bought.covered is None:
        return Worth(math.nan, np.array([]), "no_revenue")
    note = "immature"
    for horizon in reversed(HORIZONS):
        grown = grown_accounts(bought.sales, horizon=horizon, covered=bought.covered, as_of=window.last)
        if grown.n >= FEW_ACCOUNTS:
            return Worth(grown.value, grown.draws() if doubted else np.array([]), bought.note)
        note = "too_few" if grown.n else "no_margin" if grown.left_out else note
    return Worth(math.nan, np.array([]), note)


def _contracted(cells: pd.DataFrame, rules: settings.Lifetime, window: Period, doubted: bool) -> Worth:
    lives = lives_at(cells, as_of=window.last)
    if not lives.n or not lives.ended.any():
        note = "no_churn_observed" if lives.n else "no_margin" if lives.left_out else "no_customers"
        return Worth(math.nan, np.array([]), note)
    if lives.n < FEW_ACCOUNTS:
        return Worth(math.nan, np.array([]), "too_few")
    one = lifetimes(lives, lives.accounts[None, :], months=rules.cap_months)
    value = float(one.value(discount_rate=rules.discount_rate, months=rules.cap_months)[0])
    if not doubted:
        return Worth(value, np.array([]))
    drawn = lifetimes(lives, lives.draws(), months=rules.cap_months, supported=one.supported)
    return Worth(value, drawn.value(discount_rate=rules.discount_rate, months=rules.cap_months))


def _times(value: Worth, cost: Fact) -> Fact:
    customers = cost.denominator
    hidden = customers < FEW_ACCOUNTS and not math.isnan(cost.value)
    note = _reason(value, cost, hidden)
    known = ratio(value.value, cost.value) if not hidden else math.nan
    low, high = _interval(value.draws, cost) if not math.isnan(known) else (math.nan, math.nan)
    status = "too_few" if note == "too_few" else "undefined" if math.isnan(known) or cost.status != "ok" else "ok"
    return Fact(
        period=cost.period,
        metric="ltv_cac",
        unit="ratio",
        value=known,
        low=low,
        high=high,
        n=customers,
        numerator=value.value,
        denominator=cost.value,
        status=status,
        note=note,
    )


def _reason(value: Worth, cost: Fact, hidden: bool) -> str:
    if math.isnan(cost.value):
        return cost.note or "no_data"
    if math.isnan(value.value):
        return value.note
    return "too_few" if hidden else cost.note or value.note


def _interval(draws: Floats, cost: Fact) -> tuple[float, float]:
    """Middle 95 % of the ratio when accounts and the number of customers are drawn anew."""
    if not len(draws):
        return math.nan, math.nan
    seed = int.from_bytes(np.float64(cost.numerator).tobytes(), "big")
    customers = np.random.default_rng(seed).poisson(cost.denominator, DRAWS)[: len(draws)]
    low, high = np.quantile(draws * np.maximum(customers, 1) / cost.numerator, [0.025, 0.975])
    return float(low), float(high)


def cac_payback(bought: Bought, cac: Mapping[str, Fact]) -> list[Fact]:
    """After how many months has a new customer earned back what it cost?

    Grain: account; months. Unified CAC of the rolling year over the gross margin a month of a new customer: of the
    accounts whose contracts began in that year, else a twelfth of what accounts brought in their first twelve months
    (``ltv_observed``). ``numerator`` and ``denominator`` are the two. The interval is that of CAC.
    """
    return [_months(_monthly(bought, Period.parse(name)), cost) for name, cost in cac.items()]


def _monthly(bought: Bought, window: Period) -> tuple[float, str]:
    if len(bought.contracts):
        margin, accounts = margin_a_month(bought.contracts, window=window)
        return margin, "" if accounts else "no_margin"
    if bought.covered is None:
        return math.nan, "no_revenue"
    grown = grown_accounts(bought.sales, horizon=12, covered=bought.covered, as_of=window.last)
    note = bought.note if grown.n else "no_margin" if grown.left_out else "immature"
    return grown.value / 12, note


def _months(monthly: tuple[float, str], cost: Fact) -> Fact:
    margin, note = monthly
    usable = margin > 0 and not math.isnan(cost.value)
    missing = cost.note if math.isnan(cost.value) else note or "zero_denominator"
    return Fact(
        period=cost.period,
        metric="cac_payback",
        unit="months",
        value=ratio(cost.value, margin) if usable else math.nan,
        low=ratio(cost.low, margin) if usable else math.nan,
        high=ratio(cost.high, margin) if usable else math.nan,
        n=cost.denominator,
        numerator=cost.value,
        denominator=margin,
        status=cost.status if usable else "undefined",
        note=(cost.note or note) if usable else missing,
    )
