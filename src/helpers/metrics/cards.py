"""The five cards: which figure leads, over which window, and whether it has changed beyond noise.

Pure: everything is chosen from facts that stand already; nothing is computed again but the differences.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from helpers import facts as tidy
from helpers.catalog import catalog, feeds_on_entries
from helpers.engagement import Engagement
from helpers.facts import Fact, pairs, unpair
from helpers.metrics.changes import CHANGES, change
from helpers.metrics.series import Series, read_series
from helpers.periods import Period

#: Metrics whose card is a cohort rate within the horizon; all other cards take the row without variant.
COHORT_RATES = frozenset(
    {"lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_customer", "mql_to_customer", "offer_to_order"}
)
#: Metrics whose card covers all deals up to the period.
COHORT_RANGES = frozenset({"time_to_close", "ltv_contractual", "ltv_observed"})
#: Metrics whose card ends with the last window that has had its time.
MATURING = COHORT_RATES | {"time_to_close"}
#: Where deals carry no day of creation, people do: the card then counts from there.
SECOND_BEST = {"time_to_close": "from=mql"}
LENGTHS = (1, 3, 12)
#: Half the width of a 95 % interval in standard errors.
_HALF_WIDTH = 1.959964


def card_facts(
    facts: pd.DataFrame, engagement: Engagement, *, period: Period, entries_until: date | None = None
) -> pd.DataFrame:
    """Which five figures lead the review, and what changed?

    For each card of the engagement its leading row again with ``card=k`` in the variant, ``prior`` (same metric, the
    window of the same length just before) and ``target``; and its changes against that window and against last year
    (``card=k;change=prior|last_year``). The window is the shortest of 1, 3, 12 months with ``rules.few_events`` events,
    else the longest there is; cohort rates end with the last month that is mature. A card without a value is a row
    too, with the reason. After ``entries_until``, where the record of new entries ends while wins go on, what follows
    from entries can only fall: a change into such a window has no value (``entries_end``). Pure.
    """
    rows: list[Fact] = []
    for place, name in enumerate(engagement.cards, 1):
        lead, series = _goal(facts, engagement, period) if name == "goal" else _card(facts, name, engagement, period)
        rows += (_unless_cut(row, entries_until) for row in _presented(lead, series, place))
    return tidy.frame(rows)


def _unless_cut(row: Fact, entries_until: date | None) -> Fact:
    """The row, unless it is a change of something that feeds on entries which are no longer recorded."""
    if entries_until is None or "change" not in unpair(row.variant) or row.clock == "cohort":
        return row
    if not feeds_on_entries(row.metric) or Period.parse(row.period).last <= entries_until:
        return row
    return replace(row, value=math.nan, low=math.nan, high=math.nan, status="undefined", note="entries_end")


def _presented(lead: Fact, series: Series, place: int) -> Iterator[Fact]:
    window = Period.parse(lead.period)
    before = series.get(str(window.prior()))
    variant = pairs({**unpair(lead.variant), "card": place})
    usable = before is not None and before.status not in ("undefined", "immature")
    yield replace(lead, variant=variant, prior=before.value if before and usable else math.nan)
    for name, step in CHANGES.items():
        other = series.get(str(step(window)))
        yield replace(change(lead, other), variant=pairs({"card": place, "change": name}))


def _card(facts: pd.DataFrame, metric: str, engagement: Engagement, period: Period) -> tuple[Fact, Series]:
    clock = "cohort" if metric in COHORT_RATES | COHORT_RANGES else "period"
    variant = f"horizon={engagement.windows.horizon_days}" if metric in COHORT_RATES else ""
    series = read_series(facts, metric, clock=clock, variant=variant)
    if metric in SECOND_BEST and all(math.isnan(row.value) for row in series.values()):
        series = read_series(facts, metric, clock=clock, variant=SECOND_BEST[metric]) or series
    end = _last_mature(series, period) if metric in MATURING else period.rolling(1)
    few = engagement.rules.few_events
    found = [series[str(end.rolling(length))] for length in LENGTHS if str(end.rolling(length)) in series]
    whole = [row for row in series.values() if row.period.endswith(f"{end.last:%Y-%m}")]
    lead = _shortest(found, few) or (max(whole, key=_length) if whole else None)
    return lead or _missing(metric, clock, variant, period), series


def _goal(facts: pd.DataFrame, engagement: Engagement, period: Period) -> tuple[Fact, Series]:
    """Attainment of the shared goal; the goal's own figure where nothing was promised for this time."""
    series = read_series(facts, "target_attainment", clock="period", variant=f"metric={engagement.goal}")
    holding = [row for row in series.values() if Period.parse(row.period).holds(period.last)]
    usable = sorted((row for row in holding if not math.isnan(row.value)), key=_length)
    lead = _shortest(usable, engagement.rules.few_events)
    return (lead, series) if lead else _card(facts, engagement.goal, engagement, period)


def _shortest(rows: list[Fact], few: int) -> Fact | None:
    """The first row with enough events, else the last; rows come shortest window first."""
    return next((row for row in rows if events(row) >= few), rows[-1] if rows else None)


def events(row: Fact) -> float:
    """How many things happened behind a figure: what decides whether its window is long enough.

    Of a sum of money the effective number (Kish 1965, through its interval): forty invoices of which two make up
    nearly all of the money say no more than those two.
    """
    if row.unit == "count":
        return row.value
    if row.unit == "days":
        return row.numerator
    if row.unit == "money" and row.high > row.low:
        return min(row.n, (2 * _HALF_WIDTH * row.value / (row.high - row.low)) ** 2)
    if row.unit == "share" and row.metric != "target_attainment":
        return row.numerator
    return row.n


def _last_mature(series: Series, period: Period) -> Period:
    """The last month that has had its time and in which anything began."""
    begun = [Period.parse(row.period) for row in series.values() if row.mature and row.n > 0]
    mature = [window for window in begun if window.length == 1] or begun
    return max((window.rolling(1) for window in mature if window.last <= period.last), default=period.rolling(1))


def _length(row: Fact) -> int:
    return Period.parse(row.period).length


def _missing(metric: str, clock: str, variant: str, period: Period) -> Fact:
    record = catalog().get(metric)
    unit = record.unit if record else "count"
    return Fact(
        period=str(period), metric=metric, variant=variant, clock=clock, unit=unit, status="undefined", note="no_data"
    )
