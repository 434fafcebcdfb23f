"""Counts of leads that were answered: how soon, and whether sales then confirmed their need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.handoff.counts.cells import EXAMPLE, OWN
from helpers.handoff.terms import Limit, Terms

#: How soon an answer came; unknown where nobody wrote it down, its moment is not known, or the need had been confirmed
#: before it: whoever was taken on first and called later says nothing of how long leads wait.
SPEEDS = ("soon", "late", "unknown")
_CONFIRMED = ("sql", "opportunity", "offer", "customer")


def answered(tables: Mapping[str, ir.Table], *, terms: Terms, soon: Limit) -> ir.Table:
    """Of the leads that were answered, how many soon and how many late, and how many of each became an SQL?

    One row per ``name, value`` (of a segment of persons, ``channel`` or ``seller_group``), ``speed`` (``SPEEDS``) and
    ``confirmed`` (0/1: sales confirmed the need within ``terms.settled`` days of the request) with ``n`` hand-offs:
    requests of the record that are at least so old, with a touch, a decision or a confirmed need. ``soon`` is the
    working time within which an answer counts as soon. What came after ``terms.as_of`` is not known.
    """
    asked, people = tables["handoffs"], tables["people"]
    known = asked.filter(asked.requested_on.between(terms.first, terms.as_of))
    days = _confirmed(tables["reached"], terms.as_of)
    joined = known.left_join(days, [known.person_id == days.entity_id, known.episode == days.reached_episode])
    rows = joined.left_join(people, known.person_id == people.person_id).select(
        *(known[name] for name in known.columns), days.sql_on, channel=people.source_group.fill_null("unknown")
    )
    old = rows.filter(_days(ibis.literal(terms.as_of), rows.requested_on) >= terms.settled)
    touched = (old.touched_on <= terms.as_of).fill_null(False)
    decided = (old.decision != "none") & (old.decided_on <= terms.as_of).fill_null(True)
    sql = (_days(old.sql_on, old.requested_on) <= terms.settled).fill_null(False)
    spoken = old.filter(touched | decided | old.sql_on.notnull())
    judged = spoken.select(
        "person_id", *OWN, speed=_speed(spoken, touched, soon), confirmed=sql.ifelse(1, 0).cast("int64")
    )  # fmt: skip
    both = _parted(judged, tables["segments"])
    keys = ["name", "value", "speed", "confirmed"]
    return both.group_by(keys).agg(n=both.count()).order_by(keys)


def _confirmed(reached: ir.Table, as_of: date) -> ir.Table:
    known = reached.filter((reached.grain == "person") & (reached.on <= as_of)).rename(reached_episode="episode")
    return known.group_by(["entity_id", "reached_episode"]).agg(sql_on=known.on.min(where=known.stage.isin(_CONFIRMED)))


def _days(later: ir.DateValue, earlier: ir.DateValue) -> ir.IntegerValue:
    return later.delta(earlier, unit="day").cast("int64")


def _speed(rows: ir.Table, touched: ir.BooleanValue, soon: Limit) -> ir.StringValue:
    unit, size = ("days", soon.days) if soon.minutes is None else ("minutes", soon.minutes)
    wait = rows[f"touched_{unit}"] - rows[f"start_{unit}"]
    told = touched & rows.timed & wait.notnull() & ~(rows.sql_on < rows.touched_on).fill_null(False)
    speed: ir.StringValue = ibis.cases((~told, "unknown"), (wait <= size, "soon"), else_="late")
    return speed


def _parted(rows: ir.Table, segments: ir.Table) -> ir.Table:
    """Each hand-off once for each of its own dimensions, and once per other segment of its person."""
    text = ibis.literal
    parts = [rows.select("speed", "confirmed", name=text(name), value=rows[name]) for name in OWN]
    others = segments.filter((segments.grain == "person") & ~segments.name.isin(OWN))
    named = rows.join(others, rows.person_id == others.entity_id)
    parts.append(named.select(rows.speed, rows.confirmed, others.name, others.value))
    kinds = {"speed": "string", "confirmed": "int64", "name": "string", "value": "string"}
    return ibis.union(*(part.cast(kinds) for part in parts))


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: answered(tables, terms=EXAMPLE, soon=Limit(minutes=1440)),
    lambda tables: answered(tables, terms=EXAMPLE, soon=Limit(days=3)),
)
