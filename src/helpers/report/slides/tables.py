"""Native tables: a fine line under each row, a dark one under the heads, the cards as a table of their own."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide
from pptx.table import Table, _Cell
from pptx.util import Pt

from helpers.report.model import Card
from helpers.report.slides.deck import ROOM, SIDE_AFTER, SIDE_SIZE, SMALL_SIZE, TOP, Grid
from helpers.report.slides.grids import BELOW, PAD, RISE
from helpers.report.slides.measure import clean
from helpers.report.slides.setting import Place
from helpers.report.slides.text import BAD, GOOD, INK, LEAD, QUIET, Par, Side, box, described, tall, write

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
#: the library of table styles' own "no style, no grid"
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_INSET = 8.0
_TONES = {"good": GOOD, "bad": BAD, "neutral": "accent2"}


def grid(slide: Slide, body: Grid, *, left: float, lang: str) -> None:
    """A part of a table, with its caption above and where the rest is below."""
    top = TOP
    if body.above:
        box(slide, Place(left, top, ROOM, 20), [Par(body.above, 14, bold=True)], lang=lang, name="Caption")
        top += 26
    place = Place(left, top, sum(body.widths), sum(body.heights))
    table = _table(slide, place, body.heights, body.widths, alt=body.caption)
    for column, head in enumerate(body.heads):
        par = Par(head, body.size, bold=True, align=_side(body, column))
        _fill(table.cell(0, column), [par], lang=lang, rule=("tx1", 1.25), bottom=True)
    for number, row in enumerate(body.rows):
        for column, text in enumerate(row):
            colour = QUIET if (number, column) in body.muted else INK
            par = Par(text, body.size, colour=colour, align=_side(body, column))
            _fill(table.cell(number + 1, column), [par], lang=lang, rule=("accent2", 0.5))
    top += place.height + 4
    if body.more:
        box(slide, Place(left, top, ROOM, 16), [Par(body.more, SMALL_SIZE, colour=QUIET)], lang=lang, name="More")
    if body.below:
        top += BELOW
        lines = [Par(text, SIDE_SIZE, after=SIDE_AFTER) for text in body.below]
        box(slide, Place(left, top, ROOM, tall(lines, ROOM)), lines, lang=lang, name="Below")


def _side(body: Grid, column: int) -> Side:
    return "right" if body.numbers[column] else "left"


def cards(slide: Slide, given: Sequence[Card], *, left: float, lang: str) -> None:
    """The shared metrics side by side: each line at one height in all of them."""
    wide = ROOM / max(len(given), 1)
    columns = [_card(card) for card in given]
    kept = [line for line in range(len(columns[0])) if any(column[line].plain for column in columns)]
    rise = [2 * _INSET / 4 for _ in kept]
    heights = [
        max(column[line].tall(wide - 2 * _INSET) for column in columns) + free
        for line, free in zip(kept, rise, strict=True)
    ]
    alt = "; ".join(f"{clean(card.title)}: {clean(card.value)}" for card in given)
    table = _table(slide, Place(left, TOP, ROOM, sum(heights)), heights, [wide] * len(given), alt=alt)
    for row, line in enumerate(kept):
        for place, (card, column) in enumerate(zip(given, columns, strict=True)):
            edge = (_TONES[card.tone], 3.0) if row == 0 else None
            _fill(table.cell(row, place), [column[line]], lang=lang, above=edge, pad=_INSET, rise=2)


def _card(card: Card) -> list[Par]:
    """The lines of a card; those that say nothing are empty."""
    tone = {"good": GOOD, "bad": BAD}.get(card.tone, QUIET)
    small = (card.prior, card.last_year, card.target)
    return [
        Par(card.title, 14, bold=True),
        Par(card.plain, 12, colour=QUIET),
        Par(card.value, 28, bold=True, colour=LEAD),
        Par(card.verdict_text, 14, bold=True, colour=tone),
        Par(card.interval, 12),
        Par(card.basis, 12, colour=QUIET),
        Par(card.missing, 12),
        *(Par(line, 12) for line in small),
    ]


def _table(slide: Slide, place: Place, heights: Sequence[float], widths: Sequence[float], *, alt: str) -> Table:
    frame = slide.shapes.add_table(
        len(heights), len(widths), Pt(place.left), Pt(place.top), Pt(place.width), Pt(place.height)
    )
    described(frame, alt)
    table = frame.table
    table.first_row, table.horz_banding = True, False
    for style in table._tbl.iter(qn("a:tableStyleId")):
        style.text = _PLAIN
    for row, tall_ in zip(table.rows, heights, strict=True):
        row.height = Pt(tall_)
    for column, wide in enumerate(widths):
        table.columns[column].width = Pt(wide)
    return table


def _fill(
    cell: _Cell, pars: Sequence[Par], *, lang: str, rule: tuple[str, float] | None = None,
    above: tuple[str, float] | None = None, bottom: bool = False, pad: float = PAD, rise: float = RISE,
) -> None:  # fmt: skip
    cell.margin_left = cell.margin_right = Pt(pad)
    cell.margin_top = cell.margin_bottom = Pt(rise)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if bottom else MSO_ANCHOR.TOP
    write(cell.text_frame, pars, lang=lang)
    properties = cell._tc.get_or_add_tcPr()
    for tag, line in (("lnT", above), ("lnB", rule)):
        if line:
            properties.append(_line(tag, *line))


def _line(tag: str, colour: str, points: float) -> BaseOxmlElement:
    named = f'schemeClr val="{colour}"' if colour[:1].islower() else f'srgbClr val="{colour}"'
    element: BaseOxmlElement = parse_xml(
        f'<a:{tag} {_A} w="{round(points * 12700)}" cap="flat" cmpd="sng"><a:solidFill><a:{named}/></a:solidFill>'
        f'<a:prstDash val="solid"/></a:{tag}>'
    )
    return element
