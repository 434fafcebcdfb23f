"""Counts of conversions: who came to which stage when, and what it was worth. Equal to what the metrics count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.periods import Period

#: What a journey may lead to, in the order of the road.
KINDS = ("mql", "sql", "opportunity", "customer", "deal")
MONEY = "decimal(18, 2)"
_COLUMNS = [
    "of", "conversion_id", "grain", "journey_key", "episode", "account_id", "deal_id", "on", "at", "value",
]  # fmt: skip


def conversions(
    tables: Mapping[str, ir.Table], *, kind: str, grain: str, as_of: date, window: Period | None = None
) -> ir.Table:
    """Who converted, when, and for how much?

    One row per conversion of ``kind`` (of ``KINDS``) known on ``as_of`` and within ``window`` (all of them without
    one):

    - ``of`` (the kind), ``conversion_id`` (unique over all kinds);
    - ``grain`` (person or account), ``journey_key`` (that person or account) and ``episode``: whose touches led here;
    - ``account_id``, ``deal_id`` (missing where none is known), ``on``, ``at`` (missing where no minute is known);
    - ``value`` (DECIMAL, the engagement's currency; missing where there is none);
    - ``after_on``, ``after_at``: the last conversion of this kind of the same key on an earlier day, in the window or
      not; ``after_at`` only where every conversion of that day has a minute.

    ``mql``, ``sql`` and ``opportunity`` are entries into the stage at ``grain``, episodes apart (what ``mqls``,
    ``sqls``, ``opportunities`` count); ``customer`` is each acquisition (``customers``), ``deal`` each won deal of new
    business with a usable amount (``revenue_won``), both always by account.
    """
    return every(tables, kinds=(kind,), grain=grain, as_of=as_of, window=window)


def every(
    tables: Mapping[str, ir.Table], *, grain: str, as_of: date, window: Period | None = None,
    kinds: Sequence[str] = KINDS,
) -> ir.Table:  # fmt: skip
    """The conversions of several kinds in one table, so that one query serves them all; as ``conversions``."""
    parts = [alike(_made(tables, kind, grain=grain), _COLUMNS) for kind in kinds]
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    dated = _with_previous(rows.filter(rows.on <= as_of))
    inside = dated if window is None else dated.filter(dated.on.between(window.first, window.last))
    return inside.order_by("conversion_id")


def completed(ends: ir.Table) -> ir.Table:
    """Other ends of journeys (lost deals, say) in the shape of ``conversions``.

    Of what that has, only ``conversion_id, journey_key, on, at`` are needed. Keys are accounts unless ``grain`` says
    otherwise, and nothing lies before an end unless ``after_on`` does.
    """
    known = {
        "of": ibis.literal(""), "grain": ibis.literal("account"), "episode": _FIRST, "deal_id": ibis.null("string"),
        "after_on": ibis.null("date"), "after_at": ibis.null(ends["at"].type()),
    }  # fmt: skip
    missing = {name: value for name, value in known.items() if name not in ends.columns}
    return ends.mutate(**missing) if missing else ends


def key_grain(kind: str, *, grain: str) -> str:
    """Whose touches lead to a conversion of ``kind``: the engagement's ``grain`` up to the opportunity, then accounts.

    >>> key_grain("sql", grain="person"), key_grain("deal", grain="person")
    ('person', 'account')
    """
    return "account" if kind in ("customer", "deal") else grain


def alike(rows: ir.Table, columns: Sequence[str]) -> ir.Table:
    """These columns, all declared as possibly missing: a union wants equal declarations on both sides."""
    return rows.select(columns).cast({name: rows[name].type().copy(nullable=True) for name in columns})


def _made(tables: Mapping[str, ir.Table], kind: str, *, grain: str) -> ir.Table:
    if kind == "customer":
        return _customers(tables["acquisitions"])
    if kind == "deal":
        return _deals(tables["deals"])
    return _stage(tables["reached"], kind, grain)


def _stage(reached: ir.Table, stage: str, grain: str) -> ir.Table:
    rows = reached.filter((reached.stage == stage) & (reached.grain == grain))
    return rows.select(
        "grain", "episode", "account_id", "on", "at",
        of=ibis.literal(stage),
        conversion_id=ibis.literal(f"{stage}:") + rows.entity_id + ":" + rows.episode.cast("string"),
        journey_key=rows.entity_id, deal_id=ibis.null("string"), value=ibis.null(MONEY),
    )  # fmt: skip


def _customers(acquisitions: ir.Table) -> ir.Table:
    day = acquisitions.on.year() * 10_000 + acquisitions.on.month() * 100 + acquisitions.on.day()
    return acquisitions.select(
        "account_id", "deal_id", "on", "at",
        of=ibis.literal("customer"),
        conversion_id=ibis.literal("customer:") + acquisitions.account_id + ":" + day.cast("string"),
        grain=ibis.literal("account"), journey_key=acquisitions.account_id, episode=_FIRST,
        value=acquisitions.amount_base.cast(MONEY),
    )  # fmt: skip


def _deals(deals: ir.Table) -> ir.Table:
    won = deals.filter(
        (deals.kind == "new")
        & (deals.outcome == "won")
        & deals.closed_on.notnull()
        & (deals.amount_flag == "ok")
        & deals.amount_base.notnull()
    )
    return won.select(
        "account_id", "deal_id",
        of=ibis.literal("deal"), conversion_id=ibis.literal("deal:") + won.deal_id, grain=ibis.literal("account"),
        journey_key=won.account_id, episode=_FIRST, on=won.closed_on, at=won.closed_at,
        value=won.amount_base.cast(MONEY),
    )  # fmt: skip


def _with_previous(rows: ir.Table) -> ir.Table:
    """Adds the last earlier day on which the same key converted likewise, and its last minute if all have one."""
    keys = ["of", "journey_key", "on"]
    days = rows.group_by(keys).agg(last_at=rows["at"].max(), unknown=rows["at"].isnull().ifelse(1, 0).max())
    order = ibis.window(group_by=[days["of"], days.journey_key], order_by=days.on)
    minute = (days.unknown == 1).ifelse(ibis.null(days.last_at.type()), days.last_at)
    before = days.select(
        of_="of", key_="journey_key", day_="on", after_on=days.on.lag().over(order), after_at=minute.lag().over(order)
    )
    same = [rows["of"] == before.of_, rows.journey_key == before.key_, rows.on == before.day_]
    return rows.join(before, same).drop("of_", "key_", "day_")


#: Accounts have one episode.
_FIRST = ibis.literal(1, "int64")
_EXAMPLE = Period.parse("2025-11/2026-10")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: conversions(tables, kind="sql", grain="person", as_of=_EXAMPLE.as_of),
    lambda tables: every(tables, grain="account", as_of=_EXAMPLE.as_of, window=_EXAMPLE),
)
