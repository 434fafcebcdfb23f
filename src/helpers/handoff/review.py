"""The facts of hand-offs: what became of the leads that marketing passed on, how long they waited, what it may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import ibis.expr.types as ir
import pandas as pd

from helpers.agreements import Agreements
from helpers.agreements.calendar import open_clock
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import Fact, frame
from helpers.handoff.acceptance import UNMAPPED, handoff_acceptance, handoff_reason, handoff_reasons_unmapped
from helpers.handoff.calls import COLUMNS, calls
from helpers.handoff.compliance import (
    handoff_recorded,
    handoff_unanswered,
    handoffs,
    recorded_share,
    sla_compliance,
)
from helpers.handoff.counts.cells import cells
from helpers.handoff.counts.lists import absences, buyers, reasons, sellers
from helpers.handoff.counts.waiting import waiting, won_amounts
from helpers.handoff.gaps import handoff_gap, ignored_channel
from helpers.handoff.judged import folded, judged
from helpers.handoff.leakage import handoff_leakage
from helpers.handoff.leaks import leak_customers, leak_money
from helpers.handoff.load import handoff_load
from helpers.handoff.recycling import recycling
from helpers.handoff.response import handoff_response_median
from helpers.handoff.scope import (
    FEW_COMPARED,
    FEW_SELLERS,
    OTHER,
    Scope,
    grouped,
    parts,
    segment,
    total,
    undefined,
    whole,
    within,
)
from helpers.handoff.terms import Limit, Terms, terms_of
from helpers.handoff.what_if import promises_to_try, sla_what_if, what_if_customers
from helpers.handoff.worth import Range, deal_worth
from helpers.periods import Period

#: From this share of timed hand-offs on whose minute is known, waiting is told in hours.
ENOUGH_MINUTES = 0.8


def handoff_facts(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period, start: Period,
    contract: Contract,
) -> pd.DataFrame:  # fmt: skip
    """Everything a review says about hand-offs, as facts (``docs/architecture.md``, facts vocabulary).

    The months of the rolling year that ends with ``period``, its quarter and the year whole; parts of the business for
    the year; of a few figures the year before, as it stood then. Reads the canonical tables; nothing that happened
    after ``period`` counts. Without any hand-off there is one row (``no_handoffs``).
    """
    del start, contract  # the year under review is the same from whichever month it is shown
    return facts_of(gather(canonical, engagement, agreements, period=period), period=period)


def handoff_tables(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period
) -> dict[str, pd.DataFrame]:
    """What is listed row by row: ``calls`` and ``handoff_reasons_unmapped``, both perhaps empty."""
    return tables_of(gather(canonical, engagement, agreements, period=period))


def facts_of(found: Gathered | None, *, period: Period) -> pd.DataFrame:
    """The facts of what was gathered."""
    if found is None:
        return frame([undefined("handoffs", unit="count", note="no_handoffs", period=period.rolling(12))])
    scope, rows = found.scope, found.standings
    facts = handoffs(rows, scope=scope) + handoff_response_median(found.cells, scope=scope)
    facts += sla_compliance(rows, scope=scope) + handoff_unanswered(rows, scope=scope)
    facts += handoff_recorded(rows, scope=scope) + handoff_acceptance(rows, scope=scope)
    facts += handoff_reason(found.reasons, scope=scope) + recycling(rows, found.absences, scope=scope)
    facts += handoff_leakage(rows, scope=scope)
    facts += handoff_load(rows, sellers=found.sellers, days=found.days, capacity=found.capacity, scope=scope)
    facts += handoff_gap(rows, found.cells, scope=scope) + ignored_channel(rows, scope=scope)
    facts += sla_what_if(found.cells, found.limits, scope=scope)
    facts += what_if_customers(found.cells, found.limits, people=found.people, scope=scope)
    facts += leak_customers(rows, people=found.people, scope=scope)
    facts += leak_money(rows, people=found.people, worth=found.worth, scope=scope)
    return frame([*facts, *found.before])


def tables_of(found: Gathered | None) -> dict[str, pd.DataFrame]:
    """The rows of what was gathered."""
    if found is None:
        return {"calls": pd.DataFrame(columns=COLUMNS), "handoff_reasons_unmapped": pd.DataFrame(columns=UNMAPPED)}
    return {
        "calls": calls(found.waiting, found.standings, worth=found.worth, people=found.people),
        "handoff_reasons_unmapped": handoff_reasons_unmapped(found.reasons, scope=found.scope),
    }


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The small tables that all facts and rows are made from."""

    scope: Scope
    #: judged cells, and the same without waiting times
    cells: pd.DataFrame
    standings: pd.DataFrame
    reasons: pd.DataFrame
    absences: pd.DataFrame
    limits: tuple[Limit, ...]
    #: sellers by group, ``all`` for everybody
    sellers: Mapping[str, float]
    #: people behind one customer
    people: float
    worth: Range
    waiting: pd.DataFrame
    #: working days of the windows of the load, and what was agreed per seller and day
    days: Mapping[Period, int]
    capacity: float | None
    #: the year before, of what pages of the playbook compare with it
    before: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stood:
    """How all hand-offs stand, and the frame they are looked at in: enough for what compares parts of the business."""

    scope: Scope
    #: judged cells, and the same without waiting times
    cells: pd.DataFrame
    standings: pd.DataFrame
    #: sellers by group, ``all`` for everybody
    sellers: Mapping[str, float]


