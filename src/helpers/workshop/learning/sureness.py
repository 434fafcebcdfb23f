"""Do people know what they know? How sure they said they were, against how often they were right."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from helpers.workshop.learning.matched import mean_interval
from helpers.workshop.learning.shares import share


@dataclass(frozen=True)
class Said:
    """An answer or a finding with how sure somebody was, 50 to 100, and whether it was right."""

    code: str
    sure: int
    right: bool


@dataclass(frozen=True)
class Step:
    """Those who were about as sure: from ``low_sure`` to ``high_sure``."""

    low_sure: int
    high_sure: int
    n: int
    sure: float
    right: float
    low: float
    high: float


@dataclass(frozen=True)
class Sureness:
    """``brier`` is the mean squared distance of sureness from the truth (0 is perfect, 0.25 a coin); ``over`` the mean
    sureness minus the share right, with a 95 % interval over people: above 0 means too sure."""

    n: int
    people: int
    sure: float
    right: float
    brier: float
    over: float
    low: float
    high: float
    steps: tuple[Step, ...]


#: From, to: six answers of the scale in three groups that a room can read.
_STEPS = ((50, 64), (65, 84), (85, 100))


def sureness(said: Iterable[Said]) -> Sureness:
    """All answers together; every figure is nan where nobody said how sure.

    Score of Brier (1950). People count alike in ``over``, however many answers they gave.

    >>> made = sureness([Said("a", 100, True), Said("a", 100, False)])
    >>> made.brier, made.over
    (0.5, 0.5)
    """
    rows = list(said)
    n = len(rows)
    by_person: dict[str, list[Said]] = {}
    for row in rows:
        by_person.setdefault(row.code, []).append(row)
    over = [sum(row.sure / 100 - row.right for row in mine) / len(mine) for mine in by_person.values()]
    low, high = mean_interval(over)
    return Sureness(
        n, len(by_person), _mean([row.sure / 100 for row in rows]), _mean([float(row.right) for row in rows]),
        _mean([(row.sure / 100 - row.right) ** 2 for row in rows]), _mean(over), low, high,
        tuple(_step(rows, *bounds) for bounds in _STEPS),
    )  # fmt: skip


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def _step(rows: list[Said], low_sure: int, high_sure: int) -> Step:
    mine = [row for row in rows if low_sure <= row.sure <= high_sure]
    n = len(mine)
    sure = sum(row.sure for row in mine) / n / 100 if n else math.nan
    return Step(low_sure, high_sure, n, sure, *share(sum(row.right for row in mine), n))
