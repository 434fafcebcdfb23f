"""The forms that both teams fill in for each other, in English or Spanish, under the headers their playbook prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.samples.company import Company
from helpers.samples.files import Sheet
from helpers.samples.teams import Loop
from helpers.samples.world import Deal, Person, World
from helpers.sources.wording import choices, headers

#: Form → name of its file, as typed by somebody who avoids accents in names of files.
FILES = {
    "en": {name: name for name in (
        "owners", "feedback", "winloss", "content", "content_use", "campaigns", "messages", "decisions", "meetings",
        "comments", "blind_sort", "incentives",
    )},
    "es": {
        "owners": "responsables", "feedback": "comentarios_de_clientes", "winloss": "ganadas_y_perdidas",
        "content": "contenidos", "content_use": "uso_de_contenidos", "campaigns": "campanas", "messages": "mensajes",
        "decisions": "decisiones", "meetings": "reuniones", "comments": "valoraciones",
        "blind_sort": "clasificacion_a_ciegas", "incentives": "incentivos",
    },
}  # fmt: skip
#: Columns that these companies do not keep.
_LEFT_OUT = {
    "feedback": ("company_id", "company_name"), "content": ("by_marketing", "by_sales"),
    "content_use": ("company_id", "company_name"), "messages": ("segment",),
}  # fmt: skip
_STAGES = {
    "en": {"lead": "Lead", "mql": "MQL", "sql": "SQL", "opportunity": "Opportunity", "offer": "Offer"},
    "es": {"lead": "Lead", "mql": "MQL", "sql": "SQL", "opportunity": "Oportunidad", "offer": "Oferta"},
}
_AUTHORS = {"marketing": "marketing", "sales": "ventas", "both": "marketing y ventas"}


@dataclass(frozen=True)
class Ids:
    """How a CRM calls its records."""

    company: Callable[[int], str]
    deal: Callable[[int], str]
    person: Callable[[int], str]
    owner: Callable[[int], str]


def sheets(world: World, company: Company, *, ids: Ids) -> list[Sheet]:
    """Every form that has rows, in the language of the company."""
    filled = {"owners": _owners(company, ids), **world.forms}
    return [_sheet(form, rows, company.loop, ids) for form, rows in filled.items() if rows]


def _owners(company: Company, ids: Ids) -> list[dict[str, Any]]:
    return [
        {"owner": ids.owner(number), "team": "sales", "seller_group": name}
        for name, group in company.handing.groups.items() for number in group.owners
    ]  # fmt: skip


def _sheet(form: str, rows: list[dict[str, Any]], loop: Loop, ids: Ids) -> Sheet:
    lang = loop.language
    titles = {field: title for field, title in headers(form, lang=lang).items() if field not in _LEFT_OUT.get(form, ())}
    titles = {field: title for field, title in titles.items() if not (form == "owners" and field in ("from", "to"))}
    words = {field: _words(form, field, lang) for field in titles}
    made = [tuple(_cell(form, field, row, words[field], lang, ids) for field in titles) for row in rows]
    return Sheet(f"forms/{FILES[lang][form]}.csv", tuple(titles.values()), list(made))


def _words(form: str, field: str, lang: str) -> dict[str, str]:
    """Value → word; the Spanish for no is no."""
    found = choices(form, field, lang=lang)
    return found | {"no": "no"} if "no" in found else found


def _cell(form: str, field: str, row: dict[str, Any], words: Mapping[str, str], lang: str, ids: Ids) -> str:
    if field == "deal_id":
        deal: Deal | None = row.get("deal")
        return ids.deal(deal.id) if deal else ""
    value = row.get(field)
    if isinstance(value, Person):
        return ids.person(value.id)
    if isinstance(value, date):
        return _day(value, lang, month=form == "comments")
    if field == "share":
        return f"{value}" if lang == "en" else f"{value:.0%}".replace("%", " %")
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if field == "stage":
        return _STAGES[lang].get(value or "", "")
    if field == "authors" and lang == "es":
        return _AUTHORS[str(value)]
    return words.get(str(value), str(value)) if value else ""


def _day(day: date, lang: str, *, month: bool) -> str:
    if month:
        return f"{day:%Y-%m}" if lang == "en" else f"{day:%m/%Y}"
    return f"{day}" if lang == "en" else f"{day:%d/%m/%Y}"
