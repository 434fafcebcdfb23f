"""A chart of the report as a native chart: it stays editable, and looks like the kit's own drawings.

Rows of bars and columns are what they are; a line is a line. Dots and dumbbells are rows of invisible bars whose marks
are error bars: the categories stay the axis's own, the values the bars' own, and both move when somebody edits them.
"""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from pptx.chart.chart import Chart as Native
from pptx.chart.data import ChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Pt

from helpers.report.model import Chart
from helpers.report.slides import axes, labels, marks
from helpers.report.slides.deck import SMALL_SIZE
from helpers.report.slides.measure import clean
from helpers.report.slides.setting import DOT, Setting
from helpers.report.slides.sheet import banded, reaches, reference, workbook
from helpers.report.slides.text import described

_TYPES = {"columns": XL_CHART_TYPE.COLUMN_CLUSTERED, "line": XL_CHART_TYPE.LINE_MARKERS}


def draw(shapes: SlideShapes, setting: Setting, *, alt: str, made: datetime) -> Native:
    """The chart on a slide, with its workbook; ``made`` is the day that the workbook says it was made on."""
    place, chart = setting.place, setting.chart
    kind = _TYPES.get(chart.kind, XL_CHART_TYPE.BAR_CLUSTERED)
    frame: Any = shapes.add_chart(
        kind, Pt(place.left), Pt(place.top), Pt(place.width), Pt(place.height), _data(setting)
    )
    described(frame, alt)
    native: Native = frame.chart
    names = [clean(one.name) for one in chart.series]
    shown = chart.model_copy(update={"categories": tuple(axes.category(each, setting) for each in chart.categories)})
    part: Any = native.part
    part.chart_workbook.update_from_xlsx_blob(workbook(shown, names=names, made=made, format=setting.format))
    _lettered(native, setting)
    native.has_legend = False
    native.has_title = False
    span = axes.span(setting)
    axes.dress(native, setting, span)
    _series(native, setting, span)
    return native


def _lettered(native: Native, setting: Setting) -> None:
    """All text of a chart in one size and language, unless a part says otherwise."""
    space: Any = native._chartSpace
    style = marks.text_style(SMALL_SIZE, "tx1", setting.lang).replace("<c:txPr>", f"<c:txPr {marks.SPACES}>")
    for old in space.findall(qn("c:txPr")):
        old.addprevious(parse_xml(style))
        space.remove(old)


def _data(setting: Setting) -> Any:
    chart = setting.chart
    data: Any = ChartData(number_format=setting.format)  # type: ignore[no-untyped-call]
    for category in chart.categories:
        data.add_category(axes.category(category, setting))
    for one in chart.series:
        data.add_series(clean(one.name), one.values)
    return data


def _series(native: Native, setting: Setting, span: axes.Span) -> None:
    chart = setting.chart
    drawn = [one._element for one in native.plots[0].series]
    for place, (element, one) in enumerate(zip(drawn, chart.series, strict=True)):
        marks.styled(element, _look(setting, place))
        if chart.kind == "line":
            _marker(element, setting, place)
        if one.thin and chart.kind in ("bars", "columns") and one.role != "forecast":
            marks.hollow(element, [at for at, thin in enumerate(one.thin) if thin], colour(chart, place))
        ink = "accent6" if one.role == "prior" else "tx1"
        text = marks.text_style(SMALL_SIZE, ink, setting.lang, bold=place == 0)
        marks.labelled(element, labels.labels(setting, place, span), format=setting.format, style=text)
        if banded(one) and chart.kind != "dumbbell":
            _band(element, setting, place)
    if chart.kind in ("dots", "dumbbell"):
        _dots(drawn, setting, span)
    native.plots[0].vary_by_categories = False
    if chart.kind != "line":
        native.plots[0].overlap = _overlap(chart)
        native.plots[0].gap_width = 55 if chart.kind != "columns" else 40


