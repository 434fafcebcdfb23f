"""Episodes added up: by part of the business, month and standing; their waits; what other promises would have given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from helpers.handoff.counts.episodes import EXAMPLE, episodes
from helpers.handoff.terms import BIN_MINUTES, LONGEST_DAYS, LONGEST_MINUTES, Limit, Terms

#: Dimensions of the episode itself; other segments come from the table ``segments``.
OWN = ("channel", "seller_group")
#: 0/1 columns of ``episodes`` that ``standings`` adds up.
SUMMED = (
    "touched", "answered", "decided", "assigned", "back", "decide_due", "decided_soon", "got_assigned", "got_answered",
    "got_decided", "got_accepted", "got_sql", "got_opportunity", "got_customer", "settled", "settled_sql", "ripe",
    "ripe_customer",
)  # fmt: skip
_PART = ["name", "value", "month"]


def standings(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """How did hand-offs stand and end?

    One row per ``name, value`` (of a segment, ``channel`` or ``seller_group``; both empty for the whole), ``month`` of
    the request, ``standing``, ``decision``, ``leak``, ``again`` (0 first pass, 1 later ones) and ``bound`` with ``n``
    episodes and the sums of ``SUMMED``.
    """
    rows = parted(episodes(tables, terms=terms), tables["segments"])
    keys = [*_PART, "standing", "decision", "leak", "again", "bound"]
    return rows.group_by(keys).agg(n=rows.count(), **{name: rows[name].sum() for name in SUMMED}).order_by(keys)


def waits(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """How long did hand-offs wait for a human touch?

    One row per ``name, value, month, unit, wait, status`` with ``n`` timed episodes. ``unit`` is ``minutes`` (rounded
    up to quarters of an hour; only where the minute is known) or ``days`` (working days); ``status`` 1 the touch,
    2 a decision without a recorded touch, 0 still waiting at ``as_of``. Waits beyond the longest told are cut there.
    """
    rows = parted(episodes(tables, terms=terms), tables["segments"])
    both = ibis.union(_waited(rows, "minutes"), _waited(rows, "days"))
    keys = [*_PART, "unit", "wait", "status"]
    return both.group_by(keys).agg(n=both.count()).order_by(keys)


def _waited(rows: ir.Table, unit: str) -> ir.Table:
    wait = ibis.cases(
        (rows.touched == 1, rows[f"touch_{unit}"]), (rows.decided == 1, rows[f"decision_{unit}"]),
        (rows.answered == 1, None), else_=rows[f"age_{unit}"],
    )  # fmt: skip
    status = ibis.cases((rows.touched == 1, 1), (rows.decided == 1, 2), else_=0)
    step, longest = (BIN_MINUTES, LONGEST_MINUTES) if unit == "minutes" else (1, LONGEST_DAYS)
    known = rows.mutate(unit=ibis.literal(unit), gone=wait, ended=status).filter(rows.timed == 1)
    known = known.filter(known.gone.notnull())
    rounded = ((known.gone + (step - 1)).cast("int64") // step).cast("int64") * step
    over = known.gone > longest
    return known.select(
        *_PART, "unit", wait=over.ifelse(longest, rounded).cast("int64"), status=over.ifelse(0, known.ended)
    )


def promises(tables: Mapping[str, ir.Table], *, terms: Terms, limits: Sequence[Limit]) -> ir.Table:
    """What would each promise have given?

    One row per ``name, value`` (whole and channels), ``month`` and ``place`` (of the limit in ``limits``) with ``due``
    episodes whose time would have passed, ``soon`` those answered within it, and of the due ones old enough for the
    horizon: ``ripe``, ``ripe_soon``, and how many became customers within it: ``won``, ``won_soon``.
    """
    rows = parted(episodes(tables, terms=terms), tables["segments"], own=("channel",), segments_too=False)
    timed = rows.filter(rows.timed == 1)
    found = [_promise(timed, limit, place) for place, limit in enumerate(limits)]
    both = ibis.union(*found) if len(found) > 1 else found[0]
    return both.order_by([*_PART, "place"])


def _promise(rows: ir.Table, limit: Limit, place: int) -> ir.Table:
    unit, size = ("minutes", limit.minutes) if limit.minutes is not None else ("days", limit.days)
    told = rows.filter(rows[f"age_{unit}"].notnull() & ((rows.answered == 0) | rows[f"answer_{unit}"].notnull()))
    due = told.filter(told[f"age_{unit}"] >= size)
    due = due.mutate(soon=(due[f"answer_{unit}"] <= size).fill_null(False).ifelse(1, 0))
    return due.group_by(_PART).agg(
        place=ibis.literal(place), due=due.count(), soon=due.soon.sum(), ripe=due.ripe.sum(),
        ripe_soon=(due.ripe * due.soon).sum(), won=due.ripe_customer.sum(),
        won_soon=(due.ripe_customer * due.soon).sum(),
    )  # fmt: skip


def precision(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """How many hand-offs are there, and of how many is the minute known where it matters? One row."""
    rows = episodes(tables, terms=terms)
    timed = rows.timed == 1
    minute = timed & rows.start_minutes.notnull() & ((rows.touched == 0) | rows.touched_minutes.notnull())
    return rows.agg(
        n=rows.count(), timed=rows.timed.sum(), minute=minute.ifelse(1, 0).sum(), touched=rows.touched.sum(),
        ripe_customers=rows.ripe_customer.sum(),
        ripe_accounts=rows.account_id.nunique(where=rows.ripe_customer == 1),
    )  # fmt: skip


def reasons(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """Why were hand-offs not taken on? ``month, reason, reason_raw`` with ``n`` rejected or recycled episodes."""
    rows = episodes(tables, terms=terms)
    refused = rows.filter(rows.decision.isin(["rejected", "recycled"])).mutate(
        reason=(rows.reason_raw.isnull() & rows.reason.isnull()).ifelse("none", rows.reason.fill_null("unmapped"))
    )
    raw = refused.reason_raw.fill_null("")
    keys = ["month", "reason", "reason_raw"]
    found = refused.mutate(reason_raw=(refused.reason == "unmapped").ifelse(raw, ""))
    return found.group_by(keys).agg(n=found.count()).order_by(keys)


def absences(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """How long were recycled people away before they came back? ``month, days`` with ``n``."""
    rows = episodes(tables, terms=terms)
    back = rows.filter((rows.decision == "recycled") & rows.away_days.notnull() & (rows.away_days >= 0))
    return back.group_by(["month", "away_days"]).agg(n=back.count()).order_by(["month", "away_days"])


def sellers(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """How many sellers of each group were handed something in the last year? ``seller_group, sellers``."""
    rows = episodes(tables, terms=terms)
    recent = rows.filter(rows.owner.notnull() & (rows.requested_on.delta(terms.as_of, unit="day") > -365))
    return recent.group_by("seller_group").agg(sellers=recent.owner.nunique()).order_by("seller_group")


def parted(rows: ir.Table, segments: ir.Table, *, own: Sequence[str] = OWN, segments_too: bool = True) -> ir.Table:
    """The rows once as a whole, once per value of their own dimensions, and once per segment of their person."""
    parts = [rows.mutate(name=ibis.literal(""), value=ibis.literal(""))]
    parts += [rows.mutate(name=ibis.literal(name), value=rows[name]) for name in own]
    if segments_too:
        others = segments.filter((segments.grain == "person") & ~segments.name.isin(OWN))
        labels = others.select(labelled=others.entity_id, name=others.name, value=others.value)
        parts.append(rows.join(labels, rows.person_id == labels.labelled).drop("labelled"))
    return ibis.union(*(_alike(part, [*rows.columns, "name", "value"]) for part in parts))


def _alike(rows: ir.Table, columns: Sequence[str]) -> ir.Table:
    """These columns, all declared as possibly missing: a union wants equal declarations on every side."""
    return rows.select(columns).cast({name: rows[name].type().copy(nullable=True) for name in columns})


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: standings(tables, terms=EXAMPLE),
    lambda tables: waits(tables, terms=EXAMPLE),
    lambda tables: promises(tables, terms=EXAMPLE, limits=(Limit(minutes=60), Limit(days=2))),
    lambda tables: precision(tables, terms=EXAMPLE),
    lambda tables: reasons(tables, terms=EXAMPLE),
    lambda tables: absences(tables, terms=EXAMPLE),
    lambda tables: sellers(tables, terms=EXAMPLE),
)
