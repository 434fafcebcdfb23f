"""What is true of the journeys: where they begin and end, and what becomes of those who begin in each channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from helpers.periods import add_months
from helpers.samples.company import Company
from helpers.samples.hearing import customers
from helpers.samples.touches import of_account
from helpers.samples.world import Deal, World

#: A moment in a journey: its day, whether it is more than an answer, its minute; its channel.
Moment = tuple[date, bool, datetime, str]


def journeys(world: World, company: Company) -> dict[str, Any]:
    """First and last touches of the new deals won in the last twelve months, and what became of first touches."""
    won, known = _won(world, company), moments(world, company)
    walked = [path for deal in won if (path := _path(deal, known, company))]
    return {
        "what": "new deals won in the last twelve months; touches of their account in the days before, with answers",
        "lookback_days": company.touches.lookback,
        "won": len(won),
        "with_a_touch": len(walked),
        "touches_each": round(sum(map(len, walked)) / len(walked), 2),
        "first": _counted(path[0] for path in walked),
        "last": _counted(path[-1] for path in walked),
        "people_by_first_touch": _people(world),
    }


def answers(world: World, company: Company) -> dict[str, dict[str, int]]:
    """What people said brought them, by the channel that the CRM holds as their source."""
    found: dict[str, Counter[str]] = {name: Counter() for name in company.channels}
    for person in world.people:
        if person.said:
            found[person.channel][heard(person.said, company)] += 1
    return {name: dict(sorted(counts.items())) for name, counts in found.items()}


def heard(answer: str, company: Company) -> str:
    """Channel of an answer."""
    sources = {source: name for name, rule in company.channels.items() for source in rule.sources}
    return {**sources, **company.touches.heard}[answer]


def moments(world: World, company: Company) -> dict[int, list[Moment]]:
    """Touches and answers of each account, in order; exports give most campaign answers a day only."""
    found: dict[int, list[Moment]] = {
        account: [(item.at.date(), True, item.at, item.channel) for item in items]
        for account, items in of_account(world).items()
    }
    for person in world.people:
        if person.said:
            day = person.created.date()
            found.setdefault(person.account, []).append((day, False, person.created, heard(person.said, company)))
    return {account: sorted(items) for account, items in found.items()}


def _won(world: World, company: Company) -> list[Deal]:
    start = add_months(company.last.replace(day=1), -11)
    return [
        deal for deal in world.deals
        if deal.kind == "new" and deal.outcome == "won" and deal.account and deal.ended.date() >= start
    ]  # fmt: skip


def _path(deal: Deal, known: dict[int, list[Moment]], company: Company) -> list[str]:
    """Channels of the journey to a win."""
    end = deal.ended.date()
    start = end - timedelta(days=company.touches.lookback)
    return [channel for day, _, _, channel in known.get(deal.account or 0, ()) if start <= day <= end]


def _people(world: World) -> dict[str, dict[str, int]]:
    """Leads by the channel of their first recorded touch, and how many of them stand behind a new deal that was won."""
    first: dict[int, str] = {}
    for item in world.touches:
        if item.person is not None:
            first.setdefault(item.person, item.channel)
    won = {person for deal in world.deals if deal.kind == "new" and deal.outcome == "won" for person in deal.people}
    people, bought = Counter(first.values()), Counter(name for person, name in first.items() if person in won)
    return {name: {"people": people[name], "with_a_deal_won": bought[name]} for name in sorted(people)}


def _counted(channels: Iterable[str]) -> dict[str, int]:
    counts = Counter(channels)
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}


def experiments(world: World, company: Company) -> list[dict[str, Any]]:
    """What each experiment measured, and what is true."""
    return [
        {
            "channel": rule.channel, "true_part_added": rule.adds,
            "customers_of_the_channel": customers(world, rule.channel, first=rule.start, last=rule.end),
            "measured": made.conversions, "low": made.low, "high": made.high,
        }
        for rule, made in zip(company.experiments, world.lifts, strict=True)
    ]  # fmt: skip
