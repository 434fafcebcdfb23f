"""What is in a workbook of forms: which sheet is which form, where its headers stand, what people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms.declared import declared
from helpers.sources.dialect import columns_of, dialects
from helpers.sources.placing import form_of
from helpers.sources.reader import header_key
from helpers.sources.reader.workbook import value_text

#: Rows above the headers that people may have put there.
_ABOVE = 20


@dataclass(frozen=True)
class Sheet:
    """One sheet that is a form: the row of its headers, and the column (from 1) of each field it holds."""

    form: str
    title: str
    header: int
    columns: dict[str, int]
    texts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows hold something in a column of the form."""
        return max((len(texts) for texts in self.texts.values()), default=0)


def named(title: str) -> str:
    """The form a sheet is, by its name in either language and whatever words stand beside it; '' for none.

    >>> named("Costes 2026"), named("notes")
    ('costs', '')
    """
    words = set(re.split(r"[ _-]+", header_key(title)))
    exact = {header_key(name): form.id for form in declared().values() for name in form.sheet}
    if header_key(title) in exact:
        return exact[header_key(title)]
    found = form_of(title)
    if found in declared():
        return found
    part = (form for name, form in exact.items() if set(re.split(r"[ _-]+", name)) <= words)
    return next(part, "")


def sheets(book: Workbook) -> list[Sheet]:
    """Every sheet that is a form, in the order of the workbook."""
    found = []
    for page in book.worksheets:
        form = named(page.title)
        if form:
            header, columns = _columns(page, form)
            found.append(Sheet(form, page.title, header, columns, dict(_texts(page, header, columns))))
    return found


def _columns(page: Worksheet, form: str) -> tuple[int, dict[str, int]]:
    """The row with most headers of the form, and where each of its fields stands."""
    best: tuple[int, dict[str, int]] = (1, {})
    for number, cells in enumerate(page.iter_rows(max_row=_ABOVE, values_only=True), 1):
        columns = _fields(form, [value_text(cell) for cell in cells])
        if len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _fields(form: str, headers: list[str]) -> dict[str, int]:
    places = {header_key(text): place for place, text in reversed(list(enumerate(headers, 1))) if text}
    found = {
        column.field: places[key]
        for column in declared()[form].columns
        for key in map(header_key, reversed(column.header))
        if key in places
    }
    dialect = next((entry for entry in dialects().values() if entry.form and entry.table == form), None)
    other = columns_of(dialect, [text for text in headers if text]) if dialect else {}
    return {name: places[header_key(header)] for name, header in other.items()} | found


def _texts(page: Worksheet, header: int, columns: dict[str, int]) -> Iterator[tuple[str, list[str]]]:
    rows = list(page.iter_rows(min_row=header + 1, values_only=True))
    for name, place in columns.items():
        yield name, [text for row in rows if place <= len(row) and (text := _text(row[place - 1]))]


def _text(value: Any) -> str:
    return value_text(value).strip()


def written(kept: list[Sheet]) -> dict[tuple[str, str], list[str]]:
    """What people wrote, by (form, field), over all sheets of a form."""
    found: dict[tuple[str, str], list[str]] = {}
    for sheet in kept:
        for name, texts in sheet.texts.items():
            found.setdefault((sheet.form, name), []).extend(texts)
    return found
