"""All money metrics of a review: counts are run once each, estimates are pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import frame
from helpers.metrics.cost import spend
from helpers.metrics.counts import accounts, money
from helpers.metrics.existing import Sales, best_sales, cross_sell, existing_revenue, existing_revenue_share
from helpers.metrics.lifetime import ltv_contractual, survival
from helpers.metrics.ltv_cac import Bought, cac_payback, ltv_cac
from helpers.metrics.margin import ltv_observed
from helpers.metrics.unified_cac import unified_cac
from helpers.periods import Period


def money_facts(
    canonical: Canonical,
    engagement: Engagement,
    *,
    period: Period,
    start: Period,
    observed_from: date | None = None,
) -> pd.DataFrame:
    """What did winning customers cost, what do they bring, and what came from those the company already had?

    Facts for every month from ``start`` to ``period`` (see ``docs/architecture.md``, facts vocabulary).
    ``observed_from``: first day on which wins were recorded; windows that begin earlier say so.
    """
    found = _counted(canonical, engagement, as_of=period.as_of)
    truncated = observed_from or found.begins
    facts = spend(found.costs, period=period, start=start)
    facts += unified_cac(
        found.costs, found.customers, lags=found.lags, rules=engagement.costs, period=period, start=start,
        observed_from=truncated,
    )  # fmt: skip
    cac = {row.period: row for row in facts if row.metric == "unified_cac" and not row.variant}
    rules, sales = engagement.lifetime, found.sales
    facts += cac_payback(found.bought, cac)
    facts += ltv_contractual(found.bought.contracts, rules=rules, period=period, start=start)
    facts += survival(found.bought.contracts, period=period, start=start)
    facts += ltv_observed(found.bought.sales, covered=sales.covered, note=sales.note, period=period, start=start)
    facts += ltv_cac(found.bought, cac, rules=rules, period=period, start=start)
    facts += existing_revenue(sales, period=period, start=start)
    facts += existing_revenue_share(sales, period=period, start=start)
    return frame(facts + cross_sell(found.crossed, sales, period=period, start=start))


@dataclass(frozen=True)
class _Counts:
    """The small tables that all money metrics are estimated from."""

    costs: pd.DataFrame
    customers: dict[date, float]
    begins: date | None
    lags: pd.DataFrame
    sales: Sales
    bought: Bought
    crossed: pd.DataFrame


def _counted(canonical: Canonical, engagement: Engagement, *, as_of: date) -> _Counts:
    """Runs each count once."""
    margin = engagement.lifetime.gross_margin
    revenue, deals, acquisitions = (canonical[name] for name in ("revenue", "deals", "acquisitions"))
    won = fetch(accounts.acquired(acquisitions, as_of=as_of))
    sales = best_sales(fetch(money.monthly_revenue(revenue, deals, acquisitions, as_of=as_of)))
    grown = fetch(accounts.cumulative_margins(revenue, deals, acquisitions, margin=margin, as_of=as_of))
    begins = fetch(accounts.record_begins(canonical["reached"]))["day"].iloc[0]
    return _Counts(
        costs=fetch(money.monthly_costs(canonical["costs"], as_of=as_of)),
        customers=dict(zip(won["month"], won["customers"].astype(float), strict=True)),
        begins=Period.month(begins).first if begins else None,
        lags=fetch(accounts.months_to_customer(canonical["reached"], as_of=as_of)),
        sales=sales,
        bought=Bought(
            contracts=fetch(accounts.contract_lives(canonical["subscriptions"], margin=margin, as_of=as_of)),
            sales=grown[grown["source"] == ("deals" if sales.note else "revenue")],
            covered=sales.covered,
            note=sales.note,
        ),
        crossed=fetch(money.cross_sales(revenue, acquisitions, as_of=as_of)),
    )
