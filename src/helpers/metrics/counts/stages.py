"""Counts of stages: who entered which stage when, and how long the next one took."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.model import STAGES

#: The conversions of the catalogue: metric id → (earlier stage, later stage).
PAIRS = {
    "lead_to_mql": ("lead", "mql"),
    "mql_to_sql": ("mql", "sql"),
    "sql_to_opportunity": ("sql", "opportunity"),
    "opportunity_to_customer": ("opportunity", "customer"),
    "mql_to_customer": ("mql", "customer"),
    "offer_to_order": ("offer", "customer"),
}


def stage_entries(reached: ir.Table, segments: ir.Table, *, as_of: date) -> ir.Table:
    """How many entered each stage in each month, seen and passed through?

    One row per ``name, value`` (of a segment; both empty for the whole), ``grain``, ``stage``, ``month`` with ``n``
    entries (episodes at person grain) and ``seen``, those whose stage was recorded rather than skipped.
    """
    known = reached.filter(reached.on <= as_of)
    rows = known.select("grain", "entity_id", "stage", month=_month(known.on), seen=known.observed.ifelse(1, 0))
    both = _with_segments(rows, segments)
    keys = ["name", "value", "grain", "stage", "month"]
    return both.group_by(keys).agg(n=both.count(), seen=both.seen.sum()).order_by(keys)


def stage_pairs(reached: ir.Table, segments: ir.Table, *, as_of: date) -> ir.Table:
    """Of those who entered a stage, who reached the later one, and after how many days?

    One row per ``name, value`` (of a segment; both empty for the whole), ``grain``, ``metric`` (a key of ``PAIRS``),
    cohort ``month``, ``days``, ``converted``, ``timed`` with ``n`` episodes. ``days`` runs to the later stage, or to
    ``as_of`` where it was not reached; it is negative where the record has the later stage first. ``timed`` is true
    where both days may give a duration.
    """
    places = _places(reached, as_of)
    pairs = [_pair(places, metric, earlier, later, as_of) for metric, (earlier, later) in PAIRS.items()]
    both = _with_segments(ibis.union(*pairs), segments)
    keys = ["name", "value", "grain", "metric", "month", "days", "converted", "timed"]
    return both.group_by(keys).agg(n=both.count()).order_by(keys)


def new_customers(acquisitions: ir.Table, segments: ir.Table, *, as_of: date) -> ir.Table:
    """How many accounts became customers in each month? ``name, value, month`` with ``n``, as in ``stage_entries``."""
    known = acquisitions.filter(acquisitions.on <= as_of)
    rows = known.select(grain=ibis.literal("account"), entity_id=known.account_id, month=_month(known.on))
    both = _with_segments(rows, segments)
    keys = ["name", "value", "month"]
    return both.group_by(keys).agg(n=both.count()).order_by(keys)


def _places(reached: ir.Table, as_of: date) -> ir.Table:
    """One row per episode: the day of each stage known by ``as_of``, and whether it may give a duration."""
    known = reached.filter(reached.on <= as_of)
    used = [stage for stage in STAGES if any(stage in pair for pair in PAIRS.values())]
    days = {f"{stage}_on": known.on.min(where=known.stage == stage) for stage in used}
    timed = {f"{stage}_timed": known.timed.ifelse(1, 0).max(where=known.stage == stage) for stage in used}
    return known.group_by(["grain", "entity_id", "episode"]).agg(**days, **timed)


def _pair(places: ir.Table, metric: str, earlier: str, later: str, as_of: date) -> ir.Table:
    entered = places.filter(places[f"{earlier}_on"].notnull())
    start, end = entered[f"{earlier}_on"], entered[f"{later}_on"]
    until = ibis.coalesce(end, ibis.literal(as_of))
    return entered.select(
        "grain",
        "entity_id",
        metric=ibis.literal(metric),
        month=_month(start),
        days=until.delta(start, unit="day").cast("int64"),
        converted=end.notnull(),
        timed=(entered[f"{earlier}_timed"] == 1) & (end.isnull() | ((entered[f"{later}_timed"] == 1) & (end >= start))),
    )


def _month(day: ir.DateValue) -> ir.DateValue:
    return day.truncate("M").cast("date")


def _with_segments(rows: ir.Table, segments: ir.Table) -> ir.Table:
    """The rows once as a whole and once per segment; ``segments`` has one value per entity and name: no fan-out."""
    columns = [name for name in rows.columns if name != "entity_id"]
    whole = rows.mutate(name=ibis.literal(""), value=ibis.literal(""))
    joined = rows.join(segments, [rows.grain == segments.grain, rows.entity_id == segments.entity_id])
    split = joined.select(*[rows[column] for column in columns], segments.name, segments.value)
    return ibis.union(*(alike(part, [*columns, "name", "value"]) for part in (whole, split)))


def alike(rows: ir.Table, columns: Sequence[str]) -> ir.Table:
    """These columns, all declared as possibly missing: a union wants equal declarations on both sides."""
    return rows.select(columns).cast({name: rows[name].type().copy(nullable=True) for name in columns})


_EXAMPLE = date(2026, 10, 31)
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: stage_entries(tables["reached"], tables["segments"], as_of=_EXAMPLE),
    lambda tables: stage_pairs(tables["reached"], tables["segments"], as_of=_EXAMPLE),
    lambda tables: new_customers(tables["acquisitions"], tables["segments"], as_of=_EXAMPLE),
)
