"""All money metrics of a review: counts are run once each, estimates are pure."""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import Fact, frame
from helpers.metrics.cost import spend
from helpers.metrics.counts.accounts import acquired, months_to_customer
from helpers.metrics.counts.money import monthly_costs
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
    as_of = period.as_of
    monthly = fetch(monthly_costs(canonical["costs"], as_of=as_of))
    won = fetch(acquired(canonical["acquisitions"], as_of=as_of))
    customers = dict(zip(won["month"], won["customers"].astype(float), strict=True))
    lags = fetch(months_to_customer(canonical["reached"], as_of=as_of))
    found: list[Fact] = spend(monthly, period=period, start=start)
    found += unified_cac(
        monthly, customers, lags=lags, rules=engagement.costs, period=period, start=start, observed_from=observed_from
    )
    return frame(found)
