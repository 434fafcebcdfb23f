"""The ordinary faults of exports, planted on purpose and counted: the manifest repeats every count."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta

from helpers.samples import names
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.world import Deal, Person, World

Fault = Callable[[World, Company, Draws], list[int]]


def soil(world: World, company: Company, *, seed: int) -> None:
    """Plant every fault; ``world.planted`` remembers the ids it touched. Faults in dates fall on different people."""
    for name, fault in FAULTS.items():
        world.planted[name] = fault(world, company, Draws(seed, f"dirt {name}"))


def _free(world: World, *, dated: bool = False) -> list[Person]:
    """People without a fault so far (with ``dated``: none that touches dates)."""
    kinds = ("skipped_mql", "out_of_order", "bulk_stage_dates", "future_dates") if dated else tuple(world.planted)
    taken = {person for kind in kinds for person in world.planted.get(kind, []) if kind not in _OF_DEALS}
    return [person for person in world.people if person.id not in taken]


def _skipped_mql(world: World, company: Company, draws: Draws) -> list[int]:
    chosen = draws.some([item for item in world.people if item.sql and not item.recycled], company.dirt.skipped_mql)
    for person in chosen:
        person.mql = None
    return [person.id for person in chosen]


def _out_of_order(world: World, company: Company, draws: Draws) -> list[int]:
    able = [item for item in _free(world, dated=True) if item.sql and item.mql and not item.recycled]
    chosen = draws.some(able, company.dirt.out_of_order)
    for person in chosen:
        assert person.mql is not None
        person.sql = person.mql - timedelta(days=draws.whole(1, 4), minutes=draws.whole(1, 50))
    return [person.id for person in chosen]


def _bulk(world: World, company: Company, draws: Draws) -> list[int]:
    """A migration wrote one and the same minute over the MQL dates of people who were MQLs before.

    It did so with the later dates of their hand-off too.
    """
    at = company.dirt.bulk_at
    able = [
        item for item in _free(world, dated=True)
        if item.mql and item.mql < at and not item.recycled and (item.sql is None or item.sql > at)
    ]  # fmt: skip
    chosen = draws.some(able, _loaded(world, company))
    for person in chosen:
        person.mql = at
        for one in world.handoffs.get(person.id, ()):
            one.assigned = max(one.assigned or at, at)
            one.decided = max(one.decided, at) if one.decided else None
    return [person.id for person in chosen]


def _loaded(world: World, company: Company) -> int:
    """How many dates a migration wrote over; where a peak is asked for, so many usual months of the year before."""
    rules = company.dirt
    if not rules.bulk_peak:
        return rules.bulk_stage_dates
    year = [item for item in world.people
            if item.mql and rules.bulk_at - timedelta(days=365) <= item.mql < rules.bulk_at]  # fmt: skip
    known = min(12.0, (rules.bulk_at.date() - company.first).days / 30.4)
    return round(rules.bulk_peak * len(year) / known)


def _future(world: World, company: Company, draws: Draws) -> list[int]:
    able = [item for item in _free(world, dated=True) if item.mql and not item.sql and not item.recycled]
    chosen = draws.some(able, company.dirt.future_dates)
    for person in chosen:
        assert person.mql is not None
        person.mql = person.mql.replace(year=2062, day=min(person.mql.day, 28))
    return [person.id for person in chosen]


def _blank(world: World, company: Company, draws: Draws) -> list[int]:
    chosen = draws.some(world.people, company.dirt.blank_sources)
    for person in chosen:
        person.source = ""
    return [person.id for person in chosen]


def _trailing(world: World, company: Company, draws: Draws) -> list[int]:
    chosen = draws.some([item for item in world.people if item.source], company.dirt.trailing_spaces)
    for person in chosen:
        person.source += " "
    return [person.id for person in chosen]


def _countries(world: World, company: Company, draws: Draws) -> list[int]:
    """Typed by hand: upper or lower case, on the company and on its people."""
    chosen = draws.some(world.accounts, company.dirt.mixed_case_countries)
    for account in chosen:
        account.country = account.country.upper() if draws.chance(0.5) else account.country.lower()
        for person in world.people:
            if person.account == account.id:
                person.country = account.country
    return [account.id for account in chosen]


def _free_mail(world: World, company: Company, draws: Draws) -> list[int]:
    chosen = draws.some(_free(world), company.dirt.free_mail)
    for person in chosen:
        domain = draws.one(("freemail.example", "webmail.example"))
        person.email = f"{person.email.split('@')[0]}{person.id}@{domain}"
    return [person.id for person in chosen]


def _duplicates(world: World, company: Company, draws: Draws) -> list[int]:
    """The same person typed in again: e-mail in other case, a later day, nothing else known."""
    added = []
    late = datetime.combine(company.last, datetime.min.time()) - timedelta(days=60)
    for original in draws.some([item for item in _free(world) if item.created < late], company.dirt.duplicate_people):
        twin = copy(original)
        twin.id = len(world.people) + 1
        twin.email = original.email.upper() if draws.chance(0.4) else original.email.title()
        twin.created = original.created + timedelta(days=draws.whole(3, 50), minutes=draws.whole(1, 59))
        twin.mql = twin.first_mql = twin.recycled = twin.sql = twin.deal_at = twin.deal = None
        twin.dropped, twin.said = False, ""
        world.people.append(twin)
        added.append(twin.id)
    return added


def _tests(world: World, company: Company, draws: Draws) -> list[int]:
    """Colleagues trying out the form, with addresses of the company's own domain."""
    added = []
    for original in draws.some(_free(world), company.dirt.test_people):
        tester = copy(original)
        tester.id = len(world.people) + 1
        tester.first, tester.last = "Test", names.person(draws)[1]
        tester.email = f"test.{tester.last.lower()}@{company.domain}"
        tester.mql = tester.first_mql = tester.created + timedelta(minutes=draws.whole(2, 30))
        tester.recycled = tester.sql = tester.deal_at = tester.deal = None
        world.people.append(tester)
        added.append(tester.id)
    return added


