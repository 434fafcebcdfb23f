"""Counts of influence: deals with a touch of marketing before their end, among won, lost and open ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.conversions import alike
from helpers.attribution.counts.journeys import SELF_REPORTED, journeys
from helpers.periods import Period

#: What may have become of a deal, in the order in which they are shown.
OUTCOMES = ("won", "lost", "open")
_COUNTED = ["outcome", "channel", "any", "deals"]


def influenced(tables: Mapping[str, ir.Table], *, window: Period, lookback_days: int) -> ir.Table:
    """How many deals of each outcome had a touch of marketing within the lookback before their end?

    Deals of new business that were won or lost within ``window``, and those open on its last day, whose end is that
    day. One row per ``outcome`` with neither ``channel`` nor ``any``: all ``deals``; one with ``any``: those with a
    touch of marketing; and one per ``channel`` of such touches. A deal may stand in several channels' rows. What people
    say brought them is no touch of marketing here.
    """
    ends = _ends(tables["deals"], window)
    touched = journeys(tables, ends, lookback_days=lookback_days, as_of=window.last)
    marketing = touched.filter((touched.direction == "marketing") & (touched.kind.fill_null("") != SELF_REPORTED))
    rows = marketing.select("channel", outcome="of", deal="conversion_id")
    parts = (
        ends.group_by(outcome=ends["of"]).agg(deals=ends.count()).mutate(channel=_NOTHING, any=ibis.literal(False)),
        rows.group_by("outcome").agg(deals=rows.deal.nunique()).mutate(channel=_NOTHING, any=ibis.literal(True)),
        rows.group_by(["outcome", "channel"]).agg(deals=rows.deal.nunique()).mutate(any=ibis.literal(True)),
    )
    return ibis.union(*(alike(part, _COUNTED) for part in parts)).order_by(["outcome", "any", "channel"])


def _ends(deals: ir.Table, window: Period) -> ir.Table:
    """Deals in the shape of ``conversions``, with what became of them as ``of`` and nothing before to begin after."""
    ended = deals.outcome.isin(["won", "lost"])
    closed = ended & (deals.closed_on <= window.last)
    rows = deals.filter((deals.kind == "new") & (deals.outcome != "void") & ~(ended & deals.closed_on.isnull()))
    stands = rows.mutate(
        outcome=closed.ifelse(rows.outcome, "open"),
        ended_on=closed.ifelse(rows.closed_on, ibis.literal(window.last)),
        ended_at=closed.ifelse(rows.closed_at, ibis.null(rows.closed_at.type())),
    )
    begun = stands.created_on.isnull() | (stands.created_on <= window.last)
    known = stands.filter((stands.ended_on >= window.first) & ((stands.outcome != "open") | begun))
    return known.select(
        of=known.outcome, on=known.ended_on, at=known.ended_at,
        conversion_id=known.deal_id, grain=ibis.literal("account"), journey_key=known.account_id,
        after_on=ibis.null("date"), after_at=ibis.null(known.ended_at.type()),
    )  # fmt: skip


_NOTHING = ibis.null("string")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: influenced(tables, window=Period.parse("2025-11/2026-10"), lookback_days=180),
)
