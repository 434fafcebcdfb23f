"""How often nobody answers, as parameters have it: by part of the business, for what is true of a company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from helpers.periods import add_months
from helpers.samples import handing
from helpers.samples.company import Company
from helpers.samples.world import World

_SEGMENTS = ("seller_group", "channel", "industry", "size")


def expected(company: Company, world: World) -> dict[str, float]:
    """Share of the leads of the last twelve months that nobody is to answer minus that of the others of its segment.

    By part of the business, ``name=value``. Every lead counts with its chance, whatever became of it, so that the
    difference is that of the parameters for the leads that came.
    """
    start = add_months(company.last.replace(day=1), -11)
    chances, cases = defaultdict[str, float](float), defaultdict[str, int](int)
    for number, found in world.handoffs.items():
        person = world.people[number - 1]
        account, passes = world.accounts[person.account - 1], sum(one.requested.date() >= start for one in found)
        share = handing.left_alone(person, account, company)
        for name in _SEGMENTS:
            key = f"{name}={handing.value(person, account, company, name)}"
            chances[key] += passes * share
            cases[key] += passes
    return {key: _apart(key, chances, cases) for key in sorted(cases)}


def _apart(key: str, chances: Mapping[str, float], cases: Mapping[str, int]) -> float:
    rest = [other for other in cases if other.partition("=")[0] == key.partition("=")[0] and other != key]
    others = sum(cases[other] for other in rest)
    own = chances[key] / cases[key] if cases[key] else 0.0
    return own - (sum(chances[other] for other in rest) / others if others else 0.0)
