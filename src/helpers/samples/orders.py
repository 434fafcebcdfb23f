"""Invoiced orders: machines when a deal is won, spare parts and service in between."""

from __future__ import annotations

from datetime import date, timedelta

from helpers.samples import calendar
from helpers.samples.company import Company, Orders
from helpers.samples.deals import priced
from helpers.samples.draws import Draws
from helpers.samples.world import Account, Order, World


def invoice(world: World, company: Company, *, seed: int) -> None:
    """Every order of every customer, also those of before the CRM, in order of date."""
    rules = company.orders
    if rules is None:
        return
    draws, since = Draws(seed, "orders"), dict[int, date]()
    for account in [account for account in world.accounts if account.known]:
        since[account.id] = _history(world, company, rules, draws, account)
    for deal in [deal for deal in world.deals if deal.outcome == "won" and deal.account is not None]:
        on = deal.ended.date()
        _order(world, rules, draws, deal.account or 0, on, deal.product, deal.steps[-1].amount)
        since[deal.account or 0] = min(on, since.get(deal.account or 0, on))
    dormant = {account.id for account in world.accounts if account.known and draws.chance(rules.dormant)}
    for account_id in sorted(since.keys() - dormant):
        _upkeep(world, company, rules, draws, account_id, since[account_id])
    world.orders.sort(key=lambda order: (order.on, order.id))
    for place, order in enumerate(world.orders, start=1):
        order.id = place


def _history(world: World, company: Company, rules: Orders, draws: Draws, account: Account) -> date:
    """Machines a customer bought before the CRM; the day of the first."""
    span = (company.first - rules.known_since).days - 30
    first = on = rules.known_since + timedelta(days=draws.whole(0, span))
    ticket = company.accounts.sizes[account.size].ticket
    while on < company.first:
        amount = priced(draws.around(company.deals.amount * ticket, company.deals.spread), company.deals)
        _order(world, rules, draws, account.id, on, draws.pick(company.deals.products), amount)
        on += timedelta(days=round(draws.days(rules.known_gap)))
    return first


def _upkeep(world: World, company: Company, rules: Orders, draws: Draws, account: int, since: date) -> None:
    ticket = company.accounts.sizes[world.accounts[account - 1].size].ticket
    for month in calendar.months(since, company.last)[3:]:
        quiet = 1 - company.quiet_months.get(month.month, 0.0)
        for _ in range(draws.count(rules.parts_monthly * quiet)):
            group = rules.parts if draws.chance(0.75) else rules.service
            amount = max(60, round(draws.around(rules.parts_amount * ticket**0.5, rules.spread)))
            _order(world, rules, draws, account, calendar.arrival(month, draws, office=True).date(), group, amount)


def _order(world: World, rules: Orders, draws: Draws, account: int, on: date, group: str, amount: int) -> None:
    margin = round(amount * min(0.95, draws.around(rules.margin[group], 0.10)))
    world.orders.append(Order(len(world.orders) + 1, account, on, group, amount, margin))
