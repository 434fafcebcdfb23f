"""Counts of acquisition cost by month and channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis.expr.types as ir


def channel_costs(costs: ir.Table, *, as_of: date) -> ir.Table:
    """What did each team spend on each channel in each month, by the share of it that wins new customers?

    One row per ``month, team, acquisition_share, channel`` (missing where the cost belongs to none) with ``amount``
    (DECIMAL, credits taken off) and ``lines``. Over channels it is what the metric ``spend`` counts.
    """
    known = costs.filter(costs.month <= as_of)
    dated = known.mutate(month=known.month.truncate("M").cast("date"))
    keys = ["month", "team", "acquisition_share", "channel"]
    return dated.group_by(keys).agg(amount=dated.amount_base.sum(), lines=dated.count()).order_by(keys)


_EXAMPLE = date(2026, 10, 31)
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: channel_costs(tables["costs"], as_of=_EXAMPLE),
)
