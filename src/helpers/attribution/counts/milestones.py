"""The real stage dates of each conversion: the milestones of W-shaped and full-path credit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.conversions import completed
from helpers.attribution.counts.journeys import example, not_after


def milestones(tables: Mapping[str, ir.Table], conversions: ir.Table) -> ir.Table:
    """When did each conversion's person or account become a lead, and when did the opportunity open?

    One row per ``conversion_id``: ``lead_on, lead_at, opportunity_on, opportunity_at``. Of the key's own episode; the
    opportunity of the conversion's deal where it has one. Only days that may give a duration (``timed``: seen, not
    skipped, loaded in bulk or out of order), and none after the conversion: else missing. ``*_at`` is missing where no
    minute is known.
    """
    days = _days(tables["reached"])
    own = days.filter(days.grain != "deal").select(
        own_grain="grain", own_id="entity_id", own_episode="episode", lead_on="lead_on", lead_at="lead_at",
        own_on="opportunity_on", own_at="opportunity_at",
    )  # fmt: skip
    deal = days.filter(days.grain == "deal").select(
        of_deal="entity_id", deal_on="opportunity_on", deal_at="opportunity_at"
    )
    goals = completed(conversions).select(
        "conversion_id", "journey_key", "grain", "episode", "deal_id", goal_on="on", goal_at="at"
    )
    same = [goals.grain == own.own_grain, goals.journey_key == own.own_id, goals.episode == own.own_episode]
    keyed = goals.join(own, same, how="left")
    both = keyed.join(deal, keyed.deal_id == deal.of_deal, how="left")
    chosen = both.mutate(
        opportunity_on=ibis.coalesce(both.deal_on, both.own_on),
        opportunity_at=both.deal_on.notnull().ifelse(both.deal_at, both.own_at),
    )
    return _reached_before(chosen).order_by("conversion_id")


def _days(reached: ir.Table) -> ir.Table:
    """One row per entity and episode: day and minute of lead and opportunity."""
    sure = reached.filter(reached.timed & reached.stage.isin(["lead", "opportunity"]))
    firsts = {
        f"{stage}_{when}": sure[when].min(where=sure.stage == stage)
        for stage in ("lead", "opportunity")
        for when in ("on", "at")
    }
    return sure.group_by(["grain", "entity_id", "episode"]).agg(**firsts)


def _reached_before(rows: ir.Table) -> ir.Table:
    """Milestones known to be after the conversion are none of its own."""
    kept = {}
    for stage in ("lead", "opportunity"):
        day, minute = rows[f"{stage}_on"], rows[f"{stage}_at"]
        before = not_after(day, minute, rows.goal_on, rows.goal_at)
        kept[f"{stage}_on"] = before.ifelse(day, ibis.null("date"))
        kept[f"{stage}_at"] = before.ifelse(minute, ibis.null(minute.type()))
    return rows.select("conversion_id", **kept)


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: milestones(tables, example(tables)[0]),
)
