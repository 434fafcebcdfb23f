"""The funnel's facts: counted by a few wide queries, estimated from their small results."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir
import pandas as pd

from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import Fact, frame
from helpers.metrics import conversion as rates
from helpers.metrics import pipeline, time_to_close, volume, win_rate
from helpers.metrics.counts import deals, stages
from helpers.metrics.scope import Scope
from helpers.periods import Period

_RATES = (
    rates.lead_to_mql, rates.mql_to_sql, rates.sql_to_opportunity, rates.opportunity_to_customer,
    rates.mql_to_customer, rates.offer_to_order,
)  # fmt: skip
_STAGES = (volume.leads, volume.mqls, volume.sqls, volume.opportunities)


def funnel_facts(
    canonical: Canonical,
    engagement: Engagement,
    *,
    period: Period,
    start: Period,
    observed_from: date | None = None,
) -> pd.DataFrame:
    """Everything about stages, conversion, time and deals, from ``leads`` to ``deal_value`` of the facts vocabulary.

    ``period`` is the month under review and ``start`` the first of the series; ``observed_from`` the first day from
    which wins were recorded, where the import found that earlier ones are missing. Nothing after ``period.as_of``
    counts.
    """
    counts = _stage_counts(canonical, period.as_of)
    scope = _scope(engagement, period, start, observed_from, counts.entries)
    facts = [fact for count in _STAGES for fact in count(counts.entries, scope=scope)]
    facts += volume.customers(
        _fetched(stages.new_customers(canonical["acquisitions"], canonical["segments"], as_of=period.as_of)),
        scope=scope,
    )
    facts += [fact for rate in _RATES for fact in rate(counts, scope=scope)]
    return frame(facts + _deal_facts(canonical, engagement, counts, scope))


def _fetched(expression: ir.Table) -> pd.DataFrame:
    """The rows of a count, days typed; a segment value loses what would read as the next pair."""
    rows = fetch(expression)
    if "value" in rows and "name" in rows:
        rows = rows.assign(value=rows["value"].str.replace(";", ",", regex=False))
    days = {name: pd.to_datetime(rows[name]) for name in ("month", "created", "closed") if name in rows}
    return rows.assign(**days)


def _stage_counts(canonical: Canonical, as_of: date) -> rates.StageCounts:
    reached, segments = canonical["reached"], canonical["segments"]
    return rates.StageCounts(
        pairs=_fetched(stages.stage_pairs(reached, segments, as_of=as_of)),
        entries=_fetched(stages.stage_entries(reached, segments, as_of=as_of)),
    )


def _deal_facts(canonical: Canonical, engagement: Engagement, counts: rates.StageCounts, scope: Scope) -> list[Fact]:
    table = canonical["deals"]
    ledger = _fetched(deals.deal_ledger(table, canonical["segments"], as_of=scope.as_of))
    ledger = ledger.assign(
        amount=ledger["amount"].astype("float64").fillna(0.0), days=ledger["days"].astype("float64").fillna(0.0)
    )
    durations = _fetched(deals.deal_durations(table, as_of=scope.as_of))
    closed = fetch(deals.closed_deals(table, first=scope.period.first, last=scope.period.last))
    targets = fetch(canonical["targets"].filter(canonical["targets"].metric == "revenue_won"))
    facts: list[Fact] = []
    for waiting in (
        time_to_close.deals_waiting(durations, scope=scope),
        time_to_close.mqls_waiting(counts.pairs, scope=scope),
    ):
        facts += time_to_close.won_within(waiting, scope=scope) + time_to_close.time_to_close(waiting, scope=scope)
        facts += time_to_close.won_only(waiting, scope=scope)
    facts += time_to_close.won_only_by_window(durations, scope=scope)
    facts += win_rate.win_rate(ledger, durations, scope=scope) + win_rate.no_decision(ledger, scope=scope)
    facts += pipeline.open_deals(ledger, scope=scope) + pipeline.open_pipeline(ledger, scope=scope)
    facts += pipeline.pipeline_velocity(ledger, scope=scope) + pipeline.revenue_won(ledger, scope=scope)
    facts += pipeline.deal_value(closed, scope=scope)
    return [*facts, pipeline.coverage(ledger, targets, fiscal_year_start=engagement.fiscal_year_start, scope=scope)]


def _scope(
    engagement: Engagement, period: Period, start: Period, observed_from: date | None, entries: pd.DataFrame
) -> Scope:
    cards = tuple(engagement.goal if card == "goal" else card for card in engagement.cards)
    return Scope(
        period=period, start=start, horizon=engagement.windows.horizon_days, few=engagement.rules.few_events,
        grain=engagement.grain, usual_cycle=engagement.windows.usual_cycle_days, cards=cards,
        begins=min(entries["month"]).date() if len(entries) else None, observed_from=observed_from,
    )  # fmt: skip
