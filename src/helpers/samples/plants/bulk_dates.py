"""A migration wrote one minute over the MQL dates of people who were MQLs before: a month that looks like a peak."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from helpers.periods import add_months
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import World

ID = "bulk-dates"
_LOADED = "bulk_stage_dates"


def plain(made: Company, _draws: Draws) -> Company:
    """No migration."""
    return _with(made, bulk_stage_dates=0, bulk_peak=0.0)


def tell(made: Company, draws: Draws) -> Company:
    """A migration in one of the middle months of the record, of a usual month's MQLs or more."""
    months = [add_months(made.window, place) for place in range(6, 17)]
    usual = [month for month in months if _usual(made, month)]
    day = draws.one(usual) + timedelta(days=draws.whole(2, 24))
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    at = datetime.combine(day, time(draws.whole(9, 16), draws.whole(0, 59)))
    return _with(made, bulk_at=at, bulk_peak=round(draws.between(1.3, 1.7), 2))


def truth(company: Company, world: World) -> list[Truth]:
    """The month of the migration with the dates it wrote; a decoy: the month with most MQLs who came by themselves."""
    loaded = len(world.planted.get(_LOADED, ()))
    at = f"{company.dirt.bulk_at:%Y-%m}" if loaded else ""
    lived = Counter(f"{person.mql:%Y-%m}" for person in world.people
                    if person.mql and company.window <= person.mql.date() <= company.last)  # fmt: skip
    most = max((month for month in lived if month != at), key=lambda month: (lived[month], month), default="")
    decoys = [Truth(ID, "decoy", f"month={most}", "most MQLs, who all came by themselves", 0.0)] if most else []
    if ID not in company.planted:
        return decoys
    return [Truth(ID, "planted", f"month={at}", "a migration wrote its MQL dates", float(loaded)), *decoys]


def _usual(made: Company, month: date) -> bool:
    """No high season, and no month in which what waited for the end of the holidays comes: these are peaks anyway."""
    return made.volume.season[month.month - 1] <= 1.1 and add_months(month, -1).month not in made.quiet_months


def _with(made: Company, **values: object) -> Company:
    return made.model_copy(update={"dirt": made.dirt.model_copy(update=values)})


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
