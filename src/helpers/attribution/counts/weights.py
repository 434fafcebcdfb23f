"""Counts of weight: what each rule gives to each touch of a journey, so that a conversion is shared out whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add
from typing import Any

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.journeys import example, not_after
from helpers.attribution.counts.milestones import milestones as found_milestones
from helpers.engagement import Attribution

#: The rules, in the order in which they are shown.
RULES = ("first", "last", "last_non_direct", "linear", "time_decay", "position", "w_shaped", "full_path")
_POSITIONAL = ("position", "w_shaped", "full_path")
#: Fifteen decimals, and as wide as still fits DECIMAL(38) when multiplied by money (DuckDB keeps 18 × 18 digits at 18).
WEIGHT = "decimal(19, 15)"
#: Half-lives after which a touch weighs nothing at fifteen decimals.
_FADED = 55


def weights(journeys: ir.Table, milestones: ir.Table, *, settings: Attribution) -> ir.Table:
    """How much of its conversion does each rule give to each touch?

    The rows of ``journeys`` with one column per rule of ``RULES`` (DECIMAL, 0 to 1), each of which adds up to 1 over a
    conversion, but for the rounding at fifteen decimals. Named touches (first, last; the last touch at or before a
    milestone; the last before the conversion) get their shares, a touch with two names both; the part of a milestone
    that is missing goes to the other named touches in proportion; what the shares leave is split evenly among the
    other touches, or in proportion among the named where there are no others. Time decay halves with each
    ``half_life_days`` that a touch is older than the last one.

    An allocation by rule: no weight says what the touch has caused.
    """
    rows = _summed(_shared(_located(journeys, milestones, settings), settings))
    rules = {name: rule.cast(WEIGHT) for name, rule in _weights(rows, settings).items()}
    return rows.select(*journeys.columns, **rules).order_by(["conversion_id", "place"])


def _located(journeys: ir.Table, milestones: ir.Table, settings: Attribution) -> ir.Table:
    """Adds the places of the milestones and of the last touch that is not direct, and the age against the last one."""
    known = milestones.rename(goal_id="conversion_id")
    rows = journeys.join(known, journeys.conversion_id == known.goal_id, how="left")
    own = ibis.window(group_by=rows.conversion_id)
    held = {
        f"{stage}_place": not_after(rows.on, rows["at"], rows[f"{stage}_on"], rows[f"{stage}_at"])
        for stage in ("lead", "opportunity")
    }
    direct = [name.strip().lower() for name in settings.direct]
    held["direct_place"] = rows.channel.strip().lower().notin(direct) if direct else ibis.literal(True)
    places = {name: flag.ifelse(rows.place, ibis.null("int64")).max().over(own) for name, flag in held.items()}
    return rows.select(*journeys.columns, age=rows.days - rows.days.min().over(own), **places)


def _shared(rows: ir.Table, settings: Attribution) -> ir.Table:
    """Adds to each touch its own part by rule: how many names it holds, their shares, and what it weighs by its age."""
    parts: dict[str, ir.NumericValue] = {}
    for rule, (places, shares) in _named(rows, settings).items():
        hits = [rows.place == place for place in places]
        parts[f"{rule}_names"] = reduce(add, (hit.ifelse(1, 0) for hit in hits))
        own = reduce(add, (hit.ifelse(share, 0.0) for hit, share in zip(hits, shares, strict=True)))
        parts[f"{rule}_own"] = own.cast(WEIGHT)
    halvings = rows.age.cast("float64") / settings.half_life_days
    fresh = (halvings > _FADED).ifelse(0.0, ibis.literal(2.0) ** -halvings)
    return rows.mutate(fresh=fresh.cast(WEIGHT), **parts)


def _summed(rows: ir.Table) -> ir.Table:
    """Adds the sums over the journey; of DECIMAL and integers, so that they are the same in every run."""
    own = ibis.window(group_by=rows.conversion_id)
    sums: dict[str, ir.NumericValue] = {"fresh_all": rows.fresh.sum().over(own)}
    for rule in _POSITIONAL:
        names, part = rows[f"{rule}_names"], rows[f"{rule}_own"]
        sums[f"{rule}_held"] = (names > 0).ifelse(1, 0).sum().over(own)
        sums[f"{rule}_names_all"] = names.sum().over(own)
        sums[f"{rule}_own_all"] = part.sum().over(own)
    return rows.mutate(**sums)


def _weights(rows: ir.Table, settings: Attribution) -> dict[str, ir.NumericValue]:
    """The weight of a touch under each rule."""
    last = ibis.coalesce(rows.direct_place, rows.length)
    plain = {
        "first": (rows.place == 1).ifelse(1, 0),
        "last": (rows.place == rows.length).ifelse(1, 0),
        "last_non_direct": (rows.place == last).ifelse(1, 0),
        "linear": ibis.literal(1.0) / rows.length,
        "time_decay": _over(rows.fresh, rows.fresh_all),
    }
    return plain | {rule: _positional(rows, rule, settings) for rule in _POSITIONAL}


def _named(rows: ir.Table, settings: Attribution) -> dict[str, tuple[list[Any], tuple[float, ...]]]:
    """Per positional rule the places of its named touches (missing where there is none) and their shares."""
    lead, opportunity = rows.lead_place, rows.opportunity_place
    return {
        "position": ([1, rows.length], settings.position),
        "w_shaped": ([1, lead, opportunity], settings.w_shaped),
        "full_path": ([1, lead, opportunity, rows.length], settings.full_path),
    }


def _positional(rows: ir.Table, rule: str, settings: Attribution) -> ir.FloatingValue:
    """Named touches by their shares, in proportion where one is missing; the others evenly by what is left."""
    shares: tuple[float, ...] = getattr(settings, rule)
    total = min(1.0, sum(shares))
    names, others = rows[f"{rule}_names"], rows.length - rows[f"{rule}_held"]
    part = _over(rows[f"{rule}_own"], rows[f"{rule}_own_all"])
    if min(shares) == 0.0:  # then those that are there may have no share at all: they take the rest evenly
        part = ibis.coalesce(part, _over(names, rows[f"{rule}_names_all"]))
    left = ibis.literal(1.0 - total) / others.nullif(0)
    return ibis.cases((others == 0, part), (names > 0, part * total), else_=left)


def _over(part: ir.NumericValue, whole: ir.NumericValue) -> ir.FloatingValue:
    return part.cast("float64") / whole.cast("float64").nullif(0.0)


def example_weights(tables: Mapping[str, ir.Table]) -> tuple[ir.Table, ir.Table]:
    """All conversions of a year and their weighted journeys, for the lists of counts."""
    conversions, journeys = example(tables)
    return conversions, weights(journeys, found_milestones(tables, conversions), settings=Attribution())


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (lambda tables: example_weights(tables)[1],)