def stood(canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period) -> Stood | None:
    """How hand-offs stand at the end of ``period``, in one count; None where nothing was handed over."""
    tables, terms = canonical.tables, terms_of(engagement, agreements, period=period)
    every = judged(fetch(cells(tables, terms=terms)), terms=terms)
    if every.empty:
        return None
    unit, date_only = _unit(whole(every), terms)
    selling, small, alone = _groups(fetch(sellers(tables["handoffs"], terms=terms)), agreements.clock.capacity.sellers)
    shown = _allowed(every, small, alone)
    standings = folded(shown)
    bare = Scope(period=period, terms=terms, few=engagement.rules.few_events, unit=unit, date_only=date_only)
    return Stood(scope=_scope(standings, engagement, bare), cells=shown, standings=standings, sellers=selling)


def gather(canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period) -> Gathered | None:
    """Runs each count once; None where nothing was handed over within the record."""
    found = stood(canonical, engagement, agreements, period=period)
    if found is None:
        return None
    tables, scope = canonical.tables, found.scope
    terms, passed_on = scope.terms, tables["handoffs"]
    earlier = terms_of(engagement, agreements, period=Period.month(scope.year.prior().last))
    return Gathered(
        **vars(found),
        reasons=fetch(reasons(passed_on, terms=terms)), absences=fetch(absences(passed_on, terms=terms)),
        limits=promises_to_try(terms.answer, unit=scope.unit, promised=terms.promised),
        people=_people(fetch(buyers(tables["reached"], terms=terms))),
        worth=deal_worth(fetch(won_amounts(tables["deals"], terms=terms)), year=scope.year, few=scope.few),
        waiting=fetch(waiting(tables, terms=terms)), days=_working_days(scope, engagement, agreements),
        capacity=agreements.clock.capacity.leads_per_seller_day,
        before=_before(tables, engagement, terms=earlier, now=scope),
    )  # fmt: skip


