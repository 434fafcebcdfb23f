"""One sheet being written from top to bottom: sentences across it, tables from its left edge."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.report.model import Cell, Table
from helpers.report.workbook.inert import cut, inert, units
from helpers.report.workbook.naming import Names
from helpers.report.workbook.patterns import bare, pattern, serial
from helpers.report.workbook.styles import Styles
from helpers.words import Words

#: Rows of a sheet.
ROWS = 1_048_576
#: The row that is kept to say that others found no room.
LAST = ROWS - 2
#: Characters: of a sentence's line; of a page with its charts; of a table alone, and of one among others.
ACROSS, PAGE, ALONE, AMONG = 104, 182, 150, 104
#: Characters of a column: the widest of text, the widest beside a chart or among other tables, the narrowest of text
#: where many share a table, the narrowest of all.
WIDEST, MIDDLE, SHARED, NARROWEST = 48, 26, 18, 9
#: Columns of a table that has room for the widest.
FEW = 4
#: Points of one line of text by the style of a sentence, of a cell; the longest header; the tallest row.
_LINES = {"headline": 18.0, "heading": 22.0, "title": 27.0, "part": 19.0, "message": 16.5}
_LINE, _HEADER, _TALLEST = 15.0, 255, 400.0


class Sheet:
    """Writes downwards and knows where it is; ``row`` is the next free row."""

    def __init__(
        self,
        worksheet: Worksheet,
        styles: Styles,
        names: Names,
        words: Words,
        tables: Iterable[Table],
        *,
        alone: bool,
    ) -> None:
        self.worksheet, self.styles, self.words, self.row = worksheet, styles, words, 0
        self._names, self._widths, self._last = names, widths(list(tables), alone=alone), ""
        while sum(self._widths) < PAGE:
            self._widths.append(12.0 if self._widths else 30.0)
        for at, width in enumerate(self._widths):
            worksheet.set_column(at, at, width)
        self.span = _span(self._widths)

    @property
    def full(self) -> bool:
        """Whether the sheet has no row left but the last, which says so."""
        return self.row >= LAST

    @property
    def columns(self) -> int:
        """Columns of a page; what stands to their right is not printed."""
        return len(self._widths)

    def beside(self, columns: int, room: float) -> bool:
        """Whether a page has so much room, in characters, to the right of a table of so many columns."""
        return sum(self._widths[:columns]) + room <= max(PAGE, sum(self._widths))

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows

    def say(self, text: str, style: str) -> None:
        """A text across the sheet, as high as its lines."""
        if self.full or not text or text == self._last:
            return
        self._last = text
        shown = inert(text)
        room = sum(self._widths[: self.span]) / (1.2 if style in _LINES else 1.0)
        line = _LINES.get(style, _LINE)
        self.worksheet.set_row(self.row, min(_TALLEST, line * _lines(shown, room) + 2))
        if self.span > 1:
            self.worksheet.merge_range(self.row, 0, self.row, self.span - 1, "", self.styles.of(style))
        self.worksheet.write_string(self.row, 0, shown, self.styles.of(style))
        self.row += 1

    def link(self, sheet: str, text: str) -> None:
        """A link to another sheet, on a row of its own."""
        target = "internal:'{}'!A1".format(sheet.replace("'", "''"))
        self.worksheet.write_url(self.row, 0, target, self.styles.of("link"), inert(text))
        self.row += 1

    def table(self, table: Table, *, name: str, filtered: bool = False, caption: bool = True) -> tuple[int, int]:
        """A table with its caption; returns the row of its heads and the one after its last."""
        if caption and table.caption:
            self.say(table.caption, "caption")
        self._last, top = "", self.row
        rows = table.rows[: max(0, ROWS - 2 - (top + 1))]
        self._heads(table, len(rows), name=name, filtered=filtered)
        for row in rows:
            self.row += 1
            self.cells(row, right=[column.kind == "number" for column in table.columns])
        self.row += 1
        self.left_out(len(table.rows) - len(rows))
        return top, self.row

    def left_out(self, count: int) -> None:
        """Say how many rows a sheet had no room for."""
        if count > 0:
            self.row = min(self.row, ROWS - 1)
            said = self.words.plural("{n} more row has no room on a sheet.", "{n} more rows have no room on a sheet.",
                                     count)  # fmt: skip
            self.worksheet.write_string(self.row, 0, said, self.styles.of("aside"))
            self.row += 1

    def _heads(self, table: Table, rows: int, *, name: str, filtered: bool) -> None:
        heads = unique(column.title for column in table.columns)
        shown = [self.head(at, right=column.kind == "number") for at, column in enumerate(table.columns)]
        tall = max(_lines(head, self._widths[at] - (4 if filtered else 1)) for at, head in enumerate(heads))
        self.worksheet.set_row(self.row, _LINE * tall + 5)
        if rows:
            self.worksheet.add_table(self.row, 0, self.row + rows, len(heads) - 1, {
                "name": self._names.table(name), "style": None, "autofilter": filtered,
                "columns": [{"header": head, "header_format": style} for head, style in zip(heads, shown, strict=True)],
            })  # fmt: skip
            return
        for at, (head, style) in enumerate(zip(heads, shown, strict=True)):
            self.worksheet.write_string(self.row, at, head, style)

    def head(self, at: int, *, right: bool) -> Format:
        """The format of a head: to the side on which its cells stand."""
        side = {"align": "right"} if right else {"align": "left", "indent": 1 if at else 0}
        return self.styles.of("head", **side)

    def cells(self, cells: Sequence[Cell], *, right: Sequence[bool], indent: int = 0) -> None:
        """One row of a table, as high as its longest text."""
        tall = 1
        for at, (cell, number) in enumerate(zip(cells, right, strict=True)):
            shown = self.write(at, cell, right=number, indent=indent if at == 0 else 0 if number else 1)
            tall = max(tall, _lines(shown, self._widths[at] - 1.5))
        if tall > 1:
            self.worksheet.set_row(self.row, min(_TALLEST, _LINE * tall + 2))

    def write(self, at: int, cell: Cell, *, right: bool, indent: int = 0) -> str:
        """One cell: a number where it holds one, else its text. Returns what is seen."""
        if cell.number is not None and math.isfinite(cell.number) and cell.unit != "flag":
            day = cell.unit == "day"
            shape = bare("day") if day else pattern(cell.text, cell.number, cell.unit)
            held = serial(cell.number) if day else cell.number
            style = self.styles.cell(right=right, muted=cell.muted, pattern=shape, indent=indent)
            self.worksheet.write_number(self.row, at, held, style)
            return cell.text
        style = self.styles.cell(right=right, muted=cell.muted, indent=indent)
        return self.put(self.row, at, cell.text, style)

    def put(self, row: int, at: int, text: str, style: Format) -> str:
        """A text as text; a cell without one keeps its look."""
        shown = inert(text)
        if shown:
            self.worksheet.write_string(row, at, shown, style)
        else:
            self.worksheet.write_blank(row, at, None, style)
        return shown


def widths(tables: Sequence[Table], *, alone: bool) -> list[float]:
    """How wide each column must be for the cells of all tables that share it."""
    found: list[float] = []
    for table in tables:
        for at, wanted in enumerate(_wanted(table, alone=alone)):
            found += [float(NARROWEST)] * (at + 1 - len(found))
            found[at] = max(found[at], wanted)
    return found


def _wanted(table: Table, *, alone: bool) -> list[float]:
    """Numbers get what they need; columns of text share what is left, and break their lines."""
    needed = [_needed(column.title, [row[at].text for row in table.rows[:2000] if at < len(row)])
              for at, column in enumerate(table.columns)]  # fmt: skip
    texts = [at for at, column in enumerate(table.columns) if column.kind == "text"]
    left = (ALONE if alone else AMONG) - sum(need for at, need in enumerate(needed) if at not in texts)
    # A table of few columns has the room for its sentences.
    most = WIDEST if alone or len(table.columns) <= FEW else MIDDLE
    share = max(SHARED, min(most, left / max(1, len([at for at in texts if needed[at] > SHARED]))))
    return [
        min(need, max(share, MIDDLE if at == 0 else 0)) if at in texts else min(need, WIDEST)
        for at, need in enumerate(needed)
    ]


def _needed(title: str, texts: Sequence[str]) -> float:
    longest = max((len(part) for text in texts for part in text.split("\n")), default=0)
    head = max((len(word) for word in title.split()), default=0)
    return float(max(longest + 3, head + 3, NARROWEST))


def unique(titles: Iterable[str]) -> list[str]:
    """Heads of a table: inert, none empty, no two alike.

    >>> unique(["Share", "share", ""])
    ['Share', 'share 2', '–']
    """
    found: list[str] = []
    seen: set[str] = set()
    for title in titles:
        base = cut(inert(title), _HEADER - 4) or "–"
        name, number = base, 1
        while name.casefold() in seen:
            number += 1
            name = f"{base} {number}"
        seen.add(name.casefold())
        found.append(name)
    return found


def _span(wide: Sequence[float]) -> int:
    """How many columns a sentence runs across."""
    reached = 0.0
    for at, width in enumerate(wide):
        reached += width
        if reached >= ACROSS:
            return at + 1
    return len(wide)


def _lines(text: str, room: float) -> int:
    """Lines that a text takes."""
    sizes = [units(part) for part in (text or " ").split("\n")]
    return sum(1 if size <= room else math.ceil(1.1 * size / max(room, 1.0)) for size in sizes)
