"""The empty deck: 16 to 9, three layouts with their placeholders, a theme in the client's colours."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.util import Pt

from helpers.look import Look
from helpers.report.slides.deck import BODY_SIZE, BOTTOM, FAMILY, HEIGHT, MARGIN, ROOM, TITLE_SIZE, TOP, WIDTH

#: text that is not the point; at least 4.5 to 1 on white
MUTED = "5B6670"
#: hues for series that are neither actual nor prior, told apart by the colour-blind
_OTHERS = ("B8621B", "2A7F7F", "7A5EA8", "A23B5B")
#: the library's own layouts that are kept, by place, with their names here
_KEPT = {0: "Opening", 1: "Title and text", 5: "Title alone"}
_PLACES = {
    "title": (MARGIN, 42.0, ROOM, 66.0),
    "body": (MARGIN, TOP, ROOM, BOTTOM - TOP),
    "ftr": (MARGIN, 512.0, ROOM - 80.0, 16.0),
    "sldNum": (WIDTH - MARGIN - 60.0, 512.0, 60.0, 16.0),
    "ctrTitle": (MARGIN, 150.0, ROOM, 110.0),
    "subTitle": (MARGIN, 276.0, ROOM, 160.0),
}
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def empty(look: Look, *, lang: str) -> Deck:
    """A deck without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _lighten(deck)
    master = deck.slide_master
    for number, layout in reversed(list(enumerate(deck.slide_layouts))):
        if number not in _KEPT:
            deck.slide_layouts.remove(layout)
        else:
            layout.name = _KEPT[number]
    for holder in (master, *deck.slide_layouts):
        for shape in list(holder.placeholders):
            _placed(shape, master=holder is master)
    _set_text(master._element, lang=lang)
    theme = master.part.part_related_by(RT.THEME)
    theme._blob = _themed(theme.blob, look)
    return deck


def _lighten(deck: Deck) -> None:
    """Without the library's picture of an empty deck and its printer."""
    package = deck.part.package
    for holder in (package, deck.part):
        rels = holder._rels
        for key, rel in list(rels.items()):
            if rel.reltype in (RT.THUMBNAIL, RT.PRINTER_SETTINGS):
                rels.pop(key)


def _placed(shape: BaseShape, *, master: bool) -> None:
    """Each placeholder in its place; the date goes, since a deck says its own."""
    kind = shape._element.nvSpPr.nvPr.find(f"{{{_P[9:-1]}}}ph").get("type", "body")
    if kind == "dt":
        shape._element.getparent().remove(shape._element)
        return
    if master or kind in ("ctrTitle", "subTitle"):
        left, top, width, height = _PLACES[kind]
        shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)
    else:
        for moved in shape._element.spPr.findall(f"{{{_A[9:-1]}}}xfrm"):
            shape._element.spPr.remove(moved)
    _framed(shape._element, kind)


def _framed(element: BaseOxmlElement, kind: str) -> None:
    """No insets: what is measured is what there is. Titles stand on their last line's place, text begins at the top."""
    body = element.txBody.bodyPr
    for child in list(body):
        body.remove(child)
    anchor = {"title": "t", "ctrTitle": "b", "body": "t", "subTitle": "t"}.get(kind, "ctr")
    for name, value in (("lIns", "0"), ("tIns", "0"), ("rIns", "0"), ("bIns", "0"), ("anchor", anchor)):
        body.set(name, value)
    body.append(parse_xml(f"<a:noAutofit {_A}/>"))
    for style in list(element.txBody.findall(f"{{{_A[9:-1]}}}lstStyle")):
        for child in list(style):
            style.remove(child)
        if kind in ("ftr", "sldNum", "ctrTitle", "subTitle"):
            style.append(parse_xml(_OWN[kind]))


def _level(size: float, *, colour: str, bold: bool = False, align: str = "l", after: float = 0) -> str:
    return (
        f'<a:lvl1pPr {_A} marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>'
    )


_OWN = {
    "ftr": _level(10, colour="accent6"),
    "sldNum": _level(10, colour="accent6", align="r"),
    "ctrTitle": _level(40, colour="tx2", bold=True),
    "subTitle": _level(20, colour="tx1", after=6),
}


def _set_text(master: BaseOxmlElement, *, lang: str) -> None:
    """How titles and text are set throughout."""
    spaces = f"{_A} {_P}"
    styles = parse_xml(
        f"<p:txStyles {spaces}><p:titleStyle>{_level(TITLE_SIZE, colour='tx2', bold=True)}</p:titleStyle>"
        f"<p:bodyStyle>{_level(BODY_SIZE, colour='tx1', after=8)}</p:bodyStyle>"
        f"<p:otherStyle>{_level(BODY_SIZE, colour='tx1')}</p:otherStyle></p:txStyles>"
    )
    old = master.find(f"{{{_P[9:-1]}}}txStyles")
    old.addprevious(styles)
    master.remove(old)
    for properties in master.iter(f"{{{_A[9:-1]}}}rPr", f"{{{_A[9:-1]}}}endParaRPr"):
        properties.set("lang", lang)


def _themed(blob: bytes, look: Look) -> bytes:
    """The theme with the client's colours and one family of type."""
    tree = etree.fromstring(blob)
    space = f"{{{_A[9:-1]}}}"
    colours = _colours(look)
    scheme = tree.find(f".//{space}clrScheme")
    for child in scheme:
        name = etree.QName(child).localname
        for old in list(child):
            child.remove(old)
        etree.SubElement(child, f"{space}srgbClr").set("val", colours[name])
    for font in tree.iter(f"{space}latin"):
        if font.getparent().tag in (f"{space}majorFont", f"{space}minorFont"):
            font.set("typeface", FAMILY)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _colours(look: Look) -> dict[str, str]:
    ink, actual, band, prior = (
        re.sub("[^0-9A-F]", "", colour.upper()) for colour in (look.ink, look.actual, look.band, look.prior)
    )
    others = sorted(_OTHERS, key=lambda other: (-_apart(other, actual), other))
    return {
        "dk1": ink, "lt1": "FFFFFF", "dk2": actual, "lt2": band, "accent1": actual, "accent2": prior,
        "accent3": others[0], "accent4": others[1], "accent5": others[2], "accent6": MUTED, "hlink": actual,
        "folHlink": MUTED,
    }  # fmt: skip


def _apart(one: str, other: str) -> int:
    """How different two colours are."""
    return sum((int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) ** 2 for at in (0, 2, 4))
