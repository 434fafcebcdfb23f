"""What every slide carries beside its content (footer, number, notes), what the file says of itself, its bytes."""

from __future__ import annotations

import copy
import io
import zipfile
from datetime import datetime
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page

from helpers.report.model import Report
from helpers.report.slides.deck import Notes
from helpers.report.slides.measure import clean
from helpers.report.slides.text import Par, write
from helpers.words import Words

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
#: keys of facts in the notes of one slide; a table's are in the workbook, cell by cell
_KEYS = 60


def foot(page: Page, text: str, *, lang: str, number: int) -> None:
    """The footer and the number of a slide, in the placeholders of its layout."""
    layout: Any = page.slide_layout
    for holder in layout.placeholders:
        kind = holder._element.nvSpPr.nvPr.find(qn("p:ph")).get("type")
        if kind not in ("ftr", "sldNum"):
            continue
        element: Any = copy.deepcopy(holder._element)
        element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in page.shapes) + 1))
        for old in element.txBody.findall(qn("a:p")):
            element.txBody.remove(old)
        # the layout says how it is set
        for style in element.txBody.findall(qn("a:lstStyle")):
            style.clear()
        inside = f'<a:r><a:rPr lang="{lang}"/><a:t/></a:r>' if kind == "ftr" else (
            f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{lang}"/>'
            f"<a:t>{number}</a:t></a:fld>"
        )  # fmt: skip
        paragraph = parse_xml(f"<a:p {_A}>{inside}</a:p>")
        if kind == "ftr":
            paragraph.find(f".//{qn('a:t')}").text = clean(text)
        element.txBody.append(paragraph)
        page.shapes._spTree.append(element)


def note(page: Page, title: str, notes: Notes, words: Words, *, lang: str) -> None:
    """What the speaker reads under the slide."""
    parts = (
        (words.say("What to say"), (*notes.say,) or (title,)),
        (words.say("How it was measured"), notes.measured),
        (words.say("To keep in mind"), notes.mind),
    )
    pars = []
    for head, lines in parts:
        said = [clean(line) for line in lines if clean(line)]
        if said:
            pars += [Par(head, 12, bold=True), *(Par(line, 12) for line in said), Par("", 12)]
    pars.append(Par(_keys(notes, words), 10))
    frame = page.notes_slide.notes_text_frame
    assert frame is not None, "the library's notes have a place for text"
    write(frame, pars, lang=lang)
    for shape in list(page.notes_slide.placeholders):
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            shape._element.getparent().remove(shape._element)


def _keys(notes: Notes, words: Words) -> str:
    if not notes.facts:
        return words.say("No number of the data stands behind this slide.")
    listed = "; ".join(notes.facts[:_KEYS])
    if len(notes.facts) > _KEYS:
        rest = words.plural("{n} more in the workbook", "{n} more in the workbook", len(notes.facts) - _KEYS)
        listed = f"{listed}; {rest}"
    return words.say("Facts behind the numbers: {keys}", keys=listed)


def describe(deck: Deck, report: Report, *, lang: str, made: datetime) -> None:
    """Title, subject, author and days, none of them from the clock."""
    said = deck.core_properties
    said.title = clean(f"{report.client} · {report.title} · {report.period_text}")[:250]
    said.subject = clean(report.title)[:250]
    said.author = said.last_modified_by = "Tándem"
    said.language = lang
    said.keywords, said.comments, said.category = "", "", ""
    said.created = said.modified = made
    said.revision = 1
    said.version = clean(report.version)[:250]


def packed(deck: Deck) -> bytes:
    """The file: equal decks give equal bytes, whenever they are made."""
    raw, into = io.BytesIO(), io.BytesIO()
    deck.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return into.getvalue()
