"""The command ``tandem forms``: the workbook with the next sheet in it, and what could not be used of what is there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.agreements import Agreements, load_agreements
from helpers.contract import Contract
from helpers.engagement import Engagement, load
from helpers.errors import TandemError
from helpers.forms.complaints import complaints
from helpers.forms.declared import declared
from helpers.forms.documents import write_document
from helpers.forms.kept import Sheet, read, written
from helpers.forms.lists import choices
from helpers.forms.order import ASSESSED, DOCUMENTS, FIRST, TELLS, filled, form_title, next_form
from helpers.forms.workbook import NAMES, workbook_of, write
from helpers.run.workspace import prepare
from helpers.sources.importing import import_forms
from helpers.words import base

Say = Callable[[str], None]
#: What only exports can tell of a form.
_OF_EXPORTS = ("unknown_deal", "unknown_company", "unknown_lead", "unknown_asset", "unknown_account")


@dataclass(frozen=True)
class _Desk:
    """One call: the engagement, its workbook as it was, and what an import made of it."""

    folder: Path
    engagement: Engagement
    agreements: Agreements
    path: Path
    kept: list[Sheet]
    contract: Contract
    exports: bool

    @property
    def lang(self) -> str:
        """The language new sheets are written in."""
        return base(self.engagement.languages[0])


def forms(folder: Path, *, say: Say, add: tuple[str, ...] = ()) -> Path:
    """Make the workbook of an engagement or add the next sheet to it, and say which cells could not be used.

    ``add`` names forms to add whatever the order says. Raises ``WriteError`` in one line where the workbook is open
    elsewhere, after saying what was read.
    """
    _known(add)
    desk = _opened(folder, say)
    wanted = list(add) or _wanted(desk)
    try:
        for line in _write(desk, wanted):
            say(line)
    finally:
        for line in _read_back(desk):
            say(line)
    return desk.path


def _known(add: tuple[str, ...]) -> None:
    for name in add:
        if name not in declared() and name not in DOCUMENTS:
            names = ", ".join([*declared(), *DOCUMENTS])
            raise TandemError(f"no form '{name}'", where="--add", do=f"use one of {names}")


def _opened(folder: Path, say: Say) -> _Desk:
    engagement = load(folder)
    agreements = load_agreements(folder, engagement)
    path = workbook_of(folder / "forms") or folder / "forms" / NAMES[base(engagement.languages[0])]
    kept = read(path) if path.is_file() else []
    contract, exports = _imported(folder, engagement, say)
    return _Desk(folder, engagement, agreements, path, kept, contract, exports)


def _imported(folder: Path, engagement: Engagement, say: Say) -> tuple[Contract, bool]:
    """What an import says, with the exports where they can be read; whether they could."""
    with tempfile.TemporaryDirectory(prefix="tandem-forms-") as work:
        try:
            return prepare(folder, engagement, Path(work) / "whole"), True
        except TandemError as error:
            contract = import_forms(folder, engagement, Path(work) / "forms")
            if any((folder / "exports").glob("*")):
                say(f"only the forms were read: {error}")
            return contract, False


# -- what to add -----------------------------------------------------------------------------------------------------


def _wanted(desk: _Desk) -> list[str]:
    """The first forms in the first month; then one more, but never while the one asked for last is still empty."""
    there = filled(desk.contract, desk.agreements)
    if all(sheet.form in ASSESSED for sheet in desk.kept):
        return [name for name in FIRST if name not in there] or _next(desk)
    return [] if _waiting(desk) else _next(desk)


def _next(desk: _Desk) -> list[str]:
    had = {sheet.form for sheet in desk.kept}
    had |= {name for name in DOCUMENTS if write_document(desk.folder / "forms", name, lang=desk.lang, dry=True) == []}
    name = next_form(desk.contract, desk.engagement, desk.agreements, leave=had)
    return [name] if name else []


def _waiting(desk: _Desk) -> list[Sheet]:
    """Sheets asked for after the first month that nobody has written in; those of an assessment have time."""
    return [sheet for sheet in desk.kept if sheet.form not in (*FIRST, *ASSESSED) and not sheet.filled]


def _write(desk: _Desk, wanted: list[str]) -> Iterator[str]:
    offered = choices(desk.engagement, desk.agreements, written(desk.kept), lang=desk.lang)
    sheets = [name for name in wanted if name in declared()]
    made = write(desk.path, forms=sheets, choices=offered, lang=desk.lang, client=desk.engagement.client)
    if made.added:
        yield f"made {desk.path}: added {', '.join(made.added)}"
    else:
        yield f"made {desk.path}: every row kept, lists renewed"
    for name in wanted:
        yield from _asked(desk, name)
    if not wanted and _waiting(desk):
        yield f"still empty: {', '.join(sheet.title for sheet in _waiting(desk))}; one more sheet comes once it is not"
    other = [sheet.title for sheet in desk.kept if sheet.language != desk.lang]
    if other:
        yield f"kept in the language they were made in: {', '.join(other)}; new sheets follow engagement.yml"


def _asked(desk: _Desk, name: str) -> Iterator[str]:
    if name in DOCUMENTS:
        for path in write_document(desk.folder / "forms", name, lang=desk.lang):
            yield f"made {path}: agree on it, then rename it to {_final(path)}"
    yield f"{form_title(name, lang=desk.lang)} would tell {TELLS[name]}"


def _final(path: Path) -> str:
    return f"{path.name.split('.')[0]}.yml"


# -- what could not be used ------------------------------------------------------------------------------------------


def _read_back(desk: _Desk) -> Iterator[str]:
    found = complaints(desk.contract, desk.kept, workbook=desk.path.name, lang=desk.lang,
                       leave=() if desk.exports else _OF_EXPORTS)  # fmt: skip
    for complaint in found:
        yield complaint.line(desk.path.name)
    titles = {f"{desk.path.name}[{sheet.title}]": sheet for sheet in desk.kept}
    files = [file for file in desk.contract.files if file.name.rsplit("/", 1)[-1] in titles]
    rows = sum(len(sheet.filled) for sheet in desk.kept)
    if rows:
        yield f"{rows:,} rows filled in, {sum(file.rows_used for file in files):,} used"
