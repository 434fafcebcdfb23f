"""What marketing and sales did with people: campaign responses, calls, e-mails, meetings, visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from helpers.samples import calendar
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.world import Deal, Person, Touch, World

#: Mean number of touches: campaign answers after the first, sales actions from the MQL on, actions a deal stage.
_ANSWERS, _ACTIONS, _MEETINGS = 0.25, 0.75, 0.6


def touch(world: World, company: Company, *, seed: int) -> None:
    """Every touch, numbered in order of time."""
    draws = Draws(seed, "touches")
    for person in world.people:
        _campaigns(world, company, draws, person)
        _actions(world, draws, person)
    for deal in world.deals:
        _meetings(world, draws, deal)
    world.touches.sort(key=lambda item: (item.at, item.person or 0, item.kind, item.id))
    for place, item in enumerate(world.touches, start=1):
        item.id = place


def _campaigns(world: World, company: Company, draws: Draws, person: Person) -> None:
    rates = company.channels[person.channel]
    if rates.campaign:
        _add(world, person, person.created, _campaign(rates.campaign, person.created), person.channel)
    others = {name: rule.share for name, rule in company.channels.items() if rule.campaign}
    for _ in range(draws.count(_ANSWERS if person.mql else 0.1)):
        channel = draws.pick(others)
        at = calendar.after(person.created, draws.between(2, 90), draws, quiet={})
        _add(world, person, at, _campaign(company.channels[channel].campaign, at), channel)


def _campaign(pattern: str, at: datetime) -> str:
    """Campaigns run by quarter: 'Webinar' in May 2026 is 'Webinar 2026-Q2|Webinar'."""
    name, _, kind = pattern.partition("|")
    return f"{name} {at.year}-Q{(at.month + 2) // 3}|{kind}"


def _add(world: World, person: Person, at: datetime, campaign: str, channel: str) -> None:
    name, _, kind = campaign.partition("|")
    world.touches.append(
        Touch(len(world.touches) + 1, person.id, person.account, at, kind, channel, name, "marketing", person.owner)
    )


def _actions(world: World, draws: Draws, person: Person) -> None:
    if person.mql is None:
        return
    kinds: Mapping[str, float] = {"call": 0.5, "email": 0.4, "meeting": 0.1}
    at = person.first_mql or person.mql
    for _ in range(draws.count(_ACTIONS) + (person.sql is not None)):
        at = calendar.after(at, draws.between(0.2, 6), draws, quiet={})
        _act(world, person.id, person.account, at, draws.pick(kinds), person.owner)


def _meetings(world: World, draws: Draws, deal: Deal) -> None:
    kinds: Mapping[str, float] = {"call": 0.3, "email": 0.2, "meeting": 0.35, "visit": 0.15}
    for before, step in zip(deal.steps, deal.steps[1:], strict=False):
        for _ in range(draws.count(_MEETINGS)):
            at = before.at + timedelta(days=draws.between(0, 1) * (step.at - before.at).days)
            at = calendar.after(at, 0, draws, quiet={})
            _act(world, deal.people[0] if deal.people else None, deal.account, at, draws.pick(kinds), deal.owner)


def _act(world: World, person: int | None, account: int | None, at: datetime, kind: str, owner: int) -> None:
    world.touches.append(Touch(len(world.touches) + 1, person, account, at, kind, "", "", "sales", owner))
