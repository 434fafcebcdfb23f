"""Text on slides: measured before, set here; every run says its language, so that a spell-checker knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Pt

from helpers.report.slides.deck import BODY_SIZE
from helpers.report.slides.measure import clean, height
from helpers.report.slides.setting import Place

#: Language of a report → how runs name it. Mexico's Spanish stands for Latin America's.
LANGUAGES = {"en": "en-GB", "es": "es-ES", "es_419": "es-MX"}
INK, LEAD, QUIET = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.ACCENT_6
_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "centre": PP_ALIGN.CENTER}


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph in a colour of its own."""

    text: str
    colour: MSO_THEME_COLOR = INK


@dataclass(frozen=True)
class Par:
    """A paragraph: its text, or runs; size in points and what is left free below it."""

    text: str | tuple[Run, ...]
    size: float = BODY_SIZE
    bold: bool = False
    colour: MSO_THEME_COLOR = INK
    align: Literal["left", "right", "centre"] = "left"
    after: float = 0.0

    @property
    def plain(self) -> str:
        """The text without its colours."""
        return self.text if isinstance(self.text, str) else "".join(run.text for run in self.text)

    def tall(self, room: float) -> float:
        """Points it takes in a box of this width."""
        return height(clean(self.plain), self.size, room, bold=self.bold) + self.after


def tall(pars: Sequence[Par], room: float) -> float:
    """Points that paragraphs take one below the other."""
    return sum(par.tall(room) for par in pars)


def write(frame: TextFrame, pars: Sequence[Par], *, lang: str) -> None:
    """Fill a frame with paragraphs; nothing shrinks and nothing grows."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for number, par in enumerate(pars):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _set(paragraph, par, lang=lang)


def _set(paragraph: _Paragraph, par: Par, *, lang: str) -> None:
    paragraph.alignment = _ALIGN[par.align]
    paragraph.space_before, paragraph.space_after = Pt(0), Pt(par.after)
    runs = (Run(par.text, par.colour),) if isinstance(par.text, str) else par.text
    runs = tuple(run for run in runs if run.text)
    for piece in runs:
        run = paragraph.add_run()
        run.text = clean(piece.text) if len(runs) == 1 else piece.text
        run.font.size, run.font.bold = Pt(par.size), par.bold
        run.font.color.theme_color = piece.colour
        run._r.get_or_add_rPr().set("lang", lang)
    # what an empty paragraph, and the next one typed, is set in
    end = paragraph._p.get_or_add_endParaRPr()
    end.set("lang", lang)
    end.set("sz", str(round(par.size * 100)))


def box(slide: Slide, place: Place, pars: Sequence[Par], *, lang: str, name: str, bottom: bool = False) -> Shape:
    """A box of text without insets."""
    shape = slide.shapes.add_textbox(Pt(place.left), Pt(place.top), Pt(place.width), Pt(place.height))
    shape.name = name
    bare(shape.text_frame)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if bottom else MSO_ANCHOR.TOP
    write(shape.text_frame, pars, lang=lang)
    return shape


def bare(frame: TextFrame, inset: float = 0.0) -> None:
    """Insets of one size on all sides."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(inset)


def described(shape: BaseShape, text: str) -> None:
    """Alt text, for those who hear the slide."""
    for properties in shape._element.iter(qn("p:cNvPr")):
        properties.set("descr", clean(text))
