"""The funnel's facts: counted by a few wide queries, estimated from their small results."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    sold = _deal_counts(canonical, period)
    begins = _first_month(counts.entries["month"], sold.ledger["closed"])
    scope = _scope(engagement, period, start, observed_from, begins)
    facts = [fact for count in _STAGES for fact in count(counts.entries, scope=scope)]
    facts += volume.customers(
        _fetched(stages.new_customers(canonical["acquisitions"], canonical["segments"], as_of=period.as_of)),
        scope=scope,
    )
    facts += [fact for rate in _RATES for fact in rate(counts, scope=scope)]
    return frame(facts + _time_facts(counts, sold, scope) + _deal_facts(sold, engagement, scope))


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


@dataclass(frozen=True)
class _DealCounts:
    """The fetched counts of deals, and the targets they are read against."""

    ledger: pd.DataFrame
    durations: pd.DataFrame
    closed: pd.DataFrame
    targets: pd.DataFrame


def _deal_counts(canonical: Canonical, period: Period) -> _DealCounts:
    table, targets = canonical["deals"], canonical["targets"]
    ledger = _fetched(deals.deal_ledger(table, canonical["segments"], as_of=period.as_of))
    sums = {name: ledger[name].astype("float64").fillna(0.0) for name in ("amount", "squares", "days")}
    return _DealCounts(
        ledger=ledger.assign(**sums),
        durations=_fetched(deals.deal_durations(table, as_of=period.as_of)),
        closed=fetch(deals.closed_deals(table, first=period.first, last=period.last)),
        targets=fetch(targets.filter(targets.metric == "revenue_won")),
    )


def _first_month(*months: pd.Series) -> date | None:
    """Where the record begins: the first month in which anything happened."""
    known = pd.concat([pd.to_datetime(series) for series in months]).dropna()
    return known.min().date() if len(known) else None


def _time_facts(counts: rates.StageCounts, sold: _DealCounts, scope: Scope) -> list[Fact]:
    facts: list[Fact] = []
    plain = replace(scope, observed_from=None)  # the won-only figures are what any dashboard shows: every win counts
    for begun, rows in (
        (time_to_close.deals_waiting, sold.durations),
        (time_to_close.mqls_waiting, counts.pairs),
    ):
        waiting = begun(rows, scope=scope)
        facts += time_to_close.won_within(waiting, scope=scope) + time_to_close.time_to_close(waiting, scope=scope)
        facts += time_to_close.time_to_close_by_cohort(waiting, scope=scope)
        facts += time_to_close.won_only(begun(rows, scope=plain), scope=plain)
    return facts + time_to_close.won_only_by_window(sold.durations, scope=scope)


def _deal_facts(sold: _DealCounts, engagement: Engagement, scope: Scope) -> list[Fact]:
    ledger, year_starts = sold.ledger, engagement.fiscal_year_start
    facts = win_rate.win_rate(ledger, sold.durations, scope=scope) + win_rate.no_decision(ledger, scope=scope)
    facts += pipeline.open_deals(ledger, scope=scope) + pipeline.open_pipeline(ledger, scope=scope)
    facts += pipeline.pipeline_velocity(ledger, scope=scope) + pipeline.revenue_won(ledger, scope=scope)
    facts += pipeline.deal_value(sold.closed, scope=scope)
    return [*facts, pipeline.coverage(ledger, sold.targets, fiscal_year_start=year_starts, scope=scope)]


def _scope(
    engagement: Engagement, period: Period, start: Period, observed_from: date | None, begins: date | None
) -> Scope:
    cards = tuple(engagement.goal if card == "goal" else card for card in engagement.cards)
    return Scope(
        period=period, start=start, horizon=engagement.windows.horizon_days, few=engagement.rules.few_events,
        grain=engagement.grain, usual_cycle=engagement.windows.usual_cycle_days, cards=cards,
        begins=begins, observed_from=observed_from,
    )  # fmt: skip
