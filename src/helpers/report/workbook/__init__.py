"""The report as a workbook: tables whose numbers are numbers, native charts beside them, and every fact at the end.

One sheet for each section. Nothing is computed here but how far the bars of an interval reach, and that by formulas in
the sheet, so that a chart follows what somebody types.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers.look import PLAIN, Look
from helpers.report.model import Block, Explorer, Figure, Narrative, Report
from helpers.report.tracing import keys
from helpers.report.workbook import grids
from helpers.report.workbook.contents import contents
from helpers.report.workbook.inert import cut, line
from helpers.report.workbook.leaves import Leaf, leaves
from helpers.report.workbook.naming import Names
from helpers.report.workbook.sheet import Sheet
from helpers.report.workbook.styles import Styles
from helpers.report.workbook.writing import Writer, table_of
from helpers.words import Words

#: Text stays text, whatever it looks like.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: Rows above a head that may stay in sight while one scrolls.
_FROZEN = 9
_A4, _HEADER = 9, 80


def render(report: Report, *, look: Look = PLAIN) -> bytes:
    """The whole report as ``.xlsx``; equal reports give equal bytes."""
    held = io.BytesIO()
    book = Workbook(held, _OPTIONS)
    words, names, styles = Words(report.lang, report.currency), Names(), Styles(book, look)
    _about(book, report)
    first = book.add_worksheet(names.sheet(words.say("Contents")))
    used: dict[str, list[str]] = {}
    sheets: list[tuple[str, Leaf]] = []
    for leaf in leaves(report, words):
        sheets.append((names.sheet(leaf.name), leaf))
        for key in dict.fromkeys(keys(leaf.blocks)):
            used.setdefault(key, []).append(sheets[-1][0])
        _page(book, sheets[-1][0], leaf, report, styles=styles, names=names)
    if report.facts:
        last = Leaf(words.say("Facts"), words.say("Facts"), "facts", [grids.facts(report.facts, used, words)])
        sheets.append((names.sheet(last.name), last))
        _page(book, sheets[-1][0], last, report, styles=styles, names=names)
    contents(first, report, sheets, styles=styles, words=words)
    _print(first, report)
    first.activate()
    book.close()
    return held.getvalue()


def _about(book: Workbook, report: Report) -> None:
    """What the file says of itself; the day is that of the data, since the clock is not asked."""
    made = datetime.fromisoformat(report.as_of[:10]).replace(tzinfo=UTC)
    book.set_properties({
        "title": cut(line(f"{report.client} · {report.title} · {report.period_text}"), 200), "created": made,
        "author": "", "comments": "",
    })  # fmt: skip


def _page(book: Workbook, name: str, leaf: Leaf, report: Report, *, styles: Styles, names: Names) -> None:
    """The heading, a way back, the blocks; a table that stands alone can be filtered and keeps its heads in sight."""
    words = Words(report.lang, report.currency)
    worksheet = book.add_worksheet(name)
    tables = [table for block in leaf.blocks if (table := table_of(block, words)) is not None]
    alone = len(tables) == 1 and not any(isinstance(block, Figure | Explorer) for block in leaf.blocks)
    sheet = Sheet(worksheet, styles, names, words, tables, alone=alone)
    sheet.say(leaf.title, "heading")
    sheet.link(words.say("Contents"), words.say("Contents"))
    sheet.skip()
    writer = Writer(book, sheet, name=name, anchor=leaf.anchor, currency=report.currency)
    for block in _answers_first(leaf.blocks):
        stands = writer.write(block, alone=alone)
        if alone and stands:
            if stands[0] <= _FROZEN:
                worksheet.freeze_panes(stands[0] + 1, 1)
            worksheet.repeat_rows(stands[0])
    worksheet.print_area(0, 0, max(sheet.row, 1), sheet.columns - 1)
    _print(worksheet, report)


def _answers_first(blocks: list[Block]) -> list[Block]:
    """A section's answer stands on top of its sheet, whatever comes before it."""
    lead = [block for block in blocks[:3] if isinstance(block, Narrative) and block.role == "answer"][:1]
    return [*lead, *(block for block in blocks if not any(block is each for each in lead))]


def _print(worksheet: Worksheet, report: Report) -> None:
    """A4, as wide as the page; who and when on top, pages below."""
    worksheet.hide_gridlines(2)
    worksheet.set_paper(_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    who = _header(report.client)
    worksheet.set_header(f"&L&9{who}&R&9{_header(report.title)} · {_header(report.period_text)}")
    worksheet.set_footer("&L&9&A&R&9&P / &N")


def _header(text: str) -> str:
    """A text within a header, where ``&`` begins a sign of the spreadsheet's own."""
    return cut(line(text), _HEADER).replace("&", "&&")
