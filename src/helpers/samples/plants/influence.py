"""A newsletter meets almost every deal, won or lost: as many of either were influenced."""

from __future__ import annotations

from datetime import datetime, time

from helpers.samples import newsletters
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.teams import Newsletter
from helpers.samples.world import World

ID = "influence"
#: Name, kind and channel, none of which a company has for itself, and what is said of who answered it.
_CALLED = {
    "en": ("Customer Newsletter", "Customer Newsletter", "customer_newsletter", "Opened"),
    "es": ("Circular a clientes", "Circular", "circular", "Abierta"),
}


def plain(made: Company, _draws: Draws) -> Company:
    """It meets deals that are won, and seldom those that are lost: those who are about to buy ask for it."""
    return _with(made, won=0.8, lost=0.08)


def tell(made: Company, draws: Draws) -> Company:
    """It goes to everybody."""
    share = round(draws.between(0.94, 0.97), 2)
    return _with(made, won=share, lost=share)


def _with(made: Company, *, won: float, lost: float) -> Company:
    campaign, kind, channel, answer = _CALLED[made.loop.language]
    rule = Newsletter(campaign=campaign, kind=kind, channel=channel, answer=answer, won=won, lost=lost)
    return made.model_copy(update={"stories": made.stories.model_copy(update={"newsletter": rule})})


def truth(company: Company, world: World) -> list[Truth]:
    """The difference that its chances make, given whom the rest of marketing met."""
    met = newsletters.met(world, company, since=datetime.combine(company.window, time()))
    effect = met["won"] - met["lost"]
    if ID in company.planted:
        return [Truth(ID, "planted", "all", "a newsletter meets almost every deal, won or lost", effect)]
    return [Truth(ID, "decoy", "all", "many won deals were met, and clearly fewer lost ones", effect)]


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
