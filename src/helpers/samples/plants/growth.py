"""Ever more leads, long cycles: a period's customers over its MQLs fall, though of those who came in as many buy."""

from __future__ import annotations

from helpers.periods import add_months
from helpers.samples.company import Company, Delay
from helpers.samples.draws import Draws
from helpers.samples.plants import rates
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import World

ID = "growth"


def plain(made: Company, _draws: Draws) -> Company:
    """As many people a month from the first day on."""
    volume = made.volume.model_copy(update={"growth": 0.0, "rises": None, "rise": 0.0})
    return made.model_copy(update={"volume": volume, "shift": None})


def tell(made: Company, draws: Draws) -> Company:
    """Deals take five months; from a good year before the end on, a seventh more people come every month."""
    rise = round(draws.between(0.13, 0.145), 3)
    won = Delay(mean=round(draws.between(135, 155)), shape=3.0)
    lost = Delay(mean=round(won.mean * 0.9), shape=2.0)
    return rising(made, won=won, lost=lost, rise=rise, months=draws.whole(14, 15))


def rising(made: Company, *, won: Delay, lost: Delay, rise: float, months: int) -> Company:
    """With deals that last so long, and people who come in so much greater number from ``months`` before the end on."""
    begun = add_months(made.last.replace(day=1), 1 - months)
    volume = made.volume.model_copy(update={"start": made.volume.start * 1.3, "rises": begun, "rise": rise})
    deals = made.deals.model_copy(update={"won": won, "lost": lost, "expected_days": round(won.mean)})
    return made.model_copy(update={"volume": volume, "deals": deals})


def truth(company: Company, _world: World) -> list[Truth]:
    """Chances do not change, so that the cohorts' do not: where growth is told, for this story or for another."""
    if ID in company.planted:
        return [Truth(ID, "planted", "all", "more leads, as many of them buy", 0.0)]
    if company.volume.rises is not None:
        return [Truth(ID, "also", "all", "more leads for another story", 0.0)]
    if company.turn is not None:
        return [Truth(ID, "decoy", "all", "more leads, and fewer of them buy")]
    return [Truth(ID, "decoy", "all", "as many leads as ever", 0.0)]


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain, fits=rates.many, never_with=frozenset({"simpson"}))
