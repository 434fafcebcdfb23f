"""What happened, as files: the exports of a CRM and the forms beside them, in the language of the company."""

from __future__ import annotations

from pathlib import Path

from helpers.samples import files, forms, hubspot, loop_forms, salesforce, survey_forms
from helpers.samples.company import Company
from helpers.samples.files import Sheet
from helpers.samples.world import World

DIALECTS = {"salesforce": salesforce, "hubspot": hubspot}


def sheets(world: World, company: Company, *, dialect: str, seed: int) -> list[Sheet]:
    """Exports and forms of one company; ``seed`` is for what is drawn while writing."""
    program, lang = DIALECTS[dialect], company.loop.language
    ids = program.ids(company, seed=seed)
    return [
        *program.sheets(world, company, seed=seed),
        *forms.sheets(world, company, account_id=ids.company),
        *loop_forms.sheets(world, company, ids=ids),
        *survey_forms.sheets(company.survey, lang=lang, seed=seed),
    ]  # fmt: skip


def export(world: World, company: Company, folder: Path, *, dialect: str, seed: int) -> list[Path]:
    """Write them into ``folder`` as the CRM would; the files made."""
    style = DIALECTS[dialect].style(company.loop.language)
    return [files.write(sheet, folder, style=style) for sheet in sheets(world, company, dialect=dialect, seed=seed)]
