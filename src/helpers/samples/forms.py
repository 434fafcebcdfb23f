"""The forms a consultant fills with the client: costs, targets, subscriptions, revenue, trials; English or Spanish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from helpers.samples import forecasts
from helpers.samples.company import Company
from helpers.samples.files import Sheet
from helpers.samples.world import World

AccountId = Callable[[int], str]
Row = tuple[str, ...]
#: Form → its file and headers, in English and in Spanish.
FORMS: dict[str, dict[str, tuple[str, Row]]] = {
    "costs": {
        "en": ("costs", ("month", "team", "category", "channel", "amount", "currency")),
        "es": ("costes", ("mes", "equipo", "categoría", "canal", "importe", "moneda")),
    },
    "targets": {
        "en": ("targets", ("period", "metric", "segment", "owner", "value", "set_on")),
        "es": ("objetivos", ("periodo", "métrica", "segmento", "responsable", "valor", "fecha de acuerdo")),
    },
    "subscriptions": {
        "en": ("subscriptions", (
            "subscription_id", "company_id", "start", "end", "monthly", "gross_margin", "currency",
        )),
        "es": ("suscripciones", (
            "id de suscripción", "id de empresa", "inicio", "fin", "importe mensual", "margen bruto", "moneda",
        )),
    },
    "revenue": {
        "en": ("revenue", ("company_id", "date", "order_id", "product_group", "amount", "margin", "currency")),
        "es": ("ingresos", (
            "id de empresa", "fecha", "id de pedido", "grupo de producto", "importe", "margen", "moneda",
        )),
    },
    "regions": {"en": ("regions", ("country", "region")), "es": ("regiones", ("país", "región"))},
    "lift": {
        "en": ("lift", ("channel", "from", "to", "conversions", "low", "high", "method")),
        "es": ("experimentos", (
            "canal", "desde", "hasta", "conversiones", "límite inferior", "límite superior", "método",
        )),
    },
}  # fmt: skip
_TEAMS = {"marketing": "Marketing", "sales": "Ventas", "shared": "Compartido", "both": "Ambos"}
_CATEGORIES = {
    "marketing salaries": "salarios de marketing",
    "sales salaries": "salarios de ventas",
    "media": "medios",
    "content": "contenidos",
    "events": "eventos",
    "agencies": "agencias",
    "tools": "herramientas",
    "commissions": "comisiones",
    "travel": "viajes",
    "presales": "preventa",
    "crm": "CRM",
    "management": "dirección",
}


def sheets(world: World, company: Company, *, account_id: AccountId) -> list[Sheet]:
    """The forms of a company in its language: subscriptions where it has contracts, revenue where it takes orders."""
    lang = company.loop.language
    rows = {"costs": _costs(world, company, lang), "targets": _targets(world, lang)}
    if company.contracts:
        rows["subscriptions"] = _subscriptions(world, company, account_id, lang)
    if company.orders:
        rows["revenue"] = _revenue(world, company, account_id, lang)
    if company.stories.regions:
        rows["regions"] = list(forecasts.spellings(company))
    if world.lifts:
        rows["lift"] = _lift(world, lang)
    return [Sheet(f"forms/{FORMS[form][lang][0]}.csv", FORMS[form][lang][1], list(made)) for form, made in rows.items()]


def money(amount: int, lang: str) -> str:
    """Whole units as people of a language write them.

    >>> money(1254300, "es"), money(1254300, "en")
    ('1.254.300,00', '1254300.00')
    """
    return f"{amount:,}".replace(",", ".") + ",00" if lang == "es" else f"{amount}.00"


def _day(day: date | None, lang: str) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}" if lang == "es" else f"{day}"


def _costs(world: World, company: Company, lang: str) -> list[Row]:
    """Amounts by month; at the end the totals that spreadsheets have."""
    spanish, currency = lang == "es", company.currency
    rows: list[Row] = [
        (
            f"{item.month:%m/%Y}" if spanish else f"{item.month:%Y-%m}", _TEAMS[item.team] if spanish else item.team,
            _category(item.category, company) if spanish else item.category, item.channel, money(item.amount, lang),
            currency,
        )
        for item in world.costs
    ]  # fmt: skip
    total = ("TOTAL" if spanish else "Total", "", "", "", money(sum(item.amount for item in world.costs), lang))
    return rows + [(*total, currency)] * company.dirt.costs_totals_rows


def _category(name: str, company: Company) -> str:
    """What a kind of cost is called; events of companies that sell machines are fairs."""
    return "ferias" if name == "events" and company.orders else _CATEGORIES[name]


def _targets(world: World, lang: str) -> list[Row]:
    spanish = lang == "es"
    return [
        (
            item.period, item.metric, item.segment, _TEAMS[item.owner] if spanish else item.owner,
            money(item.value, lang) if spanish else str(item.value), _day(item.set_on, lang),
        )
        for item in world.targets
    ]  # fmt: skip


def _subscriptions(world: World, company: Company, account_id: AccountId, lang: str) -> list[Row]:
    margin = f"{company.contracts.gross_margin:.2f}" if company.contracts else ""
    return [
        (
            f"SUB-{item.id:05d}", account_id(item.account), _day(item.start, lang), _day(item.end, lang),
            money(item.monthly, lang), margin.replace(".", ",") if lang == "es" else margin, company.currency,
        )
        for item in sorted(world.contracts, key=lambda item: (item.start, item.id))
    ]  # fmt: skip


def _revenue(world: World, company: Company, account_id: AccountId, lang: str) -> list[Row]:
    return [
        (
            account_id(item.account), _day(item.on, lang), f"P{item.on:%y}-{item.id:05d}", item.group,
            money(item.amount, lang), money(item.margin, lang), company.currency,
        )
        for item in world.orders
    ]  # fmt: skip


def _lift(world: World, lang: str) -> list[Row]:
    """What experiments measured."""
    return [
        (
            item.channel, _day(item.start, lang), _day(item.end, lang), str(item.conversions), str(item.low),
            str(item.high), item.method,
        )
        for item in world.lifts
    ]  # fmt: skip
