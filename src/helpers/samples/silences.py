"""How often nobody answers, as parameters have it: by part of the business, for what is true of a company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from helpers.periods import add_months
from helpers.samples import handing
from helpers.samples.company import Company
from helpers.samples.world import Account, Person, World

_SEGMENTS = ("seller_group", "channel", "industry", "size")


def expected(company: Company, world: World) -> dict[str, float]:
    """Share of the last year's leads without an answer on record, minus that of the others of its segment.

    By part of the business, ``name=value``; without the latest month, whose slow answers have not come yet. Nothing is
    on record of leads that nobody is to answer, and of those who were answered by somebody who did not write it down
    and decided nothing. Every lead counts with its chance, whatever became of it, so that the difference is that of the
    parameters for the leads that came.
    """
    lost = _Unwritten(company, world)
    end = company.last.replace(day=1)
    start = add_months(end, -11)
    chances, cases = defaultdict[str, float](float), defaultdict[str, int](int)
    for number, found in world.handoffs.items():
        person = world.people[number - 1]
        account, passes = world.accounts[person.account - 1], sum(start <= one.requested.date() < end for one in found)
        share = handing.left_alone(person, account, company)
        share += lost.chance(person, account, share)
        for name in _SEGMENTS:
            key = f"{name}={handing.value(person, account, company, name)}"
            chances[key] += passes * share
            cases[key] += passes
    return {key: _apart(key, chances, cases) for key in sorted(cases)}


class _Unwritten:
    """Answers that leave no trace: neither an entry of the seller nor a decision."""

    def __init__(self, company: Company, world: World) -> None:
        self.company = company
        self.silent = handing.silent_owners(company)
        self.left = handing.left_over(world, company)

    def chance(self, person: Person, account: Account, alone: float) -> float:
        """Of all leads like this one; ``alone`` is the share that nobody answers."""
        rules = self.company.handing
        written = rules.silent_records if person.owner in self.silent else rules.records
        waits: list[int | None] = [*person.waits] or [None]
        left = sum(self.left[handing.cell_of(person, account, self.company, wait)] for wait in waits) / len(waits)
        return max(0.0, left - alone) * (1 - rules.decides) * (1 - written)


def _apart(key: str, chances: Mapping[str, float], cases: Mapping[str, int]) -> float:
    rest = [other for other in cases if other.partition("=")[0] == key.partition("=")[0] and other != key]
    others = sum(cases[other] for other in rest)
    own = chances[key] / cases[key] if cases[key] else 0.0
    return own - (sum(chances[other] for other in rest) / others if others else 0.0)
