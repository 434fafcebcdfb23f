"""Counts of decided deals: won by segment, lost on price, and those that met a message of marketing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.feedback.counts.touched import SELF_REPORTED
from helpers.periods import Period

#: Code of the theme list that says a deal was lost on price.
PRICE = "price"


def by_month(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """What became of the deals of the window on price, month by month?

    Deals of new business won or lost within ``window``. One row per ``month`` (first day) with ``deals``, ``won``,
    ``lost``, ``reasoned`` (lost ones with a reason), ``priced`` (lost on price), ``dated`` (won ones whose discount is
    known) and ``discounted`` (won at a discount).
    """
    rows = _decided(tables["deals"], window=window)
    return rows.group_by("month").agg(**_measures(rows)).order_by("month")


def by_segment(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """Won and decided deals of the window by segment: ``name, value, deals, won``."""
    rows, segments = _decided(tables["deals"], window=window), tables["segments"]
    names = segments.filter(segments.grain == "deal").select("name", "value", segment_id="entity_id")
    split = rows.join(names, rows.deal_id == names.segment_id)
    counted = split.group_by(["name", "value"]).agg(deals=split.count(), won=split.won.sum())
    return counted.order_by(["name", "value"])


def met(
    tables: Mapping[str, ir.Table], *, window: Period, recent: date, messages: Sequence[tuple[str, str]]
) -> ir.Table:
    """Which decided deals met which messages, and in how many of them was the objection of each one's promise heard?

    ``messages`` are pairs of ``message_id`` and the theme of its promise. One row per ``half`` (a half-year, as a
    number that grows with time), ``late`` (1 for deals closed from ``recent`` on), ``outcome`` (``won``, ``lost``) and
    combination of the flags ``met_0 …`` (the deal met that message) and ``heard_0 …`` (its objection was heard), with
    the measures of ``by_month``. A deal met a message when a touch of its account by the day it closed belongs to a
    campaign that carries the message, or when the message's segment is a segment of the deal.
    """
    rows = _decided(tables["deals"], window=window)
    rows = rows.mutate(late=(rows.closed_on >= ibis.literal(recent)).ifelse(1, 0))
    seen = ibis.union(_by_campaign(tables, rows), _by_segment(tables, rows))
    said = _objections(tables["voices"], window=window)
    flags = {f"met_{i}": (seen.message_id == name).ifelse(1, 0).max() for i, (name, _) in enumerate(messages)}
    ears = {f"heard_{i}": (said.theme == theme).ifelse(1, 0).max() for i, (_, theme) in enumerate(messages)}
    seen_by, said_in = seen.group_by(seen_by="deal_id").agg(**flags), said.group_by("said_in").agg(**ears)
    both = rows.left_join(seen_by, rows.deal_id == seen_by.seen_by)
    both = both.left_join(said_in, both.deal_id == said_in.said_in)
    whole = both.mutate(**{name: both[name].fill_null(0) for name in (*flags, *ears)})
    keys = ["half", "late", "outcome", *flags, *ears]
    return whole.group_by(keys).agg(**_measures(whole)).order_by(keys)


def price_deals(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """The deals of the window lost on price or won at a discount, the latest first."""
    deals = tables["deals"]
    rows = deals.filter((deals.kind == "new") & deals.closed_on.between(window.first, window.last))
    lost = (rows.outcome == "lost") & (rows.reason_theme == PRICE)
    cut = (rows.outcome == "won") & (rows.discount > 0)
    usable = (rows.amount_flag == "ok").ifelse(rows.amount_base, ibis.null())
    kept = rows.mutate(amount=usable).filter(lost | cut)
    return kept.select("deal_id", "outcome", "closed_on", "amount", "discount").order_by(
        [ibis.desc("closed_on"), "deal_id"]
    )


def _decided(deals: ir.Table, *, window: Period) -> ir.Table:
    rows = deals.filter(
        (deals.kind == "new") & deals.outcome.isin(["won", "lost"]) & deals.closed_on.between(window.first, window.last)
    )
    won, lost = rows.outcome == "won", rows.outcome == "lost"
    cut = rows.discount.fill_null(0) > 0
    return rows.select(
        "deal_id", "account_id", "closed_on", "outcome",
        month=rows.closed_on.truncate("M").cast("date"),
        half=rows.closed_on.year() * 2 + (rows.closed_on.month() > 6).ifelse(1, 0),
        won=won.ifelse(1, 0), lost=lost.ifelse(1, 0),
        reasoned=(lost & rows.reason_theme.notnull()).ifelse(1, 0),
        priced=(lost & (rows.reason_theme.fill_null("") == PRICE)).ifelse(1, 0),
        dated=(won & rows.discount.notnull()).ifelse(1, 0), discounted=(won & cut).ifelse(1, 0),
    )  # fmt: skip


def _measures(rows: ir.Table) -> dict[str, ir.Value]:
    sums = ("won", "lost", "reasoned", "priced", "dated", "discounted")
    return {"deals": rows.count(), **{name: rows[name].sum() for name in sums}}


def _objections(voices: ir.Table, *, window: Period) -> ir.Table:
    known = voices.filter((voices.kind == "objection") & voices.deal_id.notnull() & (voices.on <= window.last))
    return known.select("theme", said_in="deal_id").distinct()


def _by_campaign(tables: Mapping[str, ir.Table], rows: ir.Table) -> ir.Table:
    touches, people, campaigns = tables["touches"], tables["people"], tables["campaigns"]
    carried = campaigns.filter(campaigns.message_id.notnull()).select("message_id", carried_by="campaign")
    acts = touches.filter(touches.kind.fill_null("") != SELF_REPORTED).join(
        carried, touches.campaign == carried.carried_by
    )
    owners = people.select(owner_id="person_id", owner_account="account_id")
    owned = acts.left_join(owners, acts.person_id == owners.owner_id)
    days = owned.select("message_id", met_on="on", account=ibis.coalesce(owned.account_id, owned.owner_account))
    first = days.filter(days.account.notnull()).group_by(["message_id", "account"]).agg(first_on=days.met_on.min())
    both = rows.join(first, [rows.account_id == first.account, rows.closed_on >= first.first_on])
    return both.select("deal_id", "message_id")


def _by_segment(tables: Mapping[str, ir.Table], rows: ir.Table) -> ir.Table:
    messages, segments = tables["messages"], tables["segments"]
    meant = messages.filter(messages.segment.notnull()).select("message_id", group=messages.segment.strip().lower())
    names = segments.filter(segments.grain == "deal").select(segment_id="entity_id", group=segments.value.lower())
    named = names.join(meant, names.group == meant.group).select("segment_id", "message_id")
    both = rows.join(named, rows.deal_id == named.segment_id)
    return both.select("deal_id", "message_id")


_EXAMPLE = Period.parse("2024-11/2026-10")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: by_month(tables, window=_EXAMPLE),
    lambda tables: by_segment(tables, window=_EXAMPLE),
    lambda tables: met(tables, window=_EXAMPLE, recent=date(2025, 11, 1), messages=(("a", "price"), ("b", "speed"))),
    lambda tables: price_deals(tables, window=_EXAMPLE),
)
