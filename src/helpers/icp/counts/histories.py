"""What became of each account: worked, won, back for more, and the margin it brought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import ibis
import ibis.expr.types as ir

from helpers.periods import Period

Margins = Literal["revenue", "subscriptions", "deals", ""]
Orders = Literal["revenue", "deals"]
_MONEY = "decimal(18, 2)"


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where purchases and margins are read from: one source each, so that nothing is counted twice.

    ``margin`` is the engagement's own, for sales without one; ``repeat_days`` how soon a second purchase counts.
    """

    orders: Orders = "deals"
    margins: Margins = ""
    margin: float | None = None
    repeat_days: int = 365


def recorded(tables: Mapping[str, ir.Table], *, as_of: date) -> ir.Table:
    """Which sources are there? One row: ``orders`` (invoice lines with an order), ``revenue`` lines, those ``priced``
    with a margin, ``subscriptions`` and those ``sound`` with a margin, and ``worth``: won deals with an amount."""
    lines = tables["revenue"].filter(tables["revenue"].on <= as_of)
    contracts = tables["subscriptions"].filter(tables["subscriptions"].start_on <= as_of)
    won = _won(tables["deals"], as_of)
    one = lines.agg(orders=lines.order_id.count(), revenue=lines.count(), priced=lines.margin_base.count())
    two = contracts.agg(subscriptions=contracts.count(), sound=contracts.gross_margin.count())
    three = won.agg(worth=(won.amount_flag == "ok").ifelse(1, 0).sum())
    return one.cross_join(two).cross_join(three)


def histories(tables: Mapping[str, ir.Table], *, sources: Sources, year: Period) -> ir.Table:
    """What is known of each account on the last day of ``year``.

    One row per ``account_id`` that did anything, each column 0 or 1 (0 where nothing is known): ``worked`` (handed
    over, or a deal opened or closed, within the year), ``decided`` and ``won`` (new business, ever), ``seen`` (its
    first purchase lies ``repeat_days`` back), ``back`` (of those, bought again or still subscribed by then), ``priced``
    (a customer all of whose sales have a margin); and ``margin`` (DECIMAL) of those.
    """
    as_of = year.as_of
    parts = [
        _alike(_dealt(tables["deals"], year), "worked", "decided", "won"),
        _alike(_handed(tables["handoffs"], year), "worked"),
        _alike(_returned(tables, sources, as_of), "seen", "back"),
        *([_alike(_margins(tables, sources, as_of), "priced", "margin")] if sources.margins else []),
    ]
    rows = ibis.union(*parts)
    flags = {name: rows[name].max() for name in ("worked", "decided", "won", "seen", "back", "priced")}
    return rows.group_by("account_id").agg(**flags, margin=rows.margin.sum())


def _alike(rows: ir.Table, *has: str) -> ir.Table:
    """The same columns for every part of the union, 0 where a part says nothing."""
    flags = ("worked", "decided", "won", "seen", "back", "priced")
    columns: dict[str, ir.Value] = {
        name: (rows[name] if name in has else ibis.literal(0)).cast("int64") for name in flags
    }
    nothing = ibis.literal(Decimal(0), "decimal(38, 2)")
    money = rows["margin"].cast("decimal(38, 2)") if "margin" in has else nothing
    picked = rows.select(account_id=rows.account_id, **columns, margin=money)
    return picked.cast({name: picked[name].type().copy(nullable=True) for name in picked.columns})


def _won(deals: ir.Table, as_of: date) -> ir.Table:
    return deals.filter((deals.outcome == "won") & (deals.closed_on <= as_of))


def _dealt(deals: ir.Table, year: Period) -> ir.Table:
    """A deal counts as worked in the year it was opened or closed in; what closed later is open, and not decided."""
    known = deals.filter(deals.outcome != "void")
    ended = (known.kind == "new") & known.outcome.isin(["won", "lost"]) & (known.closed_on <= year.as_of)
    touched = known.created_on.between(year.first, year.last) | known.closed_on.between(year.first, year.last)
    rows = known.select(
        "account_id",
        worked=_flag(touched),
        decided=_flag(ended),
        won=_flag(ended & (known.outcome == "won")),
    )
    return rows.group_by("account_id").agg(worked=rows.worked.max(), decided=rows.decided.max(), won=rows.won.max())


def _handed(handoffs: ir.Table, year: Period) -> ir.Table:
    known = handoffs.filter(handoffs.requested_on.between(year.first, year.last))
    return known.group_by("account_id").agg(worked=known.count().cast("int64").clip(upper=1))


def _returned(tables: Mapping[str, ir.Table], sources: Sources, as_of: date) -> ir.Table:
    """First purchase or subscription, and whether the account was back or still there ``repeat_days`` after it."""
    bought = _first_two(_purchases(tables, sources.orders, as_of))
    stayed = _subscribed(tables["subscriptions"], sources.repeat_days, as_of)
    both = bought.outer_join(stayed, "account_id")
    rows = both.select(
        account_id=ibis.coalesce(both.account_id, both.account_id_right),
        first_on=_earlier(both.first_on, both.start_on),
        second_on="second_on",
        stayed=ibis.coalesce(both.stayed, ibis.literal(0, "int64")),
    )
    age = ibis.literal(as_of).delta(rows.first_on, unit="day").cast("int64")
    gap = rows.second_on.delta(rows.first_on, unit="day").cast("int64")
    seen = age >= sources.repeat_days
    again = (rows.stayed == 1) | (gap.notnull() & (gap <= sources.repeat_days))
    return rows.select("account_id", seen=_flag(seen), back=_flag(seen & again))


