"""Counts of decided deals by the assets they were shown: how far they had come then, and how far they got."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis.expr.types as ir

from helpers.feedback.counts.kept_uses import met
from helpers.model import STAGES, rank
from helpers.periods import Period

Tables = Mapping[str, ir.Table]
_YEARS = Period.parse("2025-01/2026-12")


def by_asset(tables: Tables, *, window: Period) -> ir.Table:
    """How many deals met each asset of the register, by the stage they had reached when they first did?

    Deals of new business won or lost in the window that met it before the day they closed. One row per ``asset_id``,
    ``at`` (rank of the stage reached by the first use), ``reach`` (that of the furthest stage before the outcome) and
    ``won`` (0 or 1), with ``n`` deals.
    """
    deals = _decided(tables["deals"], window)
    first = met(tables, deals).group_by("deal_id", "asset_id").agg(on=lambda uses: uses.on.min())
    known, steps = first.join(_reaching(tables, deals), "deal_id"), _steps(tables)
    joined = known.left_join(steps, (known.deal_id == steps.entity_id) & (known.on >= steps.since))
    keys = ["deal_id", "asset_id", "reach", "won"]
    placed = joined.group_by(keys).agg(at=joined.place.max().fill_null(rank("opportunity")))
    return _counted(placed, ["asset_id", "at", "reach", "won"])


def by_reach(tables: Tables, *, window: Period) -> ir.Table:
    """How many deals were decided, by the furthest stage before the outcome? ``reach won n``, whatever they met."""
    return _counted(_reaching(tables, _decided(tables["deals"], window)), ["reach", "won"])


def _counted(rows: ir.Table, keys: list[str]) -> ir.Table:
    return rows.group_by(keys).agg(n=rows.count()).order_by(keys)


def _decided(deals: ir.Table, window: Period) -> ir.Table:
    return deals.filter(
        (deals.kind == "new") & deals.outcome.isin(["won", "lost"]) & deals.closed_on.between(window.first, window.last)
    )


def _reaching(tables: Tables, deals: ir.Table) -> ir.Table:
    steps = _steps(tables)
    joined = deals.left_join(steps, deals.deal_id == steps.entity_id)
    rows = joined.select("deal_id", "place", won=(joined.outcome == "won").ifelse(1, 0))
    return rows.group_by("deal_id", "won").agg(reach=rows.place.max().fill_null(rank("opportunity")))


def _steps(tables: Tables) -> ir.Table:
    reached = tables["reached"].filter((tables["reached"].grain == "deal") & (tables["reached"].stage != "customer"))
    place = reached.stage.cases(*((name, rank(name)) for name in STAGES), else_=rank("opportunity"))
    return reached.select("entity_id", since="on", place=place.cast("int64"))


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Tables], ir.Table], ...] = (
    lambda tables: by_asset(tables, window=_YEARS),
    lambda tables: by_reach(tables, window=_YEARS),
)