def _deals(world: World, *kinds: str) -> list[Deal]:
    taken = {deal for kind in _OF_DEALS for deal in world.planted.get(kind, [])}
    return [deal for deal in world.deals if deal.id not in taken and (not kinds or deal.kind in kinds)]


def _skipped_stage(world: World, company: Company, draws: Draws) -> list[int]:
    able = [item for item in _deals(world, "new") if item.outcome == "won" and len(item.steps) > 3]
    chosen = draws.some(able, company.dirt.skipped_deal_stage)
    for deal in chosen:
        del deal.steps[draws.whole(1, len(deal.steps) - 2)]
    return [deal.id for deal in chosen]


def _amounts(number: Callable[[Company], int], values: tuple[int, ...]) -> Fault:
    def fault(world: World, company: Company, draws: Draws) -> list[int]:
        chosen = draws.some(_deals(world, "new", "expansion"), number(company))
        for deal in chosen:
            deal.amount = draws.one(values)
            for step in deal.steps:
                step.amount = deal.amount
        return [deal.id for deal in chosen]

    return fault


def _no_company(world: World, company: Company, draws: Draws) -> list[int]:
    chosen = draws.some(_deals(world, "expansion"), company.dirt.deals_without_company)
    for deal in chosen:
        deal.account, deal.people = None, []
    for person in world.people:
        if person.deal in {deal.id for deal in chosen}:
            person.deal = None
    return [deal.id for deal in chosen]


def _mislabelled(world: World, company: Company, draws: Draws) -> list[int]:
    chosen = draws.some(_deals(world, "renewal"), company.dirt.mislabelled_renewals)
    for deal in chosen:
        deal.kind = "new"
    return [deal.id for deal in chosen]


def _stale_close(world: World, company: Company, draws: Draws) -> list[int]:
    """The close date of a lost deal stays the one once expected; only its history knows the day."""
    able = [item for item in _deals(world) if item.outcome == "lost" and item.close != item.steps[-1].expected]
    chosen = draws.some(able, company.dirt.stale_lost_close)
    for deal in chosen:
        deal.close = deal.steps[-1].expected
    return [deal.id for deal in chosen]


def _totals(_world: World, company: Company, _draws: Draws) -> list[int]:
    """The writer of the costs form adds the rows; here they are only announced."""
    return list(range(1, company.dirt.costs_totals_rows + 1))


#: In this order: what adds people comes after what changes them.
FAULTS: dict[str, Fault] = {
    "skipped_mql": _skipped_mql,
    "out_of_order": _out_of_order,
    "bulk_stage_dates": _bulk,
    "future_dates": _future,
    "blank_sources": _blank,
    "trailing_spaces": _trailing,
    "mixed_case_countries": _countries,
    "free_mail": _free_mail,
    "duplicate_people": _duplicates,
    "test_people": _tests,
    "skipped_deal_stage": _skipped_stage,
    "zero_amounts": _amounts(lambda company: company.dirt.zero_amounts, (0,)),
    "placeholder_amounts": _amounts(lambda company: company.dirt.placeholder_amounts, (1, 999999)),
    "deals_without_company": _no_company,
    "mislabelled_renewals": _mislabelled,
    "stale_lost_close": _stale_close,
    "costs_totals_rows": _totals,
}
_OF_DEALS = {
    "skipped_deal_stage", "zero_amounts", "placeholder_amounts", "deals_without_company", "mislabelled_renewals",
    "stale_lost_close", "mixed_case_countries", "costs_totals_rows",
}  # fmt: skip
