"""What marketing and sales did with people: campaign responses, calls, e-mails, meetings, visits.

Only what somebody wrote down becomes a touch: some arrivals leave no trace, and some owners record hardly anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from helpers.samples import calendar, handing, newsletters
from helpers.samples.company import Channel, Company
from helpers.samples.draws import Draws
from helpers.samples.world import Deal, Person, Touch, World


def touch(world: World, company: Company, *, seed: int) -> None:
    """Every touch, numbered in order of time."""
    draws = Draws(seed, "touches")
    silent = set(draws.some(range(1, company.owners + 1), company.touches.silent))
    world.touches += handing.answers(world, company)
    for person in world.people:
        tracked = draws.chance(company.touches.tracked)
        channel = company.channels[person.channel]
        if tracked or channel.listed or channel.side == "sales":
            _arrival(world, company, draws, person)
        if tracked:
            _answers(world, company, draws, person)
        if _recorded(person.owner, silent, company, draws):
            _actions(world, company, draws, person)
    for deal in world.deals:
        recorded = _recorded(deal.owner, silent, company, draws)
        if recorded:
            _meetings(world, company, draws, deal)
        if deal.kind == "new":
            _colleagues(world, company, draws, deal, recorded=recorded)
    newsletters.send(world, company, seed=seed)
    world.touches.sort(key=lambda item: (item.at, item.person or 0, item.kind, item.id))
    for place, item in enumerate(world.touches, start=1):
        item.id = place


def _recorded(owner: int, silent: set[int], company: Company, draws: Draws) -> bool:
    return draws.chance(company.touches.silent_records if owner in silent else company.touches.records)


def _arrival(world: World, company: Company, draws: Draws, person: Person) -> None:
    """How a person began: an answer to a campaign, or an action of sales; not every channel leaves a trace."""
    rates = company.channels[person.channel]
    if not draws.chance(rates.logged):
        return
    if rates.campaign:
        _add(world, person, person.created, person.channel, rates, draws)
    elif rates.opens:
        _act(world, company, person.id, person.account, person.created, rates.opens, person.owner)


def _answers(world: World, company: Company, draws: Draws, person: Person) -> None:
    """Later answers to campaigns."""
    others = {name: rule.again for name, rule in company.channels.items() if rule.again}
    mean = company.touches.answers
    for _ in range(draws.count(mean if person.mql else mean / 3)):
        channel = draws.pick(others)
        at = calendar.after(person.created, draws.between(2, 60), draws, quiet={})
        _add(world, person, at, channel, company.channels[channel], draws)


def _add(world: World, person: Person, at: datetime, channel: str, rules: Channel, draws: Draws) -> None:
    """One answer. Campaigns run by quarter: 'Webinar' in May 2026 is 'Webinar 2026-Q2'."""
    name, _, kind = rules.campaign.partition("|")
    campaign = f"{name} {at.year}-Q{(at.month + 2) // 3}"
    asset = draws.pick(rules.assets) if rules.assets and draws.chance(0.9) else ""
    world.touches.append(
        Touch(len(world.touches) + 1, person.id, person.account, at, kind, channel, campaign, "marketing", person.owner,
              asset=asset, answer=rules.answer)
    )  # fmt: skip


def _actions(world: World, company: Company, draws: Draws, person: Person) -> None:
    """Actions of sales with a lead after the first answer, which stands in its hand-off; none without an answer.

    Where waiting times were drawn first, whoever writes no answer down writes none of what follows it either: else a
    later call would stand for the first one.
    """
    passes = world.handoffs.get(person.id, [])
    if person.mql is None or (person.waits and not any(one.recorded for one in passes)):
        return
    rules, found = company.touches, list[tuple[datetime, str]]()
    at = person.first_mql or person.mql
    for _ in range(draws.count(rules.actions) + (person.sql is not None)):
        at = calendar.after(at, draws.between(0.2, 6), draws, quiet={})
        found.append((at, draws.pick(rules.at_first)))
    for moment, kind in handing.follow(found, passes):
        _act(world, company, person.id, person.account, moment, kind, person.owner)


def _meetings(world: World, company: Company, draws: Draws, deal: Deal) -> None:
    """Actions in every stage of a deal, and one shortly before it is decided."""
    rules = company.touches
    person = deal.people[0] if deal.people else None
    for before, step in zip(deal.steps, deal.steps[1:], strict=False):
        for _ in range(draws.count(rules.meetings)):
            at = _between(before.at, step.at, draws)
            _act(world, company, person, deal.account, at, draws.pick(rules.in_deals), deal.owner)
    if deal.outcome != "open":
        last = max(deal.created, deal.ended - timedelta(days=draws.whole(1, 9)))
        if last < deal.ended:
            _act(world, company, person, deal.account, last, draws.pick(rules.at_last), deal.owner)


def _between(start: datetime, end: datetime, draws: Draws) -> datetime:
    return calendar.after(start + timedelta(days=draws.between(0, 1) * (end - start).days), 0, draws, quiet={})


def _colleagues(world: World, company: Company, draws: Draws, deal: Deal, *, recorded: bool) -> None:
    """Further people of the account take part: they read or attend something, and sales meets them."""
    others = {name: rule.again for name, rule in company.channels.items() if rule.again}
    for _ in range(draws.count(company.touches.colleagues) if company.touches.colleagues else 0):
        world.colleagues += 1
        begin = len(world.touches)
        if draws.chance(0.6 * company.touches.tracked):
            channel = draws.pick(others)
            stand_in = Person(0, deal.account or 0, "", "", "", "", deal.owner, channel, "", "", deal.created)
            _add(world, stand_in, _between(deal.created, deal.ended, draws), channel, company.channels[channel], draws)
        if recorded and draws.chance(0.6):
            kind = draws.pick(company.touches.in_deals)
            _act(world, company, None, deal.account, _between(deal.created, deal.ended, draws), kind, deal.owner)
        for item in world.touches[begin:]:
            item.person, item.contact = None, world.colleagues


def _act(
    world: World, company: Company, person: int | None, account: int | None, at: datetime, kind: str, owner: int
) -> None:
    world.touches.append(handing.action(company, person, account, at, kind, owner))


def of_account(world: World) -> Mapping[int, list[Touch]]:
    """Touches of each account, in order of time."""
    found: dict[int, list[Touch]] = {}
    for item in world.touches:
        if item.account is not None:
            found.setdefault(item.account, []).append(item)
    return found
