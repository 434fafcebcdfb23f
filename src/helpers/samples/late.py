"""An asset that deals are shown once they have come far: more of them are won, and not because of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.world import Deal, World


def uses(world: World, company: Company, *, seed: int) -> list[dict[str, Any]]:
    """Rows of the form of uses: the asset of the story, within days of the stage it is shown from on."""
    story, draws, rows = company.stories.late, Draws(seed, "late"), list[dict[str, Any]]()
    if story is None:
        return rows
    for deal in world.deals:
        shown, days = draws.chance(story.shown), draws.whole(0, 4)
        on = _shown_on(deal, story.stage, days)
        if shown and deal.kind != "renewal" and on is not None and on <= company.last:
            rows.append({"on": on, "asset_id": story.asset, "deal": deal, "team": "sales"})
    return rows


def _shown_on(deal: Deal, stage: str, days: int) -> date | None:
    """Some days after it got there, and before the day it ended; None where it never did or there was no such day."""
    at = next((step.at.date() for step in deal.steps if step.stage == stage), None)
    if at is None or deal.outcome == "open":
        return at
    last = deal.ended.date() - timedelta(days=1)
    return min(at + timedelta(days=days), last) if at <= last else None