def _earlier(one: ir.DateValue, other: ir.DateValue) -> ir.DateValue:
    """The earlier of two days, or the one that is known; not by ``least``, whose empty values differ by engine."""
    return (one.isnull() | (other < one)).ifelse(other, one)


def _purchases(tables: Mapping[str, ir.Table], orders: Orders, as_of: date) -> ir.Table:
    """One row per account and day on which it bought: days of orders with a sum above zero, else of won deals."""
    if orders == "deals":
        return _won(tables["deals"], as_of).select("account_id", on="closed_on").distinct()
    lines = tables["revenue"].filter((tables["revenue"].on <= as_of) & tables["revenue"].order_id.notnull())
    whole = lines.group_by(["account_id", "order_id"]).agg(on=lines.on.min(), amount=lines.amount_base.sum())
    return whole.filter(whole.amount > 0).select("account_id", "on").distinct()


def _first_two(purchases: ir.Table) -> ir.Table:
    order = ibis.window(group_by=purchases.account_id, order_by=purchases.on)
    ranked = purchases.mutate(place=ibis.row_number().over(order))
    return ranked.group_by("account_id").agg(
        first_on=ranked.on.min(where=ranked.place == 0), second_on=ranked.on.min(where=ranked.place == 1)
    )


def _subscribed(subscriptions: ir.Table, days: int, as_of: date) -> ir.Table:
    """First day of an account's first contract, and whether any contract of its ran ``days`` later."""
    known = subscriptions.filter(subscriptions.start_on <= as_of)
    own = ibis.window(group_by=known.account_id)
    dated = known.mutate(first_on=known.start_on.min().over(own))
    begun = dated.start_on.delta(dated.first_on, unit="day").cast("int64") <= days
    lasted = dated.end_on.isnull() | (dated.end_on.delta(dated.first_on, unit="day").cast("int64") >= days)
    rows = dated.select("account_id", "start_on", stayed=_flag(begun & lasted))
    return rows.group_by("account_id").agg(start_on=rows.start_on.min(), stayed=rows.stayed.max())


def _margins(tables: Mapping[str, ir.Table], sources: Sources, as_of: date) -> ir.Table:
    """What each customer has brought in gross margin so far; one with a sale of unknown margin is not priced."""
    lines = {"revenue": _invoiced, "subscriptions": _billed, "deals": _agreed}[sources.margins](tables, sources, as_of)
    rows = lines.group_by("account_id").agg(total=lines.margin.sum(), unknown=lines.margin.isnull().ifelse(1, 0).max())
    priced = rows.filter(rows.unknown == 0)
    return priced.select("account_id", priced=ibis.literal(1), margin=priced.total)


def _invoiced(tables: Mapping[str, ir.Table], sources: Sources, as_of: date) -> ir.Table:
    known = tables["revenue"].filter(tables["revenue"].on <= as_of)
    usual = (known.amount_base * _share(sources.margin)).cast(_MONEY)
    return known.select("account_id", margin=ibis.coalesce(known.margin_base, usual))


def _billed(tables: Mapping[str, ir.Table], sources: Sources, as_of: date) -> ir.Table:
    """Monthly revenue × months begun × margin, up to the last day or today."""
    known = tables["subscriptions"].filter(tables["subscriptions"].start_on <= as_of)
    ended = (known.end_on <= as_of).ifelse(known.end_on, ibis.literal(as_of))
    last = ibis.coalesce(ended, ibis.literal(as_of))
    months = _index(last) - _index(known.start_on) + (last.day() >= known.start_on.day()).ifelse(1, 0)
    share = ibis.coalesce(known.gross_margin.cast("decimal(18, 4)"), _share(sources.margin))
    billed = (known.monthly_base * (months < 1).ifelse(1, months)).cast(_MONEY)
    return known.select("account_id", margin=(billed * share).cast(_MONEY))


def _agreed(tables: Mapping[str, ir.Table], sources: Sources, as_of: date) -> ir.Table:
    won = _won(tables["deals"], as_of)
    usable = won.filter(won.amount_flag == "ok")
    return usable.select("account_id", margin=(usable.amount_base * _share(sources.margin)).cast(_MONEY))


def _share(margin: float | None) -> ir.DecimalValue:
    if margin is None:
        return ibis.null("decimal(18, 4)")
    return ibis.literal(Decimal(f"{margin:.4f}"), "decimal(18, 4)")


def _flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    """1 where it holds, 0 where it does not or cannot be known."""
    return condition.ifelse(1, 0).cast("int64")


def _index(day: ir.DateValue) -> ir.IntegerValue:
    return day.year() * 12 + day.month()


_YEAR = Period.parse("2025-11/2026-10")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: recorded(tables, as_of=_YEAR.as_of),
    lambda tables: histories(tables, sources=Sources(), year=_YEAR).order_by("account_id"),
    lambda tables: histories(
        tables, sources=Sources(orders="revenue", margins="revenue", margin=0.4), year=_YEAR
    ).order_by("account_id"),
    lambda tables: histories(tables, sources=Sources(margins="subscriptions"), year=_YEAR).order_by("account_id"),
    lambda tables: histories(tables, sources=Sources(margins="deals", margin=0.4), year=_YEAR).order_by("account_id"),
)
