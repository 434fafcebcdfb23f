"""What happened, by month, counted before any dirt is planted: what a perfect import would find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from helpers.samples.world import World


def tally(world: World, *, offer: str) -> dict[str, dict[str, int]]:
    """Events by kind and month, months in order; ``offer`` is the stage of deals at which an offer goes out."""
    people, deals = world.people, world.deals
    won = [deal for deal in deals if deal.outcome == "won"]
    counts = {
        "leads": _by_month(person.created for person in people),
        "mqls": _by_month(person.mql for person in people if person.mql),
        "sqls": _by_month(person.sql for person in people if person.sql),
        "deals": _by_month(deal.created for deal in deals),
        "deals_new": _by_month(deal.created for deal in deals if deal.kind == "new"),
        "offers": _by_month(step.at for deal in deals for step in deal.steps[1:] if step.stage == offer),
        "won": _by_month(deal.ended for deal in won),
        "won_new": _by_month(deal.ended for deal in won if deal.kind == "new"),
        "lost": _by_month(deal.ended for deal in deals if deal.outcome == "lost"),
        "recycled": _by_month(person.recycled for person in people if person.recycled),
        "recycled_back": _by_month(p.mql for p in people if p.recycled and p.mql and p.mql > p.recycled),
    }
    return {name: found for name, found in counts.items() if found}


def _by_month(days: Iterable[date]) -> dict[str, int]:
    return dict(sorted(Counter(f"{day:%Y-%m}" for day in days).items()))
