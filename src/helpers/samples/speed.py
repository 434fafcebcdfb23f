"""How soon leads are answered, drawn before anything depends on it; SQLs come after the answer.

Off unless a company asks for it: then waiting times follow the road of a lead, and say nothing of where it ends.
"""

from __future__ import annotations

from datetime import datetime

from helpers.samples import handing
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.teams import Speed
from helpers.samples.world import Account, Person


class Pace:
    """Draws the waiting time of each pass of each person, in working minutes from the request to the answer."""

    def __init__(self, company: Company, seed: int) -> None:
        self.company, self.rule = company, company.stories.speed
        self.draws, self.week = Draws(seed, "speed"), handing.week(company)

    def next(self, person: Person, account: Account) -> float:
        """Draws the wait of the next pass; which part of the usual SQLs it leaves."""
        if self.rule is None:
            return 1.0
        rules, draws = self.company.handing, self.draws
        group = rules.groups[handing.group_of(self.company, person.owner)]
        again = draws.whole(500, 1500) if draws.chance(rules.reassigned) else 0
        answer = group.wait * handing.slower(person, self.company) * slower(person, account, self.company)
        wait = round(draws.around(rules.assigned, 1.1) + again + draws.around(answer, group.spread))
        person.waits.append(wait)
        return 1 - self.rule.lost if wait > self.rule.limit and matters(person, account, self.company) else 1.0

    def answered(self, person: Person, asked: datetime) -> datetime:
        """When the latest pass is answered; at once where that is drawn later."""
        return self.week.later(asked, person.waits[-1]) if self.rule else asked


def matters(person: Person, account: Account, company: Company) -> bool:
    """Whether a late answer costs SQLs among leads like this one."""
    rule = company.stories.speed
    return rule is not None and bool(rule.value) and _value(person, account, company, rule) == rule.value


def slower(person: Person, account: Account, company: Company) -> float:
    """How many times as long leads like this one wait as others."""
    rule = company.stories.speed
    if rule is None or not rule.slow or _value(person, account, company, rule) != rule.slow:
        return 1.0
    return rule.slower


def _value(person: Person, account: Account, company: Company, rule: Speed) -> str:
    return handing.value(person, account, company, rule.segment)
