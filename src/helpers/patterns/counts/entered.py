"""Counts of those who became an MQL: when, whether that day was loaded in bulk, and who of them became a customer.

An MQL date that was loaded in bulk says that somebody was an MQL by then, not since when: wherever cohorts or periods
are compared, such people stand in the month in which they came in as a lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.metrics.counts.stages import alike


def mql_entries(reached: ir.Table, events: ir.Table, *, as_of: date) -> ir.Table:
    """How many people became an MQL in each month by their record, and of how many was that date loaded in bulk?

    One row per ``month`` with ``n`` episodes and ``loaded``, those of them that one minute gave to many at once.
    """
    rows = _marked(reached.filter((reached.grain == "person") & (reached.on <= as_of)), events)
    dated = rows.filter(rows.mql_on.notnull()).mutate(month=_month(rows.mql_on))
    return dated.group_by("month").agg(n=dated.count(), loaded=dated.loaded.sum()).order_by("month")


def converted(reached: ir.Table, events: ir.Table, segments: ir.Table, *, stage: str, as_of: date) -> ir.Table:
    """Of the people who came to ``stage`` (``lead`` or ``mql``), who became a customer, and after how many days?

    One row per ``name, value`` (of a segment; both empty for the whole), ``month`` in which they first came to it,
    ``closed`` month of the first order (missing without one), ``days`` and ``status`` with ``n`` people. ``days`` run
    to that order (``status`` 1) or to ``as_of`` (``status`` 0); an order before the stage counts as one on its day.
    People count once, whenever they came back. An MQL date that was loaded in bulk is replaced by the day of the lead.
    """
    rows = _marked(reached.filter((reached.grain == "person") & (reached.on <= as_of)), events)
    whole = rows.group_by("entity_id").agg(
        lead_on=rows.lead_on.min(),
        mql_on=(rows.loaded == 1).ifelse(ibis.coalesce(rows.lead_on, rows.mql_on), rows.mql_on).min(),
        customer_on=rows.customer_on.min(),
    )
    begun = whole.filter(whole[f"{stage}_on"].notnull())
    start, until = begun[f"{stage}_on"], ibis.coalesce(begun.customer_on, ibis.literal(as_of))
    people = begun.select(
        "entity_id",
        month=_month(start),
        closed=_month(begun.customer_on),
        days=ibis.greatest(until.delta(start, unit="day").cast("int64"), 0),
        status=begun.customer_on.notnull().ifelse(1, 0),
    )
    both = _with_segments(people, segments)
    keys = ["name", "value", "month", "closed", "days", "status"]
    return both.group_by(keys).agg(n=both.count()).order_by(keys)


def _with_segments(people: ir.Table, segments: ir.Table) -> ir.Table:
    """The people once as a whole and once per segment."""
    columns = ["month", "closed", "days", "status", "name", "value"]
    whole = people.mutate(name=ibis.literal(""), value=ibis.literal(""))
    named = segments.filter(segments.grain == "person").select("entity_id", "name", "value")
    return ibis.union(*(alike(part, columns) for part in (whole, people.join(named, "entity_id"))))


def _marked(known: ir.Table, events: ir.Table) -> ir.Table:
    """One row per person and episode: the days of lead, MQL and customer, and whether that of the MQL was loaded."""
    keys = ["entity_id", "episode"]
    stages = {f"{stage}_on": known.on.min(where=known.stage == stage) for stage in ("lead", "mql", "customer")}
    places = known.group_by(keys).agg(**stages)
    bulk = events.filter((events.entity == "person") & (events.stage == "mql") & (events.provenance == "bulk"))
    loads = bulk.group_by(keys).agg(load_on=bulk.on.min())
    rows = places.left_join(loads, keys)
    same = (rows.load_on.notnull() & (rows.load_on == rows.mql_on)).ifelse(1, 0)
    return rows.select(*(places[name] for name in places.columns), loaded=same)


def _month(day: ir.DateValue) -> ir.DateValue:
    return day.truncate("M").cast("date")


_EXAMPLE = date(2026, 10, 31)
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: mql_entries(tables["reached"], tables["stage_events"], as_of=_EXAMPLE),
    lambda tables: converted(
        tables["reached"], tables["stage_events"], tables["segments"], stage="mql", as_of=_EXAMPLE
    ),
)