def _overlap(chart: Chart) -> int:
    """Series stand on one another where they never meet (forecast) or only frame (target); else side by side."""
    if chart.kind in ("dots", "dumbbell"):
        return 100
    return 100 if all(one.role in ("actual", "forecast", "target") for one in chart.series) else 0


def colour(chart: Chart, place: int) -> str:
    """The theme's colour of a series: actual dark, prior grey, others by their place."""
    role = chart.series[place].role
    if role in ("actual", "forecast", "prior", "target"):
        return {"actual": "accent1", "forecast": "accent1", "prior": "accent2", "target": "tx1"}[role]
    others = [number for number, one in enumerate(chart.series) if one.role == "other"]
    return ("accent3", "accent4", "accent5")[others.index(place) % 3]


def _look(setting: Setting, place: int) -> str:
    chart = setting.chart
    tint, role = colour(chart, place), chart.series[place].role
    if chart.kind in ("dots", "dumbbell"):
        return marks.NOTHING
    if chart.kind == "line":
        return marks.line(tint, 1.5 if role in ("prior", "target") else 2.5,
                          dash={"target": "sysDash", "forecast": "sysDot"}.get(role, ""))  # fmt: skip
    if role == "forecast":
        return marks.hatched(tint)
    return f"<a:noFill/>{marks.line(tint, 1.5)}" if role == "target" else marks.scheme(tint)


def _marker(element: BaseOxmlElement, setting: Setting, place: int) -> None:
    """Points are marked where they are few; a target has none."""
    chart = setting.chart
    for old in element.findall(qn("c:marker")):
        element.remove(old)
    few = len(chart.categories) <= 14 and chart.series[place].role not in ("target", "prior")
    fill = f"<c:spPr>{marks.scheme(colour(chart, place))}<a:ln><a:noFill/></a:ln></c:spPr>"
    look = f'<c:symbol val="circle"/><c:size val="6"/>{fill}'
    inside = look if few else '<c:symbol val="none"/>'
    element.find(qn("c:spPr")).addnext(parse_xml(f"<c:marker {marks.SPACES}>{inside}</c:marker>"))
    for smooth in element.findall(qn("c:smooth")):
        smooth.set("val", "0")


def _band(element: BaseOxmlElement, setting: Setting, place: int) -> None:
    """The interval: light and thick under dots, a fine line elsewhere."""
    chart = setting.chart
    up, down = reaches(chart.series[place])
    look = (
        marks.line("bg2", DOT - 1)
        if chart.kind == "dots"
        else marks.line("accent6", 1.25 if len(chart.categories) <= 14 else 0.5)
    )
    references = (reference(chart, place, side=0), reference(chart, place, side=1))
    marks.reaching(element, up, down, references=references, look=look)


def _dots(drawn: list[BaseOxmlElement], setting: Setting, span: axes.Span) -> None:
    """A second, invisible bar on the same cells for each series: it carries the mark, above every interval."""
    chart = setting.chart
    if chart.kind == "dumbbell" and len(drawn) > 1:
        first, second = chart.series[0].values, chart.series[1].values
        gaps = [None if a is None or b is None else b - a for a, b in zip(first, second, strict=True)]
        up = [max(gap, 0.0) if gap is not None else None for gap in gaps]
        down = [max(-gap, 0.0) if gap is not None else None for gap in gaps]
        marks.joining(drawn[0], up, down, look=marks.line("accent2", 2.5))
    half = DOT / 2 * (span.high - span.low) / span.length
    last = drawn[-1]
    # the first series is the one that matters: its marks lie on top
    for place in range(len(drawn) - 1, -1, -1):
        twin = copy.deepcopy(drawn[place])
        for tag in ("c:dLbls", "c:errBars"):
            for old in twin.findall(qn(tag)):
                twin.remove(old)
        number = str(len(drawn) * 2 - 1 - place)
        twin.find(qn("c:idx")).set("val", number)
        twin.find(qn("c:order")).set("val", number)
        last.addnext(twin)
        last = twin
        marks.dotted(twin, half, colour=colour(chart, place), size=DOT)
