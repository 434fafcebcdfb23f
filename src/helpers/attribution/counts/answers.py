"""Counts of answers: what new customers say brought them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis.expr.types as ir

from helpers.attribution.counts.conversions import conversions
from helpers.attribution.counts.journeys import SELF_REPORTED, journeys
from helpers.periods import Period

#: An answer never gets too old: longer than any record.
_EVER = 365_000


def answers(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """What did the people of the window's new customers say brought them?

    One row per ``channel`` (missing for those nobody answered for) with ``customers``. Of several answers the first
    counts; those given after the acquisition, or before an earlier one, do not.
    """
    won = conversions(tables, kind="customer", grain="account", as_of=window.last, window=window)
    said = dict(tables, touches=tables["touches"].filter(tables["touches"].kind == SELF_REPORTED))
    led = journeys(said, won, lookback_days=_EVER, as_of=window.last)
    first = led.filter(led.place == 1).select(customer_id="conversion_id", channel="channel")
    ids = won.select("conversion_id")
    both = ids.join(first, ids.conversion_id == first.customer_id, how="left")
    return both.group_by("channel").agg(customers=both.count()).order_by("channel")


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: answers(tables, window=Period.parse("2025-11/2026-10")),
)
