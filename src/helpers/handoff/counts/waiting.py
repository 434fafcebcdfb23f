"""Who waits now, and what a won deal brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from helpers.handoff.counts.cells import EXAMPLE
from helpers.handoff.terms import Terms

#: Accounts kept of each channel: as many as a list to call can hold.
MOST = 10


def waiting(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """Which accounts still wait for an answer or a decision, the newest of each channel?

    ``account_id, person_id, requested_on, minute`` (reading of the clock, 0 where only the day is known)``,
    waiting_days`` (working days)``, channel, seller_group, reason``
    (``unanswered`` or ``undecided``): at most ``MOST`` accounts a channel, each by its latest request; requested
    within the horizon, waiting for as long as was promised, not confirmed, without a deal that is open or won.
    """
    rows = _undecided(tables, terms)
    newest = [rows.requested_on.desc(), rows.minute.desc()]
    latest = ibis.window(group_by=rows.account_id, order_by=[*newest, rows.person_id])
    one = rows.mutate(place=ibis.row_number().over(latest)).filter(lambda t: t.place == 0)
    first = ibis.window(group_by=one.channel, order_by=[one.requested_on.desc(), one.minute.desc(), one.account_id])
    kept = one.mutate(turn=ibis.row_number().over(first)).filter(lambda t: t.turn < MOST)
    return kept.drop("place", "turn").order_by(
        kept.channel, kept.requested_on.desc(), kept.minute.desc(), kept.account_id
    )


def _undecided(tables: Mapping[str, ir.Table], terms: Terms) -> ir.Table:
    rows = tables["handoffs"]
    young = rows.requested_on.between(terms.as_of - timedelta(days=terms.horizon), terms.as_of)
    decided = (rows.decision != "none") & (rows.decided_on <= terms.as_of).fill_null(True)
    open_ = rows.filter(young & rows.timed & ~decided & _due(rows, terms))
    open_ = open_.anti_join(_confirmed(tables["reached"], terms.as_of), ["person_id", "episode"])
    open_ = open_.anti_join(_busy(tables["deals"], terms.as_of), "account_id")
    people = tables["people"]
    touched = (open_.touched_on <= terms.as_of).fill_null(False)
    return open_.left_join(people, open_.person_id == people.person_id).select(
        open_.account_id, open_.person_id, open_.requested_on, open_.seller_group,
        channel=people.source_group.fill_null("unknown"), reason=touched.ifelse("undecided", "unanswered"),
        waiting_days=(ibis.literal(terms.days, "int64") - open_.start_days).cast("int64"),
        minute=open_.start_minutes.fill_null(0),
    )  # fmt: skip


def _due(rows: ir.Table, terms: Terms) -> ir.BooleanValue:
    """The usual promise has run out; by days where only those are known."""
    days = ibis.literal(terms.days, "int64") - rows.start_days
    if terms.answer.minutes is None:
        due: ir.BooleanValue = days >= terms.answer.days
        return due
    minutes = ibis.literal(terms.minutes, "int64") - rows.start_minutes
    passed: ir.BooleanValue = minutes.notnull().ifelse(minutes >= terms.answer.minutes, days > terms.coarse)
    return passed


def _confirmed(reached: ir.Table, as_of: date) -> ir.Table:
    further = reached.stage.isin(["sql", "opportunity", "offer", "customer"])
    known = reached.filter((reached.grain == "person") & further & (reached.on <= as_of))
    return known.select(person_id=known.entity_id, episode=known.episode).distinct()


def _busy(deals: ir.Table, as_of: date) -> ir.Table:
    """Accounts with a deal that was open or won on ``as_of``: somebody looks after them."""
    begun = deals.created_on.isnull() | (deals.created_on <= as_of)
    lost = (deals.outcome == "lost") & (deals.closed_on <= as_of).fill_null(True)
    return deals.filter((deals.outcome != "void") & begun & ~lost).select("account_id").distinct()


def won_amounts(deals: ir.Table, *, terms: Terms) -> ir.Table:
    """What did won deals of new business bring? ``month`` of closing, ``n`` deals with a usable amount, ``amount`` and
    ``squares`` (both DECIMAL)."""
    usable = (deals.kind == "new") & (deals.outcome == "won") & (deals.amount_flag == "ok")
    won = deals.filter(usable & deals.amount_base.notnull() & deals.closed_on.between(terms.first, terms.as_of))
    rows = won.mutate(month=won.closed_on.truncate("M").cast("date"))
    square = (rows.amount_base.cast("decimal(19, 2)") * rows.amount_base).cast("decimal(38, 4)")
    return (
        rows.group_by("month")
        .agg(n=rows.count(), amount=rows.amount_base.sum(), squares=square.sum())
        .order_by("month")
    )


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: waiting(tables, terms=EXAMPLE),
    lambda tables: won_amounts(tables["deals"], terms=EXAMPLE),
)
