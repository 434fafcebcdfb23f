"""The dialect of a HubSpot portal in Spanish: ';', decimal comma, day first, local time without a zone."""

from __future__ import annotations

from datetime import datetime

from helpers.samples import handing, loop_forms, names, survey_forms
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.files import Sheet, Style
from helpers.samples.forms import euros, spanish
from helpers.samples.world import Deal, Person, World

STYLE = Style(delimiter=";", newline="\r\n", bom=True)
_CYCLE = "Lifecycle Stage Pipeline"
_PIPELINE = "Ventas de maquinaria"
_PEOPLE = {
    "lead": "Lead", "mql": "Lead calificado para marketing", "recycled": "Devuelto a marketing",
    "rejected": "Rechazado",
    "sql": "Lead calificado para ventas", "opportunity": "Oportunidad", "customer": "Cliente",
}  # fmt: skip
_STAGES = {
    "visit": "Visita técnica", "offer": "Oferta enviada", "negotiation": "Negociación", "won": "Pedido",
    "lost": "Perdido",
}  # fmt: skip
_TYPES = {"new": "Nuevo negocio", "expansion": "Negocio existente", "renewal": "Renovación"}
ACTIONS = {"call": "Llamada", "email": "Correo", "meeting": "Reunión", "visit": "Visita", "auto": "Correo automático"}
_SIDES = {"marketing": "Marketing", "sales": "Ventas"}


def company_id(number: int) -> str:
    """Record ids have eleven digits or more."""
    return str(18_400_000_000 + number * 7)


def _contact_id(number: int) -> str:
    return str(93_100_000_000 + number * 13)


def _deal_id(number: int) -> str:
    return str(27_500_000_000 + number * 11)


def sheets(world: World, company: Company, *, seed: int) -> list[Sheet]:
    """Exports and forms of one company."""
    owners = _owners(company, seed)
    return [
        _contacts(world, owners), _companies(world), _negocios(world, company, owners), _activities(world, owners),
        *spanish(world, company, account_id=company_id),
        *loop_forms.sheets(world, company, ids=loop_forms.Ids(_deal_id, _contact_id, owners.__getitem__)),
        *survey_forms.sheets(company.survey, lang="es", seed=seed),
    ]  # fmt: skip


def _owners(company: Company, seed: int) -> dict[int, str]:
    draws = Draws(seed, "owners")
    return {number: " ".join(names.person(draws)) for number in range(1, company.owners + 1)}


def _moment(at: datetime | None) -> str:
    return f"{at:%d/%m/%Y %H:%M}" if at else ""


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


def _contacts(world: World, owners: dict[int, str]) -> Sheet:
    header = (
        "ID de registro", "Nombre", "Apellidos", "Correo", "Cargo", "País/región", "Propietario del contacto",
        "Fecha de creación", "Última actividad", "Etapa del ciclo de vida", "Fuente original",
        "¿Cómo nos conoció?", "Fecha de asignación del propietario", "Motivo de descarte",
        "Associated Company IDs (Primary)",
        *(f'Date entered "{label} ({_CYCLE})"' for label in _PEOPLE.values()),
    )  # fmt: skip
    last = {touch.person: touch.at for touch in world.touches if touch.person is not None}
    deals = {deal.id: deal for deal in world.deals}
    rows = []
    for person in world.people:
        entered, passed = _entered(person, deals, world), handing.latest(world, person.id)
        rows.append((
            _contact_id(person.id), person.first, person.last, person.email, person.title, person.country,
            owners[person.owner], _moment(person.created), _moment(last.get(person.id)), _PEOPLE[_now(entered)],
            person.source, person.said, _moment(passed.assigned if passed else None),
            handing.reason(world, person.id), company_id(person.account), *(_moment(at) for at in entered.values()),
        ))  # fmt: skip
    return Sheet("exports/contactos.csv", header, list(rows))


def _companies(world: World) -> Sheet:
    header = (
        "ID de registro", "Nombre de la empresa", "Nombre de dominio de la empresa", "Sector", "País/región",
        "Número de empleados", "Tamaño", "ID de la empresa matriz",
    )  # fmt: skip
    rows = [
        (
            company_id(item.id), item.name, item.domain, item.industry, item.country, str(item.employees), item.size,
            company_id(item.parent) if item.parent else "",
        )
        for item in world.accounts
    ]  # fmt: skip
    return Sheet("exports/empresas.csv", header, list(rows))


def _negocios(world: World, company: Company, owners: dict[int, str]) -> Sheet:
    header = (
        "ID de registro", "Nombre del negocio", "Pipeline", "Etapa del negocio", "Importe", "Moneda",
        "Fecha de creación", "Fecha de cierre", "Propietario del negocio", "Tipo de negocio", "Grupo de producto",
        "Motivo de cierre perdido", "Motivo de cierre ganado", "Notas de cierre", "Descuento",
        "Associated Company IDs (Primary)", "Associated Contact IDs",
        *(f'Date entered "{label} ({_PIPELINE})"' for label in _STAGES.values()),
    )  # fmt: skip
    return Sheet("exports/negocios.csv", header, [_negocio(deal, company, owners) for deal in world.deals])


def _negocio(deal: Deal, company: Company, owners: dict[int, str]) -> tuple[str, ...]:
    entered = {step.stage: step.at for step in deal.steps}
    close = deal.ended if deal.outcome != "open" else None
    expected = f"{deal.close:%d/%m/%Y} 12:00" if deal.close else ""
    return (
        _deal_id(deal.id), deal.label, _PIPELINE, _STAGES[deal.steps[-1].stage], euros(deal.amount), company.currency,
        _moment(deal.created), _moment(close) or expected, owners[deal.owner], _TYPES[deal.kind], deal.product,
        deal.lost_reason, deal.win_reason, deal.notes, f"{deal.discount} %" if deal.discount else "",
        company_id(deal.account) if deal.account else "",
        ";".join(_contact_id(person) for person in deal.people),
        *(_moment(entered.get(stage)) for stage in _STAGES),
    )  # fmt: skip


def _activities(world: World, owners: dict[int, str]) -> Sheet:
    header = (
        "ID de actividad", "Fecha de la actividad", "Tipo de actividad", "Área", "Campaña", "Contenido",
        "ID de contacto", "ID de empresa", "Responsable",
    )  # fmt: skip
    rows = [
        (
            str(5_200_000_000 + touch.id), _moment(touch.at), ACTIONS.get(touch.kind, touch.kind), _SIDES[touch.side],
            touch.campaign, touch.asset, _contact_id(touch.person) if touch.person else "",
            company_id(touch.account) if touch.account else "", owners[touch.owner],
        )
        for touch in world.touches
    ]  # fmt: skip
    return Sheet("exports/actividades.csv", header, list(rows))
