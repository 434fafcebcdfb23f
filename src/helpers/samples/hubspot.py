"""The dialect of a HubSpot portal in local time: English (',', ISO days) or Spanish (';', decimal comma, day first)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from helpers.samples import exports, handing, loop_forms, names
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.files import Sheet, Style
from helpers.samples.forms import money
from helpers.samples.world import Deal, Person, World

_STYLES = {
    "en": Style(delimiter=",", newline="\n", bom=True), "es": Style(delimiter=";", newline="\r\n", bom=True),
}  # fmt: skip
_DAYS = {"en": "%Y-%m-%d", "es": "%d/%m/%Y"}
_NAME = "hubspot"


def style(lang: str) -> Style:
    """How the portal writes its CSV."""
    return _STYLES[lang]


def company_id(number: int) -> str:
    """Record ids have eleven digits or more."""
    return str(18_400_000_000 + number * 7)


def _contact_id(number: int) -> str:
    return str(93_100_000_000 + number * 13)


def _deal_id(number: int) -> str:
    return str(27_500_000_000 + number * 11)


def ids(company: Company, *, seed: int) -> loop_forms.Ids:
    """How the portal calls its records; owners go by their names."""
    return loop_forms.Ids(company_id, _deal_id, _contact_id, _owners(company, seed).__getitem__)


def sheets(world: World, company: Company, *, seed: int) -> list[Sheet]:
    """The exports of one company."""
    owners = _owners(company, seed)
    return [
        _contacts(world, company, owners), _companies(world, company), _deals(world, company, owners),
        _activities(world, company, owners),
    ]  # fmt: skip


def _sheet(name: str, company: Company, rows: Sequence[tuple[str, ...]], stages: tuple[str, ...] = ()) -> Sheet:
    table = exports.tables(_NAME)[name]
    return Sheet(table.path(company.loop.language), table.header(company, stages), list(rows))


def _owners(company: Company, seed: int) -> dict[int, str]:
    draws = Draws(seed, "owners")
    return {number: " ".join(names.person(draws)) for number in range(1, company.owners + 1)}


def _moment(at: datetime | None, lang: str) -> str:
    return at.strftime(f"{_DAYS[lang]} %H:%M") if at else ""


def _entered(person: Person, deals: dict[int, Deal], world: World) -> dict[str, datetime | None]:
    """Entry into each lifecycle stage; a contact becomes a customer with its deal."""
    deal = deals.get(person.deal or 0)
    won = deal.ended if deal and deal.outcome == "won" else None
    passed = handing.latest(world, person.id)
    turned = passed.decided if passed and passed.decision == "rejected" else None
    return {
        "lead": person.created, "mql": person.mql, "recycled": person.recycled, "rejected": turned,
        "sql": person.sql,
        "opportunity": person.deal_at if deal else None, "customer": won,
    }  # fmt: skip


def _now(entered: dict[str, datetime | None]) -> str:
    if entered["recycled"] and (entered["mql"] is None or entered["mql"] <= entered["recycled"]):
        return "recycled"
    if entered["rejected"]:
        return "rejected"
    return [name for name, at in entered.items() if at and name != "recycled"][-1]


def _contacts(world: World, company: Company, owners: dict[int, str]) -> Sheet:
    lang = company.loop.language
    labels = exports.people(_NAME, lang)
    last = {touch.person: touch.at for touch in world.touches if touch.person is not None}
    deals = {deal.id: deal for deal in world.deals}
    rows = []
    for person in world.people:
        entered, passed = _entered(person, deals, world), handing.latest(world, person.id)
        rows.append((
            _contact_id(person.id), person.first, person.last, person.email, person.title, person.country,
            owners[person.owner], _moment(person.created, lang), _moment(last.get(person.id), lang),
            labels[_now(entered)], person.source, person.said, _moment(passed.assigned if passed else None, lang),
            handing.reason(world, person.id), company_id(person.account),
            *(_moment(entered[name], lang) for name in labels),
        ))  # fmt: skip
    return _sheet("contacts", company, rows, tuple(labels.values()))


def _companies(world: World, company: Company) -> Sheet:
    rows = [
        (
            company_id(item.id), item.name, item.domain, item.industry, item.country, str(item.employees), item.size,
            company_id(item.parent) if item.parent else "",
        )
        for item in world.accounts
    ]  # fmt: skip
    return _sheet("companies", company, rows)


def _deals(world: World, company: Company, owners: dict[int, str]) -> Sheet:
    labels = exports.stages(company, _NAME)
    rows = [_deal(deal, company, owners, labels) for deal in world.deals]
    return _sheet("deals", company, rows, tuple(labels.values()))


def _deal(deal: Deal, company: Company, owners: dict[int, str], labels: dict[str, str]) -> tuple[str, ...]:
    lang = company.loop.language
    entered = {step.stage: step.at for step in deal.steps}
    return (
        _deal_id(deal.id), deal.label, exports.pipeline(company), labels[deal.steps[-1].stage],
        money(deal.amount, lang), company.currency, _moment(deal.created, lang), _close(deal, lang),
        owners[deal.owner], exports.said(exports.TYPES[_NAME][deal.kind], lang),
        *((deal.product,) if company.deals.products else ()),
        deal.lost_reason, deal.win_reason, deal.notes, _percent(deal.discount, lang),
        company_id(deal.account) if deal.account else "",
        ";".join(_contact_id(person) for person in deal.people),
        *(_moment(entered.get(stage), lang) for stage in labels),
    )  # fmt: skip


def _close(deal: Deal, lang: str) -> str:
    """The moment it was decided; else, and where nobody moved it, the day it was expected."""
    if deal.outcome != "open" and deal.close == deal.ended.date():
        return _moment(deal.ended, lang)
    return f"{_day(deal.close, lang)} 12:00" if deal.close else ""


def _day(day: date, lang: str) -> str:
    return day.strftime(_DAYS[lang])


def _percent(discount: int, lang: str) -> str:
    space = " " if lang == "es" else ""
    return f"{discount}{space}%" if discount else ""


def _activities(world: World, company: Company, owners: dict[int, str]) -> Sheet:
    lang = company.loop.language
    rows = [
        (
            str(5_200_000_000 + touch.id), _moment(touch.at, lang), exports.action(touch.kind, lang),
            exports.said(exports.SIDES[touch.side], lang),
            touch.campaign, touch.asset, _contact_id(touch.person) if touch.person else "",
            company_id(touch.account) if touch.account else "", owners[touch.owner],
        )
        for touch in world.touches
    ]  # fmt: skip
    return _sheet("activities", company, rows)
