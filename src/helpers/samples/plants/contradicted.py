"""A message of low price after which deals hear that the price is too high."""

from __future__ import annotations

from collections import defaultdict

from helpers.samples import planting, storied, voices
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import Deal, World

ID = "contradicted"
#: A year's half, and how its deals ended.
_Alike = tuple[int, bool, str]


def plain(made: Company, _draws: Draws) -> Company:
    """Whoever met a message hears its objection like anybody else."""
    return planting.without(made, ID)


def tell(made: Company, draws: Draws) -> Company:
    """One message on price is contradicted, and another one is not."""
    return planting.told(made, ID, draws)


def truth(company: Company, world: World) -> list[Truth]:
    """The message that is contradicted; all others with a promise are decoys."""
    story = company.stories.contradicted
    effects = {f"message={story.message}": more(company, world)} if story else {}
    return storied.truths(ID, company, world, effects)


def more(company: Company, world: World) -> float:
    """How much more often than others are deals that met the message to be expected to hear that the price is high?

    Of each deal of new business that was decided the chance follows from the parameters and its outcome; deals that met
    it are compared with those that ended the same way in the same half-year and did not. Which deals met it, and how
    they ended, is what happened: the story changes why a deal is lost, not whether.
    """
    met, sides = voices.deals_that_met(world, company), defaultdict[_Alike, tuple[list[float], list[float]]]
    groups = sides(lambda: ([], []))
    for deal in world.deals:
        if deal.kind == "new" and deal.outcome != "open" and deal.ended.date() >= company.window:
            group = groups[deal.ended.year, deal.ended.month > 6, deal.outcome]
            group[0 if deal.id in met else 1].append(_chance(company, deal, met=deal.id in met))
    both = [group for group in groups.values() if all(group)]
    cases = sum(len(own) for own, _ in both)
    return sum(sum(own) - len(own) * sum(rest) / len(rest) for own, rest in both) / cases


def _chance(company: Company, deal: Deal, *, met: bool) -> float:
    """That a deal hears it, or was lost for it."""
    story, price = company.stories.contradicted, company.loop.price
    usual = voices.chances(company)[price]
    heard = story.heard if story and met else usual if deal.outcome == "lost" else usual / 2
    if deal.outcome != "lost":
        return heard
    reasons = company.deals.lost_reasons
    reason = reasons.get(company.loop.objections[price].labels[0], 0.0) / sum(reasons.values())
    turned = story.lost if story and met else 0.0
    return 1 - (1 - turned) * (1 - reason) * (1 - heard)


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
