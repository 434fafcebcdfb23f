"""Ever more leads, long cycles: a period's customers over its MQLs fall, though of those who came in as many buy."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import NamedTuple

from helpers.periods import Period, add_months
from helpers.samples.company import Company, Delay
from helpers.samples.draws import Draws
from helpers.samples.plants import rates
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import Person, World

ID = "growth"
#: MQLs have had their time after half a year, or when nine tenths of those who buy have bought.
_HALF_YEAR, _MOST = 180, 0.9
#: So many customers at least say how long buying takes, all of them of MQLs followed twice as long as the mean deal.
_FEW, _FOLLOWED = 30, 2.0
#: Months that the earlier year has at least.
_LEAST = 6
#: Customers a month from which on a fall of the period's figure is surely beyond chance; a company that has fewer gets
#: more leads.
_ENOUGH = 17.5


def plain(made: Company, _draws: Draws) -> Company:
    """As many people a month from the first day on."""
    volume = made.volume.model_copy(update={"growth": 0.0, "rises": None, "rise": 0.0})
    return made.model_copy(update={"volume": volume, "shift": None})


def tell(made: Company, draws: Draws) -> Company:
    """Deals take five months; from a good year before the end on, a seventh more people come every month."""
    more = max(1.0, _ENOUGH / rates.customers_a_month(made))
    made = made.model_copy(update={"volume": made.volume.model_copy(update={"start": made.volume.start * more})})
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


def truth(company: Company, world: World) -> list[Truth]:
    """Chances do not change; what the cohorts' conversion does all the same is who could still become a customer."""
    if company.turn is not None:
        return [Truth(ID, "decoy", "all", "more leads, and fewer of them buy")]
    effect = change(company, world)
    if ID in company.planted:
        return [Truth(ID, "planted", "all", "more leads, as many of them buy", effect)]
    if company.volume.rises is not None:
        return [Truth(ID, "also", "all", "more leads for another story", effect)]
    return [Truth(ID, "decoy", "all", "as many leads as ever", effect)]


class _Mql(NamedTuple):
    on: date
    won: date | None
    #: to become a customer; none where the account has bought
    chance: float

    def bought(self, days: int) -> bool:
        return self.won is not None and (self.won - self.on).days <= days


def change(company: Company, world: World) -> float | None:
    """Cohort conversion of the later year minus that of the earlier one; None where the record is too short for two.

    A person whose account buys already cannot become a customer again. When a record begins, most accounts that come
    back are such old customers; later ever fewer are, so that slightly more of the later cohort can buy. Each MQL
    counts with the chance of its channel, or with none where its account has bought; the part of these chances that
    waits and the horizon leave is the same in both years, and known from all customers of both.
    """
    mqls = _mqls(company, world)
    days = _time(company, mqls)
    years = None if days is None else _years(company, mqls, days)
    if days is None or years is None:
        return None
    later, earlier = ([one for one in mqls if year.holds(one.on)] for year in years)
    chances = sum(one.chance for one in (*later, *earlier))
    part = sum(one.bought(days) for one in (*later, *earlier)) / chances
    return part * (fmean(one.chance for one in later) - fmean(one.chance for one in earlier))


def _time(company: Company, mqls: list[_Mql]) -> int | None:
    """Days after which nine tenths of those who buy have bought; None where too few have to say."""
    enough = timedelta(days=_FOLLOWED * company.deals.won.mean)
    waits = sorted((one.won - one.on).days for one in mqls if one.won and one.on + enough <= company.last)
    return max(_HALF_YEAR, waits[math.ceil(_MOST * len(waits)) - 1]) if len(waits) >= _FEW else None


def _years(company: Company, mqls: list[_Mql], days: int) -> tuple[Period, Period] | None:
    """The last year of MQLs that have had their time and, as far as there is a record, the year before it."""
    last = Period.month(company.last - timedelta(days=days - 1)).shift(-1)
    later, begun = last.rolling(12), min(one.on for one in mqls).replace(day=1)
    before = later.prior()
    return (later, Period(max(before.first, begun), before.last)) if begun <= add_months(later.first, -_LEAST) else None


def _mqls(company: Company, world: World) -> list[_Mql]:
    """Everyone who became an MQL."""
    chances = {name: rates.sold(rule) for name, rule in company.channels.items()}
    wait = timedelta(days=company.journey.mql_to_sql.mean + company.journey.sql_to_deal.mean)
    since = _customers_since(world)
    found = []
    for person in world.people:
        if person.first_mql is None or person.first_mql.date() > company.last:
            continue
        won = _won(person, world)
        before = since.get(person.account, datetime.max) < person.first_mql + wait
        free = not world.accounts[person.account - 1].known and (won is not None or not before)
        found.append(_Mql(person.first_mql.date(), won, free * chances[person.channel]))
    return found


def _customers_since(world: World) -> dict[int, datetime]:
    """By account, when its first new deal was won."""
    won = [(deal.account, deal.ended) for deal in world.deals if deal.kind == "new" and deal.outcome == "won"]
    return {account: ended for account, ended in sorted(won, key=lambda pair: pair[1], reverse=True)
            if account is not None}  # fmt: skip


def _won(person: Person, world: World) -> date | None:
    """The day on which the deal that made a customer of somebody was won."""
    deal = world.deals[person.deal - 1] if person.deal else None
    return deal.ended.date() if deal and deal.kind == "new" and deal.outcome == "won" else None


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain, fits=rates.many, never_with=frozenset({"simpson"}))
