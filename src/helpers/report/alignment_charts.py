"""The shapes of an assessment: people as dots, two answers joined, a difference around nothing, levels by source.

Values are facts already, or scores of the rows beside them; nothing is computed here but where a dot lies. A team is
told by its shape: marketing a filled circle, sales an open diamond.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes

from helpers.report.drawing import ACTUAL, BAND, INK, MUTED, PRIOR, RULE, TEXT, Frame, drawn

Look = Literal["marketing", "sales", "guess", "answer", "before", "now", "management", "field", "clear", "open"]
#: marker, face, edge: never by colour alone
LOOKS: dict[str, tuple[str, str, str]] = {
    "marketing": ("o", ACTUAL, ACTUAL),
    "sales": ("D", "white", INK),
    "guess": ("o", "white", ACTUAL),
    "answer": ("o", ACTUAL, ACTUAL),
    "before": ("o", PRIOR, MUTED),
    "now": ("o", ACTUAL, ACTUAL),
    "management": ("s", "white", INK),
    "field": ("o", ACTUAL, ACTUAL),
    "clear": ("o", ACTUAL, ACTUAL),
    "open": ("o", "white", ACTUAL),
}
#: heights of a row, of the key above the rows and of the scale below them; characters of a label's line
_ROW = {"w": 34, "n": 50}
_TALL = {"w": 52, "n": 74}
_HEAD, _FOOT, _LINE, _ABOVE = 24, 22, 30, 51
_SMALL = TEXT - 1
#: how far dots of one value stand apart, in rows
_APART = 0.07


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A mark: where it lies, what it looks like, in which lane of the row (0 the first), small or not."""

    at: float
    look: Look
    lane: int = 0
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row: its label, its marks and the text beside them; ``joined`` links the first two, ``band`` is light."""

    label: str
    text: str
    spots: tuple[Spot, ...] = ()
    band: tuple[float, float] = (math.nan, math.nan)
    joined: bool = False


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From where to where values lie, its labelled places, and a key of the looks that stand in the figure."""

    low: float = 0.0
    high: float = 100.0
    places: tuple[tuple[float, str], ...] = ((0.0, "0"), (50.0, "50"), (100.0, "100"))
    key: tuple[tuple[Look, str], ...] = ()
    lanes: int = 1


def people(values: Sequence[float], look: Look, lane: int) -> list[Spot]:
    """A dot for each person of a team.

    >>> [spot.at for spot in people([25.0, 50.0], "sales", 1)]
    [25.0, 50.0]
    """
    return [Spot(at=value, look=look, lane=lane, small=True) for value in sorted(values)]


