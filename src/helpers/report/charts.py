"""The few shapes a review needs. Each takes values that are already facts, with their texts, and returns SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.report.drawing import ACTUAL, BAND, INK, MUTED, PRIOR, RULE, TEXT, Frame, bare, drawn

_SMALL = TEXT - 1
_ROW = {"w": 34, "n": 46}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark: its label, its value with the text that says it, and what stands beside it."""

    label: str
    value: float
    text: str
    low: float = math.nan
    high: float = math.nan
    prior: float = math.nan
    target: float = math.nan
    #: forecast, or still converting
    hatched: bool = False
    #: too few, or a second way of counting
    hollow: bool = False
    at: float = math.nan


def bars(marks: Sequence[Mark], *, frame: Frame, key: str) -> str:
    """Parts of a funnel or amounts on one baseline; the period before behind in grey, the target outlined."""
    return _rows(marks, _bar, frame=frame, key=key, extent=_extent(marks))


def dots(marks: Sequence[Mark], *, frame: Frame, key: str) -> str:
    """A rank with doubt: a dot on its interval; hollow where too few. ``prior`` draws a second, grey dot."""
    return _rows(marks, _dot, frame=frame, key=key, extent=_extent(marks))


def _extent(marks: Sequence[Mark]) -> float:
    ends = [x for m in marks for x in (m.value, m.high, m.prior, m.target) if math.isfinite(x)]
    return max([*ends, 0.0]) or 1.0


def _rows(marks: Sequence[Mark], draw: object, *, frame: Frame, key: str, extent: float) -> str:
    """Rows with a label, a mark and its text: side by side when wide, the words above the mark when narrow."""
    assert callable(draw)
    side = frame.label * frame.width
    room = 0.0 if not side else 8.0 * max((len(mark.text) for mark in marks), default=1) * 0.86 + 14
    row = _ROW[frame.name]

    def paint(axes: Axes) -> None:
        axes.set_xlim(0, extent * 1.01)
        axes.set_ylim(len(marks), 0)
        for place, mark in enumerate(marks):
            centre = place + (0.5 if side else 0.72)
            if not math.isnan(mark.value):
                draw(axes, mark, centre, 1.0 if side else 0.72)
            _say(axes, mark, place, frame=frame)
        axes.axvline(0, color=INK, linewidth=1.2)
        bare(axes)

    return drawn(paint, frame=frame, key=key, height=max(1, len(marks)) * row + 8, margins=(side + 2, room + 2, 4, 4))


def _say(axes: Axes, mark: Mark, place: int, *, frame: Frame) -> None:
    """The label and the text of a row."""
    across = axes.get_yaxis_transform()
    text_colour = MUTED if mark.hollow or mark.hatched else INK
    if frame.label:
        gap = 10 / (axes.bbox.width or 1)
        axes.text(-gap, place + 0.5, _cut(mark.label, 30), transform=across, ha="right", va="center", color=INK)
        axes.text(1 + gap, place + 0.5, mark.text, transform=across, ha="left", va="center", color=text_colour)
        return
    axes.text(0, place + 0.3, _cut(mark.label, 44 - len(mark.text)), transform=across, ha="left", va="center")
    axes.text(1, place + 0.3, mark.text, transform=across, ha="right", va="center", color=text_colour)


def _cut(text: str, size: int) -> str:
    """A label that fits; the table behind the figure has it whole."""
    return text if len(text) <= size else text[: max(1, size - 1)].rstrip() + "…"


def _bar(axes: Axes, mark: Mark, centre: float, scale: float) -> None:
    if not math.isnan(mark.prior):
        sns.barplot(x=[mark.prior], y=[centre], orient="h", native_scale=True, width=0.62 * scale, color=PRIOR,
                    saturation=1, errorbar=None, ax=axes)  # fmt: skip
    look = {"facecolor": "white", "edgecolor": ACTUAL, "hatch": "////"} if mark.hatched else {"color": ACTUAL}
    height = (0.34 if not math.isnan(mark.prior) else 0.5) * scale
    axes.add_patch(Rectangle((0, centre - height / 2), mark.value, height, linewidth=1, **look))
    if not math.isnan(mark.target):
        tall = 0.7 * scale
        axes.add_patch(Rectangle((0, centre - tall / 2), mark.target, tall, fill=False, edgecolor=INK, linewidth=1.3))


def _dot(axes: Axes, mark: Mark, centre: float, scale: float) -> None:
    axes.plot([0, axes.get_xlim()[1]], [centre, centre], color=RULE, linewidth=0.8, zorder=0)
    if not (math.isnan(mark.low) or math.isnan(mark.high)):
        axes.plot([mark.low, mark.high], [centre, centre], color=BAND, linewidth=9 * scale, solid_capstyle="butt")
    if not math.isnan(mark.prior):
        sns.scatterplot(x=[mark.prior], y=[centre], s=58, color=PRIOR, edgecolor=MUTED, ax=axes, legend=False,
                        zorder=3)  # fmt: skip
    face = "white" if mark.hollow or mark.hatched else ACTUAL
    sns.scatterplot(x=[mark.value], y=[centre], s=64, color=face, edgecolor=ACTUAL, linewidth=1.6, ax=axes,
                    legend=False, zorder=4)  # fmt: skip


