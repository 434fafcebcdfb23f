"""A tier of accounts that both teams want, and that nobody works."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from helpers.icp.scoring import WORKED
from helpers.periods import add_months
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.teams import Unworked
from helpers.samples.wanted import tier_of
from helpers.samples.world import World

ID = "unworked-tier"


def plain(made: Company, _draws: Draws) -> Company:
    """Every tier is worked like any other."""
    return _with(made, None)


def tell(made: Company, draws: Draws) -> Company:
    """The people of almost all accounts of the first tier stay leads."""
    return _with(made, Unworked(tier="A", worked=round(draws.between(0.0, 0.06), 3)))


def truth(company: Company, world: World) -> list[Truth]:
    """The tier left alone; the others are decoys. Shares worked are counted: in all that happened."""
    story, counted = company.stories.unworked, worked(company, world)
    there = [tier for tier in WORKED if tier in counted]
    return [
        Truth(ID, "planted", f"tier={tier}", "both want them, nobody works them", less(counted, tier))
        if story and story.tier == tier
        else Truth(ID, "decoy", f"tier={tier}", "worked like others", less(counted, tier))
        for tier in there
    ]


def worked(company: Company, world: World) -> dict[str, tuple[int, int]]:
    """Of the accounts of each tier, how many were worked in the last twelve months, and how many are known."""
    start = add_months(company.last.replace(day=1), -11)
    touched, found = _touched(world, start), defaultdict[str, list[int]](lambda: [0, 0])
    seen = {person.account for person in world.people} | {deal.account for deal in world.deals}
    for account in world.accounts:
        tier = tier_of(account, company)
        if tier is not None and (account.id in seen or account.known):
            found[tier][0] += account.id in touched
            found[tier][1] += 1
    return {tier: (number, all_) for tier, (number, all_) in found.items()}


def _touched(world: World, start: date) -> set[int | None]:
    """Accounts of which somebody was handed over since then, or a deal was opened or closed."""
    handed = {world.people[number - 1].account for number, passed in world.handoffs.items()
              if any(one.requested.date() >= start for one in passed)}  # fmt: skip
    ended = {deal.account for deal in world.deals if deal.outcome != "open" and deal.ended.date() >= start}
    return handed | ended | {deal.account for deal in world.deals if deal.created.date() >= start}


def less(counted: dict[str, tuple[int, int]], tier: str) -> float:
    """Share worked of a tier less that of all others."""
    rest = [pair for name, pair in counted.items() if name != tier]
    return counted[tier][0] / counted[tier][1] - sum(pair[0] for pair in rest) / sum(pair[1] for pair in rest)


def _with(made: Company, story: Unworked | None) -> Company:
    return made.model_copy(update={"stories": made.stories.model_copy(update={"unworked": story})})


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
