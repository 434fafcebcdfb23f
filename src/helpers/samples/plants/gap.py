"""An objection that many deals hear and that nothing answers any more."""

from __future__ import annotations

from math import prod

from helpers.periods import add_months
from helpers.samples import planting, storied, voices
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import Deal, World

ID = "gap"


def plain(made: Company, _draws: Draws) -> Company:
    """Every objection that is heard often is answered."""
    return planting.without(made, ID)


def tell(made: Company, draws: Draws) -> Company:
    """The last asset that answered a frequent objection was taken out of use."""
    return planting.told(made, ID, draws)


def truth(company: Company, world: World) -> list[Truth]:
    """The objection without content; answered ones heard as often, and a rare one, are decoys."""
    story = company.stories.gap
    code = company.loop.objections[story.theme].code if story else ""
    effects = {f"theme={code}": heard(company, world)} if story else {}
    return storied.truths(ID, company, world, effects)


def heard(company: Company, world: World) -> float:
    """The share to expect, of the year's deals and remarks with an objection on record, that hear the planted one.

    A lost deal has its reason and hears the theme by its chance, a won one by half of it and counts where it hears
    any; remarks that name no deal are spread over the themes by their chances. Which deals ended how, and how many
    remarks there are, is what happened.
    """
    story = company.stories.gap
    if story is None:
        raise ValueError("no such story")
    coded = {name: chance for name, chance in voices.chances(company).items() if company.loop.objections[name].code}
    start, theme = add_months(company.last.replace(day=1), -11), coded[story.theme]
    ended = [deal for deal in world.deals if deal.outcome != "open" and deal.ended.date() >= start]
    lost = sum(deal.outcome == "lost" for deal in ended if _asked(deal))
    renewals = sum(deal.outcome == "lost" for deal in ended if not _asked(deal))
    won = sum(deal.outcome == "won" for deal in ended if _asked(deal))
    loose: int = sum(row["kind"] == "objection" and row["deal"] is None and row["on"] >= start
                for row in world.forms["feedback"])  # fmt: skip
    share = sum(coded.values()) / sum(voices.chances(company).values())
    any_ = 1 - prod(1 - chance / 2 for chance in coded.values())
    units = lost + renewals + won * any_ + loose * share
    hearing: float = lost * theme + won * theme / 2 + loose * share * theme / sum(coded.values())
    return hearing / units


def _asked(deal: Deal) -> bool:
    """Whether anybody wrote down what the customer said: not of renewals."""
    return deal.kind != "renewal"


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
