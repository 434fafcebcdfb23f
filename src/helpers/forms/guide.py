"""The first sheet: five lines that say what to do, then every column with what to write there and an example."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms.declared import Form
from helpers.forms.paper import printable
from helpers.words import Words, base, msg

TITLES = {"en": "Read me", "es": "Léeme"}
LINES = (
    msg("1. Each sheet is a form; each row is one thing. Fill in what you know and leave the rest empty."),
    msg("2. Click a cell: it says what to write. Where there is a list, choose from it."),
    msg("3. Move, sort or add columns as you like; keep the names of the columns and of the sheets."),
    msg("4. Write roles instead of names of people, and no addresses or telephone numbers."),
    msg("5. Save it, close it and run: tandem forms (the folder). It says which cells it could not use."),
)


def begin_guide(lang: str, *, client: str) -> Workbook:
    """A new workbook with its first sheet."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = TITLES[lang]
    words = Words(lang)
    page["A1"] = words.say("Forms of {client}", client=client) if client else words.say("Forms")
    page["A1"].data_type = "s"
    page["A1"].font = Font(bold=True, size=16)
    for row, line in enumerate(LINES, 3):
        page.cell(row=row, column=1, value=words.say(line))
    for letter, width in zip("ABCD", (24, 26, 66, 44), strict=True):
        page.column_dimensions[letter].width = width
    printable(page)
    return book


def add_to_guide(book: Workbook, forms: Sequence[Form], *, lang: str) -> None:
    """Explain new forms below what the first sheet holds; a workbook without that sheet is left without."""
    page = next((book[title] for title in TITLES.values() if title in book.sheetnames), None)
    if page is None:
        return
    words = Words(lang)
    for form in forms:
        row = page.max_row + 2
        _line(page, row, (form.title(lang), words.say(form.row)), bold=True)
        heads = (words.say("Sheet"), words.say("Column"), words.say("What to write there"), words.say("Example"))
        _line(page, row + 1, heads, bold=True)
        for step, column in enumerate(form.columns, 2):
            example = column.example[1 if base(lang) == "es" else 0]
            _line(page, row + step, (form.title(lang), column.title(lang), words.say(column.help), example))


def _line(page: Worksheet, row: int, texts: Sequence[str], *, bold: bool = False) -> None:
    for place, text in enumerate(texts, 1):
        cell = page.cell(row=row, column=place, value=text)
        cell.data_type, cell.font = "s", Font(bold=bold)
        wrap = not (bold and place == 2 and len(texts) == 2)
        cell.alignment = Alignment(wrap_text=wrap, vertical="top")
