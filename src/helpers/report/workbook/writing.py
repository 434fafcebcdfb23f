"""Blocks on a sheet, each in its way."""

from __future__ import annotations

import math
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from helpers.report.model import (
    Actions,
    Block,
    Cards,
    Cell,
    Chart,
    Explorer,
    Figure,
    Glossary,
    Group,
    Heading,
    Item,
    Narrative,
    Note,
    Pages,
    Paste,
    Plan,
    Script,
    Series,
    Table,
)
from helpers.report.workbook import grids
from helpers.report.workbook.drawn import WIDTH, Drawer, Place
from helpers.report.workbook.inert import cut, line
from helpers.report.workbook.numbers import Numbers, firm_and_thin, numbers, reach
from helpers.report.workbook.patterns import axis, unit_of
from helpers.report.workbook.sheet import LAST, Sheet
from helpers.words import Words

#: Pixels of a row as it comes and of a character; the longest text for those who cannot see.
_ROW, _CHARACTER, _ALT = 20, 7, 2000
#: Levels that a spreadsheet can fold.
_DEEPEST = 7


def table_of(block: Block, words: Words) -> Table | None:
    """The table a block is written as; None for one that is none."""
    if isinstance(block, Table):
        return block
    if isinstance(block, Figure):
        return block.data
    if isinstance(block, Explorer):
        return Table(caption=block.caption, columns=block.columns, rows=tuple(_listed(block.groups, words))[:2000])
    makers = {Cards: grids.cards, Actions: grids.actions, Plan: grids.plan, Script: grids.script,
              Glossary: grids.glossary, Pages: grids.pages}  # fmt: skip
    maker = makers.get(type(block))
    return maker(block, words) if maker else None  # type: ignore[operator]


