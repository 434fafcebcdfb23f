"""The channel that brings the most leads, and of whose leads the fewest become customers."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants import rates
from helpers.samples.plants.fates import fates
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import World

ID = "best-channel"
#: "Became a customer" means within so many days of coming in.
_WITHIN = timedelta(days=365)
#: A channel with so large a part of the largest one's leads may pass for the largest.
_NEARLY = 0.75
#: Where the largest channel's leads become customers half as often as others', it may well be claimed.
_HALF = 0.5
#: Times as often as its leads become customers, those of any other do at least: of a small channel few buy in any case,
#: and chance must not leave it fewer than the planted one.
_BETTER = 3.0
#: Customers a month from which on the planted channel's share can be told from the others'; a company that has fewer
#: gets more leads, at most so many times as many.
_ENOUGH, _MORE = 7.0, 2.2


def plain(made: Company, _draws: Draws) -> Company:
    """No shift, and of the leads of large channels at least as many become customers as of the rest."""
    most = max(rule.share for rule in made.channels.values())
    large = [name for name, rule in made.channels.items() if rule.share >= _NEARLY * most]
    for name in large * 2:  # lifting one lifts what the next is held against
        if rates.bought(made.channels[name]) < rates.others(made, name):
            better = rates.towards(made.channels[name], rates.others(made, name))
            made = rates.with_channels(made, {name: better})
    return made.model_copy(update={"shift": None})


def tell(made: Company, draws: Draws) -> Company:
    """A channel of marketing brings a third of the leads and more; the worst of the others is three times as good."""
    able = [name for name, rule in made.channels.items() if rule.side == "marketing"]
    name = draws.one(able)
    chance = round(draws.between(0.22, 0.32), 2) * rates.others(made, name)
    floor = _BETTER * chance
    moved = {other: rates.towards(rule, floor) for other, rule in made.channels.items()
             if other != name and rates.bought(rule) < floor}  # fmt: skip
    moved[name] = rates.towards(made.channels[name], chance)
    told = rates.with_shares(rates.with_channels(made, moved), {name: round(draws.between(0.36, 0.42), 2)})
    return _larger(told)


def _larger(made: Company) -> Company:
    """With enough leads for what becomes of them to be told apart within two years."""
    more = min(_MORE, max(1.0, _ENOUGH / rates.customers_a_month(made)))
    return made.model_copy(update={"volume": made.volume.model_copy(update={"start": made.volume.start * more})})


def largest(company: Company) -> str:
    """The channel that brings most."""
    return max(company.channels, key=lambda name: _leads(company, name))


def _leads(company: Company, name: str) -> float:
    """In proportion: what a channel brings in the last two years."""
    shift, share = company.shift, company.channels[name].share
    if shift is None or shift.channel != name:
        return share
    days = (company.last - company.window).days
    later = max(0.0, min(1.0, (company.last - shift.start).days / days))
    return share * (1 - later + later * shift.volume)


def truth(company: Company, world: World) -> list[Truth]:
    """The planted channel with the difference that its fates have; as decoys the largest and the worst of others."""
    most, chances = largest(company), {name: rates.bought(rule) for name, rule in company.channels.items()}
    worst = min(chances, key=lambda name: chances[name])
    if ID not in company.planted:
        if chances[most] < _HALF * rates.others(company, most):
            return [Truth(ID, "also", f"channel={most}", "more and more come from it, for another story")]
        return [Truth(ID, "decoy", f"channel={most}", "most leads, and no fewer of them buy"),
                Truth(ID, "decoy", f"channel={worst}", "fewest buy, but few come")]  # fmt: skip
    effects = differences(fates(company, world).people)
    second = max((name for name in chances if name != most), key=lambda name: _leads(company, name))
    return [Truth(ID, "planted", f"channel={most}", "most leads, fewest customers", effects[most]),
            Truth(ID, "decoy", f"channel={second}", "many leads, and they buy", effects[second])]  # fmt: skip


def differences(people: pd.DataFrame) -> dict[str, float]:
    """Of each channel, the share of leads that became customers within a year minus that of all others."""
    won = (people["customer"] - people["created"] <= _WITHIN).astype(float)
    mine = won.groupby(people["channel"]).agg(["sum", "count"])
    rest = (won.sum() - mine["sum"]) / (len(won) - mine["count"])
    found = mine["sum"] / mine["count"] - rest
    return {str(name): float(value) for name, value in found.items()}


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain, never_with=frozenset({"ignored"}))
