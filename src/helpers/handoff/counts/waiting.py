"""Who waits now, and what a won deal brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from helpers.handoff.counts.episodes import EXAMPLE, episodes
from helpers.handoff.terms import Terms

#: Accounts kept of each channel: as many as a list to call can hold.
MOST = 10


def waiting(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """Which accounts still wait for an answer or a decision, the newest of each channel?

    ``account_id, person_id, requested_on, waiting_days`` (working days)``, channel, seller_group, reason`` (a leak):
    at most ``MOST`` accounts a channel, by their latest request; requested within the horizon, without a deal that is
    open or won.
    """
    rows = episodes(tables, terms=terms)
    young = rows.requested_on > terms.as_of - timedelta(days=terms.horizon)
    rows = rows.filter(rows.leak.isin(["unanswered", "undecided"]) & young)
    rows = rows.anti_join(_busy(tables["deals"], terms.as_of), "account_id")
    latest = ibis.window(group_by=rows.account_id, order_by=[rows.requested_on.desc(), rows.person_id])
    one = rows.mutate(place=ibis.row_number().over(latest)).filter(lambda t: t.place == 0)
    newest = ibis.window(group_by=one.channel, order_by=[one.requested_on.desc(), one.account_id])
    kept = one.mutate(turn=ibis.row_number().over(newest)).filter(lambda t: t.turn < MOST)
    return kept.select(
        "account_id", "person_id", "requested_on", "channel", "seller_group", waiting_days=kept.age_days,
        reason=kept.leak,
    ).order_by("channel", kept.requested_on.desc(), "account_id")  # fmt: skip


def _busy(deals: ir.Table, as_of: date) -> ir.Table:
    """Accounts with a deal that was open or won on ``as_of``: somebody looks after them."""
    begun = deals.created_on.isnull() | (deals.created_on <= as_of)
    lost = (deals.outcome == "lost") & (deals.closed_on.isnull() | (deals.closed_on <= as_of))
    return deals.filter((deals.outcome != "void") & begun & ~lost).select("account_id").distinct()


def won_amounts(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """What did won deals of new business bring? ``month`` of closing, ``n`` deals with a usable amount, ``amount`` and
    ``squares`` (both DECIMAL)."""
    deals = tables["deals"]
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
    lambda tables: won_amounts(tables, terms=EXAMPLE),
)