class Writer:
    """Writes the blocks of one sheet."""

    def __init__(self, book: Workbook, sheet: Sheet, *, name: str, anchor: str, currency: str) -> None:
        self._book, self._sheet, self._name, self._anchor = book, sheet, name, anchor
        self._words = Words(sheet.words.lang, currency)
        #: columns of the numbers behind charts, so far
        self._wide = 0

    def write(self, block: Block, *, alone: bool = False) -> tuple[int, int] | None:
        """One block, with a row left empty after it; returns where a table stands: its heads, and the row after it."""
        sheet = self._sheet
        if sheet.full:
            return None
        stands = None
        if isinstance(block, Heading):
            sheet.say(block.text, "part")
            return None
        if isinstance(block, Narrative):
            self._narrative(block)
        elif isinstance(block, Note):
            sheet.say(block.text, "warning" if block.tone != "plain" else "about")
        elif isinstance(block, Paste):
            sheet.say(block.title, "caption")
            sheet.say(block.text, "paste")
        elif isinstance(block, Figure):
            self._figure(block)
        elif isinstance(block, Explorer):
            self._explorer(block)
        elif (table := table_of(block, self._words)) is not None:
            stands = sheet.table(table, name=self._anchor, filtered=alone)
        sheet.skip()
        return stands

    def _narrative(self, block: Narrative) -> None:
        style = "headline" if block.role == "headline" else "answer"
        for place, sentence in enumerate(block.sentences, start=1):
            mark = f"{place}. " if block.role in ("moved", "decide") else ""
            self._sheet.say(mark + grids.told(sentence, self._words), style)

    # -- figures ---------------------------------------------------------------------------------------------------

    def _figure(self, block: Figure) -> None:
        """The message, what is measured, the table; beside it the chart, and to its right the numbers it shows."""
        sheet = self._sheet
        title = (sheet.row, 0)
        sheet.say(block.title, "message")
        sheet.say(block.subtitle, "about")
        top = sheet.row
        sheet.table(block.data, name=f"{self._anchor}_{block.anchor}")
        if block.chart is None or not block.chart.categories:
            return
        columns = len(block.data.columns)
        beside = sheet.beside(columns, WIDTH / _CHARACTER + 2)
        at = (top, columns) if beside else (sheet.row + 1, 0)
        tall = self._chart(block.chart, at=at, title=title, alt=block.alt)
        sheet.row = max(sheet.row, at[0] + tall)

    def _chart(self, chart: Chart, *, at: tuple[int, int], title: tuple[int, int], alt: str) -> int:
        """Draw a chart from numbers that stand to its right; returns how many rows they cover."""
        sheet = self._sheet
        series = _shown(chart, self._words)
        held = numbers(chart, series, self._words)
        shown = [value for each in series for value in each.values if value is not None]
        place = Place(self._name, at[0], sheet.columns + 1, title, axis(self._words, shown, chart.unit), series)
        self._numbers(held, place)
        self._columns(held, place)
        drawer = Drawer(self._book, sheet.styles.look, chart, held, place)
        sheet.worksheet.insert_chart(*at, drawer.drawn(), {
            "description": cut(line(alt), _ALT), "object_position": 2, "x_offset": 18 if at[1] else 2, "y_offset": 2,
        })  # fmt: skip
        return max(math.ceil(drawer.height / _ROW) + 1, len(held.categories) + 2)

    def _numbers(self, held: Numbers, place: Place) -> None:
        """Heads and rows; how far an interval reaches is left to the spreadsheet, which follows what is typed in."""
        sheet, worksheet = self._sheet, self._sheet.worksheet
        head, aside = sheet.styles.of("aside", bold=True), sheet.styles.of("aside")
        figure = sheet.styles.of("aside", num_format=place.pattern)
        heads = ["", *(column.title for column in held.columns), self._words.say("Fact")]
        for at, title in enumerate(heads):
            sheet.put(place.row, place.column + at, title, head)
        for at, (name, key) in enumerate(zip(held.categories, held.facts, strict=True), start=1):
            sheet.put(place.row + at, place.column, name, aside)
            sheet.put(place.row + at, place.column + held.width - 1, key, aside)
        for column in held.columns:
            for at, value in enumerate(column.values, start=1):
                if value is not None:
                    spot = held.place(column.series, column.part) or 0
                    worksheet.write_number(place.row + at, place.column + spot, value, figure)
        self._reaches(held, place)

    def _columns(self, held: Numbers, place: Place) -> None:
        """The widths of the columns of numbers, wide enough for every chart of the sheet."""
        self._sheet.worksheet.set_column(place.column, place.column, 24)
        self._wide = max(self._wide, held.width - 1)
        self._sheet.worksheet.set_column(place.column + 1, place.column + self._wide, 11)

    def _reaches(self, held: Numbers, place: Place) -> None:
        figure = self._sheet.styles.of("aside", num_format=place.pattern)
        for at, series in enumerate(place.series):
            spots = {part: held.place(at, part) for part in ("value", "low", "high", "down", "up")}
            if spots["down"] is None:
                continue
            for row, value in enumerate(series.values, start=1):
                for part, ends in (("down", series.low), ("up", series.high)):
                    end = ends[row - 1] if ends else None
                    first, second = ("value", "low") if part == "down" else ("high", "value")
                    cells = [_name(place.row + row, place.column + (spots[name] or 0)) for name in (first, second)]
                    held_ = f"=IF(COUNT({cells[0]},{cells[1]})=2,ABS({cells[0]}-{cells[1]}),0)"
                    self._sheet.worksheet.write_formula(place.row + row, place.column + (spots[part] or 0), held_,
                                                        figure, reach(value, end))  # fmt: skip

    # -- lists -----------------------------------------------------------------------------------------------------

    def _explorer(self, block: Explorer) -> None:
        """Groups that fold, their rows below them."""
        sheet = self._sheet
        sheet.say(block.caption, "caption")
        sheet.worksheet.outline_settings(visible=True, symbols_below=False, symbols_right=False)
        for at, column in enumerate(block.columns):
            sheet.put(sheet.row, at, column.title, sheet.head(at, right=column.kind == "number"))
        sheet.row += 1
        left = sum(self._group(block, group, depth=0, hidden=False) for group in block.groups)
        sheet.left_out(left)

    def _group(self, block: Explorer, group: Group, *, depth: int, hidden: bool) -> int:
        """One group; returns how many of its rows found no room."""
        sheet = self._sheet
        if sheet.row >= LAST:
            return _size(group)
        folded = bool(group.rows or group.groups) and not group.open
        self._level(depth, hidden=hidden, folded=folded)
        style = sheet.styles.of("group", indent=depth)
        for at in range(len(block.columns)):
            sheet.put(sheet.row, at, "", style)
        sheet.put(sheet.row, 0, group.title, style)
        if len(block.columns) > 1:
            sheet.put(sheet.row, 1, " · ".join(group.figures), style)
        sheet.row += 1
        left = 0
        right = [column.kind == "number" for column in block.columns]
        for row in group.rows:
            if sheet.row >= LAST:
                left += 1
                continue
            sheet.cells([_cell(item, self._words) for item in row], right=right, indent=depth + 1)
            self._level(depth + 1, hidden=hidden or folded)
            sheet.row += 1
        return left + sum(self._group(block, each, depth=depth + 1, hidden=hidden or folded) for each in group.groups)

    def _level(self, depth: int, *, hidden: bool, folded: bool = False) -> None:
        options = {"level": min(depth, _DEEPEST), "hidden": hidden, "collapsed": folded}
        self._sheet.worksheet.set_row(self._sheet.row, None, None, options)


def _shown(chart: Chart, words: Words) -> tuple[Series, ...]:
    """The series as they are drawn: thin dots apart; of two dots joined, the second reaches back to the first."""
    if chart.kind == "dots":
        return tuple(firm_and_thin(chart, words))
    if chart.kind == "dumbbell" and len(chart.series) > 1:
        first, second = chart.series[:2]
        return (first, second.model_copy(update={"low": first.values, "high": second.values}))
    return chart.series


def _size(group: Group) -> int:
    return 1 + len(group.rows) + sum(_size(each) for each in group.groups)


def _listed(groups: tuple[Group, ...], words: Words) -> list[tuple[Cell, ...]]:
    """The rows of all groups, for the widths of columns."""
    found: list[tuple[Cell, ...]] = []
    for group in groups:
        found += [tuple(_cell(item, words) for item in row) for row in group.rows]
        found += _listed(group.groups, words)
    return found


def _cell(item: Item, words: Words) -> Cell:
    """A listed text as a number or a day, where what sorts it is what it says."""
    if item.order is None:
        return Cell(text=item.text)
    whole = float(item.order).is_integer() and 1 <= item.order <= date.max.toordinal()
    if whole and words.day_short(date.fromordinal(int(item.order))) == item.text:
        return Cell(text=item.text, number=item.order, unit="day")
    unit = unit_of(item.text, item.order)
    return Cell(text=item.text, number=item.order, unit=unit) if unit else Cell(text=item.text)


def _name(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))
