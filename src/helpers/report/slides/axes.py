"""Axes of a chart: zero where lengths are compared, room for the words at the marks, no grid, no idle tick."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pptx.chart.chart import Chart as Native
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement

from helpers.report.slides import marks
from helpers.report.slides.deck import SMALL_SIZE
from helpers.report.slides.measure import clean, shortened, width, wrapped
from helpers.report.slides.setting import ROWS, Setting

#: parts of the chart's width that the words beside rows may take
_WORDS = 0.42


@dataclass(frozen=True)
class Span:
    """The axis of values, and how many points it is long."""

    low: float
    high: float
    length: float

    def points(self, value: float) -> float:
        """How long a difference of values is."""
        return value / (self.high - self.low) * self.length


def category(text: str, setting: Setting) -> str:
    """The words of a row, in as many lines as the row has room for; columns have their own axis."""
    text = clean(text)
    if setting.chart.kind not in ROWS:
        return text
    rows = setting.place.height / max(len(setting.chart.categories), 1)
    lines = 2 if rows >= 2.6 * SMALL_SIZE else 1
    return shortened(text, SMALL_SIZE, setting.place.width * _WORDS - 12, lines=lines)


def beside(setting: Setting) -> float:
    """Points that the words of rows need."""
    limit = setting.place.width * _WORDS - 12
    words = (category(text, setting) for text in setting.chart.categories)
    return max((width(line, SMALL_SIZE) for text in words for line in wrapped(text, SMALL_SIZE, limit)), default=0) + 12


def written(setting: Setting, value: float) -> float:
    """Points that the text of a value needs."""
    return width(setting.words.number(value, setting.chart.unit), SMALL_SIZE, bold=True) + 8


def after(setting: Setting) -> float:
    """Points that the words behind the lines need."""
    chart = setting.chart
    if chart.kind != "line":
        return 0.0
    texts = [0.0]
    for one in chart.series:
        values = [value for value in one.values if value is not None]
        if values:
            name = width(f"{clean(one.name)} ", SMALL_SIZE, bold=True) if len(chart.series) > 1 else 0.0
            texts.append(name + written(setting, values[-1]))
    return min(max(texts) + 6, setting.place.width * 0.4)


def span(setting: Setting) -> Span:
    """From zero, to the last mark with its text: so nothing is cut and lengths compare."""
    chart = setting.chart
    ends = [x for one in chart.series for x in (*one.values, *one.low, *one.high) if x is not None and math.isfinite(x)]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    if low == high:
        high = low + 1.0
    if chart.kind in ROWS:
        length = setting.place.width - beside(setting)
        text = max((written(setting, value) for value in setting.numbers), default=0.0) + 12
        share = min(text / length, 0.4)
    else:
        length = setting.place.height - _foot(setting)
        share = 26 / length
    below = share if low < 0 else 0.0
    extent = (high - low) / (1 - share - below)
    return Span(low - below * extent, high + share * extent, length)


def dress(native: Native, setting: Setting, span: Span) -> None:
    """Give the chart its axes and the plot its place."""
    chart = setting.chart
    values, names = native.value_axis, native.category_axis
    values.minimum_scale, values.maximum_scale = span.low, span.high
    values.has_major_gridlines = values.has_minor_gridlines = False
    values.visible = False
    names.has_major_gridlines = False
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = chart.kind in ROWS
    _styled(names._element, marks.line("tx1", 1.25), size=SMALL_SIZE, lang=setting.lang)
    if chart.kind in ROWS:
        _laid(native, beside(setting) / setting.place.width, 0.0, span.length / setting.place.width, 1.0)
    else:
        wide = 0.98 - after(setting) / setting.place.width
        _laid(native, 0.01, 0.0, wide, span.length / setting.place.height)
        _turned(names._element, upright=upright(setting))


def upright(setting: Setting) -> bool:
    """Whether the words under columns or points stand side by side; many stand on end instead."""
    slot = (setting.place.width * 0.98 - after(setting)) / max(len(setting.chart.categories), 1)
    return max((width(line, SMALL_SIZE) for line in _under(setting)), default=0.0) + 6 <= slot


def _under(setting: Setting) -> list[str]:
    """What must fit a line under a column: words of few may wrap."""
    texts = [clean(text) for text in setting.chart.categories]
    return [word for text in texts for word in text.split(" ")] if len(texts) <= 8 else texts


def _foot(setting: Setting) -> float:
    """Points that the words under columns or points need."""
    if upright(setting):
        return 40.0
    return min(max(width(clean(text), SMALL_SIZE) for text in setting.chart.categories) + 12, setting.place.height / 3)


def _styled(axis: BaseOxmlElement, outline: str, *, size: float, lang: str) -> None:
    for tag in ("c:spPr", "c:txPr"):
        for old in axis.findall(qn(tag)):
            axis.remove(old)
    block = parse_xml(f"<c:spPr {marks.SPACES}>{outline}</c:spPr>")
    style = marks.text_style(size, "tx1", lang).replace("<c:txPr>", f"<c:txPr {marks.SPACES}>")
    axis.find(qn("c:crossAx")).addprevious(block)
    axis.find(qn("c:crossAx")).addprevious(parse_xml(style))


def _turned(axis: BaseOxmlElement, *, upright: bool) -> None:
    """Words of every place, side by side or on end."""
    for old in axis.findall(qn("c:tickLblSkip")):
        axis.remove(old)
    axis.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<c:tickLblSkip {marks.SPACES} val="1"/>'))
    axis.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0" if upright else "-5400000")


def _laid(native: Native, left: float, top: float, wide: float, tall: float) -> None:
    """Fix the place of the plot inside the chart, so that texts and marks lie where they were measured."""
    area = native._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    inside = "".join(
        f'<c:{name} val="{value}"/>'
        for name, value in (("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"), ("x", f"{left:.5f}"),
                            ("y", f"{top:.5f}"), ("w", f"{wide:.5f}"), ("h", f"{tall:.5f}"))
    )  # fmt: skip
    area.insert(0, parse_xml(f"<c:layout {marks.SPACES}><c:manualLayout>{inside}</c:manualLayout></c:layout>"))
