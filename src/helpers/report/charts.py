"""The few shapes a review needs. Each takes values that are already facts, with their texts, and returns SVG."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from helpers.report.drawing import ACTUAL, BAND, INK, MUTED, PRIOR, RULE, TEXT, Frame, drawn

_SMALL = TEXT - 1
_ROW = {"w": 34, "n": 46}
#: characters of a label that fit a line: beside the marks, or above them together with the text
_LINE, _ABOVE = 38, 46


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark: its label, its value with the text that says it, and what stands beside it."""

    label: str
    value: float
    text: str
    #: unit and key of the fact behind the value
    unit: str = ""
    fact: str = ""
    low: float = math.nan
    high: float = math.nan
    prior: float = math.nan
    target: float = math.nan
    #: forecast, or still converting
    hatched: bool = False
    #: too few, or a second way of counting
    hollow: bool = False
    at: float = math.nan
    #: what each of several rules says
    points: tuple[float, ...] = ()


Layer = Callable[[Axes, list[tuple[Mark, float]], float], None]


def bars(marks: Sequence[Mark], *, frame: Frame, key: str) -> str:
    """Parts of a funnel or amounts on one baseline; the period before behind in grey, the target outlined."""
    return _rows(marks, _bar, frame=frame, key=key, extent=_extent(marks))


def dots(marks: Sequence[Mark], *, frame: Frame, key: str, most: float = math.inf) -> str:
    """A rank with doubt: a dot on its interval; hollow where too few. ``prior`` draws a second, grey dot.

    A band that reaches beyond ``most`` is cut there.
    """
    marks = [replace(mark, high=min(mark.high, most)) if mark.high > most else mark for mark in marks]
    return _rows(marks, _dot, frame=frame, key=key, extent=_extent(marks))


def ranges(marks: Sequence[Mark], *, frame: Frame, key: str) -> str:
    """What several rules say: a band from the smallest to the largest figure, with a dot for each rule."""
    return _rows(marks, _range, frame=frame, key=key, extent=_extent(marks))


def _extent(marks: Sequence[Mark]) -> float:
    ends = [x for m in marks for x in (m.value, m.high, m.prior, m.target) if math.isfinite(x)]
    return max([*ends, 0.0]) or 1.0


def _rows(marks: Sequence[Mark], draw: Layer, *, frame: Frame, key: str, extent: float) -> str:
    """Rows with a label, a mark and its text: side by side when wide, the words above the mark when narrow."""
    side = frame.label * frame.width
    room = 0.0 if not side else 8.0 * max((len(mark.text) for mark in marks), default=1) * 0.86 + 14
    middle, scale = (0.5, 1.0) if side else (0.72, 0.72)
    known = [(mark, place + middle) for place, mark in enumerate(marks) if math.isfinite(mark.value)]

    def paint(axes: Axes) -> None:
        axes.set_xlim(0, extent * 1.03)
        axes.set_ylim(len(marks) or 1, 0)
        if known:
            draw(axes, known, scale)
        for place, mark in enumerate(marks):
            _say(axes, mark, place, frame=frame)
        axes.axvline(0, color=INK, linewidth=1.2)
        axes.set_xlim(0, extent * 1.03)
        axes.set_ylim(len(marks) or 1, 0)

    return drawn(paint, frame=frame, key=key, height=max(1, len(marks)) * _ROW[frame.name] + 8,
                 margins=(side + 2, room + 2, 4, 4))  # fmt: skip


def _say(axes: Axes, mark: Mark, place: int, *, frame: Frame) -> None:
    """The label and the text of a row."""
    across = axes.get_yaxis_transform()
    text_colour = MUTED if mark.hollow or mark.hatched else INK
    if frame.label:
        gap = 10 / (axes.bbox.width or 1)
        lines = _lines(mark.label, _LINE)
        for number, line in enumerate(lines):
            at = place + 0.5 + (number - (len(lines) - 1) / 2) * 0.42
            axes.text(-gap, at, line, transform=across, ha="right", va="center", color=INK)
        axes.text(1 + gap, place + 0.5, mark.text, transform=across, ha="left", va="center", color=text_colour)
        return
    line = _lines(mark.label, _ABOVE - len(mark.text))[0]
    axes.text(0, place + 0.3, line, transform=across, ha="left", va="center")
    axes.text(1, place + 0.3, mark.text, transform=across, ha="right", va="center", color=text_colour)


def _lines(text: str, size: int) -> list[str]:
    """A label in at most two lines; one too long even so ends in an ellipsis, and the table has it whole."""
    lines = textwrap.wrap(text, size, max_lines=2, placeholder="…", break_long_words=True)
    return lines or [""]


