"""Deals open, move through their stages, and are won, lost or never decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from helpers.periods import add_months
from helpers.samples import calendar
from helpers.samples.company import Company, Deals
from helpers.samples.draws import Draws
from helpers.samples.world import Account, Deal, Person, Step, World

_KINDS = {("es", "new"): "nuevo", ("es", "expansion"): "ampliación", ("es", "renewal"): "renovación"}


def open_new(world: World, company: Company, *, seed: int) -> None:
    """Turn people ready for a deal into deals: one open deal an account, expansion where it already is a customer."""
    draws, latest = Draws(seed, "deals"), dict[int, Deal]()
    ready = [(person.deal_at, person) for person in world.people if person.deal_at]
    for at, person in sorted(ready, key=lambda pair: (pair[0], pair[1].id)):
        account = world.accounts[person.account - 1]
        before = latest.get(account.id)
        if before and (before.outcome == "open" or before.ended > at):
            before.people.append(person.id)
            person.deal = before.id
            continue
        bought = account.known or (before is not None and before.outcome == "won")
        deal = _from_person(world, company, draws, person, at, kind="expansion" if bought else "new")
        if not bought:
            latest[account.id] = deal


def chance_to_win(company: Company, channel: str, size: str) -> float:
    """True chance that a new deal is won: the channel's rate, times the size factor (mean 1 over the size mix)."""
    sizes = company.accounts.sizes
    mean = sum(rule.share * rule.win for rule in sizes.values()) / sum(rule.share for rule in sizes.values())
    return min(0.95, company.channels[channel].deal_to_won * sizes[size].win / mean)


def _from_person(world: World, company: Company, draws: Draws, person: Person, at: datetime, *, kind: str) -> Deal:
    account = world.accounts[person.account - 1]
    win = chance_to_win(company, person.channel, account.size) if kind == "new" else company.deals.repeat_won
    deal = _deal(world, company, draws, account, at, kind=kind, win=win)
    deal.people, deal.channel, deal.source, deal.owner = [person.id], person.channel, person.source, person.owner
    person.deal = deal.id
    return deal


def repeat(world: World, company: Company, *, seed: int) -> None:
    """Customers open further deals, a few every month, while they are customers."""
    draws, contacts = Draws(seed, "repeat"), _contacts(world)
    since = _since(world, company)
    for month in calendar.months(company.first, company.last):
        for account_id in sorted(since):
            if add_months(since[account_id], 4) <= month and draws.chance(company.deals.repeat_monthly):
                _again(world, company, draws, world.accounts[account_id - 1], month, contacts.get(account_id, []))


def _again(world: World, company: Company, draws: Draws, account: Account, month: date, contacts: list[Person]) -> None:
    if not _customer(world, company, account, month):
        return
    at = calendar.arrival(month, draws, office=True)
    deal = _deal(world, company, draws, account, at, kind="expansion", win=company.deals.repeat_won)
    there = [person for person in contacts if person.created < at]
    if there:
        person = draws.one(there)
        deal.people, deal.owner = [person.id], person.owner


def _since(world: World, company: Company) -> dict[int, date]:
    """First day as a customer, by account."""
    since = {account.id: add_months(company.first, -6) for account in world.accounts if account.known}
    for deal in world.deals:
        if deal.outcome == "won" and deal.account is not None:
            since.setdefault(deal.account, deal.ended.date())
    return since


def _customer(world: World, company: Company, account: Account, on: date) -> bool:
    if company.contracts is None:
        return True
    mine = [contract for contract in world.contracts if contract.account == account.id]
    return any(contract.start <= on and (contract.end is None or contract.end > on) for contract in mine)


def _contacts(world: World) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for person in world.people:
        found.setdefault(person.account, []).append(person)
    return found


def _deal(
    world: World, company: Company, draws: Draws, account: Account, at: datetime, *, kind: str, win: float
) -> Deal:
    rules = company.deals
    ticket = company.accounts.sizes[account.size].ticket * (rules.repeat_ticket if kind == "expansion" else 1.0)
    amount = priced(draws.around(rules.amount * ticket, rules.spread), rules)
    product = draws.pick(rules.products) if rules.products else ""
    expected = at.date() + timedelta(days=round(rules.expected_days * draws.between(0.7, 1.3)))
    deal = Deal(
        id=len(world.deals) + 1, account=account.id, people=[], kind=kind,
        label=f"{account.name} - {product or called(kind, company)}",
        channel="", source="", owner=draws.whole(1, company.owners), product=product,
        steps=[Step(rules.stages[0], at, amount, expected)],
    )  # fmt: skip
    _play(deal, company, draws, win=win)
    world.deals.append(deal)
    return deal


def _play(deal: Deal, company: Company, draws: Draws, *, win: float) -> None:
    """Draw the fate of a deal, then the moments of its stages in between."""
    rules = company.deals
    won = draws.chance(win)
    stalled = not won and draws.chance(rules.stalled)
    reached = len(rules.stages) if won else _reach(rules, draws)
    length = draws.days(rules.won if won else rules.lost)
    marks = sorted(draws.between(0.05, 0.9) for _ in range(reached - 1))
    for stage, mark in zip(rules.stages[1:reached], marks, strict=True):
        _enter(deal, stage, length * mark, company, draws)
    if stalled:
        return
    _enter(deal, "won" if won else "lost", length, company, draws)
    deal.outcome = "won" if won else "lost"
    deal.lost_reason = "" if won else draws.pick(rules.lost_reasons)


def _reach(rules: Deals, draws: Draws) -> int:
    """How many stages a deal that is not won gets to."""
    place = draws.between(0, 1)
    return sum(place < share for share in rules.reach)


def _enter(deal: Deal, stage: str, days: float, company: Company, draws: Draws) -> None:
    before = deal.steps[-1]
    at = max(before.at, deal.created + timedelta(days=days))
    at = calendar.after(before.at, (at - before.at).total_seconds() / 86400, draws, quiet=company.quiet_months)
    revised = stage not in ("won", "lost") and draws.chance(0.5)
    amount = priced(draws.around(before.amount, 0.12), company.deals) if revised else before.amount
    late = before.expected < at.date() + timedelta(days=7)
    pushed = at.date() + timedelta(days=draws.whole(14, 14 + company.deals.expected_days // 2))
    deal.steps.append(Step(stage, at, amount, pushed if late else before.expected))


def priced(amount: float, rules: Deals) -> int:
    """An amount as it is quoted: rounded, and within the bounds of what the company sells."""
    low, high = rules.bounds
    return min(high, max(low, round(amount / rules.rounding) * rules.rounding))


def called(kind: str, company: Company) -> str:
    """A kind of deal as its owner names the deal."""
    return _KINDS.get((company.loop.language, kind), kind)
