"""In one part of the business a late answer costs SQLs; elsewhere, and where leads wait longest, it costs none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from scipy.stats import gamma

from helpers.samples import handing, people, speed
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.teams import Speed
from helpers.samples.world import Account, Person, World

ID = "slow-answers"
_SEGMENTS = ("seller_group", "channel", "industry", "size")
#: Share of the leads that a value needs to be seen in: of few nobody can say what waiting cost them.
_LARGE = 0.24
#: A need counts as confirmed within so many days of the request; answers take up to a week of them.
_SETTLED, _ANSWERING = 90, 4


def plain(made: Company, _draws: Draws) -> Company:
    """Waiting times are drawn before what becomes of a lead, and make no difference to it."""
    return _with(made, Speed())


def tell(made: Company, draws: Draws) -> Company:
    """One large value in which it matters, another one that is slow, and waiting times of which many are long."""
    large = {name: _large(made, name) for name in _SEGMENTS}
    segment = draws.one([name for name in _SEGMENTS if large[name]])
    value = draws.one(large[segment])
    slow = draws.one([name for name in _values(made, segment) if name != value])
    usual, groups = draws.between(900, 1050), made.handing.groups
    slower = {name: group.model_copy(update={"wait": usual, "spread": 1.0}) for name, group in groups.items()}
    made = made.model_copy(update={"handing": made.handing.model_copy(update={"groups": slower})})
    lost = round(draws.between(0.7, 0.8), 2)
    return _with(made, Speed(segment=segment, value=value, lost=lost, slow=slow, slower=1.7))


def _with(made: Company, rule: Speed) -> Company:
    return made.model_copy(update={"stories": made.stories.model_copy(update={"speed": rule})})


def _large(made: Company, segment: str) -> list[str]:
    return [name for name, share in _values(made, segment).items() if share >= _LARGE]


def _values(made: Company, segment: str) -> dict[str, float]:
    """Share of the hand-offs of each value of a segment, roughly."""
    rules = made.accounts
    weights = {
        "seller_group": {name: float(len(group.owners)) for name, group in made.handing.groups.items()},
        "channel": {name: rule.share * rule.lead_to_mql for name, rule in made.channels.items()},
        "industry": rules.industries,
        "size": {name: rule.share for name, rule in rules.sizes.items()},
    }[segment]
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


def truth(company: Company, world: World) -> list[Truth]:
    """Where it matters; as decoys the other values of that segment, or the largest of each where it matters nowhere.

    Values of other segments hold leads of the value in which it matters: what they have of it is true too.
    """
    rule = company.stories.speed
    if rule is None:
        return []
    effects, told = _effects(company, world), f"{rule.segment}={rule.value}"
    if not rule.value:
        return [Truth(ID, "decoy", key, "speed makes no difference", 0.0) for key in effects]
    found = [Truth(ID, "planted", told, "late answers cost SQLs", effects[told])]
    for key, effect in effects.items():
        if key == told:
            continue
        if key.partition("=")[0] == rule.segment:
            what = "slow, and it makes no difference" if key.endswith(f"={rule.slow}") else "no difference"
            found.append(Truth(ID, "decoy", key, what, 0.0))
        else:
            found.append(Truth(ID, "also", key, "holds leads of the value in which it matters", effect))
    return found


def _effects(company: Company, world: World) -> dict[str, float]:
    """By part of the business: of those answered, SQLs of those in time minus those late, as parameters have it.

    Every pass counts with its chances for the speed that it was answered with: the parts of a part wait alike but for
    the slow value, so the difference is that of the chances among the leads of either speed.
    """
    sums = defaultdict[tuple[str, bool], list[float]](lambda: [0.0, 0.0])
    for person, account, late in _answered(company, world):
        chance = _chance(person, account, company, late=late)
        for name in _SEGMENTS:
            cell = sums[f"{name}={handing.value(person, account, company, name)}", late]
            cell[0], cell[1] = cell[0] + chance, cell[1] + 1
    keys = sorted({key for key, _ in sums})
    return {key: _mean(sums[key, False]) - _mean(sums[key, True]) for key in keys}


def _mean(cell: list[float]) -> float:
    return cell[0] / cell[1] if cell[1] else 0.0


def _answered(company: Company, world: World) -> Iterator[tuple[Person, Account, bool]]:
    """Answered passes that are old enough, and whether the answer came late."""
    rule, last = company.stories.speed, company.last - timedelta(days=_SETTLED)
    assert rule is not None
    for number, found in world.handoffs.items():
        person = world.people[number - 1]
        for one, wait in zip(found, person.waits, strict=False):
            if one.answered and one.requested.date() <= last:
                yield person, world.accounts[person.account - 1], wait > rule.limit


def _chance(person: Person, account: Account, company: Company, *, late: bool) -> float:
    """Chance that a pass becomes an SQL in time, given that it was answered."""
    rule = company.stories.speed
    assert rule is not None
    usual = company.channels[person.channel].mql_to_sql * people.turned(person, company)
    sold = usual * handing.kept(person, account, company)
    kept = 1 - rule.lost if late and speed.matters(person, account, company) else 1.0
    delay = company.journey.mql_to_sql
    soon = gamma.cdf(_SETTLED - _ANSWERING, delay.shape, scale=delay.mean / delay.shape)
    return sold * kept * float(soon) / (1 - handing.left_alone(person, account, company))


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain, never_with=frozenset({"ignored"}))
