"""Levels 0 to 5 by source as a small matrix."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.report.drawing import BAND, INK, MUTED, RULE, TEXT, Frame, drawn

_SMALL = TEXT - 1
#: Characters of a label that fit a line.
_LINE = 30


@dataclass(frozen=True, kw_only=True)
class Steps:
    """A row of levels: one for each source, None where it says nothing; the last one is what stands."""

    label: str
    levels: tuple[float | None, ...]
    #: sources that contradict each other
    torn: bool = False


def matrix(rows: Sequence[Steps], *, heads: Sequence[str], none: str, frame: Frame, key: str) -> str:
    """Levels 0–5 by source as a small matrix: the figure in its square, the square filled as far as the level."""
    side = frame.label * frame.width
    tall, head = (34, 30) if side else (52, 30)
    count, wide = len(rows) or 1, len(heads)

    def paint(axes: Axes) -> None:
        axes.set_xlim(0, wide)
        axes.set_ylim(count, 0)
        for place, word in enumerate(heads):
            axes.annotate(
                word,
                (place + 0.5, 0),
                xytext=(0, 6),
                textcoords="offset points",
                ha="center",
                va="bottom",
                color=MUTED,
                fontsize=_SMALL,
            )
        for place, row in enumerate(rows):
            for number, level in enumerate(row.levels):
                _square(axes, (number, place), level, last=number == len(row.levels) - 1, none=none, frame=frame)
            _label(axes, row, place, frame=frame)

    return drawn(
        paint,
        frame=frame,
        key=key,
        height=count * tall + head + 6,
        margins=(side + 12 if side else 2, 6 if side else 2, head, 6),
    )


def _square(
    axes: Axes, at: tuple[int, int], level: float | None, *, last: bool, none: str, frame: Frame
) -> None:  # fmt: skip
    """One level: its square filled as far as it goes, dashed where a source says nothing; the last one stands out."""
    number, place = at
    top, deep = (place + 0.08, 0.84) if frame.label else (place + 0.42, 0.52)
    left, width = number + 0.04, 0.92
    if level is not None:
        axes.add_patch(Rectangle((left, top), width * level / 5, deep, facecolor=BAND, linewidth=0))
    box = Rectangle((left, top), width, deep, fill=False, edgecolor=INK if last else RULE)
    box.set(linewidth=1.6 if last else 1.0, linestyle="-" if level is not None else (0, (2, 2)))
    axes.add_patch(box)
    word, colour, size = (none, MUTED, _SMALL) if level is None else (f"{level:.0f}", INK, TEXT)
    weight = "bold" if last else "normal"
    axes.text(number + 0.5, top + deep / 2, word, ha="center", va="center", color=colour, fontsize=size,
              fontweight=weight)  # fmt: skip


def _label(axes: Axes, row: Steps, place: int, *, frame: Frame) -> None:
    """The topic beside its squares, or above them where the screen is narrow."""
    label = f"≠ {row.label}" if row.torn else row.label
    if not frame.label:
        axes.text(0.04, place + 0.22, label, ha="left", va="center", color=INK)
        return
    said = textwrap.wrap(label, _LINE, max_lines=2, placeholder="…", break_on_hyphens=False) or [""]
    for number, line in enumerate(said):
        at = place + 0.5 + (number - (len(said) - 1) / 2) * 0.42
        axes.text(-12 / (axes.bbox.width or 1), at, line, transform=axes.get_yaxis_transform(), ha="right",
                  va="center", color=INK)  # fmt: skip
