"""Long deals, ever more of them, many still open: the won ones alone look quicker than deals are."""

from __future__ import annotations

import pandas as pd

from helpers.samples.company import Company, Delay
from helpers.samples.draws import Draws
from helpers.samples.plants import rates
from helpers.samples.plants.fates import fates
from helpers.samples.plants.growth import rising
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import World

ID = "won-only-cycle"


def tell(made: Company, draws: Draws) -> Company:
    """Deals take five months and sometimes a year; from 16 months before the end on, a tenth more come every month."""
    won = Delay(mean=round(draws.between(145, 165)), shape=round(draws.between(1.4, 1.7), 2))
    lost = Delay(mean=round(won.mean * 0.95), shape=1.5)
    return rising(made, won=won, lost=lost, rise=round(draws.between(0.115, 0.13), 3), months=draws.whole(15, 16))


def truth(company: Company, world: World) -> list[Truth]:
    """The median of the deals that will be won, from the fates of those who came."""
    if ID in company.planted:
        what = "long deals, ever more of them"
        return [Truth(ID, "planted", "all", what, median(fates(company, world).deals))]
    if company.volume.rises is not None:
        return [Truth(ID, "also", "all", "long deals, ever more of them, for another story")]
    return [Truth(ID, "decoy", "all", "as many deals as ever, short beside the record")]


def median(deals: pd.DataFrame) -> float:
    """Days in which half of the new deals that are won are won."""
    won = deals[deals["won"]]
    return float((won["ended"] - won["created"]).dt.days.median())


PLANT = Plant(ID, tell=tell, truth=truth, fits=rates.many, never_with=frozenset({"growth", "simpson"}))
