"""Counts of weight: what each rule gives to each touch of a journey, so that a conversion is shared out whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.journeys import example, not_after
from helpers.attribution.counts.milestones import milestones as found_milestones
from helpers.engagement import Attribution

#: The rules, in the order in which they are shown.
RULES = ("first", "last", "last_non_direct", "linear", "time_decay", "position", "w_shaped", "full_path")
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
    counted = _counted(_located(journeys, milestones, settings), settings)
    rules = {name: rule.cast(WEIGHT) for name, rule in _rules(counted, settings).items()}
    return counted.select(*journeys.columns, **rules).order_by(["conversion_id", "place"])


def _located(journeys: ir.Table, milestones: ir.Table, settings: Attribution) -> ir.Table:
    """Adds the places of the named touches, and what each touch weighs against the last by its age."""
    known = milestones.rename(goal_id="conversion_id")
    rows = journeys.join(known, journeys.conversion_id == known.goal_id, how="left")
    own = ibis.window(group_by=rows.conversion_id)
    none = ibis.null("int64")
    places = {
        f"{stage}_place": not_after(rows.on, rows["at"], rows[f"{stage}_on"], rows[f"{stage}_at"])
        .ifelse(rows.place, none)
        .max()
        .over(own)
        for stage in ("lead", "opportunity")
    }
    named = rows.channel.notin(settings.direct) if settings.direct else ibis.literal(True)
    age = (rows.days - rows.days.min().over(own)).cast("float64") / settings.half_life_days
    aged = rows.mutate(age=age, direct_place=named.ifelse(rows.place, none).max().over(own), **places)
    faded = (aged.age > _FADED).ifelse(0.0, ibis.literal(2.0) ** -aged.age)
    return aged.mutate(fresh=faded.cast(WEIGHT))


def _counted(rows: ir.Table, settings: Attribution) -> ir.Table:
    """Adds what needs the whole journey: the sum of its decayed touches, and how many touches have a name by rule."""
    own = ibis.window(group_by=rows.conversion_id)
    named = {
        f"{rule}_named": _held(rows, places).ifelse(1, 0).sum().over(own)
        for rule, (places, _) in _named(rows, settings).items()
    }
    return rows.mutate(all_fresh=rows.fresh.sum().over(own), **named)


def _rules(rows: ir.Table, settings: Attribution) -> dict[str, ir.NumericValue]:
    last = ibis.coalesce(rows.direct_place, rows.length)
    plain = {
        "first": (rows.place == 1).ifelse(1, 0),
        "last": (rows.place == rows.length).ifelse(1, 0),
        "last_non_direct": (rows.place == last).ifelse(1, 0),
        "linear": ibis.literal(1.0) / rows.length,
        "time_decay": rows.fresh.cast("float64") / rows.all_fresh.cast("float64"),
    }
    shared = {
        rule: _shared(rows, places, shares, rows[f"{rule}_named"])
        for rule, (places, shares) in _named(rows, settings).items()
    }
    return plain | shared


def _named(rows: ir.Table, settings: Attribution) -> dict[str, tuple[list[ir.IntegerValue], tuple[float, ...]]]:
    """Per positional rule the places of its named touches (missing where there is none) and their shares."""
    first, last = ibis.literal(1, "int64"), rows.length
    lead, opportunity = rows.lead_place, rows.opportunity_place
    return {
        "position": ([first, last], settings.position),
        "w_shaped": ([first, lead, opportunity], settings.w_shaped),
        "full_path": ([first, lead, opportunity, last], settings.full_path),
    }


def _held(rows: ir.Table, places: Sequence[ir.IntegerValue]) -> ir.BooleanValue:
    """Whether the touch has a name."""
    return ibis.or_(*(place.notnull() & (rows.place == place) for place in places))


def _shared(
    rows: ir.Table, places: Sequence[ir.IntegerValue], shares: Sequence[float], named: ir.IntegerValue
) -> ir.FloatingValue:
    """The weight of a touch under shares of named touches."""
    zero = ibis.literal(0.0)
    pairs = list(zip(places, shares, strict=True))
    own = sum(((rows.place == place).ifelse(share, 0.0) for place, share in pairs), zero)
    there = sum((place.notnull().ifelse(share, 0.0) for place, share in pairs), zero)
    part, others, total = own / there.nullif(0.0), rows.length - named, min(1.0, sum(shares))
    return ibis.cases(
        (there == 0.0, _nameless(rows, places, others)),
        (others == 0, part),
        (_held(rows, places), part * total),
        else_=ibis.literal(1.0 - total) / others.nullif(0),
    )


def _nameless(rows: ir.Table, places: Sequence[ir.IntegerValue], others: ir.IntegerValue) -> ir.FloatingValue:
    """Where only touches with a share of nothing are there: the others share all, or everyone if there are none."""
    evenly = _held(rows, places).ifelse(0.0, ibis.literal(1.0) / others.nullif(0))
    return (others == 0).ifelse(ibis.literal(1.0) / rows.length, evenly)


def example_weights(tables: Mapping[str, ir.Table]) -> tuple[ir.Table, ir.Table]:
    """All conversions of a year and their weighted journeys, for the lists of counts."""
    conversions, journeys = example(tables)
    return conversions, weights(journeys, found_milestones(tables, conversions), settings=Attribution())


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (lambda tables: example_weights(tables)[1],)
