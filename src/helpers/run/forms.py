"""The command ``tandem forms``: the workbook with the next sheet in it, and what could not be used of what is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpers.agreements import Agreements, load_agreements
from helpers.contract import Contract
from helpers.engagement import Engagement, load
from helpers.forms.kept import Sheet, written
from helpers.forms.lists import choices
from helpers.forms.order import DOCUMENTS, FIRST, TELLS, next_form
from helpers.forms.workbook import NAMES, Written, read, workbook_of, write

Say = Callable[[str], None]


def forms(folder: Path, *, say: Say, lang: str = "") -> Path:
    """Write the workbook of an engagement or add to it, then read it back; the path of the workbook."""
    engagement = load(folder)
    agreements = load_agreements(folder, engagement)
    lang = lang or engagement.languages[0]
    path = workbook_of(folder / "forms") or folder / "forms" / NAMES[lang]
    kept = read(path) if path.is_file() else []
    wanted = _wanted(kept, Contract(), engagement, agreements)
    offered = choices(engagement, agreements, written(kept), lang=lang)
    made = write(path, forms=wanted, choices=offered, lang=lang, client=engagement.client)
    for line in _said(made):
        say(line)
    return path


def _wanted(kept: list[Sheet], contract: Contract, engagement: Engagement, agreements: Agreements) -> list[str]:
    if not kept:
        return list(FIRST)
    there = {sheet.form for sheet in kept}
    following = next_form(contract, engagement, agreements, leave=[*there, *DOCUMENTS])
    return [following] if following else []


def _said(made: Written) -> list[str]:
    return [f"{made.path}: added {', '.join(made.added)}"] if made.added else [f"{made.path}: no sheet to add"]


__all__ = ["TELLS", "forms"]
