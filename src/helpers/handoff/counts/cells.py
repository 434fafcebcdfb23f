"""Episodes reduced to cells: all that stand, waited and ended alike, with how many they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.handoff.terms import LONGEST_DAYS, LONGEST_MINUTES, Limit, Special, Terms

#: Dimensions of the episode itself; other segments come from the table ``segments``.
OWN = ("channel", "seller_group")
#: What makes episodes alike: 0/1, a decision, or a length of working time that may be missing.
ALIKE = (
    "month", "timed", "bound", "special", "again", "touched", "decision", "decided", "confirmed", "back", "decide_due",
    "decided_soon", "wait_minutes", "wait_days", "age_minutes", "age_days",
)  # fmt: skip
#: 0/1 of an episode, added up within a cell.
SUMS = ("assigned", "opportunity", "customer", "settled", "settled_sql", "ripe", "ripe_customer")


def cells(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """How many hand-offs stand alike on ``terms.as_of``?

    One row per ``name, value`` (of a segment of persons, ``channel`` or ``seller_group``; both empty for the whole)
    and ``ALIKE``, with ``n`` episodes (passes of a person from marketing to sales, by the ``month`` of the request)
    and the sums ``SUMS``. What came after ``as_of`` is not known. ``special``: place of the exception that gives the
    episode a promise of its own, -1 for none. ``wait_…``: working time until the first human touch, else until the
    decision; missing where there is neither or its moment is not known. ``age_…``: until ``as_of``. Waits are rounded
    up and ages down to ``terms.step`` minutes, both cut at the longest that is told: of a promise made in whole steps
    cells tell exactly whether it was kept.
    """
    rows = episodes(tables, terms=terms)
    both = _parted(rows, tables["segments"])
    keys = ["name", "value", *ALIKE]
    return both.group_by(keys).agg(n=both.count(), **{name: both[name].sum() for name in SUMS}).order_by(keys)


def episodes(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """How does each hand-off stand on ``terms.as_of``? A row each of what ``cells`` counts, with person and day."""
    rows = _joined(tables, terms)
    touched, decided = _touched(rows, terms), _decided(rows, terms)
    followed = _days(terms.as_of, rows.requested_on)
    confirmed = rows.sql_on.notnull()
    settled, ripe = followed >= terms.settled, followed >= terms.horizon
    sql, customer = _days(rows.sql_on, rows.requested_on), _days(rows.customer_on, rows.requested_on)
    return rows.select(
        "person_id", "requested_on", "channel", "seller_group", "special",
        month=rows.requested_on.truncate("M").cast("date"), timed=_flag(rows.timed), bound=_flag(_bound(rows, terms)),
        again=_flag(rows.episode > 1), touched=_flag(touched), decided=_flag(decided),
        decision=decided.ifelse(rows.decision, "none"), confirmed=_flag(confirmed),
        back=_flag(rows.back_on <= terms.as_of), **_due(rows, decided, terms),
        **_lengths(rows, touched, decided, terms),
        assigned=_flag(rows.assigned_on <= terms.as_of), opportunity=_flag(rows.opportunity_on.notnull()),
        customer=_flag(rows.customer_on.notnull()), settled=_flag(settled),
        settled_sql=_flag(settled & (sql <= terms.settled)), ripe=_flag(ripe),
        ripe_customer=_flag(ripe & (customer <= terms.horizon)),
    )  # fmt: skip


def _joined(tables: Mapping[str, ir.Table], terms: Terms) -> ir.Table:
    """Hand-offs requested within the record, with channel, stages reached, next request, and exception."""
    every = tables["handoffs"]
    following = every.requested_on.lead().over(ibis.window(group_by=every.person_id, order_by=every.episode))
    rows = every.mutate(back_on=following).filter(lambda t: t.requested_on.between(terms.first, terms.as_of))
    people, days = tables["people"], _stages(tables["reached"], terms)
    joined = (
        rows.left_join(people, rows.person_id == people.person_id)
        .left_join(days, [rows.person_id == days.entity_id, rows.episode == days.reached_episode])
        .select(
            *(rows[name] for name in rows.columns if name not in ("reason", "reason_raw", "touch_kind")),
            days.sql_on, days.opportunity_on, days.customer_on, channel=people.source_group.fill_null("unknown"),
        )
    )  # fmt: skip
    return _with_special(joined, tables["segments"], terms.exceptions)


def _stages(reached: ir.Table, terms: Terms) -> ir.Table:
    """First day of each stage or a later one, per person and episode."""
    known = reached.filter((reached.grain == "person") & (reached.on <= terms.as_of)).rename(reached_episode="episode")
    return known.group_by(["entity_id", "reached_episode"]).agg(
        sql_on=known.on.min(where=known.stage.isin(["sql", "opportunity", "offer", "customer"])),
        opportunity_on=known.on.min(where=known.stage.isin(["opportunity", "offer", "customer"])),
        customer_on=known.on.min(where=known.stage == "customer"),
    )


def _with_special(rows: ir.Table, segments: ir.Table, exceptions: Sequence[Special]) -> ir.Table:
    """Which exception holds for each episode: the first that fits."""
    tests = []
    for place, each in enumerate(exceptions):
        if each.name in OWN:
            tests.append((rows[each.name] == each.value, place))
            continue
        mine = segments.filter((segments.grain == "person") & (segments.name == each.name))
        mine = mine.filter(mine.value == each.value).select(entity=mine.entity_id)
        tests.append((rows.person_id.isin(mine.entity), place))
    none = ibis.literal(-1, "int64")
    place = ibis.cases(*((test, ibis.literal(n, "int64")) for test, n in tests), else_=none) if tests else none
    return rows.mutate(special=place)


def _touched(rows: ir.Table, terms: Terms) -> ir.BooleanValue:
    touched: ir.BooleanValue = (rows.touched_on <= terms.as_of).fill_null(False)
    return touched


def _decided(rows: ir.Table, terms: Terms) -> ir.BooleanValue:
    """A decision without a day is known as the export stood."""
    decided: ir.BooleanValue = (rows.decision != "none") & (rows.decided_on <= terms.as_of).fill_null(True)
    return decided


def _bound(rows: ir.Table, terms: Terms) -> ir.BooleanValue:
    """Requested while the promise held."""
    bound: ir.BooleanValue = rows.requested_on <= (terms.to_on or terms.as_of)
    return bound & (rows.requested_on >= terms.from_on) if terms.from_on else bound


def _lengths(
    rows: ir.Table, touched: ir.BooleanValue, decided: ir.BooleanValue, terms: Terms
) -> dict[str, ir.IntegerValue]:
    found = {}
    readings = (("minutes", terms.minutes, terms.step, LONGEST_MINUTES), ("days", terms.days, 1, LONGEST_DAYS))
    for unit, reading, step, longest in readings:
        start, one, two = (rows[f"{name}_{unit}"] for name in ("start", "touched", "decided"))
        ended = touched.ifelse(one, decided.ifelse(two, None))
        found[f"wait_{unit}"] = _cut(ended - start + (step - 1), step, longest + step)
        found[f"age_{unit}"] = _cut(ibis.literal(reading, "int64") - start, step, longest)
    return found


def _cut(length: ir.IntegerValue, step: int, longest: int) -> ir.IntegerValue:
    """A length in whole steps, at most the longest; a record that says 'before' says 'at once'."""
    whole: ir.IntegerValue = (length - length % step).cast("int64")
    cut: ir.IntegerValue = ibis.cases((length < 0, 0), (length > longest, longest), else_=whole).cast("int64")
    return length.isnull().ifelse(None, cut)


def _due(rows: ir.Table, decided: ir.BooleanValue, terms: Terms) -> dict[str, ir.Value]:
    """Whether the time promised for a decision has passed, and whether it came within it."""
    if terms.decide is None:
        return {"decide_due": ibis.literal(0), "decided_soon": ibis.literal(0)}
    unit = "days" if terms.decide.minutes is None else "minutes"
    size, reading = (terms.decide.days, terms.days) if unit == "days" else (terms.decide.minutes, terms.minutes)
    start, end = rows[f"start_{unit}"], rows[f"decided_{unit}"]
    due = rows.timed & (ibis.literal(reading, "int64") - start >= size)
    told = ~decided | end.notnull()
    return {"decide_due": _flag(due & told), "decided_soon": _flag(due & decided & (end - start <= size))}


def _flag(test: ir.BooleanValue) -> ir.IntegerValue:
    flag: ir.IntegerValue = test.fill_null(False).ifelse(1, 0)
    return flag


def _days(later: ir.DateValue | date, earlier: ir.DateValue) -> ir.IntegerValue:
    end = ibis.literal(later) if isinstance(later, date) else later
    return end.delta(earlier, unit="day").cast("int64")


def _parted(rows: ir.Table, segments: ir.Table) -> ir.Table:
    """Each episode once as a whole, once for each of its own dimensions, and once per segment of its person."""
    columns = [name for name in rows.columns if name not in ("person_id", "requested_on", *OWN)]
    parts = [rows.select(*columns, name=ibis.literal(""), value=ibis.literal(""))]
    parts += [rows.select(*columns, name=ibis.literal(name), value=rows[name]) for name in OWN]
    others = segments.filter((segments.grain == "person") & ~segments.name.isin(OWN))
    named = rows.join(others, rows.person_id == others.entity_id)
    parts.append(named.select(*(rows[name] for name in columns), others.name, others.value))
    return ibis.union(*(_alike(part) for part in parts))


def _alike(rows: ir.Table) -> ir.Table:
    """All columns declared as possibly missing: a union wants equal declarations on every side."""
    return rows.cast({name: kind.copy(nullable=True) for name, kind in rows.schema().items()})


EXAMPLE = Terms(
    as_of=date(2026, 10, 31), minutes=500_000, days=900, first=date(2023, 11, 1), answer=Limit(minutes=240),
    decide=Limit(days=3), promised=True, from_on=date(2025, 1, 1),
    exceptions=(Special("size", "large", Limit(minutes=60)), Special("channel", "fairs", Limit(days=2))),
)  # fmt: skip
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (lambda tables: cells(tables, terms=EXAMPLE),)
