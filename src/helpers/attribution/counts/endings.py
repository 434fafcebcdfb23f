"""Deals of new business that ended in a window, won or lost, in the shape of ``conversions``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis.expr.types as ir

from helpers.periods import Period


def endings(deals: ir.Table, *, outcome: str, window: Period) -> ir.Table:
    """Which deals of new business ended so (won, lost) within the window? One row per deal.

    ``conversion_id, journey_key, account_id, deal_id, on, at, value``: what ``journeys`` needs to find the touches
    before a deal was signed or lost. ``value`` is missing where the amount is not usable. Nothing converted in a lost
    deal; it shares the shape, not the meaning.
    """
    ended = deals.filter(
        (deals.kind == "new") & (deals.outcome == outcome) & deals.closed_on.between(window.first, window.last)
    )
    return ended.select(
        conversion_id=ended.deal_id, journey_key=ended.account_id, account_id=ended.account_id, deal_id=ended.deal_id,
        on=ended.closed_on, at=ended.closed_at, value=(ended.amount_flag == "ok").ifelse(ended.amount_base, None),
    ).order_by("conversion_id")  # fmt: skip


def steps_of_deals(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """Which stages did a closed deal and its account pass, and when? ``deal_id, stage, on`` in order.

    The account's way as far as SQL, then the deal's own: the stages of a deal that ended in the window.
    """
    deals, reached = tables["deals"], tables["reached"]
    ended = deals.filter(
        (deals.kind == "new") & deals.outcome.isin(["won", "lost"])
        & deals.closed_on.between(window.first, window.last)
    ).select("deal_id", "account_id", "closed_on")  # fmt: skip
    of_account = reached.filter((reached.grain == "account") & reached.stage.isin(["lead", "mql", "sql"]))
    of_deal = reached.filter((reached.grain == "deal") & reached.stage.isin(["opportunity", "offer"]))
    earlier = _passed(ended, of_account, key="account_id")
    later = _passed(ended, of_deal, key="deal_id")
    return earlier.union(later).order_by("deal_id", "on", "stage")


def _passed(ended: ir.Table, rows: ir.Table, *, key: str) -> ir.Table:
    """The stages that were recorded, each on its first day, up to the day the deal ended."""
    days = rows.filter(rows.observed).group_by(["entity_id", "stage"]).agg(day=rows.on.min())
    both = ended.join(days, ended[key] == days.entity_id)
    kept = both.filter(both.day <= both.closed_on)
    return kept.select(deal_id=kept.deal_id, stage=kept.stage, on=kept.day)


_EXAMPLE = Period(date(2025, 11, 1), date(2026, 10, 31))
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: endings(tables["deals"], outcome="lost", window=_EXAMPLE),
    lambda tables: steps_of_deals(tables, window=_EXAMPLE),
)
