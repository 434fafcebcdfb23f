"""What became of those a campaign or a piece of content touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.periods import Period

#: Column of ``touches`` that names what was done → what a reader calls it.
LEVELS = {"campaign": "campaign", "asset_id": "asset"}
_KEYS = ["name", "channel", "team"]


def outcomes(tables: Mapping[str, ir.Table], *, level: str, window: Period) -> ir.Table:
    """What became of the people and accounts that each campaign (or asset) touched within the window?

    One row per ``name, channel, team`` with the days of its first and last touch, the ``people`` and ``accounts``
    touched, and how many of them reached a stage on or after their first touch by it and by the end of the window:
    ``mqls, sqls`` (people), ``opportunities, customers`` (accounts), ``deals_won`` and ``revenue_won`` (of those
    accounts; DECIMAL). A person touched by two campaigns counts in both, so rows do not add up: this follows leads,
    it credits nothing.
    """
    touches = tables["touches"]
    known = touches.filter(touches[level].notnull() & touches.on.between(window.first, window.last))
    rows = known.mutate(name=known[level], team=known.direction)
    days = rows.group_by(_KEYS).agg(
        first_on=rows.on.min(), last_on=rows.on.max(), people=rows.person_id.nunique(),
        accounts=rows.account_id.nunique(),
    )  # fmt: skip
    parts = (
        _people(rows, tables["reached"], until=window.last),
        _accounts(rows, tables["reached"], tables["acquisitions"], until=window.last),
        _won(rows, tables["deals"], until=window.last),
    )
    for part in parts:
        days = days.left_join(part, _KEYS).drop(*(f"{key}_right" for key in _KEYS))
    counts = ("mqls", "sqls", "opportunities", "customers", "deals_won")
    return days.mutate(**{name: days[name].fill_null(0) for name in counts}).order_by(_KEYS)


def _since(rows: ir.Table, key: str) -> ir.Table:
    """The first touch of each person or account by each campaign."""
    known = rows.filter(rows[key].notnull())
    return known.group_by([*_KEYS, key]).agg(since=known.on.min())


def _last_reached(reached: ir.Table, *, grain: str, stages: Mapping[str, str], until: date) -> ir.Table:
    """Per entity the last day it reached each stage: a second pass counts for the campaign that came before it."""
    known = reached.filter((reached.grain == grain) & (reached.on <= until))
    days = {name: known.on.max(where=known.stage == stage) for name, stage in stages.items()}
    return known.group_by("entity_id").agg(**days)


def _people(rows: ir.Table, reached: ir.Table, *, until: date) -> ir.Table:
    since = _since(rows, "person_id")
    days = _last_reached(reached, grain="person", stages={"mql": "mql", "sql": "sql"}, until=until)
    both = since.left_join(days, since.person_id == days.entity_id)
    return both.group_by(_KEYS).agg(mqls=_after(both, "mql"), sqls=_after(both, "sql"))


def _accounts(rows: ir.Table, reached: ir.Table, acquisitions: ir.Table, *, until: date) -> ir.Table:
    since = _since(rows, "account_id")
    days = _last_reached(reached, grain="account", stages={"opportunity": "opportunity"}, until=until)
    known = acquisitions.filter(acquisitions.on <= until)
    bought = known.group_by("account_id").agg(customer=known.on.max())
    both = since.left_join(days, since.account_id == days.entity_id)
    both = both.left_join(bought, both.account_id == bought.account_id)
    return both.group_by(_KEYS).agg(opportunities=_after(both, "opportunity"), customers=_after(both, "customer"))


def _after(rows: ir.Table, stage: str) -> ir.Value:
    return (rows[stage].notnull() & (rows[stage] >= rows.since)).ifelse(1, 0).sum()


def _won(rows: ir.Table, deals: ir.Table, *, until: date) -> ir.Table:
    since = _since(rows, "account_id")
    won = deals.filter((deals.kind == "new") & (deals.outcome == "won") & (deals.closed_on <= until))
    ended = won.select(account=won.account_id, closed_on=won.closed_on,
                       amount=(won.amount_flag == "ok").ifelse(won.amount_base, None))  # fmt: skip
    both = since.join(ended, [since.account_id == ended.account, since.since <= ended.closed_on])
    return both.group_by(_KEYS).agg(deals_won=both.count(), revenue_won=both.amount.sum())


def both_levels(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """Campaigns and assets in one table, with ``level`` (campaign, asset) first."""
    parts = [
        outcomes(tables, level=column, window=window).mutate(level=ibis.literal(level))
        for column, level in LEVELS.items()
    ]
    return ibis.union(*parts).order_by(["level", *_KEYS])


_EXAMPLE = Period(date(2025, 11, 1), date(2026, 10, 31))
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: both_levels(tables, window=_EXAMPLE),
)
