"""Pictures of the loop: meetings month by month as dots, and objections against stages as a grid."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.report.drawing import ACTUAL, BAND, INK, MUTED, RULE, TEXT, Frame, drawn

_SMALL = TEXT - 1
_FOOT, _LINE = 26.0, 15.0
#: characters of a row's label: beside the marks, or above them
_BESIDE, _ABOVE = 26, 46


@dataclass(frozen=True)
class Spot:
    """What stands in one column of a row: ``part`` of ``whole``; a whole of 0 is an empty place."""

    part: float
    whole: float
    text: str = ""


@dataclass(frozen=True)
class Strip:
    """One row: its label, what it comes to, and a spot for each column."""

    label: str
    text: str
    spots: tuple[Spot, ...]


Painter = Callable[[Axes, Spot, float, float, float], None]


def rituals(strips: Sequence[Strip], *, columns: Sequence[str], frame: Frame, key: str) -> str:
    """Meetings by month: a full dot was held, an empty one missed, a light one held in part; no dot, none planned."""
    return _grid(strips, columns, _meeting, frame=frame, key=key, row={"w": 34.0, "n": 50.0}, ruled=True)


def coverage(strips: Sequence[Strip], *, columns: Sequence[str], frame: Frame, key: str) -> str:
    """Objections by stage: the darker, the more often heard; the number of assets that answer it, ringed where none."""
    most = max((spot.whole for strip in strips for spot in strip.spots), default=0.0)

    def cell(axes: Axes, spot: Spot, x: float, y: float, reach: float) -> None:
        _cell(axes, spot, x, y, reach, most=most)

    return _grid(strips, columns, cell, frame=frame, key=key, row={"w": 34.0, "n": 54.0})


def _grid(
    strips: Sequence[Strip],
    columns: Sequence[str],
    painter: Painter,
    *,
    frame: Frame,
    key: str,
    row: Mapping[str, float],
    ruled: bool = False,
) -> str:
    """Rows with a label, a spot for each column and a text; column names along the foot."""
    if not strips or not columns:
        return ""
    side = frame.label * frame.width
    room = 8.0 * max(len(strip.text) for strip in strips) * 0.86 + 10 if side else 2.0
    middle, scale = (0.5, 1.0) if side else (0.66, 0.68)
    height = len(strips) * row[frame.name]
    foot = _FOOT if ruled else _FOOT + _LINE

    def paint(axes: Axes) -> None:
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(len(strips), 0)
        for place, strip in enumerate(strips):
            _say(axes, strip, place, frame=frame)
            if ruled:
                axes.axhline(place + middle, color=RULE, linewidth=0.8, zorder=0)
            for at, spot in enumerate(strip.spots):
                if spot.whole > 0:
                    painter(axes, spot, float(at), place + middle, scale)
        (_months if ruled else _heads)(axes, columns, height=height, width=frame.width - side - room)

    return drawn(paint, frame=frame, key=key, height=height + foot + 4, margins=(side + 2, room, 4, foot))


def _say(axes: Axes, strip: Strip, place: int, *, frame: Frame) -> None:
    across = axes.get_yaxis_transform()
    if frame.label:
        gap = 8 / (axes.bbox.width or 1)
        lines = textwrap.wrap(strip.label, _BESIDE, max_lines=2, placeholder="…") or [""]
        for number, line in enumerate(lines):
            at = place + 0.5 + (number - (len(lines) - 1) / 2) * 0.42
            axes.text(-gap, at, line, transform=across, ha="right", va="center", color=INK)
        axes.text(1 + gap, place + 0.5, strip.text, transform=across, ha="left", va="center", color=MUTED)
        return
    line = (textwrap.wrap(strip.label, _ABOVE - len(strip.text), max_lines=1, placeholder="…") or [""])[0]
    axes.text(0, place + 0.2, line, transform=across, ha="left", va="center", color=INK)
    axes.text(1, place + 0.2, strip.text, transform=across, ha="right", va="center", color=MUTED)


def _meeting(axes: Axes, spot: Spot, x: float, y: float, scale: float) -> None:
    share = spot.part / spot.whole
    face = ACTUAL if share >= 1 else "white" if share <= 0 else BAND
    axes.plot([x], [y], marker="o", markersize=13 * math.sqrt(scale), markerfacecolor=face, markeredgecolor=ACTUAL,
              markeredgewidth=1.6, clip_on=False, zorder=3)  # fmt: skip


def _cell(axes: Axes, spot: Spot, x: float, y: float, scale: float, *, most: float) -> None:
    tall = 0.84 * scale
    axes.add_patch(Rectangle((x - 0.47, y - tall / 2), 0.94, tall, facecolor=BAND, linewidth=0,
                             alpha=0.25 + 0.75 * spot.whole / most, zorder=1))  # fmt: skip
    if spot.part > 0:
        axes.text(x, y, spot.text, ha="center", va="center", color=INK, zorder=4)
        return
    axes.plot([x], [y], marker="o", markersize=17 * math.sqrt(scale), markerfacecolor="white", markeredgecolor=ACTUAL,
              markeredgewidth=1.6, zorder=3)  # fmt: skip
    axes.text(x, y, spot.text, ha="center", va="center_baseline", color=INK, fontsize=_SMALL, zorder=4)


def _months(axes: Axes, columns: Sequence[str], *, height: float, width: float) -> None:
    """Names of months along the foot, as many as fit; the last one always."""
    longest = 6.6 * max(len(name) for name in columns) + 6
    step = max(1, math.ceil(longest * len(columns) / width))
    down = 8 / height
    for place, name in enumerate(columns):
        if (len(columns) - 1 - place) % step == 0:
            side, at = ("right", place + 0.5) if 6 < len(columns) == place + 1 else ("center", place)
            axes.text(at, -down, name, transform=axes.get_xaxis_transform(), ha=side, va="top", color=MUTED,
                      fontsize=_SMALL)  # fmt: skip


def _heads(axes: Axes, columns: Sequence[str], *, height: float, width: float) -> None:
    """Names of columns along the foot, all of them, in at most two lines."""
    most = max(4, int(width / len(columns) / 6.8))
    for place, name in enumerate(columns):
        lines = textwrap.wrap(name, most, max_lines=2, placeholder="…", break_long_words=True) or [""]
        for number, line in enumerate(lines):
            axes.text(place, -(8 + _LINE * number) / height, line, transform=axes.get_xaxis_transform(), ha="center",
                      va="top", color=MUTED, fontsize=_SMALL)  # fmt: skip