def _bar(axes: Axes, known: list[tuple[Mark, float]], scale: float) -> None:
    """Grey behind for the period before, dark in front, the target as an outline."""
    before = [(mark.prior, y) for mark, y in known if math.isfinite(mark.prior)]
    if before:
        _barplot(axes, [y for _, y in before], [x for x, _ in before], 0.62 * scale, color=PRIOR, orient="h")
    thickness = (0.34 if before else 0.5) * scale
    solid = [(mark.value, y) for mark, y in known]
    patches = _barplot(axes, [y for _, y in solid], [x for x, _ in solid], thickness, color=ACTUAL, orient="h")
    _hatch(patches, [mark for mark, _ in known])
    tall = 0.7 * scale
    for mark, y in known:
        if math.isfinite(mark.target):
            corner = (0.0, y - tall / 2)
            axes.add_patch(Rectangle(corner, mark.target, tall, fill=False, edgecolor=INK, linewidth=1.3))


def _barplot(
    axes: Axes, places: Sequence[float], values: Sequence[float], width: float, *, color: str, orient: str
) -> list[Patch]:
    """Bars at numeric places, one each, of values that are summed up already; returns those just drawn."""
    if orient == "h":
        return list(axes.barh(places, values, width, color=color, linewidth=1))
    return list(axes.bar(places, values, width, color=color, linewidth=1))


def _hatch(patches: Sequence[Patch], marks: Sequence[Mark]) -> None:
    """What is forecast or still converting is hatched."""
    for patch, mark in zip(patches, marks, strict=True):
        if mark.hatched:
            patch.set(facecolor="white", edgecolor=ACTUAL, hatch="////")


def _dot(axes: Axes, known: list[tuple[Mark, float]], scale: float) -> None:
    """A dot on its interval; a second, grey dot where there is a second way of counting."""
    heights = [y for _, y in known]
    axes.hlines(heights, 0, axes.get_xlim()[1], color=RULE, linewidth=0.8, zorder=0)
    banded = [(mark, y) for mark, y in known if math.isfinite(mark.low) and math.isfinite(mark.high)]
    axes.hlines([y for _, y in banded], [m.low for m, _ in banded], [m.high for m, _ in banded], color=BAND,
                linewidth=9 * scale, zorder=1)  # fmt: skip
    # later points lie on top: the second way of counting, then the thin ones, then the figures that stand
    points = [(mark.prior, y, PRIOR, MUTED) for mark, y in known if math.isfinite(mark.prior)]
    thin = [(mark, y) for mark, y in known if mark.hollow or mark.hatched]
    points += [(mark.value, y, "white", ACTUAL) for mark, y in thin]
    points += [(mark.value, y, ACTUAL, ACTUAL) for mark, y in known if not (mark.hollow or mark.hatched)]
    across, up, faces, edges = zip(*points, strict=True)
    sns.scatterplot(x=across, y=up, s=60, c=faces, edgecolor=edges, linewidth=1.5, ax=axes, legend=False, zorder=3)


def _range(axes: Axes, known: list[tuple[Mark, float]], scale: float) -> None:
    """A band and the dots on it; where a rank is decided the dots are dark, else hollow."""
    heights = [y for _, y in known]
    axes.hlines(heights, 0, axes.get_xlim()[1], color=RULE, linewidth=0.8, zorder=0)
    axes.hlines(heights, [m.low for m, _ in known], [m.high for m, _ in known], color=BAND, linewidth=13 * scale,
                zorder=1)  # fmt: skip
    dots = [(x, y, "white" if mark.hollow else ACTUAL) for mark, y in known for x in mark.points if math.isfinite(x)]
    if dots:
        across, up, faces = zip(*dots, strict=True)
        axes.scatter(across, up, s=26, c=faces, edgecolor=ACTUAL, linewidth=1.2, zorder=3, clip_on=False)


def columns(marks: Sequence[Mark], *, frame: Frame, key: str) -> str:
    """Months side by side on a zero baseline; hatched where still converting; few labels, set directly."""
    top = max([m.high if math.isfinite(m.high) else m.value for m in marks if math.isfinite(m.value)] or [1.0]) or 1.0
    step = max(1, math.ceil(len(marks) * 52 / frame.width))
    known = [(place, mark) for place, mark in enumerate(marks) if math.isfinite(mark.value)]

    def paint(axes: Axes) -> None:
        places, values = [place for place, _ in known], [mark.value for _, mark in known]
        _hatch(_barplot(axes, places, values, 0.72, color=ACTUAL, orient="v"), [mark for _, mark in known])
        for place, mark in known:
            _crown(axes, mark, place, last=len(marks) - 1, roof=_roof(marks, place, frame=frame))
        for place, mark in enumerate(marks):
            if (len(marks) - 1 - place) % step == 0:
                side, at = ("right", place + 0.5) if 12 < len(marks) == place + 1 else ("center", place)
                axes.text(at, -0.05 * top, mark.label, ha=side, va="top", color=MUTED, fontsize=_SMALL)
        axes.axhline(0, color=INK, linewidth=1.2)
        axes.set_xlim(-0.6, len(marks) - 0.4)
        axes.set_ylim(0, top * 1.12)

    return drawn(paint, frame=frame, key=key, height=210, margins=(2, 2, 8, 26)) if known else ""


