"""Counts of origin: which team's act stood at the beginning of the deals won, and whose a channel is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.conversions import conversions as found_conversions
from helpers.attribution.counts.journeys import SELF_REPORTED, journeys, not_after
from helpers.periods import Period


def origins(tables: Mapping[str, ir.Table], won: ir.Table, journeys: ir.Table) -> ir.Table:
    """How did the deals won begin, by three signs of it?

    ``won`` are ``conversions`` of kind deal, ``journeys`` their touches. One row per ``source`` (the deal's channel, or
    its person's), ``said`` (the channel of the journey's first touch, where that is what people say brought them),
    ``first_team`` (else whose the first touch was) and ``before_team``, with ``deals`` and ``amount`` (DECIMAL).
    ``before_team`` is marketing where a touch of marketing came before the first act of sales, which is their first
    touch or the opening of the deal, whichever came first; sales where none did; an answer is no act of anybody. Teams
    are ``unknown`` where nothing is recorded.
    """
    opened = tables["deals"].select(
        won_id="deal_id", source="source_group", opened_on="created_on", opened_at="created_at"
    )
    goals = won.select("conversion_id", "deal_id", "value")
    deals = goals.join(opened, goals.deal_id == opened.won_id)
    signs = _signs(deals, journeys)
    both = deals.join(signs, deals.conversion_id == signs.touched_id, how="left")
    teams = both.mutate(
        first_team=both.said.isnull().ifelse(ibis.coalesce(both.first_team, UNKNOWN), ibis.null("string")),
        before_team=ibis.coalesce(both.before_team, UNKNOWN),
    )
    keys = ["source", "said", "first_team", "before_team"]
    return teams.group_by(keys).agg(deals=teams.count(), amount=teams.value.sum()).order_by(keys)


def _signs(deals: ir.Table, journeys: ir.Table) -> ir.Table:
    """One row per deal with a touch: ``touched_id, said, first_team, before_team`` (missing where only answers are)."""
    opened = deals.select(won_conversion="conversion_id", opened_on="opened_on", opened_at="opened_at")
    rows = journeys.join(opened, journeys.conversion_id == opened.won_conversion)
    act = rows.kind.fill_null("") != SELF_REPORTED
    own = ibis.window(group_by=rows.conversion_id)
    none = ibis.null("int64")
    acts = rows.mutate(
        act=act.ifelse(1, 0),
        sales_place=(act & (rows.direction == "sales")).ifelse(rows.place, none).min().over(own),
        in_time=rows.opened_on.isnull() | not_after(rows.on, rows["at"], rows.opened_on, rows.opened_at),
    )
    early = (
        (acts.act == 1)
        & (acts.direction == "marketing")
        & acts.in_time
        & (acts.sales_place.isnull() | (acts.place < acts.sales_place))
    )
    marked = acts.mutate(early=early.ifelse(1, 0))
    found = marked.group_by("conversion_id").agg(
        first_team=marked.direction.max(where=marked.place == 1),
        said=marked.channel.max(where=(marked.place == 1) & (marked.act == 0)),
        early=marked.early.max(),
        acts=marked.act.max(),
    )
    before = ibis.cases((found.early == 1, "marketing"), (found.acts == 1, "sales"), else_=ibis.null("string"))
    return found.select(touched_id="conversion_id", said="said", first_team="first_team", before_team=before)


def channel_teams(touches: ir.Table, *, as_of: date) -> ir.Table:
    """Whose touches does each channel hold? One row per ``channel`` and ``team`` with ``touches``; answers apart."""
    acts = touches.filter((touches.on <= as_of) & (touches.kind.fill_null("") != SELF_REPORTED))
    named = acts.mutate(team=acts.direction)
    return named.group_by(["channel", "team"]).agg(touches=named.count()).order_by(["channel", "team"])


UNKNOWN = "unknown"
_EXAMPLE = Period.parse("2025-11/2026-10")


def _example(tables: Mapping[str, ir.Table]) -> ir.Table:
    won = found_conversions(tables, kind="deal", grain="account", as_of=_EXAMPLE.as_of, window=_EXAMPLE)
    return origins(tables, won, journeys(tables, won, lookback_days=180, as_of=_EXAMPLE.as_of))


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    _example,
    lambda tables: channel_teams(tables["touches"], as_of=_EXAMPLE.as_of),
)
