"""Which commitments would change if the weakest evidence behind them were wrong?

The weakest evidence is what rests on nothing but opinion, then what rests on the fewest cases. Each piece is taken out
and turned round, one at a time, and everything is concluded again by the same functions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from helpers.assessment.artefacts import State
from helpers.assessment.conclusion import Basis, Conclusion, concluded
from helpers.assessment.plan import Commitment
from helpers.assessment.shelf import TURNS
from helpers.instrument import instrument

COLUMNS = ["ref", "source", "change", "action"]
#: How many pieces of evidence are doubted.
MOST = 3
#: Facts that people's answers make.
_SAID = ("perception_", "dont_know", "mirror_error", "priority", "reported_practice")


class Weak(NamedTuple):
    """A piece of evidence behind a commitment: the key of a fact, or the id of an artefact."""

    ref: str
    source: str
    opinion: bool
    n: float


def sensitivity(basis: Basis, found: Conclusion) -> pd.DataFrame:
    """``assess_sensitivity``: for each doubted piece, the commitments that would be dropped, added or moved.

    ``source``: survey, data or artefact. A piece that changes nothing has one row with ``change`` and ``action`` ''.
    """
    rows: list[tuple[str, str, str, str]] = []
    for each in weakest(basis, found):
        changes: dict[str, str] = {}
        for doubted in _doubted(basis, each):
            for action, change in _changes(found.plan, concluded(doubted).plan):
                changes[action] = min(change, changes.get(action, change), key=("dropped", "added", "moved").index)
        rows += [(each.ref, each.source, change, action) for action, change in sorted(changes.items())]
        rows += [(each.ref, each.source, "", "")] if not changes else []
    return pd.DataFrame(rows, columns=COLUMNS)


def weakest(basis: Basis, found: Conclusion) -> list[Weak]:
    """The evidence behind the commitments that is most in doubt: opinion alone first, then by cases."""
    pieces: dict[str, Weak] = {}
    for commitment in found.plan:
        for piece in _behind(basis, commitment):
            known = pieces.get(piece.ref)
            if known is None or (piece.opinion and not known.opinion):
                pieces[piece.ref] = piece
    return sorted(pieces.values(), key=lambda piece: (not piece.opinion, piece.n, piece.ref))[:MOST]


def _behind(basis: Basis, commitment: Commitment) -> Iterator[Weak]:
    """Facts with a number of cases, and artefacts, which were looked at and so come last; days are read off."""
    papers = {each.artefact for each in basis.artefacts}
    for ref in commitment.rests:
        if ref in papers:
            yield Weak(ref, "artefact", False, math.inf)
        elif ref in basis.shelf and basis.shelf[ref].unit in TURNS and not math.isnan(basis.shelf[ref].n):
            said = basis.shelf[ref].metric.startswith(_SAID)
            yield Weak(ref, "survey" if said else "data", commitment.opinion and said, basis.shelf[ref].n)


def _doubted(basis: Basis, each: Weak) -> Iterator[Basis]:
    """The same without it, and with its opposite."""
    if each.source == "artefact":
        yield basis._replace(artefacts=tuple(state for state in basis.artefacts if state.artefact != each.ref))
        yield basis._replace(artefacts=_turned(basis.artefacts, each.ref))
        return
    yield basis._replace(shelf=basis.shelf.without([each.ref]))
    yield basis._replace(shelf=basis.shelf.turned([each.ref]))


def _turned(artefacts: Sequence[State], ref: str) -> tuple[State, ...]:
    """Where it was there it is not, and the other way."""
    construct = {each.id: each.of for each in instrument().artefacts}
    there = {each.artefact: each.exists for each in artefacts}[ref]
    opposite = State(construct[ref], ref, not there, used=not there, both=not there)
    return tuple(opposite if each.artefact == ref else each for each in artefacts)


def _changes(before: Sequence[Commitment], after: Sequence[Commitment]) -> Iterator[tuple[str, str]]:
    """Action and what would become of it."""
    was, now = ({each.action: each.by for each in plan} for plan in (before, after))
    yield from ((action, "dropped") for action in was if action not in now)
    yield from ((action, "added") for action in now if action not in was)
    yield from ((action, "moved") for action in was if action in now and was[action] != now[action])
