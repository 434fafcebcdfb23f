"""The first sheet: whose report it is, what it says, where to find what, and how to read it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from helpers.look import Look
from helpers.report.model import Narrative, Report
from helpers.report.workbook.inert import inert
from helpers.report.workbook.leaves import Leaf
from helpers.report.workbook.styles import Styles
from helpers.words import Words, msg

#: How to read the workbook, a line each.
READING = (
    msg("Each sheet opens with its answer. Below it stand the tables, beside them the charts."),
    msg("Cells hold the numbers in full and show them as the report does; grey ones rest on too few cases or can still "
        "change."),
    msg("Charts can be edited: each draws the small grey numbers to its right. Light bands are intervals, grey is the "
        "time before, an outline the target, what is hatched or dashed is not yet final."),
    msg("The last sheet lists every fact behind this report, as it stands in metrics.csv, and the sheets that use it."),
    msg("An apostrophe before =, +, - or @ is no part of a text: it keeps spreadsheets from running it as a formula."),
)  # fmt: skip
_LOGO_HEIGHT, _LOGO_KINDS = 48, ("png", "jpeg")
_COLUMNS = (34, 96)


def contents(
    worksheet: Worksheet, report: Report, sheets: Sequence[tuple[str, Leaf]], *, styles: Styles, words: Words
) -> None:
    """Write the sheet; ``sheets`` are the names of the others with what stands on them."""
    for at, width in enumerate(_COLUMNS):
        worksheet.set_column(at, at, width)
    top = _logo(worksheet, styles.look)
    row = _masthead(worksheet, report, top, styles=styles, words=words)
    row = _list(worksheet, sheets, row, styles=styles, words=words)
    worksheet.write_string(row + 1, 0, words.say("How to read this workbook"), styles.of("part"))
    row = _across(worksheet, (words.say(text) for text in READING), row + 2, "about", styles=styles)
    said = words.say("made with Tándem {version}", version=report.version)
    worksheet.write_string(row + 1, 0, said, styles.of("aside"))


def _logo(worksheet: Worksheet, look: Look) -> int:
    """The client's logo where a spreadsheet can show it; returns the row below it."""
    if not look.logo or look.logo_kind not in _LOGO_KINDS:
        return 0
    from xlsxwriter.image import Image

    tall = Image(io.BytesIO(look.logo)).height or _LOGO_HEIGHT
    scale = min(1.0, _LOGO_HEIGHT / tall)
    worksheet.set_row(0, 40)
    worksheet.insert_image(0, 0, "logo", {"image_data": io.BytesIO(look.logo), "x_scale": scale, "y_scale": scale,
                                          "decorative": True})  # fmt: skip
    return 1


def _masthead(worksheet: Worksheet, report: Report, row: int, *, styles: Styles, words: Words) -> int:
    """Title, client, period, the headline; returns the next free row."""
    lines = [
        (report.title, "kicker", 18), (report.client, "title", 28),
        (f"{report.period_text} · {words.say('Data up to {date}', date=report.as_of_text)}", "kicker", 18),
    ]  # fmt: skip
    if report.internal:
        lines.append((words.say("For the two teams only"), "caption", 18))
    for text, style, height in lines:
        worksheet.set_row(row, height)
        worksheet.write_string(row, 0, inert(text), styles.of(style))
        row += 1
    said = [sentence.text for block in report.blocks if isinstance(block, Narrative) and block.role == "headline"
            for sentence in block.sentences]  # fmt: skip
    return _across(worksheet, [" ".join(said)] if said else [], row + 1, "headline", styles=styles)


def _list(worksheet: Worksheet, sheets: Sequence[tuple[str, Leaf]], row: int, *, styles: Styles, words: Words) -> int:
    """A link to each sheet and what it says; returns the next free row."""
    worksheet.write_string(row + 1, 0, words.say("Contents"), styles.of("part"))
    row += 2
    for name, leaf in sheets:
        target = "internal:'{}'!A1".format(name.replace("'", "''"))
        worksheet.write_url(row, 0, target, styles.of("link"), inert(leaf.title)[:255])
        if leaf.message:
            worksheet.write_string(row, 1, inert(leaf.message), styles.of("answer"))
            worksheet.set_row(row, 15 * max(1, -(-len(leaf.message) // 104)) + 3)
        row += 1
    return row


def _across(worksheet: Worksheet, texts: Iterable[str], row: int, style: str, *, styles: Styles) -> int:
    for text in texts:
        room = sum(_COLUMNS) / (1.25 if style == "headline" else 1.0)
        worksheet.set_row(row, (19 if style == "headline" else 15) * max(1, -(-len(text) // int(room))) + 3)
        worksheet.merge_range(row, 0, row, 1, "", styles.of(style))
        worksheet.write_string(row, 0, inert(text), styles.of(style))
        row += 1
    return row
