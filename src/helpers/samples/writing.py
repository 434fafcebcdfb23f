"""What happened, as files: the exports of a CRM and the forms beside them, in the language of the company."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.samples import files, forms, hubspot, loop_forms, salesforce, survey_forms
from helpers.samples.company import Company
from helpers.samples.files import Sheet, Style
from helpers.samples.loop_forms import Ids
from helpers.samples.world import World


@dataclass(frozen=True)
class Program:
    """How a CRM writes: its CSV by language; its ids and its exports by company and seed."""

    style: Callable[[str], Style]
    ids: Callable[[Company, int], Ids]
    sheets: Callable[[World, Company, int], list[Sheet]]


DIALECTS = {
    "salesforce": Program(
        lambda _lang: salesforce.STYLE,
        lambda _company, _seed: salesforce.IDS,
        lambda world, company, _seed: salesforce.sheets(world, company),
    ),
    "hubspot": Program(
        hubspot.style,
        lambda company, seed: hubspot.ids(company, seed=seed),
        lambda world, company, seed: hubspot.sheets(world, company, seed=seed),
    ),
}


def sheets(world: World, company: Company, *, dialect: str, seed: int) -> list[Sheet]:
    """Exports and forms of one company; ``seed`` is for what is drawn while writing."""
    program, lang = DIALECTS[dialect], company.loop.language
    ids = program.ids(company, seed)
    return [
        *program.sheets(world, company, seed),
        *forms.sheets(world, company, account_id=ids.company),
        *loop_forms.sheets(world, company, ids=ids),
        *survey_forms.sheets(company.survey, lang=lang, seed=seed),
    ]  # fmt: skip


def save(made: Sequence[Sheet], folder: Path, *, dialect: str, lang: str) -> list[Path]:
    """Write sheets into ``folder`` as the CRM would; the files made."""
    style = DIALECTS[dialect].style(lang)
    return [files.write(sheet, folder, style=style) for sheet in made]
