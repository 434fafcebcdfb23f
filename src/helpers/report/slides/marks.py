"""What a chart's own library does not write: error bars of their own lengths, labels by point, fills by notation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement

#: what every piece of a chart's XML declares
SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
POINT = 12700


@dataclass(frozen=True)
class Label:
    """A point's label: where it stands, how far it is moved (in parts of the chart), whether it says the name."""

    place: str
    across: float = 0.0
    up: float = 0.0
    named: bool = False
    #: what rests on too little
    quiet: bool = False


def scheme(colour: str) -> str:
    """A fill in a colour of the theme."""
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def line(colour: str, points: float, *, dash: str = "") -> str:
    """An outline in a colour of the theme; ``dash`` as DrawingML names it."""
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * POINT)}" cap="flat">{scheme(colour)}{dashed}</a:ln>'


NOTHING = "<a:noFill/><a:ln><a:noFill/></a:ln>"


def hatched(colour: str) -> str:
    """What is forecast or still converting."""
    return (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:schemeClr val="{colour}"/></a:fgClr><a:bgClr><a:schemeClr val="bg1"/>'
        f"</a:bgClr></a:pattFill>{line(colour, 1)}"
    )


def styled(series: BaseOxmlElement, properties: str) -> None:
    """Give a series its fill and outline."""
    for old in series.findall(f"{_C}spPr"):
        series.remove(old)
    series.find(f"{_C}tx").addnext(parse_xml(f"<c:spPr {SPACES}>{properties}</c:spPr>"))


def text_style(size: float, colour: str, lang: str, *, bold: bool = False) -> str:
    """How the text of a chart is set."""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr lang="{lang}" sz="{round(size * 100)}" b="{int(bold)}">'
        f'{scheme(colour)}</a:defRPr></a:pPr><a:endParaRPr lang="{lang}"/></a:p></c:txPr>'
    )


def hollow(series: BaseOxmlElement, places: Iterable[int], colour: str) -> None:
    """Bars that rest on too little: an outline."""
    block = series.find(f"{_C}invertIfNegative")
    for place in sorted(places, reverse=True):
        inside = f'<c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        look = f"<c:spPr>{scheme('bg1')}{line(colour, 1.5)}</c:spPr>"
        block.addnext(parse_xml(f"<c:dPt {SPACES}>{inside}{look}</c:dPt>"))


def labelled(series: BaseOxmlElement, labels: Mapping[int, Label], *, format: str, style: str) -> None:
    """Show the value of these points and of no other."""
    written = "".join(_label(place, label, format=format, style=style) for place, label in sorted(labels.items()))
    series_wide = "".join(f'<c:show{part} val="0"/>' for part in _SHOWN)
    block = parse_xml(f"<c:dLbls {SPACES}>{written}{series_wide}{_UNTIED}</c:dLbls>")
    for old in series.findall(f"{_C}dLbls"):
        series.remove(old)
    _before_data(series, block)


#: no line from a label to its mark
_UNTIED = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/></c:ext>'
    "</c:extLst>"
)
_SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def _label(place: int, label: Label, *, format: str, style: str) -> str:
    shift = f'<c:x val="{label.across:.5f}"/><c:y val="{-label.up:.5f}"/>'
    moved = f"<c:manualLayout>{shift}</c:manualLayout>" if label.across or label.up else ""
    style = re.sub('schemeClr val="[^"]+"', 'schemeClr val="accent6"', style) if label.quiet else style
    shown = {"Val": 1, "SerName": int(label.named)}
    shows = "".join(f'<c:show{part} val="{shown.get(part, 0)}"/>' for part in _SHOWN)
    separator = "<c:separator> </c:separator>" if label.named else ""
    return (
        f'<c:dLbl><c:idx val="{place}"/><c:layout>{moved}</c:layout>'
        f'<c:numFmt formatCode="{escape(format, {chr(34): "&quot;"})}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{style}"
        f'<c:dLblPos val="{label.place}"/>{shows}{separator}</c:dLbl>'
    )


def reaching(
    series: BaseOxmlElement,
    up: Sequence[float | None],
    down: Sequence[float | None],
    *,
    references: tuple[str, str],
    look: str,
) -> None:
    """Error bars of these lengths, kept in the workbook; ``look`` is their outline."""
    plus, minus = (
        f"<c:{side}><c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{_points(values)}</c:numCache></c:numRef></c:{side}>'
        for side, values, reference in (("plus", up, references[0]), ("minus", down, references[1]))
    )
    _error_bars(series, f'<c:errValType val="cust"/><c:noEndCap val="1"/>{plus}{minus}', look)


def joining(series: BaseOxmlElement, up: Sequence[float | None], down: Sequence[float | None], *, look: str) -> None:
    """Error bars that join a point to another; their lengths follow from the two."""
    plus, minus = (
        f'<c:{side}><c:numLit><c:ptCount val="{len(values)}"/>{_points(values)}</c:numLit></c:{side}>'
        for side, values in (("plus", up), ("minus", down))
    )
    _error_bars(series, f'<c:errValType val="cust"/><c:noEndCap val="1"/>{plus}{minus}', look)


def dotted(series: BaseOxmlElement, half: float, *, colour: str, size: float) -> None:
    """A mark at the end of an invisible bar: a short thick error bar, as high as it is long."""
    _error_bars(
        series, f'<c:errValType val="fixedVal"/><c:noEndCap val="1"/><c:val val="{half:.9g}"/>', line(colour, size)
    )


def _points(values: Sequence[float | None]) -> str:
    return "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(values) if value is not None
    )


def _error_bars(series: BaseOxmlElement, inside: str, look: str) -> None:
    upright = "" if series.getparent().tag == f"{_C}barChart" else '<c:errDir val="y"/>'
    block = f'<c:errBars {SPACES}>{upright}<c:errBarType val="both"/>{inside}<c:spPr>{look}</c:spPr></c:errBars>'
    _before_data(series, parse_xml(block))


def _before_data(series: BaseOxmlElement, block: BaseOxmlElement) -> None:
    """Labels stand before error bars, both before categories and values."""
    marks = [f"{_C}errBars", f"{_C}cat", f"{_C}val"] if block.tag == f"{_C}dLbls" else [f"{_C}cat", f"{_C}val"]
    next(child for child in series if child.tag in marks).addprevious(block)
