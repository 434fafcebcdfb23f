"""Which of the review's figures speak for which construct, and what each of them says.

Declared in ``evidence.toml``. A figure speaks in one of three roles: *practised* (something was done lately),
*measured* (how it turns out is known), *improved* (it got clearly better). Held against nothing but what the client
itself gives: its window before, its own decisions, and whether there is anything at all.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import model_validator
from scipy.stats import norm

from helpers.assessment.shelf import Figure, Row, Shelf
from helpers.catalog import catalog
from helpers.instrument import instrument
from helpers.noise import difference_of_counts, difference_of_estimates, difference_of_proportions, holm
from helpers.ratio import ratio
from helpers.settings import Strict, validated

Role = Literal["practised", "measured", "improved"]
ROLES: tuple[Role, ...] = ("practised", "measured", "improved")
#: A change is clear below this chance, after Holm over all that an assessment compares.
LEVEL = 0.05
#: The interval of 95 % reaches so many standard errors.
_LIMIT = 1.959963984540054


class Speaks(Figure):
    """One figure that speaks for a construct. ``at``: what the bounds are about; ``told`` is the rest of a count."""

    role: Role
    at: Literal["value", "numerator", "denominator", "told"] = "value"
    above: float | None = None
    at_most: float | None = None
    #: compared with the window of the same length just before
    earlier: bool = False
    #: agreed, not observed: any change is one
    whole: bool = False
    #: of decisions: those on a figure of the construct itself, or on any
    of: Literal["", "own", "any"] = ""

    @model_validator(mode="after")
    def _judged(self) -> Speaks:
        own_verdict = "change=" in self.variant or bool(self.of)
        if (self.role == "improved") != (self.earlier or own_verdict):
            raise ValueError(f"{self.metric}: 'improved' needs a change to judge, and nothing else does")
        if bool(self.of) != (self.metric == "decision_effect"):
            raise ValueError(f"{self.metric}: 'of' is for decision_effect")
        if self.role == "practised" and self.above is None and self.at_most is None:
            raise ValueError(f"{self.metric}: 'practised' needs 'above' or 'at_most'")
        return self


class Evidence(Strict):
    """``[speaks]``: figures by construct."""

    speaks: dict[str, tuple[Speaks, ...]]

    @model_validator(mode="after")
    def _whole(self) -> Evidence:
        known = {construct.id for construct in instrument().constructs}
        if set(self.speaks) != known:
            raise ValueError(f"constructs missing or unknown: {sorted(known ^ set(self.speaks))}")
        for name, figures in self.speaks.items():
            missing = [role for role in ROLES if role not in {each.role for each in figures}]
            if missing:
                raise ValueError(f"{name}: nothing speaks for '{missing[0]}'")
        return self

    def metrics(self) -> set[str]:
        """Every metric that speaks."""
        return {each.metric for figures in self.speaks.values() for each in figures}


@dataclass(frozen=True)
class Reading:
    """What one fact says for a construct: ``met`` or not; ``against`` is the window before where there is one."""

    construct: str
    role: Role
    row: Row
    met: bool
    against: Row | None = None

    @property
    def says(self) -> str:
        """The code of ``assess_evidence``: the role where it is met, else what is missing."""
        return self.role if self.met else {"practised": "idle", "measured": "thin", "improved": "same"}[self.role]


def written() -> dict[str, Any]:
    """``evidence.toml`` as it stands."""
    with (Path(__file__).parent / "evidence.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def evidence() -> Evidence:
    """Which figures speak for what, checked: constructs, metrics and roles exist.

    >>> sorted({each.role for each in evidence().speaks["handoff"]})
    ['improved', 'measured', 'practised']
    """
    return validated(Evidence, {"speaks": written()["speaks"]}, where="evidence.toml")


def readings(shelf: Shelf, decisions: Mapping[str, str]) -> tuple[Reading, ...]:
    """What every figure on the shelf says for every construct.

    ``decisions``: id of a decision → the metric it should move. A figure without a value says nothing; changes are
    judged together (Holm), so that a month in which nothing moved has improved nothing.
    """
    declared = [(name, each) for name, figures in evidence().speaks.items() for each in figures]
    plain = [reading for name, each in declared if not each.earlier for reading in _plain(shelf, name, each, decisions)]
    return (*plain, *_compared(shelf, [(name, each) for name, each in declared if each.earlier]))


def _plain(shelf: Shelf, construct: str, each: Speaks, decisions: Mapping[str, str]) -> Iterator[Reading]:
    for row in shelf.find(each):
        if row.known and (not each.of or _about(construct, each, row, decisions)):
            yield Reading(construct, each.role, row, _met(each, row, decisions))


def _met(each: Speaks, row: Row, decisions: Mapping[str, str]) -> bool:
    if each.role == "improved":
        metric = decisions.get(row.where.get("decision", ""), row.metric)
        return row.status == "clear" and row.value * _towards(metric) > 0
    if each.role == "measured" and not row.sound:
        return False
    figure = _at(each, row)
    above = each.above is None or figure > each.above
    return above and (each.at_most is None or figure <= each.at_most)


def _at(each: Speaks, row: Row) -> float:
    if each.at == "told":
        return row.denominator - row.value
    return float(getattr(row, each.at))


def _about(construct: str, each: Speaks, row: Row, decisions: Mapping[str, str]) -> bool:
    """Whether a decision is about a figure of the construct; of decisions on nothing known, none is."""
    metric = decisions.get(row.where.get("decision", ""), "")
    return bool(metric) and (each.of == "any" or metric in _own(construct))


@cache
def _own(construct: str) -> frozenset[str]:
    return frozenset(each.metric for each in evidence().speaks[construct] if each.metric != "decision_effect")


def _towards(metric: str) -> int:
    """1 where more is better, -1 where less is, 0 where neither."""
    return {"up": 1, "down": -1}.get(catalog()[metric].direction, 0)


def _compared(shelf: Shelf, declared: Sequence[tuple[str, Speaks]]) -> list[Reading]:
    """Figures beside their window before; what is compared for two constructs counts once."""
    compared = [
        (name, each, row, before)
        for name, each in declared
        for row, before in zip(shelf.find(each), shelf.find(each, earlier=True), strict=False)
        if row.sound and before.sound and (row.variant, row.segment) == (before.variant, before.segment)
    ]
    tested = {row.key: p_of_change(row, before, whole=each.whole) for _, each, row, before in compared}
    chance = dict(zip(tested, holm(list(tested.values())), strict=True))
    return [
        Reading(name, "improved", row, chance[row.key] < LEVEL and _better(row, before), before)
        for name, _, row, before in compared
    ]  # fmt: skip


def _better(row: Row, before: Row) -> bool:
    return (row.value - before.value) * _towards(row.metric) > 0


@lru_cache(maxsize=512)
def p_of_change(row: Row, before: Row, *, whole: bool = False) -> float:
    """Two-sided chance of so large a change between two windows, by the normal law through its interval.

    What is agreed rather than observed (``whole``: pay) has no doubt: any change of it is one.
    """
    if whole:
        return float(row.value == before.value)
    if row.unit == "share" and row.n == row.denominator and before.n == before.denominator:
        found = difference_of_proportions(row.numerator, row.n, before.numerator, before.n)
    elif row.unit == "count":
        found = difference_of_counts(row.value, before.value)
    else:
        found = difference_of_estimates((row.value, row.low, row.high), (before.value, before.low, before.high))
    width = found.value - found.low if found.value > 0 else found.high - found.value
    if math.isnan(width) or not width > 0:
        return 1.0
    return float(2 * norm.sf(ratio(abs(found.value), width) * _LIMIT))
