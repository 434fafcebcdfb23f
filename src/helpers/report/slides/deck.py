"""A deck as data: what stands on each slide and what is said to it. Geometry is in points, 72 to an inch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from helpers.report.model import Card, Chart, Commitment

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 40.0
ROOM = WIDTH - 2 * MARGIN
#: where the content of a slide begins and ends
TOP, BOTTOM = 120.0, 502.0
TITLE_SIZE, LONG_SIZE, BODY_SIZE, SMALL_SIZE = 26.0, 21.0, 16.0, 12.0
#: sentences of a slide of text, those beside or below a drawing, and what is free below each
TEXT_SIZE, TEXT_AFTER = 20.0, 14.0
SIDE_SIZE, SIDE_AFTER = 14.0, 10.0
#: beside a drawing there is room for a few sentences
SIDE = 270.0
FAMILY = "Arial"


@dataclass(frozen=True)
class Notes:
    """What the speaker reads: what to say, how it was measured, what to keep in mind, the facts behind the numbers."""

    say: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    mind: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def __add__(self, other: Notes) -> Notes:
        """Both, each remark once."""
        return Notes(
            _once(self.say, other.say), _once(self.measured, other.measured), _once(self.mind, other.mind),
            _once(self.facts, other.facts),
        )  # fmt: skip


def _once(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))


@dataclass(frozen=True)
class Opening:
    """The first slide: whose report, which, of when; whether it is for the two teams only."""

    client: str
    lines: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Scores:
    """The five shared metrics side by side, under the headline's own words."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Line:
    """A paragraph, and a smaller one under it."""

    text: str
    under: str = ""


@dataclass(frozen=True)
class Lines:
    """A few paragraphs, numbered where their order is one to go through."""

    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Drawn:
    """A native chart with what it says and what is measured, and sentences beside it."""

    chart: Chart
    message: str
    measured: str
    alt: str
    side: tuple[str, ...] = ()
    currency: str = ""


@dataclass(frozen=True)
class Grid:
    """A native table, or a part of one; ``more`` says where the rest is."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: which columns are numbers, set to the right
    numbers: tuple[bool, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    muted: frozenset[tuple[int, int]] = frozenset()
    above: str = ""
    more: str = ""
    #: what else is said of it
    below: tuple[str, ...] = ()
    size: float = SMALL_SIZE


@dataclass(frozen=True)
class Columns:
    """The plan: what both teams commit to in 30, 60 and 90 days."""

    heads: tuple[str, ...]
    columns: tuple[tuple[Commitment, ...], ...]
    #: whether the reasons are on the slide
    why: bool = True


Body = Opening | Scores | Lines | Drawn | Grid | Columns


@dataclass(frozen=True)
class Slide:
    """One slide: its message, the section it belongs to, what it shows, what is said."""

    title: str
    body: Body
    kicker: str = ""
    notes: Notes = field(default_factory=Notes)
    #: of the title
    size: float = TITLE_SIZE

    def noted(self, notes: Notes) -> Slide:
        """The same slide with more notes."""
        return replace(self, notes=self.notes + notes)
