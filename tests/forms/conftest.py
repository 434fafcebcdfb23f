"""A small engagement with a workbook of forms, and what people write into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from helpers.agreements import Agreements
from helpers.agreements.codes import read_codes
from helpers.engagement import Engagement
from helpers.forms.lists import choices
from helpers.forms.workbook import NAMES, write

ENGAGEMENT = Engagement(client="Acme", currency="EUR", time_zone="Europe/Madrid", channels={"Ads": "paid_search"})
AGREEMENTS = Agreements(themes=read_codes("themes", Path("none")))

Fill = Callable[..., None]


def made(folder: Path, *forms: str, lang: str = "en") -> Path:
    """A workbook with these forms, its lists those of an engagement without anything written."""
    offered = choices(ENGAGEMENT, AGREEMENTS, {}, lang=lang)
    return write(folder / "forms" / NAMES[lang], forms=forms, choices=offered, lang=lang, client="Acme").path


def again(path: Path, *forms: str, lang: str = "en") -> None:
    """The same call on a workbook that is there."""
    write(path, forms=forms, choices=choices(ENGAGEMENT, AGREEMENTS, {}, lang=lang), lang=lang, client="Acme")


def fill(path: Path, sheet: str, *rows: tuple[object, ...], first: int = 2) -> None:
    """Write rows below the headers, as a person would; None leaves a cell empty."""
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, first):
        for place, value in enumerate(row, 1):
            if value is not None:
                book[sheet].cell(row=number, column=place, value=value)
    book.save(path)


def cells(path: Path) -> dict[tuple[str, str], object]:
    """Everything that stands on the visible sheets but the first: (sheet, cell) → value."""
    book = openpyxl.load_workbook(path)
    pages = [page for page in book.worksheets[1:] if page.sheet_state == "visible"]
    return {
        (page.title, cell.coordinate): cell.value
        for page in pages for row in page.iter_rows() for cell in row if cell.value is not None
    }  # fmt: skip


@pytest.fixture
def october() -> datetime:
    return datetime(2026, 10, 14)