def _before(tables: Mapping[str, ir.Table], engagement: Engagement, *, terms: Terms, now: Scope) -> tuple[Fact, ...]:
    """The year before, whole, as it stood on its last day: leads of then had as much time as those of now have had.

    Without ``recycling``: exports forget who was once sent back and has returned, so then looks better than it was.
    """
    period = Period.month(now.year.prior().last)
    every = whole(judged(fetch(cells(tables, terms=terms)), terms=terms))
    if every.empty:
        return ()
    standings = folded(every)
    then = _scope(standings, engagement, Scope(**{**vars(now), "period": period, "terms": terms, "year_only": True}))
    facts = handoff_response_median(every, scope=then) + sla_compliance(standings, scope=then)
    facts += handoff_unanswered(standings, scope=then) + handoff_recorded(standings, scope=then)
    facts += handoff_acceptance(standings, scope=then)
    return tuple(fact for fact in facts if fact.segment == "all" and fact.status != "undefined")


def _unit(rows: pd.DataFrame, terms: Terms) -> tuple[str, bool]:
    """Hours where they were promised (or nothing was) and the data have minutes; else days, and whether that is a
    want."""
    timed = rows[rows["timed"] == 1]
    known = timed["age_minutes"].notna() & ((timed["touched"] == 0) | timed["wait_minutes"].notna())
    minutes = len(timed) > 0 and total(timed[known]) >= ENOUGH_MINUTES * total(timed)
    wanted = not terms.promised or terms.answer.minutes is not None
    return ("hours" if wanted and minutes else "days"), wanted and not minutes


def _groups(sellers: pd.DataFrame, agreed: int | None) -> tuple[dict[str, float], tuple[str, ...], bool]:
    """Sellers by group, the groups too small to be shown, and whether even together they are one person."""
    counts = dict(zip(sellers["seller_group"].astype(str), sellers["sellers"].astype(float), strict=True))
    small = tuple(name for name, n in counts.items() if n < FEW_SELLERS and name != "unknown")
    joined = sum(counts[name] for name in small)
    shown = {name: n for name, n in counts.items() if name not in small and name != "unknown"}
    if joined >= FEW_SELLERS:
        shown[OTHER] = joined
    return {**shown, "all": float(agreed or sum(counts.values()))}, small, joined < FEW_SELLERS


def _allowed(table: pd.DataFrame, small: tuple[str, ...], alone: bool) -> pd.DataFrame:
    """Small seller groups joined to one; left out where even that is a single person."""
    rows = grouped(table, small=small)
    mine = rows["name"] == "seller_group"
    if alone:
        rows = rows[~(mine & (rows["value"] == OTHER))]
    only_unknown = set(rows.loc[rows["name"] == "seller_group", "value"]) <= {"unknown"}
    return rows[rows["name"] != "seller_group"] if only_unknown else rows


def _scope(standings: pd.DataFrame, engagement: Engagement, bare: Scope) -> Scope:
    """With what is written down: the note of all figures about touches, and the parts that write too little."""
    enough = engagement.attribution.enough_coverage
    year = within(standings, bare.year)
    touched, decided = recorded_share(whole(year))
    note = "" if whole(standings)["touched"].any() else "no_touches"
    if not note and decided >= FEW_COMPARED and touched < enough * decided:
        note = "low_coverage"
    unwritten = {
        segment(name, value)
        for name, value, rows in parts(year)
        if (own := recorded_share(rows))[1] >= FEW_COMPARED and own[0] < enough * own[1]
    }
    return Scope(**{**vars(bare), "enough": enough, "note": note, "unwritten": frozenset(unwritten)})


def _people(known: pd.DataFrame) -> float:
    """People behind one customer: three contacts of one company are one customer."""
    accounts = float(known["accounts"].iloc[0])
    return float(known["people"].iloc[0]) / accounts if accounts else 1.0


def _working_days(scope: Scope, engagement: Engagement, agreements: Agreements) -> dict[Period, int]:
    """Working days of the month, the quarter and the year under review."""
    clock = open_clock(agreements.clock.calendar, zone=engagement.zone, first=scope.year.first - timedelta(days=1),
                       last=scope.year.last)  # fmt: skip
    windows = (scope.period, scope.period.rolling(3), scope.year)
    return {window: clock.days_at(window.last) - clock.days_at(window.first - timedelta(days=1)) for window in windows}