def columns(marks: Sequence[Mark], *, frame: Frame, key: str) -> str:
    """Months side by side on a zero baseline; hatched where still converting; few labels, set directly."""
    top = max([m.high if math.isfinite(m.high) else m.value for m in marks if math.isfinite(m.value)] or [1.0]) or 1.0
    step = max(1, math.ceil(len(marks) * 52 / frame.width))

    def paint(axes: Axes) -> None:
        width = 0.72
        for place, mark in enumerate(marks):
            _column(axes, mark, place, width)
            if (len(marks) - 1 - place) % step == 0:
                axes.text(place, -0.05 * top, mark.label, ha="center", va="top", color=MUTED, fontsize=_SMALL)
        axes.axhline(0, color=INK, linewidth=1.2)
        axes.set_xlim(-0.6, len(marks) - 0.4)
        axes.set_ylim(0, top * 1.12)
        bare(axes)

    return drawn(paint, frame=frame, key=key, height=210, margins=(2, 2, 8, 26))


def _column(axes: Axes, mark: Mark, place: int, width: float) -> None:
    if math.isnan(mark.value):
        return
    look = {"facecolor": "white", "edgecolor": ACTUAL, "hatch": "////"} if mark.hatched else {"color": ACTUAL}
    axes.add_patch(Rectangle((place - width / 2, 0), width, mark.value, linewidth=1, **look))
    reach = mark.value
    if math.isfinite(mark.low) and math.isfinite(mark.high):
        axes.plot([place, place], [mark.low, mark.high], color=MUTED, linewidth=1, zorder=3)
        reach = max(mark.value, mark.high)
    if mark.text:
        axes.annotate(mark.text, (place, reach), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom")


def curve(marks: Sequence[Mark], *, frame: Frame, key: str) -> str:
    """A share that grows with time, with its band; ``at`` is the time, the label its word. Hatched: beyond the data."""
    known = [mark for mark in marks if math.isfinite(mark.value)]
    top = max([m.high if math.isfinite(m.high) else m.value for m in known] or [1.0]) or 1.0
    solid = [mark for mark in known if not mark.hatched]
    ahead = solid[-1:] + [mark for mark in known if mark.hatched]

    def paint(axes: Axes) -> None:
        banded = [mark for mark in known if math.isfinite(mark.low) and math.isfinite(mark.high)]
        axes.fill_between([m.at for m in banded], [m.low for m in banded], [m.high for m in banded], color=BAND, lw=0)
        sns.lineplot(x=[m.at for m in solid], y=[m.value for m in solid], color=ACTUAL, linewidth=2.4, ax=axes)
        if len(ahead) > 1:
            axes.plot([m.at for m in ahead], [m.value for m in ahead], color=ACTUAL, linewidth=2, linestyle=(0, (3, 2)))
        for mark in known:
            _point(axes, mark, top=top)
        axes.axhline(0, color=INK, linewidth=1.2)
        axes.set_ylim(0, top * 1.16)
        axes.set_xlim(0, max([m.at for m in known] or [1.0]) * 1.04)
        bare(axes)

    return drawn(paint, frame=frame, key=key, height=230, margins=(8, 24, 8, 26))


def _point(axes: Axes, mark: Mark, *, top: float) -> None:
    """A labelled point of a curve; unlabelled ones only shape the line."""
    if not mark.label:
        return
    face = "white" if mark.hatched else ACTUAL
    axes.plot([mark.at], [mark.value], marker="o", markersize=6.5, markerfacecolor=face, markeredgecolor=ACTUAL)
    high = mark.high if math.isfinite(mark.high) else mark.value
    axes.annotate(mark.text, (mark.at, high), xytext=(0, 4), textcoords="offset points", ha="center", va="bottom")
    axes.text(mark.at, -0.05 * top, mark.label, ha="center", va="top", color=MUTED, fontsize=_SMALL)


SPARK = Frame("s", 120, 0.0)


def spark(values: Sequence[float], *, key: str) -> str:
    """The way here, in the size of a word; the last point marked."""
    known = [(place, value) for place, value in enumerate(values) if math.isfinite(value)]

    def paint(axes: Axes) -> None:
        places, heights = [place for place, _ in known], [value for _, value in known]
        sns.lineplot(x=places, y=heights, color=ACTUAL, linewidth=1.8, ax=axes)
        axes.plot(places[-1:], heights[-1:], marker="o", markersize=5, color=ACTUAL)
        axes.set_ylim(0, (max(heights) or 1) * 1.15)
        axes.axhline(0, color=RULE, linewidth=1.5)
        axes.set_xlim(-0.5, len(values) - 0.5)
        bare(axes)

    return drawn(paint, frame=SPARK, key=key, height=32, margins=(3, 5, 3, 2)) if len(known) > 1 else ""
