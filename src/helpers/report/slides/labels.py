"""Which values of a chart are written at their marks, and where."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from helpers.report.model import Series
from helpers.report.slides.axes import Span, written
from helpers.report.slides.deck import SMALL_SIZE
from helpers.report.slides.marks import Label
from helpers.report.slides.setting import DOT, Setting
from helpers.report.slides.sheet import banded


def labels(setting: Setting, place: int, span: Span) -> dict[int, Label]:
    """The labels of one series, by point; what rests on too little is said quietly."""
    found = _placed(setting, place, span)
    thin = setting.chart.series[place].thin
    return {at: replace(label, quiet=bool(thin and thin[at])) for at, label in found.items()}


def _placed(setting: Setting, place: int, span: Span) -> dict[int, Label]:
    chart = setting.chart
    one = chart.series[place]
    known = [number for number, value in enumerate(one.values) if value is not None]
    if chart.kind == "line":
        return _line(setting, place, known, span)
    if chart.kind == "columns":
        return _columns(setting, place, known, span)
    pair = chart.kind == "dots" and len(chart.series) == 2 and not any(banded(each) for each in chart.series)
    if chart.kind == "dumbbell" or pair:
        return {number: _beside(setting, place, number) for number in known} if place < 2 else {}
    if chart.kind == "dots":
        return {number: _after(setting, number, span) for number in known} if place == 0 else {}
    return _bars(setting, place, known, span)


def _line(setting: Setting, place: int, known: list[int], span: Span) -> dict[int, Label]:
    """Where a line begins and, beside it, where it ends; among several it says its name there."""
    if not known:
        return {}
    several = len(setting.chart.series) > 1
    if known[-1] < len(setting.chart.categories) - 1:
        # it goes on as something else: its words stand above
        raised = span.points(_reach(setting.chart.series[place], known[-1])) / setting.place.height
        return {known[0]: Label("t"), known[-1]: Label("t", up=raised, named=several)}
    end = {known[-1]: Label("r", up=_apart(setting, place, span) / setting.place.height, named=several)}
    return end if place or len(known) == 1 else {known[0]: Label("t")} | end


def _apart(setting: Setting, place: int, span: Span) -> float:
    """Points by which the last text of a line is raised, so that no two lie on each other."""
    ends = sorted(
        (span.points(values[-1]), number)
        for number, one in enumerate(setting.chart.series)
        if (values := [value for value in one.values if value is not None])
    )
    free, raised = -math.inf, {}
    for height, number in ends:
        at = max(height, free)
        raised[number], free = at - height, at + SMALL_SIZE * 1.25
    return raised[place]


def _columns(setting: Setting, place: int, known: list[int], span: Span) -> dict[int, Label]:
    """All columns, or every so many counted from the last."""
    chart = setting.chart
    one = chart.series[place]
    if one.role == "target":
        return {}
    beside = sum(other.role in ("prior", "other") for other in chart.series) + 1
    slot = setting.place.width * 0.98 / max(len(chart.categories), 1) / beside
    step = max(1, math.ceil(max((written(setting, one.values[n] or 0.0) for n in known), default=0.0) / slot))
    if beside > 1 and step > 1 and place > 0:
        return {}
    last = len(chart.categories) - 1
    return {
        number: Label("outEnd", up=span.points(_reach(one, number)) / setting.place.height)
        for number in known
        if (last - number) % step == 0
    }


def _bars(setting: Setting, place: int, known: list[int], span: Span) -> dict[int, Label]:
    """Behind the bar, or behind its interval; a target is an outline and says nothing."""
    chart = setting.chart
    one = chart.series[place]
    if one.role == "target" and len(chart.series) > 1:
        return {}
    thick = setting.place.height / max(len(chart.categories), 1) / 1.55 / max(len(chart.series), 1)
    if place and thick < SMALL_SIZE:
        return {}
    width = setting.place.width
    return {number: Label("outEnd", span.points(_past(setting, one, number)) / width) for number in known}


def _past(setting: Setting, one: Series, number: int) -> float:
    """How far the interval, or the outline of the target, reaches beyond the bar."""
    targets = [_at(other.values, number) for other in setting.chart.series if other.role == "target"]
    value = one.values[number] or 0.0
    beyond = [target - value for target in _known(targets) if one.role != "prior" and 0 <= value < target]
    return max([_reach(one, number), *beyond], key=abs)


def _reach(one: Series, number: int) -> float:
    value, ends = one.values[number], one.high if (one.values[number] or 0) >= 0 else one.low
    end = ends[number] if ends else None
    return 0.0 if value is None or end is None else end - value


def _after(setting: Setting, number: int, span: Span) -> Label:
    """Behind the interval; before it where a second dot lies behind, which it must not seem to name."""
    one, *others = setting.chart.series
    value = one.values[number] or 0.0
    low, high = _at(one.low, number), _at(one.high, number)
    wide, gap = setting.place.width, DOT / 2 + 5
    left = span.points(value - min(value, value if low is None else low)) + gap
    right = span.points(max(value, value if high is None else high) - value) + gap
    behind = any(other > value for other in _known(_at(each.values, number) for each in others))
    room = span.points(value - span.low) - left
    if value < 0:
        return Label("outEnd", -left / wide)
    if behind and room > written(setting, value):
        return Label("inEnd", -left / wide)
    beyond = max([0.0, *(span.points(x - value) + gap for x in _known(_at(each.values, number) for each in others))])
    return Label("outEnd", max(right, beyond) / wide)


def _beside(setting: Setting, place: int, number: int) -> Label:
    """The smaller of two has its text to the left, the larger to the right; beside one dot alone, to the right."""
    values = [_at(one.values, number) for one in setting.chart.series[:2]]
    mine = values[place] or 0.0
    other = values[1 - place] if len(values) > 1 else None
    half = (DOT / 2 + 5) / setting.place.width
    right = other is None or mine > other or (mine == other and place == 0)
    if mine < 0:
        return Label("outEnd" if not right else "inEnd", half if right else -half)
    return Label("outEnd" if right else "inEnd", half if right else -half)


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _at(values: tuple[float | None, ...], number: int) -> float | None:
    return values[number] if values else None