def _at_edge(place: int, last: int) -> bool:
    """Whether the words of a column would run out of the figure unless they end with it."""
    return place > last - 2 and last > 6


def _roof(marks: Sequence[Mark], place: int, *, frame: Frame) -> float:
    """How high the columns reach under the words of one: words stand above every column they cover."""
    covered = math.ceil(8 * len(marks[place].text) * len(marks) / frame.width)
    start = place - covered + 1 if _at_edge(place, len(marks) - 1) else place - covered // 2
    under = marks[max(0, start) : place + 1 if _at_edge(place, len(marks) - 1) else place + covered // 2 + 1]
    own = marks[place].high if math.isfinite(marks[place].high) else marks[place].value
    return max([own, *(mark.value for mark in under if math.isfinite(mark.value))])


def _crown(axes: Axes, mark: Mark, place: int, *, last: int, roof: float) -> None:
    """The interval and the words of a column that has them."""
    if math.isfinite(mark.low) and math.isfinite(mark.high):
        axes.plot([place, place], [mark.low, mark.high], color=MUTED, linewidth=1, zorder=3)
    if mark.text:
        edge = _at_edge(place, last)
        at = (place + 0.36 if edge else place, roof)
        side = "right" if edge else "center"
        axes.annotate(mark.text, at, xytext=(0, 3), textcoords="offset points", ha=side, va="bottom")


def curve(marks: Sequence[Mark], *, frame: Frame, key: str, top: float | None = None) -> str:
    """A share over time, with its band; ``at`` is the time, the label its word. Hatched: beyond the data.

    ``top`` fixes the end of the scale; without it the scale ends with the data.
    """
    known = [mark for mark in marks if math.isfinite(mark.value) and math.isfinite(mark.at)]
    end = top or max([m.high if math.isfinite(m.high) else m.value for m in known] or [1.0]) or 1.0
    solid = [mark for mark in known if not mark.hatched]
    ahead = solid[-1:] + [mark for mark in known if mark.hatched]

    def paint(axes: Axes) -> None:
        banded = [mark for mark in known if math.isfinite(mark.low) and math.isfinite(mark.high)]
        if known[0].at == 0 and banded:  # where the curve begins by definition there is no doubt
            banded = [replace(known[0], low=known[0].value, high=known[0].value), *banded]
        axes.fill_between([m.at for m in banded], [m.low for m in banded], [m.high for m in banded], color=BAND, lw=0)
        sns.lineplot(x=[m.at for m in solid], y=[m.value for m in solid], color=ACTUAL, linewidth=2.4, ax=axes)
        if len(ahead) > 1:
            axes.plot([m.at for m in ahead], [m.value for m in ahead], color=ACTUAL, linewidth=2, linestyle=(0, (3, 2)))
        for mark in known:
            _point(axes, mark, top=end)
        axes.axhline(0, color=INK, linewidth=1.2)
        axes.set_ylim(0, end * 1.16)
        axes.set_xlim(0, max([m.at for m in known] or [1.0]) * 1.04)

    return drawn(paint, frame=frame, key=key, height=230, margins=(8, 24, 8, 26)) if known else ""


def _point(axes: Axes, mark: Mark, *, top: float) -> None:
    """A labelled point of a curve; unlabelled ones only shape the line."""
    if not mark.label:
        return
    face = "white" if mark.hatched else ACTUAL
    axes.plot([mark.at], [mark.value], marker="o", markersize=6.5, markerfacecolor=face, markeredgecolor=ACTUAL,
              clip_on=False)  # fmt: skip
    high = mark.high if math.isfinite(mark.high) else mark.value
    side = "center" if mark.at else "left"
    axes.annotate(mark.text, (mark.at, high), xytext=(0, 4), textcoords="offset points", ha=side, va="bottom")
    axes.text(mark.at, -0.05 * top, mark.label, ha="center", va="top", color=MUTED, fontsize=_SMALL)


SPARK = Frame("s", 120, 0.0)


def spark(values: Sequence[float], *, key: str) -> str:
    """The way here, in the size of a word; the last point marked."""
    known = [(place, value) for place, value in enumerate(values) if math.isfinite(value)]

    def paint(axes: Axes) -> None:
        places, heights = [place for place, _ in known], [value for _, value in known]
        sns.lineplot(x=places, y=heights, color=ACTUAL, linewidth=1.8, ax=axes)
        axes.plot(places[-1:], heights[-1:], marker="o", markersize=5, color=ACTUAL)
        room = (max(heights) - min(heights)) or abs(max(heights)) or 1.0
        axes.set_ylim(min(heights) - 0.9 * room, max(heights) + 0.5 * room)
        axes.set_xlim(places[0] - 0.5, len(values) - 0.5)

    return drawn(paint, frame=SPARK, key=key, height=32, margins=(3, 5, 3, 2)) if len(known) > 1 else ""
