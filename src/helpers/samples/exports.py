"""How each CRM calls its exports: files, headers, and the words of its lists, in English and Spanish.

Files and headers with their meaning lie in ``exports.toml``; what a seller chooses from a list stands here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from helpers.samples.company import Company
from helpers.samples.strict import Strict

Dialect = Literal["salesforce", "hubspot"]
Pair = tuple[str, str]
_PLACE = {"en": 0, "es": 1}

#: Stages of deals that parameters name by a code; a company's other stages have names of their own.
STAGES: Mapping[str, Pair] = {
    "visit": ("On-site visit", "Visita técnica"), "offer": ("Offer sent", "Oferta enviada"),
    "negotiation": ("Negotiation", "Negociación"),
}  # fmt: skip
#: How a decided deal is called: by companies that take orders, by others.
ENDS: Mapping[str, Mapping[str, Pair]] = {
    "salesforce": {"won": ("Closed Won", "Cerrada ganada"), "lost": ("Closed Lost", "Cerrada perdida")},
    "hubspot": {"won": ("Closed Won", "Cierre ganado"), "lost": ("Closed Lost", "Cierre perdido")},
    "orders": {"won": ("Order", "Pedido"), "lost": ("Lost", "Perdido")},
}
TYPES: Mapping[str, Mapping[str, Pair]] = {
    "salesforce": {
        "new": ("New Business", "Cliente nuevo"), "expansion": ("Expansion", "Cliente existente"),
        "renewal": ("Renewal", "Renovación"),
    },
    "hubspot": {
        "new": ("New Business", "Nuevo negocio"), "expansion": ("Existing Business", "Negocio existente"),
        "renewal": ("Renewal", "Renovación"),
    },
}  # fmt: skip
#: Where a person stands: what the word means → the word.
PEOPLE: Mapping[str, Mapping[str, Pair]] = {
    "salesforce": {
        "lead": ("Open", "Abierto"), "mql": ("Marketing Qualified", "Cualificado por marketing"),
        "sql": ("Sales Qualified", "Cualificado por ventas"), "converted": ("Converted", "Convertido"),
        "recycled": ("Recycled", "Devuelto a marketing"), "rejected": ("Rejected", "Rechazado"),
        "disqualified": ("Unqualified", "No cualificado"),
    },
    "hubspot": {
        "lead": ("Lead", "Lead"), "mql": ("Marketing Qualified Lead", "Lead calificado para marketing"),
        "recycled": ("Recycled", "Devuelto a marketing"), "rejected": ("Rejected", "Rechazado"),
        "sql": ("Sales Qualified Lead", "Lead calificado para ventas"), "opportunity": ("Opportunity", "Oportunidad"),
        "customer": ("Customer", "Cliente"),
    },
}  # fmt: skip
ACTIONS: Mapping[str, Pair] = {
    "call": ("Call", "Llamada"), "email": ("Email", "Correo"), "meeting": ("Meeting", "Reunión"),
    "visit": ("On-site Visit", "Visita"), "outbound": ("Outbound Email", "Correo de prospección"),
    "auto": ("Automated Email", "Correo automático"),
}  # fmt: skip
SIDES: Mapping[str, Pair] = {"marketing": ("Marketing", "Marketing"), "sales": ("Sales", "Ventas")}
_PIPELINE: Pair = ("Sales Pipeline", "Pipeline de ventas")


class Column(Strict):
    """A column: its header in each language, what it means, and what a company must have for it to be there."""

    header: tuple[str, ...]
    help: str
    when: Literal["", "products"] = ""


class Table(Strict):
    """An export: its file in each language, what one row is, its columns."""

    file: Pair
    row: str
    columns: tuple[Column, ...]

    def path(self, lang: str) -> str:
        """Its file inside the folder of the company."""
        return f"exports/{said(self.file, lang)}.csv"

    def of(self, company: Company) -> list[Column]:
        """The columns that a company's file has."""
        return [column for column in self.columns if not column.when or company.deals.products]

    def header(self, company: Company, stages: Sequence[str] = ()) -> tuple[str, ...]:
        """Every header, one for each stage where a column stands for them."""
        made: list[str] = []
        for column in self.of(company):
            text = said(column.header, company.loop.language).replace("{pipeline}", pipeline(company))
            made += [text.replace("…", stage) for stage in stages] if "…" in text else [text]
        return tuple(made)


@cache
def tables(dialect: str) -> dict[str, Table]:
    """The exports of a CRM by name, in the order in which a reader meets them."""
    text = (Path(__file__).parent / "exports.toml").read_text(encoding="utf-8")
    return {name: Table.model_validate(table) for name, table in tomllib.loads(text)[dialect].items()}


def said(pair: Sequence[str], lang: str) -> str:
    """The word of a language; the only one where there is no other.

    >>> said(("Order", "Pedido"), "es"), said(("Id",), "es")
    ('Pedido', 'Id')
    """
    return pair[min(_PLACE[lang], len(pair) - 1)]


def stages(company: Company, dialect: str) -> dict[str, str]:
    """Stage of a deal → what the CRM calls it, in order, won and lost last."""
    lang = company.loop.language
    ends = ENDS["orders" if dialect == "hubspot" and company.orders else dialect]
    open_ = {name: said(STAGES[name], lang) if name in STAGES else name for name in company.deals.stages}
    return open_ | {name: said(pair, lang) for name, pair in ends.items()}


def people(dialect: str, lang: str) -> dict[str, str]:
    """Where a person can stand → what the CRM calls it."""
    return {name: said(pair, lang) for name, pair in PEOPLE[dialect].items()}


def action(kind: str, lang: str) -> str:
    """What a kind of action is called; kinds of campaigns are called by their own name."""
    return said(ACTIONS[kind], lang) if kind in ACTIONS else kind


def pipeline(company: Company) -> str:
    """The one pipeline of a company's deals."""
    return company.deals.pipeline or said(_PIPELINE, company.loop.language)
