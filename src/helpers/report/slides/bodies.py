"""What stands on each slide, drawn: text in its placeholder, charts and tables in the room measured for them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from helpers.look import Look
from helpers.report.slides import charts, tables
from helpers.report.slides.deck import (
    BOTTOM,
    MARGIN,
    ROOM,
    SIDE,
    SIDE_AFTER,
    SIDE_SIZE,
    SMALL_SIZE,
    TEXT_AFTER,
    TEXT_SIZE,
    TOP,
    WIDTH,
    Columns,
    Drawn,
    Grid,
    Lines,
    Opening,
    Scores,
    Slide,
)  # fmt: skip
from helpers.report.slides.logo import picture
from helpers.report.slides.planning import BETWEEN, GAP, HEAD, INSET, WIDE, box_tall, pars
from helpers.report.slides.setting import ROWS, Place, Setting
from helpers.report.slides.text import INK, LEAD, QUIET, Par, Run, bare, box, described, tall, write
from helpers.words import Words

_SERIES = {
    "accent1": MSO_THEME_COLOR.ACCENT_1, "accent2": MSO_THEME_COLOR.ACCENT_6, "accent3": MSO_THEME_COLOR.ACCENT_3,
    "accent4": MSO_THEME_COLOR.ACCENT_4, "accent5": MSO_THEME_COLOR.ACCENT_5, "tx1": INK,
}  # fmt: skip
#: rows of a chart are at most this high, so that few rows stay together
_ROW = 64.0
_LOGO = (200.0, 80.0)


@dataclass(frozen=True)
class Hand:
    """What every slide of a deck is drawn with."""

    deck: Deck
    words: Words
    lang: str
    look: Look
    made: datetime

    def page(self, slide: Slide, layout: str) -> Page:
        """A new slide with its title."""
        page: Page = self.deck.slides.add_slide(next(each for each in self.deck.slide_layouts if each.name == layout))
        size = 40.0 if layout == "Opening" else slide.size
        head = page.shapes.title
        assert head is not None, "every layout has a title"
        write(head.text_frame, [Par(slide.title, size, bold=True, colour=LEAD)], lang=self.lang)
        return page


def draw(hand: Hand, slide: Slide) -> Page:
    """One slide with its title, section and content."""
    body = slide.body
    layouts = {Opening: "Opening", Lines: "Title and text"}
    page = hand.page(slide, layouts.get(type(body), "Title alone"))
    if slide.kicker:
        place = Place(MARGIN, 22, ROOM, 16)
        box(page, place, [Par(slide.kicker, SMALL_SIZE, colour=QUIET)], lang=hand.lang, name="Section")
    if isinstance(body, Opening):
        _opening(hand, page, body)
    elif isinstance(body, Lines):
        _lines(hand, page, body)
    elif isinstance(body, Drawn):
        _drawn(hand, page, body)
    elif isinstance(body, Grid):
        tables.grid(page, body, left=MARGIN, lang=hand.lang)
    elif isinstance(body, Scores):
        tables.cards(page, body.cards, left=MARGIN, lang=hand.lang)
    elif isinstance(body, Columns):
        _columns(hand, page, body)
    return page


def _opening(hand: Hand, page: Page, body: Opening) -> None:
    sizes = (24.0, 20.0, 14.0)
    lines = [Par(text, size, after=6) for text, size in zip(body.lines, sizes, strict=True)]
    if body.mark:
        lines.append(Par(body.mark, 16, bold=True, colour=LEAD))
    write(page.placeholders[1].text_frame, lines, lang=hand.lang)
    bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(0), Pt(0), Pt(WIDTH), Pt(12))
    bar.name = "Band"
    bar.fill.solid()
    bar.fill.fore_color.theme_color = LEAD
    bar.line.fill.background()
    image = picture(hand.look)
    if image:
        shape = page.shapes.add_picture(io.BytesIO(image), Pt(MARGIN), Pt(48))
        factor = min(Pt(_LOGO[0]) / shape.width, Pt(_LOGO[1]) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * factor)), Emu(int(shape.height * factor))
        described(shape, f"Logo: {body.client}")


def _lines(hand: Hand, page: Page, body: Lines) -> None:
    """Paragraphs in the placeholder of the text, numbered by the program itself."""
    frame = page.placeholders[1].text_frame
    playbook = hand.words.say("Playbook")
    listed = []
    for line in body.lines:
        listed.append(Par(line.text, TEXT_SIZE, after=2 if line.under else TEXT_AFTER))
        if line.under:
            listed.append(Par(f"{playbook}: {line.under}", SIDE_SIZE, colour=QUIET, after=TEXT_AFTER))
    write(frame, listed, lang=hand.lang)
    if body.numbered:
        _number(frame, [bool(par.size == TEXT_SIZE) for par in listed])


def _number(frame: TextFrame, heads: list[bool]) -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    number = 0
    for paragraph, head in zip(frame.paragraphs, heads, strict=True):
        number += head
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(Pt(32)))
        properties.set("indent", str(-Pt(32) if head else 0))
        if head:
            properties.append(parse_xml(f'<a:buFont {space} typeface="+mj-lt"/>'))
            properties.append(parse_xml(f'<a:buAutoNum {space} type="arabicPeriod" startAt="{number}"/>'))


def _drawn(hand: Hand, page: Page, body: Drawn) -> None:
    """What the chart says, what it measures, which colour is which; then the chart, and sentences beside it."""
    wide = ROOM - (SIDE + 30 if body.side else 0)
    said = (
        Par(body.message, 16, bold=True, after=2),
        Par(body.measured, SMALL_SIZE, colour=QUIET, after=2),
        _key(body),
    )
    head = [par for par in said if par.plain]
    used = tall(head, wide)
    box(page, Place(MARGIN, TOP, wide, used), head, lang=hand.lang, name="Message")
    top = TOP + used + 10
    free = BOTTOM - top
    if body.chart.kind in ROWS:
        free = min(free, _ROW * len(body.chart.categories) + 10)
    setting = Setting(body.chart, Place(MARGIN, top, wide, free), hand.words, hand.lang, body.currency)
    charts.draw(page.shapes, setting, alt=body.alt, made=hand.made)
    if body.side:
        lines = [Par(text, SIDE_SIZE, after=SIDE_AFTER) for text in body.side]
        box(page, Place(MARGIN + wide + 30, TOP, SIDE, BOTTOM - TOP), lines, lang=hand.lang, name="Beside")


def _key(body: Drawn) -> Par:
    """Which colour is which, where a chart has several series and no line says its own name."""
    chart = body.chart
    if len(chart.series) < 2 or chart.kind == "line":
        return Par("")
    runs = []
    for place, one in enumerate(chart.series):
        sign = {"target": "□", "forecast": "▨"}.get(one.role, "■")
        colour = _SERIES[charts.colour(chart, place)]
        runs.append(Run(f"{'     ' if place else ''}{sign} {one.name}", colour))
    return Par(tuple(runs), SMALL_SIZE, bold=True)


def _columns(hand: Hand, page: Page, body: Columns) -> None:
    """Three columns of boxes under their days."""
    for place, (head, column) in enumerate(zip(body.heads, body.columns, strict=True)):
        left, top = MARGIN + place * (WIDE + GAP), TOP
        box(page, Place(left, top, WIDE, HEAD - 8), [Par(head, 18, bold=True)], lang=hand.lang, name=head)
        top += HEAD
        for one in column:
            high = box_tall(one, hand.words, why=body.why)
            shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(left), Pt(top), Pt(WIDE), Pt(high))
            shape.name = head
            shape.fill.background()
            shape.line.color.theme_color = LEAD
            shape.line.width = Pt(1)
            shape.shadow.inherit = False
            bare(shape.text_frame, INSET)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
            write(shape.text_frame, pars(one, hand.words, why=body.why), lang=hand.lang)
            top += high + BETWEEN
