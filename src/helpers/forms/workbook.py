"""The workbook people fill in: a sheet per form with drop-downs, made once, then added to and never overwritten.

What people wrote stays where it is, cell by cell, columns of their own included; only the lists behind the drop-downs
are written anew, and sheets are added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms import prompts
from helpers.forms.declared import Column, Form, declared
from helpers.forms.guide import add_to_guide, begin_guide
from helpers.forms.kept import Sheet, sheets
from helpers.forms.paper import printable
from helpers.forms.saving import opened, save

#: Where the drop-downs' words are kept, out of sight.
LISTS = "_lists"
NAMES = {"en": "forms.xlsx", "es": "formularios.xlsx"}
_WIDTHS = {"note": 44, "day": 13, "month": 11, "money": 13, "number": 13, "share": 13, "id": 16, "flag": 12}
#: A header longer than this is a question: it is wrapped, and its column no wider.
_WIDEST, _LINE = 34, 15
#: Width that one page prints legibly.
_LEGIBLE = 250
_FORMATS = {
    "en": {"day": "yyyy-mm-dd", "month": "yyyy-mm"},
    "es": {"day": "dd/mm/yyyy", "month": "mm/yyyy"},
    "": {"money": "#,##0.00", "id": "@", "text": "@", "note": "@", "period": "@", "list": "@", "pick": "@"},
}
#: Sheets wider than a screen → the first column that moves; those before it stay in view.
_FROZEN = {"survey": "C"}
_HEAD = PatternFill("solid", start_color="1F3A5F", end_color="1F3A5F")


@dataclass(frozen=True)
class Written:
    """What a call did to the workbook: the sheets added, and those that were there, by title."""

    path: Path
    added: tuple[str, ...]
    kept: tuple[Sheet, ...]


def workbook_of(forms: Path) -> Path | None:
    """The workbook of an engagement, whichever language it was begun in; None where there is none yet."""
    return next((forms / name for name in NAMES.values() if (forms / name).is_file()), None)


def write(
    path: Path, *, forms: Sequence[str], choices: Mapping[str, Sequence[str]], lang: str, client: str = ""
) -> Written:
    """Make the workbook at ``path`` with these forms, or add those it lacks; refresh every drop-down.

    Raises ``WriteError`` in one line where the file is open elsewhere, cannot be written, or holds what would be lost.
    """
    book = opened(path) if path.is_file() else begin_guide(lang, client=client)
    before = sheets(book)
    there = {sheet.form for sheet in before}
    added = [declared()[name] for name in forms if name in declared() and name not in there]
    for form in added:
        _add(book, form, lang=lang)
    add_to_guide(book, added, lang=lang)
    places = _write_lists(book, choices)
    for sheet in sheets(book):
        prompts.refresh(book[sheet.title], sheet, places, lang=lang)
    save(book, path)
    return Written(path, tuple(form.title(lang) for form in added), tuple(before))


def _add(book: Workbook, form: Form, *, lang: str) -> None:
    """A new sheet: headers that stay in view, columns as wide as what goes into them, ready to print."""
    page = book.create_sheet(form.title(lang))
    for place, column in enumerate(form.columns, 1):
        head = page.cell(row=1, column=place, value=column.title(lang))
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center")
        _dress(page, place, column, lang=lang)
    longest = max(len(column.title(lang)) for column in form.columns)
    page.row_dimensions[1].height = max(32, _LINE * ceil(1.2 * longest / _WIDEST))
    page.freeze_panes = f"{_FROZEN.get(form.id, 'A')}2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(form.columns))}1"
    across = sum(_width(column, lang=lang) for column in form.columns)
    printable(page, headers="1:1", wide=max(1, ceil(across / _LEGIBLE)) if form.id in _FROZEN else 1)


def _dress(page: Worksheet, place: int, column: Column, *, lang: str) -> None:
    shape = page.column_dimensions[get_column_letter(place)]
    shape.width = _width(column, lang=lang)
    shape.number_format = {**_FORMATS[""], **_FORMATS[lang]}.get(column.basic, "General")
    shape.alignment = Alignment(wrap_text=column.basic == "note", vertical="top")


def _width(column: Column, *, lang: str) -> int:
    return max(_WIDTHS.get(column.basic, 20), min(len(column.title(lang)) + 3, _WIDEST))


def _write_lists(book: Workbook, choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every list in a column of the hidden sheet; list → the range it stands in."""
    if LISTS in book.sheetnames:
        del book[LISTS]
    page = book.create_sheet(LISTS)
    page.sheet_state = "hidden"
    places = {}
    for place, (name, words) in enumerate(sorted(choices.items()), 1):
        page.cell(row=1, column=place, value=name)
        for row, word in enumerate(words, 2):
            cell = page.cell(row=row, column=place, value=word)
            cell.data_type = "s"  # a word that begins with '=' is a word
        if words:
            letter = get_column_letter(place)
            places[name] = f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
    return places
