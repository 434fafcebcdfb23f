"""Counts of paths: how many journeys walked the same channels in the same order, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.conversions import MONEY, alike
from helpers.attribution.counts.journeys import example, unconverted
from helpers.periods import Period

#: Added to a touch's place so that texts sort as numbers do: journeys of up to nine million touches.
_PAD = 1_000_000


def channel_codes(touches: ir.Table, *, as_of: date) -> ir.Table:
    """Which number stands for which channel in ``path_counts``? ``channel, code`` from 0, in the engine's own order."""
    channels = touches.filter(touches.on <= as_of).select("channel").distinct()
    return channels.mutate(code=ibis.row_number().over(ibis.window(order_by=channels.channel))).order_by("code")


def path_counts(journeys: ir.Table, unconverted: ir.Table, conversions: ir.Table, *, codes: ir.Table) -> ir.Table:
    """How many journeys walked each path?

    One row per ``of`` and ``path`` (numbers of ``codes`` joined by ``>``, first touch first) with
    ``conversions``, their ``value`` together (DECIMAL, 0 where none has one) and ``nulls``, journeys that did not
    convert. Conversions without a touch walked no path.
    """
    won = _texts(journeys, codes, "conversion_id")
    worth = conversions.select(goal_id="conversion_id", value="value")
    goals = won.join(worth, won.conversion_id == worth.goal_id, how="left")
    nothing = ibis.literal(Decimal(0), MONEY)
    ended = [
        goals.select("of", "path", conversions=_ONE, value=ibis.coalesce(goals.value, nothing), nulls=_NONE),
        _texts(unconverted, codes, "journey_key").select("of", "path", conversions=_NONE, value=nothing, nulls=_ONE),
    ]
    rows = ibis.union(*(alike(part, ["of", "path", "conversions", "value", "nulls"]) for part in ended))
    sums = {name: rows[name].sum() for name in ("conversions", "value", "nulls")}
    return rows.group_by(["of", "path"]).agg(**sums).order_by(["of", "path"])


def _texts(journeys: ir.Table, codes: ir.Table, key: str) -> ir.Table:
    """One row per journey with its path as text. Sorted as texts of one width: not every engine aggregates in order."""
    known = codes.rename(name="channel")
    coded = journeys.join(known, journeys.channel == known.name)
    steps = (coded.place + _PAD).cast("string") + ":" + coded.code.cast("string")
    found = coded.mutate(step=steps).group_by(["of", key]).agg(steps=steps.collect())
    return found.select("of", key, path=found.steps.sort().join(">").re_replace("[0-9]+:", ""))


_ONE, _NONE = ibis.literal(1, "int64"), ibis.literal(0, "int64")
_EXAMPLE = Period.parse("2025-11/2026-10")


def _example(tables: Mapping[str, ir.Table]) -> ir.Table:
    conversions, journeys = example(tables)
    lost = unconverted(tables, grain="person", lookback_days=180, as_of=_EXAMPLE.as_of, kinds=("deal",))
    codes = channel_codes(tables["touches"], as_of=_EXAMPLE.as_of)
    return path_counts(journeys, lost, conversions, codes=codes)


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: channel_codes(tables["touches"], as_of=_EXAMPLE.as_of),
    _example,
)