def swarm(values: Sequence[float]) -> list[float]:
    """How far each of sorted values stands from the middle of its lane, in steps: one value, one pile.

    >>> swarm([25.0, 50.0, 50.0, 50.0])
    [0.0, 0.0, 1.0, -1.0]
    """
    seen: Counter[float] = Counter()
    found = []
    for value in values:
        place = seen[round(value, 6)]
        found.append(float((place + 1) // 2 * (1 if place % 2 else -1)) if place else 0.0)
        seen[round(value, 6)] += 1
    return found


def lines(rows: Sequence[Line], *, scale: Scale, frame: Frame, key: str) -> str:
    """Rows of marks on one scale: label, marks, text; side by side when wide, the words above when narrow."""
    side = frame.label * frame.width
    room = 8.0 * max((len(row.text) for row in rows), default=1) * 0.86 + 20 if side else 8.0
    tall = (_ROW if scale.lanes == 1 else _TALL)[frame.name]
    count = len(rows) or 1
    head, foot = (_HEAD if scale.key else 6), (_FOOT if scale.places else 6)

    def paint(axes: Axes) -> None:
        axes.set_xlim(scale.low, scale.high)
        axes.set_ylim(count, 0)
        for at, word in scale.places:
            axes.vlines(at, 0, count, color=INK if at == 0 > scale.low else RULE, linewidth=1.0, zorder=0)
            axes.annotate(
                word,
                (at, count),
                xytext=(0, -5),
                textcoords="offset points",
                ha="center",
                va="top",
                color=MUTED,
                fontsize=_SMALL,
            )
        for place, row in enumerate(rows):
            _row(axes, row, place, frame=frame, lanes=scale.lanes)
        _key(axes, scale.key, start=-side)

    return drawn(
        paint,
        frame=frame,
        key=key,
        height=count * tall + head + foot,
        margins=(side + 8 if side else 12, room + 4, head, foot),
    )


def _row(axes: Axes, row: Line, place: int, *, frame: Frame, lanes: int) -> None:
    top, deep = (0.0, 1.0) if frame.label else (0.36, 0.6)
    heights = [place + top + deep * (0.5 if lanes == 1 else (lane + 0.75) / (lanes + 0.5)) for lane in range(lanes)]
    low, high = row.band
    if math.isfinite(low) and math.isfinite(high):
        axes.hlines(heights[0], low, high, color=BAND, linewidth=9, zorder=1)
    known = [spot for spot in row.spots if math.isfinite(spot.at)]
    if row.joined and len(known) > 1:
        axes.hlines(heights[0], known[0].at, known[1].at, color=PRIOR, linewidth=4, zorder=1)
    _spots(axes, known, heights, apart=_APART * deep)
    _say(axes, row, place, frame=frame)


def _spots(axes: Axes, known: Sequence[Spot], heights: Sequence[float], *, apart: float) -> None:
    """Small dots in piles, then what stands for a whole team: a bar through its lane where people are shown."""
    for lane, height in enumerate(heights):
        small = [spot for spot in known if spot.small and spot.lane == lane]
        for spot, off in zip(small, swarm([spot.at for spot in small]), strict=True):
            _mark(axes, spot, height - off * apart, size=4.6)
        for spot in known:
            if spot.small or spot.lane != lane:
                continue
            if small:
                axes.vlines(spot.at, height - 0.19, height + 0.19, color=INK, linewidth=2.6, zorder=4)
            else:
                _mark(axes, spot, height, size=8)


def _mark(axes: Axes, spot: Spot, height: float, *, size: float) -> None:
    marker, face, edge = LOOKS[spot.look]
    slim = 0.86 if marker == "D" else 1.0
    axes.plot(
        [spot.at],
        [height],
        marker=marker,
        markersize=size * slim,
        markerfacecolor=face,
        markeredgecolor=edge,
        markeredgewidth=1.3,
        clip_on=False,
        zorder=3,
    )


def _say(axes: Axes, row: Line, place: int, *, frame: Frame) -> None:
    across = axes.get_yaxis_transform()
    if frame.label:
        gap = 12 / (axes.bbox.width or 1)
        said = textwrap.wrap(row.label, _LINE, max_lines=2, placeholder="…", break_on_hyphens=False) or [""]
        for number, line in enumerate(said):
            at = place + 0.5 + (number - (len(said) - 1) / 2) * 15 / (axes.bbox.height or 1) * axes.get_ylim()[0]
            axes.text(-gap, at, line, transform=across, ha="right", va="center", color=INK)
        axes.text(1 + gap, place + 0.5, row.text, transform=across, ha="left", va="center", color=INK)
        return
    size = max(12, _ABOVE - len(row.text))
    said = textwrap.wrap(row.label, size, max_lines=1, placeholder="…") or [""]
    axes.text(0, place + 0.2, said[0], transform=across, ha="left", va="center", color=INK)
    axes.text(1, place + 0.2, row.text, transform=across, ha="right", va="center", color=INK)


def _key(axes: Axes, key: Sequence[tuple[Look, str]], *, start: float) -> None:
    """What the marks mean, above the rows; from the left edge of the figure."""
    at = start + 8 if start else 4.0
    for look, word in key:
        marker, face, edge = LOOKS[look]
        width, height = axes.bbox.width or 1, axes.bbox.height or 1
        axes.plot(
            [at / width],
            [1 + 14 / height],
            marker=marker,
            markersize=7,
            markerfacecolor=face,
            markeredgecolor=edge,
            markeredgewidth=1.3,
            transform=axes.transAxes,
            clip_on=False,
        )
        axes.text(
            (at + 9) / width,
            1 + 14 / height,
            word,
            transform=axes.transAxes,
            ha="left",
            va="center",
            color=MUTED,
            fontsize=_SMALL,
        )
        at += 9 + 6.6 * len(word) + 20
