"""Recurring contracts: signed with a won deal, ended by a shifted-beta-geometric churn, renewed as deals."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

from helpers.periods import add_months
from helpers.samples.company import Company, Contracts
from helpers.samples.deals import called
from helpers.samples.draws import Draws
from helpers.samples.world import Contract, Deal, Step, World


def sign(world: World, company: Company, *, seed: int) -> None:
    """A contract for every customer from before the CRM and for every new deal won."""
    rules = company.contracts
    if rules is None:
        return
    draws = Draws(seed, "contracts")
    span = (company.first - rules.known_since).days - 1
    for account in [account for account in world.accounts if account.known]:
        start = rules.known_since + timedelta(days=draws.whole(0, span))
        ticket = company.accounts.sizes[account.size].ticket
        _add(world, rules, draws, account.id, start, monthly=draws.around(rules.monthly * ticket, rules.spread))
    for deal in [deal for deal in world.deals if deal.outcome == "won" and deal.kind == "new"]:
        start = deal.ended.date() + timedelta(days=draws.whole(1, 14))
        _add(world, rules, draws, deal.account or 0, start, monthly=deal.steps[-1].amount / 12)


def _add(world: World, rules: Contracts, draws: Draws, account: int, start: date, *, monthly: float) -> None:
    end = same_day(start, lifetime(draws, rules.alpha, rules.beta)) - timedelta(days=1)
    world.contracts.append(Contract(len(world.contracts) + 1, account, start, end, max(5, round(monthly / 5) * 5)))


def lifetime(draws: Draws, alpha: float, beta: float) -> int:
    """Whole months until a contract ends, from 1: geometric with a churn drawn from Beta(alpha, beta); at most 600."""
    churn = min(max(draws.beta(alpha, beta), 1e-6), 1 - 1e-9)
    return max(1, min(600, math.ceil(math.log(1.0 - draws.between(0, 1)) / math.log(1 - churn))))


def same_day(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or the last one that month has."""
    first = add_months(day, months)
    return first + timedelta(days=min(day.day, (add_months(first, 1) - first).days) - 1)


def expand(world: World, company: Company, *, seed: int) -> None:
    """A won expansion of an active customer adds a contract that ends with the one it extends."""
    if company.contracts is None:
        return
    draws, base = Draws(seed, "expansions"), _bases(world)
    for deal in [deal for deal in world.deals if deal.outcome == "won" and deal.kind == "expansion"]:
        start = deal.ended.date() + timedelta(days=draws.whole(1, 14))
        first = base.get(deal.account or 0)
        if first and (first.end is None or first.end > start):
            monthly = max(5, round(deal.steps[-1].amount / 60) * 5)
            world.contracts.append(
                Contract(len(world.contracts) + 1, first.account, start, first.end, monthly, expansion=True)
            )


def _bases(world: World) -> dict[int, Contract]:
    return {contract.account: contract for contract in world.contracts if not contract.expansion}


def renew(world: World, company: Company, *, seed: int) -> None:
    """Large contracts are renegotiated every year: a renewal deal, won where the contract lives on."""
    rules = company.contracts
    if rules is None:
        return
    draws = Draws(seed, "renewals")
    for contract in [item for item in world.contracts if not item.expansion and item.monthly >= rules.renewal_from]:
        for year in range(1, 5):
            due = same_day(contract.start, rules.renewal_months * year)
            opened = due - timedelta(days=draws.whole(40, 60))
            alive = contract.end is None or contract.end > opened
            if alive and company.first <= opened <= company.last:
                _renewal(world, company, draws, contract, opened, due)


def _renewal(world: World, company: Company, draws: Draws, contract: Contract, opened: date, due: date) -> None:
    account = world.accounts[contract.account - 1]
    kept = contract.end is None or contract.end > due + timedelta(days=30)
    decided = due - timedelta(days=draws.whole(1, 20)) if kept else contract.end or due
    stages, amount = company.deals.stages, contract.monthly * 12
    moments = [(stages[-1], opened), ("won" if kept else "lost", decided)]
    steps = [Step(stage, datetime.combine(day, time(9 + number, draws.whole(0, 59))), amount, due)
             for number, (stage, day) in enumerate(moments)]  # fmt: skip
    world.deals.append(Deal(
        id=len(world.deals) + 1, account=account.id, people=[], kind="renewal",
        label=f"{account.name} - {called('renewal', company)}",
        channel="", source="", owner=draws.whole(1, company.owners), product="", steps=steps,
        outcome="won" if kept else "lost", lost_reason="" if kept else draws.pick(company.deals.lost_reasons),
    ))  # fmt: skip
