"""Text on slides: measured before, set here; every run says its language, so that a spell-checker knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from helpers.report.slides.deck import BODY_SIZE
from helpers.report.slides.measure import clean, height, sound
from helpers.report.slides.setting import Place

#: Language of a report → how runs name it. Mexico's Spanish stands for Latin America's.
LANGUAGES = {"en": "en-GB", "es": "es-ES", "es_419": "es-MX"}
INK, LEAD, QUIET = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.ACCENT_6
#: for the better and for the worse; at least 4.5 to 1 on white, and always beside words that say so
GOOD, BAD = "1B6E3C", "A32A1F"
_SCHEME = {
    INK: "tx1", LEAD: "tx2", QUIET: "accent6", MSO_THEME_COLOR.ACCENT_1: "accent1", MSO_THEME_COLOR.ACCENT_2: "accent2",
    MSO_THEME_COLOR.ACCENT_3: "accent3", MSO_THEME_COLOR.ACCENT_4: "accent4", MSO_THEME_COLOR.ACCENT_5: "accent5",
}  # fmt: skip
_ALIGN = {"left": "l", "right": "r", "centre": "ctr"}
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


Side = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph in a colour of its own."""

    text: str
    colour: MSO_THEME_COLOR | str = INK


@dataclass(frozen=True)
class Par:
    """A paragraph: its text, or runs; size in points and what is left free below it."""

    text: str | tuple[Run, ...]
    size: float = BODY_SIZE
    bold: bool = False
    colour: MSO_THEME_COLOR | str = INK
    align: Side = "left"
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
    body = frame._txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for par in pars or (Par(""),):
        body.append(_paragraph(par, lang=lang))


def _fill(colour: MSO_THEME_COLOR | str) -> str:
    """A colour of the theme, or one of its own as ``RRGGBB``."""
    named = f'srgbClr val="{colour}"' if isinstance(colour, str) else f'schemeClr val="{_SCHEME[colour]}"'
    return f"<a:solidFill><a:{named}/></a:solidFill>"


def _paragraph(par: Par, *, lang: str) -> BaseOxmlElement:
    """Written as XML at once: a deck has thousands."""
    whole = isinstance(par.text, str)
    runs = (Run(clean(par.plain), par.colour),) if whole else par.text
    look = f'lang="{lang}" sz="{round(par.size * 100)}"'
    pieces = "".join(
        f'<a:r><a:rPr {look} b="{int(par.bold)}" dirty="0">{_fill(run.colour)}</a:rPr>'
        f"<a:t>{escape(sound(run.text))}</a:t></a:r>"
        for run in runs
        if isinstance(run, Run) and run.text
    )
    # the end says in what an empty paragraph, and the next one typed, is set
    element: BaseOxmlElement = parse_xml(
        f'<a:p {_A}><a:pPr algn="{_ALIGN[par.align]}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts '
        f'val="{round(par.after * 100)}"/></a:spcAft></a:pPr>{pieces}<a:endParaRPr {look}/></a:p>'
    )
    return element


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
