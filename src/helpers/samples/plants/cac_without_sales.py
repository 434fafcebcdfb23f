"""Most of what a customer costs is sales: whoever leaves sales out sees half of it and less."""

from __future__ import annotations

import math
from collections.abc import Iterable

from helpers.catalog.costs import acquisition_share
from helpers.periods import add_months
from helpers.samples.company import Company, CostLine
from helpers.samples.draws import Draws
from helpers.samples.plants import rates
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import Cost, World

ID = "cac-without-sales"


def plain(made: Company, draws: Draws) -> Company:
    """Sales is about three tenths of the cost."""
    return _sold_for(made, draws.between(0.25, 0.33))


def tell(made: Company, draws: Draws) -> Company:
    """Sales is about six tenths of the cost."""
    return _sold_for(made, draws.between(0.59, 0.68))


def _sold_for(made: Company, share: float) -> Company:
    """With sales' lines raised or lowered until they are so large a part of what a usual month costs."""
    wins = rates.customers_a_month(made)
    sales, rest = (sum(_monthly(line, wins) for line in made.costs if (line.team == "sales") == own)
                   for own in (True, False))  # fmt: skip
    factor = share / (1 - share) * rest / sales
    costs = tuple(line.model_copy(update={"amount": round(line.amount * factor, 2)}) if line.team == "sales" else line
                  for line in made.costs)  # fmt: skip
    return made.model_copy(update={"costs": costs})


def _monthly(line: CostLine, wins: float) -> float:
    months = len(line.months) / 12 if line.months else 1.0
    return _counts(line.category) * line.amount * months * (wins if line.per_win else 1.0)


def _counts(category: str) -> float:
    """Which part of a cost wins new customers, as the costs form has it."""
    share = acquisition_share(category, {})
    return 1.0 if share is None else share


def truth(company: Company, world: World) -> list[Truth]:
    """What is left of the cost of the last twelve months without that of sales: counted, planted or not."""
    start = add_months(company.last.replace(day=1), -11)
    year = [cost for cost in world.costs if cost.month >= start]
    left = _total(cost for cost in year if cost.team != "sales") / _total(year)
    if ID in company.planted:
        return [Truth(ID, "planted", "all", "most of what a customer costs is sales", left)]
    return [Truth(ID, "decoy", "all", "sales is the smaller part of what a customer costs", left)]


def _total(costs: Iterable[Cost]) -> float:
    return math.fsum(cost.amount * _counts(cost.category) for cost in costs)


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
