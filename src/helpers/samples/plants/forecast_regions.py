"""A forecast that is right in total and wrong in both regions, in opposite directions."""

from __future__ import annotations

import math
from datetime import date

from helpers.periods import Period
from helpers.samples import forecasts
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.teams import Regions
from helpers.samples.world import World

ID = "forecast-regions"
_CALLED = {"en": ("Core markets", "Other markets"), "es": ("Mercados principales", "Otros mercados")}
#: New customers a year from which a region's forecast can be told from chance.
_ENOUGH = 140

#: The least share that a forecast gives a region.
_LEAST = 0.1


def fits(made: Company) -> bool:
    """Whether enough customers come in a year, roughly."""
    rates = (rule.share * rule.lead_to_mql * rule.mql_to_sql * rule.sql_to_deal * rule.deal_to_won
             for rule in made.channels.values())  # fmt: skip
    return 12 * made.volume.start * math.fsum(rates) >= _ENOUGH


def plain(made: Company, _draws: Draws) -> Company:
    """Two regions, and a forecast that splits them as they are; none where too few customers come."""
    return _with(made, moved=0.0) if fits(made) else made


def tell(made: Company, draws: Draws) -> Company:
    """One region is given a quarter of the customers too many, the other one as many too few."""
    first, of = _CALLED[made.loop.language][0], _regions(made)
    moved, share = round(draws.between(0.22, 0.27), 3), shares(made, of)[first]
    return _with(made, moved=draws.one([each for each in (moved, -moved) if _LEAST <= share + each <= 1 - _LEAST]))


def _with(made: Company, *, moved: float) -> Company:
    (first, second), of = _CALLED[made.loop.language], _regions(made)
    share = shares(made, of)[first] + moved
    rule = Regions(of=of, planned={first: round(share, 4), second: round(1 - share, 4)})
    return made.model_copy(update={"stories": made.stories.model_copy(update={"regions": rule})})


def _regions(made: Company) -> dict[str, str]:
    """Country → region."""
    first, second = _CALLED[made.loop.language]
    own = _first(made.accounts.countries)
    return {country: first if country in own else second for country in made.accounts.countries}


def _first(countries: dict[str, float]) -> set[str]:
    """The first countries that together are at least half."""
    found, so_far = set[str](), 0.0
    for name, weight in countries.items():
        if so_far >= 0.5 * math.fsum(countries.values()):
            break
        found.add(name)
        so_far += weight
    return found


def shares(made: Company, of: dict[str, str]) -> dict[str, float]:
    """True share of new customers by region: nothing else hangs on the country."""
    whole = math.fsum(made.accounts.countries.values())
    return {
        region: math.fsum(weight for name, weight in made.accounts.countries.items() if of[name] == region) / whole
        for region in dict.fromkeys(of.values())
    }


def truth(company: Company, world: World) -> list[Truth]:
    """Of the customers of the last four quarters, as many as belong to each region over what was forecast for it."""
    rule = company.stories.regions
    if rule is None:
        return []
    year = Period.month(company.last).rolling(12)
    came = sum(n for day, n in forecasts.customers(world).items() if year.holds(day))
    found = [Truth(ID, "decoy", "all", "right in total", 1.0)]
    for region, share in shares(company, rule.of).items():
        forecast = _forecast(world, year, f"region={region}")
        wrong = ID in company.planted
        what = "forecast wrong" if wrong else "forecast right"
        found.append(Truth(ID, "planted" if wrong else "decoy", f"region={region}", what, came * share / forecast))
    return found


def _forecast(world: World, year: Period, segment: str) -> float:
    rows = (item for item in world.targets if item.metric == forecasts.METRIC and item.segment == segment)
    return float(sum(item.value for item in rows if year.holds(_begins(item.period))))


def _begins(quarter: str) -> date:
    year, number = quarter.split("-Q")
    return date(int(year), 3 * int(number) - 2, 1)


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain, fits=fits)
