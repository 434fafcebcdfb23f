"""Counts of deals: what was opened, won, lost and still open, in numbers, money and days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.metrics.counts.money import squared
from helpers.metrics.counts.stages import alike


def deal_ledger(deals: ir.Table, segments: ir.Table, *, as_of: date) -> ir.Table:
    """What became of the deals opened on each day, as known on ``as_of``?

    One row per ``name, value`` (of a segment; both empty for the whole), ``kind``, ``created`` (day, missing where
    unknown), ``closed`` (first day of the month, missing while open), ``state`` (open, won, lost, undated) with ``n``
    deals, ``valued`` of them with a usable amount, their ``amount`` and ``squares`` (the sum of squared amounts that
    the interval of a sum needs) and, for closed deals whose days are sure, ``timed`` and the sum of their ``days``.
    Void deals and deals opened after ``as_of`` are not in it.
    """
    rows = _known(deals, as_of)
    whole = rows.mutate(name=ibis.literal(""), value=ibis.literal(""))
    names = segments.filter(segments.grain == "deal").select(segments.entity_id, segments.name, segments.value)
    split = rows.join(names, rows.deal_id == names.entity_id)
    both = ibis.union(*(alike(part, [*rows.columns, "name", "value"]) for part in (whole, split)))
    keys = ["name", "value", "kind", "created", "closed", "state"]
    counted = both.group_by(keys).agg(
        n=both.count(),
        valued=both.valued.sum(),
        amount=both.amount.sum(where=both.valued == 1),
        squares=squared(both.amount).sum(where=both.valued == 1),
        timed=both.timed.sum(),
        days=both.days.sum(where=both.timed == 1),
    )
    return counted.order_by(keys)


def deal_durations(deals: ir.Table, *, as_of: date) -> ir.Table:
    """How many days did deals take to be won or lost, and how long have the open ones waited?

    One row per ``kind``, ``month`` of creation, ``closed`` month, ``state`` (open, won, lost), ``days`` with ``n``
    deals. Only deals whose days may give a duration (``timed``; of open deals the creation day), so that deals loaded
    in bulk leave both the ended and the waiting; ``days`` of open deals run to ``as_of``.
    """
    rows = _known(deals, as_of)
    sure = rows.filter((rows.timed == 1) | ((rows.state == "open") & rows.begun))
    keys = ["kind", "month", "closed", "state", "days"]
    dated = sure.mutate(month=sure.created.truncate("M").cast("date"))
    return dated.group_by(keys).agg(n=dated.count()).order_by(keys)


def closed_deals(deals: ir.Table, *, first: date, last: date) -> ir.Table:
    """Which deals closed between two days? One row per deal: ``deal_id, outcome, closed_on, amount`` (if usable)."""
    closed = deals.filter(deals.outcome.isin(["won", "lost"]) & deals.closed_on.between(first, last))
    usable = (closed.amount_flag == "ok").ifelse(closed.amount_base, ibis.null())
    return closed.select("deal_id", "outcome", "closed_on", amount=usable).order_by("deal_id")


def _known(deals: ir.Table, as_of: date) -> ir.Table:
    """One row per deal as it stood on ``as_of``: a deal closed later is open, a deal opened later is not there."""
    ends = deals.outcome.isin(["won", "lost"])
    closed = ends & deals.closed_on.notnull() & (deals.closed_on <= as_of)
    begun = deals.created_on.isnull() | (deals.created_on <= as_of)
    rows = deals.mutate(
        state=ibis.cases((closed, deals.outcome), (ends & deals.closed_on.isnull(), "undated"), else_="open"),
        closed_on=closed.ifelse(deals.closed_on, ibis.null("date")),
    ).filter((deals.outcome != "void") & (begun | closed))
    usable = (rows.amount_flag == "ok") & rows.amount_base.notnull()
    sure = rows.timed & rows.created_on.notnull() & rows.closed_on.notnull() & (rows.closed_on >= rows.created_on)
    until = ibis.coalesce(rows.closed_on, ibis.literal(as_of))
    return rows.select(
        "deal_id",
        "kind",
        "state",
        created=rows.created_on,
        closed=rows.closed_on.truncate("M").cast("date"),
        begun=rows.timed & rows.created_on.notnull(),
        valued=usable.ifelse(1, 0),
        amount=rows.amount_base,
        timed=sure.ifelse(1, 0),
        days=until.delta(rows.created_on, unit="day").cast("int64"),
    )


_EXAMPLE = date(2026, 10, 31)
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: deal_ledger(tables["deals"], tables["segments"], as_of=_EXAMPLE),
    lambda tables: deal_durations(tables["deals"], as_of=_EXAMPLE),
    lambda tables: closed_deals(tables["deals"], first=date(2026, 10, 1), last=_EXAMPLE),
)
