"""Counts of credit: conversions and money that each rule gives to each channel, month or campaign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.weights import RULES, example_weights

#: Wide enough for fifteen decimals of any sum of money.
_CREDIT = "decimal(38, 15)"


def credited(weights: ir.Table, conversions: ir.Table, by: Sequence[str] = ("channel",)) -> ir.Table:
    """How many conversions, and how much of their value, is credited to each channel under each rule?

    One row per combination of ``by``: columns of the weighted touches (``channel``, ``campaign``, ``asset_id``,
    ``kind``, ``direction`` …), of the conversions (``of``, ``conversion_id`` …) or ``month`` (first day of the
    conversion's month). Per rule of ``RULES`` a column ``<rule>``, the conversions, and ``<rule>_value``, their money
    (both DECIMAL); ``touched``: conversions in which the row has a part at all.

    Conversions without a recorded touch are rows too, with nothing in the touches' columns: sums over all rows are the
    number of conversions and their value. A conversion without a value adds no money.
    """
    rows = _all(weights, conversions)
    credit = {rule: ibis.coalesce(rows[rule], _WHOLE).cast(_CREDIT).sum() for rule in RULES}
    money = {f"{rule}_value": (ibis.coalesce(rows[rule], _WHOLE) * rows.worth).cast(_CREDIT).sum() for rule in RULES}
    return rows.group_by(list(by)).agg(touched=rows.conversion_id.nunique(), **credit, **money).order_by(list(by))


def _all(weights: ir.Table, conversions: ir.Table) -> ir.Table:
    """Each conversion with its touches, or alone; what both sides carry is the conversion's."""
    goals = conversions.mutate(
        month=conversions.on.truncate("M").cast("date"),
        worth=ibis.coalesce(conversions.value, ibis.literal(Decimal(0), conversions.value.type())),
    ).drop("on", "at", "grain", "account_id")
    own = [name for name in weights.columns if name not in goals.columns]
    touches = weights.select(*own, goal_id=weights.conversion_id)
    return goals.join(touches, goals.conversion_id == touches.goal_id, how="left").drop("goal_id")


def _example(tables: Mapping[str, ir.Table], by: Sequence[str]) -> ir.Table:
    conversions, weights = example_weights(tables)
    return credited(weights, conversions, by=by)


#: The weight of a conversion that no touch shares.
_WHOLE = ibis.literal(Decimal(1), "decimal(19, 15)")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: _example(tables, ("of", "conversion_id", "month", "channel")),
)
