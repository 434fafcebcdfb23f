"""Where what people say, what is in writing and what the record shows cannot all be so.

A *claim* (``[claims]`` of ``evidence.toml``) holds a statement of the survey against a figure of the review or against
an artefact. It is a contradiction only beyond noise on both sides: the interval of those who agree lies wholly above a
half (they say yes) or below it (they do not), and the figure's interval lies wholly on the other side of what would
bear the statement out. A claim that cannot be compared (too few answers, no figure, nobody looked) gives no fact.

Besides, for every construct: management sees it and the field does not, or the other way (``<construct>_levels``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from pydantic import model_validator

from helpers.assessment.artefacts import State
from helpers.assessment.evidence import written
from helpers.assessment.shelf import Figure, Row, Shelf
from helpers.facts import Fact, pairs
from helpers.instrument import instrument
from helpers.noise import difference_of_estimates
from helpers.periods import Period
from helpers.settings import Strict, validated

#: More than a half is a majority, of people as of cases.
HALF = 0.5
#: One step of the scale of five points, in points of 0 to 100.
STEP = 25.0
#: Metrics of the survey that claims read.
SAID = ("perception_agree", "perception_score")


class Written(Strict):
    """An artefact in a state: it exists, was used lately, or was edited by both teams."""

    id: str
    state: Literal["exists", "used", "both"]

    @model_validator(mode="after")
    def _known(self) -> Written:
        if self.id not in {each.id for each in instrument().artefacts}:
            raise ValueError(f"unknown artefact '{self.id}'")
        return self


class Claim(Strict):
    """A statement, and what it is held against: a figure (``also`` more of them: each must say the same) or a paper."""

    #: id of the construct
    of: str
    item: str
    figure: Figure | None = None
    also: tuple[Figure, ...] = ()
    artefact: Written | None = None
    #: half: a share clearly above it (or below it, where less is better); bound: at most so many days;
    #: run: the fact itself calls a row of missed meetings clear
    beats: Literal["half", "bound", "run"] = "half"
    bound: float | None = None
    better: Literal["up", "down"] = "up"
    #: share: the value is a count, held as a part of its denominator
    at: Literal["value", "share"] = "value"
    #: saying no against a good record counts too
    reverse: bool = True
    #: figures that say what it means
    carry: tuple[Figure, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Claim:
        if self.item not in instrument().of(self.of).item_ids:
            raise ValueError(f"'{self.item}' is no statement of '{self.of}'")
        if (self.figure is None) == (self.artefact is None):
            raise ValueError(f"{self.item}: give a figure or an artefact, one of the two")
        if (self.beats == "bound") != (self.bound is not None):
            raise ValueError(f"{self.item}: 'bound' goes with beats = \"bound\"")
        return self


class Side(NamedTuple):
    """What one side says: yes, no, or neither beyond noise (None); its figure, and the facts behind it."""

    yes: bool | None
    value: float
    refs: tuple[str, ...]


class Contradiction(NamedTuple):
    """A claim that could be compared. ``contradicts`` beyond noise; ``said`` and ``shown`` are the two figures."""

    construct: str
    claim: str
    contradicts: bool
    said: float
    shown: float
    #: what it stands or falls with, and what says what it means
    rests: tuple[str, ...]
    carried: tuple[str, ...] = ()
    artefact: str = ""

    @property
    def refs(self) -> tuple[str, ...]:
        """Everything behind it."""
        return (*self.rests, *self.carried)

    @property
    def levels(self) -> bool:
        """Whether it holds management against the field."""
        return self.claim == f"{self.construct}_levels"

    def fact(self, period: Period) -> Fact:
        """As a fact: 1 or 0, the figures compared as numerator and denominator."""
        where = pairs({"claim": self.claim, "construct": self.construct})
        return Fact(
            period=str(period), metric="contradiction", segment=where,
            value=float(self.contradicts), unit="flag", numerator=self.said, denominator=self.shown,
            status="clear" if self.contradicts else "ok",
        )  # fmt: skip


@cache
def claims() -> dict[str, Claim]:
    """Every claim by id, checked: statements, artefacts and metrics exist.

    >>> len(claims()) >= 14, claims()["handoff_kept"].item
    (True, 'handoff_3')
    """
    return {
        name: validated(Claim, record, where=f"evidence.toml, claims.{name}")
        for name, record in written()["claims"].items()
    }


def claimed_metrics() -> set[str]:
    """Every metric that a claim reads."""
    every = (figure for each in claims().values() for figure in (each.figure, *each.also, *each.carry) if figure)
    return {figure.metric for figure in every} | set(SAID)


def contradictions(shelf: Shelf, artefacts: Sequence[State]) -> tuple[Contradiction, ...]:
    """Every claim that could be compared, those that hold and those that do not."""
    papers = {each.artefact: each for each in artefacts}
    found = (_judged(name, claim, shelf, papers) for name, claim in claims().items())
    return tuple(each for each in (*found, *_levels(shelf)) if each is not None)


def _judged(name: str, claim: Claim, shelf: Shelf, papers: Mapping[str, State]) -> Contradiction | None:
    said = _said(shelf, claim.item)
    shown = _paper(claim.artefact, papers) if claim.artefact else _shown(claim, shelf)
    if said is None or shown is None:
        return None
    against = said.yes is True and shown.yes is False
    against |= claim.reverse and said.yes is False and shown.yes is True
    carried = tuple(row.key for figure in claim.carry for row in shelf.find(figure) if row.known)
    return Contradiction(claim.of, name, against, said.value, shown.value, (*said.refs, *shown.refs), carried,
                         claim.artefact.id if claim.artefact else "")  # fmt: skip


def _said(shelf: Shelf, item: str) -> Side | None:
    """What both teams say together; nothing where too few answered for it to be a fact."""
    row = shelf.one("perception_agree", segment=pairs({"item": item}))
    if row is None or not row.sound:
        return None
    return Side(_beyond(*row.bounds, HALF), row.value, (row.key,))


def _beyond(low: float, high: float, bound: float) -> bool | None:
    if low > bound:
        return True
    return False if high < bound else None


def _shown(claim: Claim, shelf: Shelf) -> Side | None:
    """What the figures say: yes or no where all of them say so."""
    figures = (claim.figure, *claim.also) if claim.figure else ()
    rows = [row for figure in figures for row in shelf.find(figure) if _usable(claim, row)]
    if not rows:
        return None
    answers = {_answer(claim, row) for row in rows}
    values = [_compared(claim, row) for row in rows]
    worst = min(values) if claim.better == "up" and claim.beats == "half" else max(values)
    return Side(answers.pop() if len(answers) == 1 else None, worst, tuple(row.key for row in rows))


def _usable(claim: Claim, row: Row) -> bool:
    if claim.beats == "run":
        return row.status in ("clear", "noise")
    return row.sound and not (claim.at == "share" and not row.denominator > 0)


def _compared(claim: Claim, row: Row) -> float:
    return row.value / row.denominator if claim.at == "share" else row.value


def _answer(claim: Claim, row: Row) -> bool | None:
    if claim.beats == "run":
        return False if row.status == "clear" else None
    if claim.bound is not None:
        return row.value <= claim.bound
    low, high = (row.value / row.denominator,) * 2 if claim.at == "share" else _interval(row)
    answer = _beyond(low, high, HALF)
    return answer if claim.better == "up" or answer is None else not answer


def _interval(row: Row) -> tuple[float, float]:
    """The figure's own interval; what is agreed rather than observed (pay) is known without doubt."""
    return (row.value, row.value) if row.metric == "shared_pay" else row.bounds


def _paper(paper: Written, papers: Mapping[str, State]) -> Side | None:
    """Whether it is there; who looks at a checklist sees it, so there is no doubt. None where nobody looked."""
    state = papers.get(paper.id)
    if state is None:
        return None
    yes = bool(getattr(state, paper.state))
    return Side(yes, float(yes), (paper.id,))


def _levels(shelf: Shelf) -> Iterator[Contradiction | None]:
    """Whether management and the field see the same, where each is large enough to be a fact.

    Beyond noise by the intervals of both scores; a whole step of the scale where they have none.
    """
    for construct in instrument().constructs:
        rows = [
            shelf.one("perception_score", segment=pairs({"construct": construct.id, "level": level}))
            for level in ("management", "field")
        ]
        above, below = rows
        if above is None or below is None or not (above.sound and below.sound):
            continue
        yield Contradiction(construct.id, f"{construct.id}_levels", _apart(above, below), above.value, below.value,
                            (above.key, below.key))  # fmt: skip


def _apart(above: Row, below: Row) -> bool:
    found = difference_of_estimates((above.value, above.low, above.high), (below.value, below.low, below.high))
    if math.isnan(found.low):
        return abs(above.value - below.value) >= STEP
    return found.clear
