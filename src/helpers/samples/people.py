"""Companies and people arrive, month by month, and move from lead to MQL to SQL."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from helpers.samples import calendar, handing, names, speed
from helpers.samples.company import Channel, Company
from helpers.samples.draws import Draws
from helpers.samples.world import Account, Person, World


def arrive(world: World, company: Company, *, seed: int) -> None:
    """Add the people of every month, each at a company old or new."""
    draws, taken = Draws(seed, "people"), set[str]()
    for _ in range(_known(company)):
        add_account(world, company, draws, taken, known=True)
    for index, month in enumerate(calendar.months(company.first, company.last)):
        for name, channel in company.channels.items():
            for _ in range(draws.count(expected(company, index, month, name))):
                world.people.append(_person(world, company, draws, taken, month, name, channel))
    world.people.sort(key=lambda person: (person.created, person.id))
    for place, person in enumerate(world.people, start=1):
        person.id = place


def expected(company: Company, index: int, month: date, channel: str) -> float:
    """Mean number of people that a channel brings in a month."""
    volume = company.volume
    usual = volume.start * (1 + volume.growth) ** index * volume.season[month.month - 1]
    shift = company.shift
    extra = shift.volume if shift and shift.channel == channel and month >= shift.start else 1.0
    return usual * company.channels[channel].share * extra * _risen(company, month)


def _risen(company: Company, month: date) -> float:
    """By how much the extra growth has multiplied who comes."""
    begun = company.volume.rises
    steps = 0 if begun is None else 12 * (month.year - begun.year) + month.month - begun.month + 1
    return (1 + company.volume.rise) ** max(0, steps)


def _known(company: Company) -> int:
    return company.contracts.known if company.contracts else company.orders.known if company.orders else 0


def add_account(world: World, company: Company, draws: Draws, taken: set[str], *, known: bool = False) -> Account:
    """One more company."""
    rules = company.accounts
    size = draws.pick({name: rule.share for name, rule in rules.sizes.items()})
    name, domain = names.company(draws, rules.suffixes, taken)
    small, large = rules.sizes[size].employees
    account = Account(
        id=len(world.accounts) + 1, name=name, domain=domain, industry=draws.pick(rules.industries),
        country=draws.pick(rules.countries), employees=draws.whole(small, large), size=size, known=known,
    )  # fmt: skip
    if world.accounts and draws.chance(rules.parent_share):
        account.parent = draws.one(world.accounts).id
    world.accounts.append(account)
    return account


def _person(
    world: World, company: Company, draws: Draws, taken: set[str], month: date, name: str, channel: Channel
) -> Person:
    fresh = not world.accounts or draws.chance(company.accounts.new_share)
    account = add_account(world, company, draws, taken) if fresh else draws.one(world.accounts)
    first, last = names.person(draws)
    return Person(
        id=len(world.people) + 1, account=account.id, first=first, last=last,
        email=f"{_plain(first)}.{_plain(last)}@{account.domain}", title=draws.one(company.journey.titles),
        owner=draws.whole(1, company.owners), channel=name, source=draws.pick(channel.sources),
        country=account.country, created=calendar.arrival(month, draws, office=channel.side == "sales"),
    )  # fmt: skip


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()


def qualify(world: World, company: Company, *, seed: int) -> None:
    """Each person's MQL, SQL and deal moments, by the rates of its channel; some dropped MQLs come back once."""
    draws, pace = Draws(seed, "journey"), speed.Pace(company, seed)
    for person in world.people:
        _travel(person, world.accounts[person.account - 1], company, draws, pace)


def _travel(person: Person, account: Account, company: Company, draws: Draws, pace: speed.Pace) -> None:
    rules, rates = company.journey, company.channels[person.channel]
    sold = rates.mql_to_sql * handing.kept(person, account, company) * turned(person, company)
    if not draws.chance(rates.lead_to_mql):
        person.dropped = draws.chance(0.4)
        return
    person.mql = person.first_mql = _later(person.created, draws.days(rules.lead_to_mql), company, draws)
    if draws.chance(sold * pace.next(person, account)):
        _sell(person, pace.answered(person, person.mql), company, draws)
    elif draws.chance(rules.recycled_share):
        spoken = pace.answered(person, person.mql)
        person.recycled = _later(spoken, draws.days(rules.mql_to_sql) + 5, company, draws)
        person.mql = _later(person.recycled, draws.days(rules.back_after), company, draws)
        if draws.chance(sold * pace.next(person, account)):
            _sell(person, pace.answered(person, person.mql), company, draws)
    else:
        person.dropped = draws.chance(0.6)


def turned(person: Person, company: Company) -> float:
    """How many times as often a person becomes an SQL as others did before the turn, where there is one."""
    turn = company.turn
    return turn.lift if turn and person.created.date() >= turn.start else 1.0


def _sell(person: Person, spoken: datetime, company: Company, draws: Draws) -> None:
    rules = company.journey
    person.sql = _later(spoken, draws.days(rules.mql_to_sql), company, draws)
    if draws.chance(company.channels[person.channel].sql_to_deal):
        person.deal_at = _later(person.sql, draws.days(rules.sql_to_deal), company, draws)


def _later(start: datetime, days: float, company: Company, draws: Draws) -> datetime:
    return calendar.after(start, days, draws, quiet=company.quiet_months)
