"""The picture of one deal: a lane for marketing, a lane for sales, from the first action to the end.

Each touch is a mark at its day; the number on it is that of its channel and campaign, listed under the lanes. Touches
of one time are stacked, milestones are ticks across both lanes, and days run along the foot.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from helpers.report.drawing import ACTUAL, BAND, INK, MUTED, RULE, TEXT, Frame, drawn

_SMALL = TEXT - 1
#: radius of a mark, distance of two stacked ones, and the least height of a lane, in pixels
_MARK, _STEP, _LANE = 9.0, 20.0, 44.0
#: height of a line of words
_LINE = 18.0
#: width of a character of the family of the page, in pixels of text size 11
_CHARACTER = 6.6


@dataclass(frozen=True, kw_only=True)
class Touch:
    """One action of a team: its lane (0 the upper one), its day, and the number of its channel and campaign."""

    lane: int
    day: float
    number: int
    #: what a customer says, which nobody saw
    said: bool = False


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A stage reached; the last one ends the story."""

    day: float
    label: str
    end: bool = False


@dataclass(frozen=True, kw_only=True)
class Story:
    """All that one picture shows; ``names[i]`` is what number ``i + 1`` stands for."""

    lanes: tuple[str, ...]
    touches: tuple[Touch, ...]
    milestones: tuple[Milestone, ...]
    names: tuple[str, ...]
    days: str


@dataclass(frozen=True)
class _Plan:
    """Where things stand, in pixels from the top left."""

    frame: Frame
    left: float
    right: float
    longest: float
    #: top and bottom of each lane
    lanes: tuple[tuple[float, float], ...]
    foot: float
    height: float

    def at(self, day: float) -> float:
        """Across: the place of a day."""
        return self.left + (self.right - self.left) * day / self.longest


def lanes(story: Story, *, frame: Frame, key: str) -> str:
    """The story as SVG; empty where nothing happened."""
    if not story.touches and not story.milestones:
        return ""
    plan, stacked, labels = _planned(story, frame=frame)

    def paint(axes: Axes) -> None:
        axes.set_xlim(0, frame.width)
        axes.set_ylim(plan.height, 0)
        _grounds(axes, story, plan)
        _ticks(axes, plan, labels)
        for touch, height in stacked:
            _mark(axes, touch, x=plan.at(touch.day), y=height)
        _scale(axes, story, plan)
        _names(axes, story, plan)
        axes.set_xlim(0, frame.width)
        axes.set_ylim(plan.height, 0)

    return drawn(paint, frame=frame, key=key, height=plan.height, margins=(0, 0, 0, 0))


def _planned(story: Story, *, frame: Frame) -> tuple[_Plan, list[tuple[Touch, float]], list[tuple[Milestone, int]]]:
    """Lanes as high as their highest stack, milestones in as many lines as their words need."""
    left = 84.0 if frame.label else 14.0
    last = max(story.milestones, key=lambda milestone: milestone.day, default=None)
    right = frame.width - 14.0 - (_width(last) - 10 if last else 0)
    days = [touch.day for touch in story.touches] + [stage.day for stage in story.milestones]
    longest = max([1.0, *days])
    bare = _Plan(frame, left, right, longest, (), 0, 0)
    labels = flags(story.milestones, at=bare.at, width=frame.width)
    top = _LINE * (1 + max((line for _, line in labels), default=0)) + 4
    stacked, edges = [], []
    for lane in range(len(story.lanes)):
        top += 0 if frame.label else _LINE
        placed = stack([touch for touch in story.touches if touch.lane == lane], at=bare.at)
        levels = 1 + max((level for _, level in placed), default=0)
        height = max(_LANE, _STEP * levels + 12)
        lowest = top + (height + _STEP * (levels - 1)) / 2
        stacked += [(touch, lowest - level * _STEP) for touch, level in placed]
        edges.append((top, top + height))
        top += height + 8
    rows = math.ceil(len(story.names) / _across(frame))
    height = top + 2.4 * _LINE + rows * _LINE + 4
    return _Plan(frame, left, right, longest, tuple(edges), top, height), stacked, labels


def stack(touches: Sequence[Touch], *, at: Callable[[float], float]) -> list[tuple[Touch, int]]:
    """Each touch on the lowest level where it covers no other; ``at`` is where a day stands."""
    ends: list[float] = []
    placed: list[tuple[Touch, int]] = []
    for touch in sorted(touches, key=lambda touch: touch.day):
        x = at(touch.day)
        level = next((level for level, end in enumerate(ends) if x >= end), len(ends))
        ends[level:] = [x + 2 * _MARK + 1, *ends[level + 1 :]]
        placed.append((touch, level))
    return placed


def flags(
    milestones: Sequence[Milestone], *, at: Callable[[float], float], width: float
) -> list[tuple[Milestone, int]]:
    """The line on which the words of each milestone stand, 0 the lowest.

    Words stand to the right of their tick like a flag, above those of every later one that they would reach.

    So no tick runs through the words of another milestone. ``width`` is that of the picture.
    """
    placed: list[tuple[Milestone, int]] = []
    for milestone in sorted(milestones, key=lambda milestone: -milestone.day):
        end = start(milestone, at=at, width=width) + _width(milestone)
        reached = [line for later, line in placed if start(later, at=at, width=width) - 6 < end]
        placed.append((milestone, 1 + max(reached, default=-1)))
    return placed


