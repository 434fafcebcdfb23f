"""What is in a workbook of forms: which sheet is which form, where its headers stand, what people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms.declared import declared
from helpers.forms.saving import loaded
from helpers.sources.dialect import columns_of, dialects
from helpers.sources.placing import form_of
from helpers.sources.reader import header_key
from helpers.sources.reader.workbook import value_text

#: Rows above the headers that people may have put there.
_ABOVE = 20


@dataclass(frozen=True)
class Sheet:
    """One sheet that is a form. Rows and columns count from 1, as the spreadsheet shows them."""

    form: str
    title: str
    #: row of the headers, and the column of each field that stands there
    header: int
    columns: dict[str, int]
    #: row → column → text, wherever something is written
    cells: dict[int, dict[int, str]]
    #: cells that are part of a merged block without holding its text
    merged: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def filled(self) -> list[int]:
        """Rows below the headers that hold something in a column of the form."""
        ours = set(self.columns.values())
        return [row for row, cells in self.cells.items() if row > self.header and ours & set(cells)]

    def text(self, row: int, column: int) -> str:
        """What a cell says; '' where it is empty."""
        return self.cells.get(row, {}).get(column, "")

    def texts(self, field: str) -> list[str]:
        """What a field says, row by row, empty cells left out."""
        place = self.columns.get(field, 0)
        return [text for row in self.filled if (text := self.text(row, place))]

    @property
    def language(self) -> str:
        """The language of its headers, by most of them."""
        form = declared()[self.form]
        here = {header_key(self.text(self.header, place)) for place in self.columns.values()}
        found = {lang: sum(header_key(each.title(lang)) in here for each in form.columns) for lang in ("en", "es")}
        return max(found, key=lambda lang: found[lang])


def named(title: str) -> str:
    """The form a sheet is, by its name in either language and whatever words stand beside it; '' for none.

    >>> named("Costes 2026"), named("Uso de contenidos"), named("notes")
    ('costs', 'content_use', '')
    """
    found = form_of(title)
    return found if found in declared() else ""


def sheets(book: Workbook) -> list[Sheet]:
    """Every sheet that is a form, in the order of the workbook."""
    return [_sheet(page, form) for page in book.worksheets if (form := named(page.title))]


def read(path: Path) -> list[Sheet]:
    """The forms in a workbook as they were left; formulas by the results they had then.

    Raises ``SourceError`` in one line where it cannot be opened.
    """
    return sheets(loaded(path, results=True))


def _sheet(page: Worksheet, form: str) -> Sheet:
    cells: dict[int, dict[int, str]] = {}
    for row, values in enumerate(page.iter_rows(values_only=True), 1):
        texts = {place: value_text(value).strip() for place, value in enumerate(values, 1) if value is not None}
        if any(texts.values()):
            cells[row] = {place: text for place, text in texts.items() if text}
    header, columns = _columns(cells, form)
    blocks = page.merged_cells.ranges
    merged = {place for block in blocks for place in block.cells} - {(each.min_row, each.min_col) for each in blocks}
    return Sheet(form, page.title, header, columns, cells, frozenset(merged))


def _columns(cells: dict[int, dict[int, str]], form: str) -> tuple[int, dict[str, int]]:
    """The row with most headers of the form, and where each of its fields stands."""
    best: tuple[int, dict[str, int]] = (1, {})
    for row in sorted(cells)[:_ABOVE]:
        columns = _fields(form, cells[row])
        if len(columns) > len(best[1]):
            best = (row, columns)
    return best


def _fields(form: str, headers: dict[int, str]) -> dict[str, int]:
    dialect = next(entry for entry in dialects().values() if entry.form and entry.table == form)
    places = {header_key(text): place for place, text in sorted(headers.items(), reverse=True)}
    return {name: places[header_key(text)] for name, text in columns_of(dialect, headers.values()).items()}


def written(kept: list[Sheet]) -> dict[tuple[str, str], list[str]]:
    """What people wrote, by (form, field), over all sheets of a form."""
    found: dict[tuple[str, str], list[str]] = {}
    for sheet in kept:
        for name in sheet.columns:
            found.setdefault((sheet.form, name), []).extend(sheet.texts(name))
    return found
