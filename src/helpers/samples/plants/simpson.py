"""Every channel converts better than before, and all of them together worse: more comes from the weakest one."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from helpers.periods import Period, add_months
from helpers.samples.company import Company, Shift, Turn
from helpers.samples.draws import Draws
from helpers.samples.plants import rates
from helpers.samples.plants.fates import fates
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import World

ID = "simpson"
#: Followed for half a year.
_HORIZON = 180
#: Parts of the MQLs that come from the weak channel, before and after.
_BEFORE, _AFTER = 0.07, (0.58, 0.62)


def plain(made: Company, _draws: Draws) -> Company:
    """The mix of channels and what becomes of their leads stay as they are."""
    return made.model_copy(update={"shift": None, "turn": None})


def tell(made: Company, draws: Draws) -> Company:
    """From about a year and a half before the end on, a weak channel brings most MQLs, and each channel does better."""
    name = draws.one([name for name, rule in made.channels.items() if rule.side == "marketing"])
    weak = made.channels[name].model_copy(update={"lead_to_mql": 0.8})
    weak = rates.towards(weak, draws.between(0.1, 0.15) * rates.others(made, name))
    made = rates.with_channels(made, {name: weak})
    made = rates.with_shares(made, {name: _share(made, name, _BEFORE)})
    after = draws.between(*_AFTER)
    volume = after / (1 - after) * (1 - _BEFORE) / _BEFORE
    start = add_months(made.last.replace(day=1), -draws.whole(17, 18))
    lift = round(min(draws.between(1.45, 1.55), *(0.95 / rule.mql_to_sql for rule in made.channels.values())), 3)
    costs = tuple(line.model_copy(update={"shift": False}) for line in made.costs)
    more = made.volume.model_copy(update={"start": made.volume.start * 1.15})
    return made.model_copy(update={
        "shift": Shift(channel=name, start=start, volume=round(volume, 2)), "turn": Turn(start=start, lift=lift),
        "costs": costs, "volume": more,
    })  # fmt: skip


def _share(made: Company, name: str, part: float) -> float:
    """The share of the leads that gives a channel so large a part of the MQLs."""
    rest = [rule for other, rule in made.channels.items() if other != name]
    total = sum(rule.share for rule in made.channels.values())
    usual = sum(rule.share * rule.lead_to_mql for rule in rest) / sum(rule.share for rule in rest)
    weight = part / (1 - part) * usual / made.channels[name].lead_to_mql
    return round(total * weight / (1 + weight), 4)


def truth(company: Company, world: World) -> list[Truth]:
    """What happened within the channels, from the fates of those who came in during the two years compared."""
    decoys = [Truth(ID, "decoy", f"{name}=all", "its mix stays as it was") for name in ("industry", "size")]
    if ID not in company.planted:
        return [Truth(ID, "decoy", "channel=all", "its mix stays as it was"), *decoys]
    effect = within(company, fates(company, world).people)
    return [Truth(ID, "planted", "channel=all", "each does better, and more come from the weakest", effect), *decoys]


def windows(company: Company) -> tuple[Period, Period]:
    """The last year of MQLs followed for the horizon, and the year before it as far as there is a record."""
    last = Period.month(company.last - timedelta(days=_HORIZON - 1)).shift(-1)
    later = last.rolling(12)
    before = later.prior()
    return later, Period(max(before.first, _first(company)), before.last)


def _first(company: Company) -> date:
    return company.first.replace(day=1)


def within(company: Company, people: pd.DataFrame) -> float:
    """The part of the change that happened within the channels.

    Each MQL's chance is that of its channel, lifted from the turn on. What the chances leave out (who belongs to an
    account that buys already, who takes longer than the horizon) takes the same part of all of them, and that part is
    known from the fates; so the effect is known much better than any channel's share of a few rounds.
    """
    chance = people["channel"].map({name: rates.sold(rule) for name, rule in company.channels.items()})
    if company.turn is not None:
        after = people["created"] >= pd.Timestamp(company.turn.start)
        chance = chance.mask(after, chance * company.turn.lift)
    won = (people["customer"] - people["mql"] <= timedelta(days=_HORIZON)).astype(float)
    known = people.assign(chance=chance, won=won)
    later, earlier = (_came(known, window) for window in windows(company))
    part = (later["won"].sum() + earlier["won"].sum()) / (later["chance"].sum() + earlier["chance"].sum())
    return _within(_parts(later, part), _parts(earlier, part))


def _came(people: pd.DataFrame, window: Period) -> pd.DataFrame:
    return people[people["mql"].between(pd.Timestamp(window.first), pd.Timestamp(window.last))]


def _parts(came: pd.DataFrame, part: float) -> pd.DataFrame:
    """By channel its ``share`` of those who came, and the ``rate`` at which they buy."""
    by_channel = came.groupby("channel")["chance"]
    return pd.DataFrame({"share": by_channel.count() / len(came), "rate": part * by_channel.mean()})


def _within(later: pd.DataFrame, earlier: pd.DataFrame) -> float:
    """Kitagawa's (1955) part of the change of rates: each channel's, at its mean share of both windows."""
    weight = (later["share"] + earlier["share"]) / 2
    return float((weight * (later["rate"] - earlier["rate"])).sum())


def fits(base: Company) -> bool:
    """Enough customers, deals short enough to compare two years of MQLs, and people of their own accounts, mostly."""
    quick = base.deals.won.mean + base.journey.mql_to_sql.mean <= 0.5 * _HORIZON
    return rates.many(base) and quick and base.accounts.new_share >= 0.8


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain, fits=fits,
              never_with=frozenset({"growth", "won-only-cycle", "best-channel", "ignored"}))  # fmt: skip
