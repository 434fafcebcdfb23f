"""The forms a consultant fills with the client: costs, targets, subscriptions, revenue; in English or Spanish."""

from __future__ import annotations

from collections.abc import Callable

from helpers.samples.company import Company
from helpers.samples.files import Sheet
from helpers.samples.world import World

AccountId = Callable[[int], str]
_TEAMS = {"marketing": "Marketing", "sales": "Ventas", "shared": "Compartido", "both": "Ambos"}
_CATEGORIES = {
    "marketing salaries": "salarios de marketing",
    "sales salaries": "salarios de ventas",
    "media": "medios",
    "content": "contenidos",
    "events": "ferias",
    "tools": "herramientas",
    "commissions": "comisiones",
    "travel": "viajes",
    "presales": "preventa",
    "crm": "CRM",
    "management": "dirección",
}


def english(world: World, company: Company, *, account_id: AccountId) -> list[Sheet]:
    """Forms with English headers, ISO dates and decimal points."""
    currency = company.currency
    costs: list[tuple[str, ...]] = [
        (f"{item.month:%Y-%m}", item.team, item.category, item.channel, f"{item.amount}.00", currency)
        for item in world.costs
    ]
    total = sum(item.amount for item in world.costs)
    costs += [("Total", "", "", "", f"{total}.00", currency)] * company.dirt.costs_totals_rows
    targets = [
        (item.period, item.metric, "all", item.owner, str(item.value), f"{item.set_on}") for item in world.targets
    ]
    return [
        Sheet("forms/costs.csv", ("month", "team", "category", "channel", "amount", "currency"), list(costs)),
        Sheet("forms/targets.csv", ("period", "metric", "segment", "owner", "value", "set_on"), list(targets)),
        _subscriptions(world, company, account_id), *_lift(world),
    ]  # fmt: skip


def _subscriptions(world: World, company: Company, account_id: AccountId) -> Sheet:
    header = ("subscription_id", "company_id", "start", "end", "monthly", "gross_margin", "currency")
    margin = company.contracts.gross_margin if company.contracts else 0.0
    rows = [
        (
            f"SUB-{item.id:05d}", account_id(item.account), f"{item.start}", f"{item.end or ''}", f"{item.monthly}.00",
            f"{margin:.2f}", company.currency,
        )
        for item in sorted(world.contracts, key=lambda item: (item.start, item.id))
    ]  # fmt: skip
    return Sheet("forms/subscriptions.csv", header, list(rows))


def _lift(world: World) -> list[Sheet]:
    """The form of experiments, where there was one."""
    header = ("channel", "from", "to", "conversions", "low", "high", "method")
    rows = [
        (
            item.channel, f"{item.start}", f"{item.end}", str(item.conversions), str(item.low), str(item.high),
            item.method,
        )
        for item in world.lifts
    ]  # fmt: skip
    return [Sheet("forms/lift.csv", header, list(rows))] if rows else []


def euros(amount: int) -> str:
    """Whole euros as Spain writes them.

    >>> euros(1254300)
    '1.254.300,00'
    """
    return f"{amount:,}".replace(",", ".") + ",00"


def spanish(world: World, company: Company, *, account_id: AccountId) -> list[Sheet]:
    """Forms with Spanish headers, day-first dates and decimal commas."""
    currency = company.currency
    costs: list[tuple[str, ...]] = [
        (
            f"{item.month:%m/%Y}", _TEAMS[item.team], _CATEGORIES[item.category], item.channel, euros(item.amount),
            currency,
        )
        for item in world.costs
    ]  # fmt: skip
    total = sum(item.amount for item in world.costs)
    costs += [("TOTAL", "", "", "", euros(total), currency)] * company.dirt.costs_totals_rows
    targets = [
        (item.period, item.metric, "all", _TEAMS[item.owner], euros(item.value), f"{item.set_on:%d/%m/%Y}")
        for item in world.targets
    ]
    promised = ("periodo", "métrica", "segmento", "responsable", "valor", "fecha de acuerdo")
    return [
        Sheet("forms/costes.csv", ("mes", "equipo", "categoría", "canal", "importe", "moneda"), list(costs)),
        Sheet("forms/objetivos.csv", promised, list(targets)),
        _income(world, company, account_id),
    ]


def _income(world: World, company: Company, account_id: AccountId) -> Sheet:
    header = ("id de empresa", "fecha", "id de pedido", "grupo de producto", "importe", "margen", "moneda")
    rows = [
        (
            account_id(item.account), f"{item.on:%d/%m/%Y}", f"P{item.on:%y}-{item.id:05d}", item.group,
            euros(item.amount), euros(item.margin), company.currency,
        )
        for item in world.orders
    ]  # fmt: skip
    return Sheet("forms/ingresos.csv", header, list(rows))
