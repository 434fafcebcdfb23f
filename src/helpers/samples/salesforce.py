"""The dialect of Salesforce: API names whatever the language, 18-character ids, moments in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from helpers.samples import exports, handing, loop_forms
from helpers.samples.company import Company
from helpers.samples.files import Sheet, Style
from helpers.samples.world import Deal, Person, Touch, World

_NAME = "salesforce"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: Contacts who never were leads are numbered from here.
_CONTACTS = 100_000


def record_id(prefix: str, number: int) -> str:
    """An 18-character record id: prefix, number in base 62, and the three letters that make it case-safe.

    >>> record_id("001", 1)
    '0015g0000000001AAA'
    """
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = _DIGITS[rest] + digits
    short = f"{prefix}5g{digits.rjust(10, '0')}"
    return short + "".join(_LETTERS[_capitals(short[start : start + 5])] for start in (0, 5, 10))


def _capitals(part: str) -> int:
    """Which of five characters are capitals, as the bits of a number."""
    return sum(char.isupper() << place for place, char in enumerate(part))


def account_id(number: int) -> str:
    """Id of an account."""
    return record_id("001", number)


STYLE = Style()
IDS = loop_forms.Ids(
    company=account_id,
    deal=lambda number: record_id("006", number),
    person=lambda number: record_id("00Q", number),
    owner=lambda number: record_id("005", number),
)


def sheets(world: World, company: Company) -> list[Sheet]:
    """The exports of one company."""
    zone = ZoneInfo(company.time_zone)
    return [
        _leads(world, zone, company), _accounts(world, company), _opportunities(world, zone, company),
        _history(world, zone, company), _members(world, company), _activities(world, zone, company),
    ]  # fmt: skip


def _sheet(name: str, company: Company, rows: Sequence[tuple[str, ...]]) -> Sheet:
    table = exports.tables(_NAME)[name]
    return Sheet(table.path(company.loop.language), table.header(company), list(rows))


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.replace(tzinfo=zone).astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%S}.000Z" if at else ""


def _status(person: Person, world: World) -> str:
    passed = handing.latest(world, person.id)
    if person.deal is not None:
        return "converted"
    if person.recycled and (person.mql is None or person.mql <= person.recycled):
        return "recycled"
    if passed and passed.decision == "rejected":
        return "rejected"
    if person.dropped:
        return "disqualified"
    return "sql" if person.sql else "mql" if person.mql else "lead"


def _leads(world: World, zone: ZoneInfo, company: Company) -> Sheet:
    labels = exports.people(_NAME, company.loop.language)
    return _sheet("leads", company, [_lead(person, world, zone, labels) for person in world.people])


def _lead(person: Person, world: World, zone: ZoneInfo, labels: dict[str, str]) -> tuple[str, ...]:
    account = world.accounts[person.account - 1]
    passed = handing.latest(world, person.id)
    turned = passed.decided if passed and passed.decision == "rejected" else None
    done = person.deal is not None and person.deal_at is not None
    return (
        record_id("00Q", person.id), person.first, person.last, person.email, account.name, person.title,
        account.industry, person.country, str(account.employees), person.source,
        labels[_status(person, world)],
        record_id("005", person.owner), _moment(person.created, zone), str(done).lower(),
        f"{person.deal_at:%Y-%m-%d}" if done else "", account_id(account.id) if done else "",
        record_id("003", person.id) if done else "", record_id("006", person.deal or 0) if done else "",
        _moment(person.mql, zone), _moment(person.recycled, zone), _moment(person.sql, zone),
        account.size, person.said, _moment(passed.assigned if passed else None, zone), _moment(turned, zone),
        handing.reason(world, person.id),
    )  # fmt: skip


def _used(world: World) -> set[int]:
    """Accounts exist in the CRM once somebody was converted or something was sold."""
    deals = {deal.account for deal in world.deals if deal.account is not None}
    found = deals | {account.id for account in world.accounts if account.known}
    found |= {person.account for person in world.people if person.deal is not None}
    return found | {world.accounts[number - 1].parent or number for number in found}


def _accounts(world: World, company: Company) -> Sheet:
    used = _used(world)
    rows = [
        (
            account_id(item.id), item.name, f"https://www.{item.domain}", item.industry, str(item.employees),
            item.country, account_id(item.parent) if item.parent in used and item.parent else "", item.size,
        )
        for item in world.accounts if item.id in used
    ]  # fmt: skip
    return _sheet("accounts", company, rows)


def _opportunities(world: World, zone: ZoneInfo, company: Company) -> Sheet:
    campaigns, first = _campaigns(world), _first_campaigns(world)
    rows = []
    for deal in world.deals:
        number = campaigns.get(first.get(deal.people[0], "") if deal.people else "")
        rows.append(_opportunity(deal, zone, company, record_id("701", number) if number else ""))
    return _sheet("opportunities", company, rows)


def _opportunity(deal: Deal, zone: ZoneInfo, company: Company, campaign: str) -> tuple[str, ...]:
    lang = company.loop.language
    return (
        record_id("006", deal.id), account_id(deal.account) if deal.account else "", deal.label,
        exports.stages(company, _NAME)[deal.steps[-1].stage], f"{deal.amount}.00", company.currency, f"{deal.close}",
        _moment(deal.created, zone), str(deal.outcome != "open").lower(), str(deal.outcome == "won").lower(),
        exports.said(exports.TYPES[_NAME][deal.kind], lang), *((deal.product,) if company.deals.products else ()),
        deal.source, campaign, record_id("005", deal.owner), deal.lost_reason, deal.win_reason, deal.notes,
        f"{deal.discount}" if deal.discount else "",
    )  # fmt: skip


def _history(world: World, zone: ZoneInfo, company: Company) -> Sheet:
    labels = exports.stages(company, _NAME)
    rows = [
        (record_id("006", deal.id), labels[step.stage], f"{step.amount}.00", f"{step.expected}", _moment(step.at, zone))
        for deal in world.deals for step in deal.steps
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[4], row[0]))
    numbered = [(record_id("008", place), *row) for place, row in enumerate(rows, start=1)]
    return _sheet("opportunity_history", company, numbered)


def _campaigns(world: World) -> dict[str, int]:
    names = sorted({touch.campaign for touch in world.touches if touch.campaign})
    return {name: place for place, name in enumerate(names, start=1)}


def _first_campaigns(world: World) -> dict[int, str]:
    first: dict[int, str] = {}
    for touch in world.touches:
        if touch.campaign and touch.person is not None:
            first.setdefault(touch.person, touch.campaign)
    return first


def _contact(touch: Touch, world: World) -> str:
    """Id of the contact: that of a converted lead, or of a colleague who never was a lead."""
    if touch.contact is not None:
        return record_id("003", _CONTACTS + touch.contact)
    return record_id("003", touch.person) if touch.person and world.people[touch.person - 1].deal else ""


def _members(world: World, company: Company) -> Sheet:
    campaigns, used = _campaigns(world), _used(world)
    rows = [
        (
            record_id("701", campaigns[touch.campaign]), touch.campaign, touch.kind, touch.asset,
            record_id("00Q", touch.person) if touch.person else "", _contact(touch, world),
            account_id(touch.account) if touch.contact and touch.account in used and touch.account else "",
            touch.answer, f"{touch.at:%Y-%m-%d}",
        )
        for touch in world.touches if touch.campaign
    ]  # fmt: skip
    return _sheet("campaign_members", company, rows)


def _activities(world: World, zone: ZoneInfo, company: Company) -> Sheet:
    lang = company.loop.language
    used = _used(world)
    rows = [
        (
            record_id("00T", touch.id),
            record_id("00Q", touch.person) if touch.person else _contact(touch, world),
            account_id(touch.account) if touch.account in used and touch.account else "",
            exports.action(touch.kind, lang), _moment(touch.at, zone),
        )
        for touch in world.touches if touch.side == "sales"
    ]  # fmt: skip
    return _sheet("activities", company, rows)