def _width(milestone: Milestone) -> float:
    """How wide the words of a milestone are."""
    return _CHARACTER * len(milestone.label) + (12 if milestone.end else 4)


def start(milestone: Milestone, *, at: Callable[[float], float], width: float) -> float:
    """Where the words of a milestone begin: right of its tick, and within the picture."""
    return min(at(milestone.day) + 4, width - _width(milestone))


def _grounds(axes: Axes, story: Story, plan: _Plan) -> None:
    for name, (top, bottom) in zip(story.lanes, plan.lanes, strict=True):
        axes.fill_between([plan.left - 12, plan.right + 12], [top, top], [bottom, bottom], color="#f3f6f8", lw=0)
        if plan.frame.label:
            axes.text(plan.left - 22, (top + bottom) / 2, name, ha="right", va="center", color=INK)
        else:
            axes.text(2, top - 4, name, ha="left", va="bottom", color=MUTED, fontsize=_SMALL)


def _ticks(axes: Axes, plan: _Plan, labels: Sequence[tuple[Milestone, int]]) -> None:
    """Ticks run from their words through both lanes; the end is drawn heavier."""
    first = plan.lanes[0][0] - (0 if plan.frame.label else _LINE)
    for milestone, line in labels:
        x, colour = plan.at(milestone.day), INK if milestone.end else MUTED
        head = first - 4 - (line + 1) * _LINE + 4
        gaps = plan.lanes if not plan.frame.label else ((plan.lanes[0][0], plan.lanes[-1][1]),)  # the words of lanes
        for top, bottom in ((head, first), *gaps):
            axes.plot([x, x], [top, bottom], color=colour, linewidth=2.2 if milestone.end else 1.1, zorder=2)
        left = start(milestone, at=plan.at, width=plan.frame.width)
        axes.text(left, head + 5, milestone.label, ha="left", va="center", color=colour,
                  fontsize=_SMALL, fontweight="bold" if milestone.end else "normal")  # fmt: skip


def _mark(axes: Axes, touch: Touch, *, x: float, y: float) -> None:
    """A disc with its number; hollow and dashed where somebody only said so."""
    face, ink = ("white", ACTUAL) if touch.said else (ACTUAL, "white")
    axes.plot([x], [y], marker="o", markersize=2 * _MARK, markerfacecolor=face, markeredgecolor=ACTUAL, zorder=3)
    axes.text(x, y + 0.5, str(touch.number), ha="center", va="center_baseline", color=ink, fontsize=_SMALL, zorder=4)


def _scale(axes: Axes, story: Story, plan: _Plan) -> None:
    """Days along the foot."""
    axes.plot([plan.left - 12, plan.right + 12], [plan.foot, plan.foot], color=RULE, linewidth=1)
    for day in _days(plan.longest, most=7 if plan.frame.label else 4):
        axes.plot([plan.at(day)] * 2, [plan.foot, plan.foot + 5], color=MUTED, linewidth=1)
        axes.text(plan.at(day), plan.foot + 8, f"{day:g}", ha="center", va="top", color=MUTED, fontsize=_SMALL)
    axes.text(plan.left - 12, plan.foot + 8 + 0.85 * _LINE, story.days, ha="left", va="top", color=MUTED,
              fontsize=_SMALL)  # fmt: skip


def _days(longest: float, *, most: int) -> list[float]:
    """Round days from 0 on, at most ``most`` of them."""
    steps = (1, 2, 5, 7, 10, 14, 20, 30, 50, 60, 90, 100, 180, 200, 365, 500, 730, 1000)
    step = next((step for step in steps if longest / step < most), math.ceil(longest / most))
    return [float(day) for day in range(0, int(longest) + 1, step)]


def _across(frame: Frame) -> int:
    """How many columns of names fit side by side."""
    return 2 if frame.label else 1


def _names(axes: Axes, story: Story, plan: _Plan) -> None:
    """What the numbers stand for."""
    across = _across(plan.frame)
    width = (plan.frame.width - 4) / across
    most = int((width - 26) / _CHARACTER)
    for place, x, y in _cells(len(story.names), across=across, width=width, top=plan.foot + 2.8 * _LINE):
        axes.plot([x + 9], [y], marker="o", markersize=15, markerfacecolor=BAND, markeredgecolor=BAND)
        axes.text(x + 9, y + 0.5, str(place + 1), ha="center", va="center_baseline", color=INK, fontsize=_SMALL - 1)
        name = story.names[place]
        shown = name if len(name) <= most else name[: most - 1].rstrip() + "…"
        axes.text(x + 22, y, shown, ha="left", va="center", color=INK, fontsize=_SMALL)


def _cells(count: int, *, across: int, width: float, top: float) -> Iterator[tuple[int, float, float]]:
    """Place, left edge and height of each name, down the columns."""
    rows = math.ceil(count / across)
    for place in range(count):
        yield place, 2 + width * (place // rows), top + _LINE * (place % rows)
