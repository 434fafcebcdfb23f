"""Where each construct stands between both teams, and what a gap between them is about.

*protect*: both see it working (60 or more). *start*: not both do, and they do not differ by much, so nobody has to be
convinced. *facilitate*: they see it differently, by a whole step of the scale or clearly beyond noise. *reveal*: in one
of the teams three in ten answers are "I don't know", which says more than the others do. '' where a team is too small
to be a fact.

A gap is *harmful* where it is about facts, definitions or process: one of the two is wrong, or they mean different
things. It is *productive* where it is about orientation alone (what each team looks at first): keep it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from helpers.assessment.shelf import Row, Shelf
from helpers.facts import pairs
from helpers.instrument import Construct, instrument

Quadrant = Literal["protect", "start", "facilitate", "reveal", ""]
Nature = Literal["harmful", "productive", ""]
TEAMS = ("marketing", "sales")
#: From here on a team sees it working: three of the five points of the scale and more.
HIGH = 60.0
#: One step of the scale of five points, in points of 0 to 100.
STEP = 25.0
#: Three in ten who do not know is no longer an exception.
UNSEEN = 0.3
#: Metrics of the survey read here.
SAID = ("perception_score", "perception_gap", "dont_know")


class Stand(NamedTuple):
    """A construct between both teams: its quadrant, the gap (marketing minus sales) and the facts behind it."""

    construct: str
    quadrant: Quadrant
    gap: Row | None
    wide: bool
    nature: Nature
    scores: tuple[Row, ...]
    unseen: tuple[Row, ...]
    items: tuple[Row, ...]


def stands(shelf: Shelf) -> tuple[Stand, ...]:
    """Every construct, in the order of the instrument."""
    return tuple(_stand(shelf, construct) for construct in instrument().constructs)


def _stand(shelf: Shelf, construct: Construct) -> Stand:
    scores, unseen = (_by_team(shelf, metric, construct.id) for metric in ("perception_score", "dont_know"))
    gap = shelf.one("perception_gap", segment=pairs({"construct": construct.id}))
    gap = gap if gap is not None and gap.known else None
    wide = gap is not None and (abs(gap.value) >= STEP or gap.status == "clear")
    blind = tuple(row for row in unseen if row.value >= UNSEEN)
    items = _carrying(shelf, construct, gap) if wide and gap else ()
    return Stand(
        construct.id, _quadrant(scores, blind, wide), gap, wide, _nature(construct, items), scores, blind, items
    )


def _by_team(shelf: Shelf, metric: str, construct: str) -> tuple[Row, ...]:
    rows = (shelf.one(metric, segment=pairs({"construct": construct, "team": team})) for team in TEAMS)
    return tuple(row for row in rows if row is not None and row.known)


def _quadrant(scores: tuple[Row, ...], blind: tuple[Row, ...], wide: bool) -> Quadrant:
    if blind:
        return "reveal"
    if len(scores) < len(TEAMS):
        return ""
    if wide:
        return "facilitate"
    return "protect" if all(row.value >= HIGH for row in scores) else "start"


def _carrying(shelf: Shelf, construct: Construct, gap: Row) -> tuple[Row, ...]:
    """The statements that make the gap: apart the same way, by at least half of the one farthest apart."""
    rows = (shelf.one("perception_gap", segment=pairs({"item": item})) for item in construct.item_ids)
    same = [row for row in rows if row is not None and row.known and row.value * gap.value > 0]
    farthest = max((abs(row.value) for row in same), default=0.0)
    return tuple(row for row in same if abs(row.value) >= farthest / 2)


def _nature(construct: Construct, items: tuple[Row, ...]) -> Nature:
    if not items:
        return ""
    about = dict(zip(construct.item_ids, construct.items, strict=True))
    natures = {about[row.where["item"]].nature for row in items}
    return "productive" if natures == {"orientation"} else "harmful"
