"""Do the accounts a team wants pay more, come back more often, and sign more often than the others it judged?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm
from scipy.stats import t as student

from helpers.icp.counts.judged import SUMS
from helpers.intervals import FEW_EXPECTED, LEVEL
from helpers.ratio import ratio

#: What a lift is over, most telling first: margin and coming back, then wins, which say whom sales pursued.
OUTCOMES = ("margin", "repeat", "wins")
_Z = float(norm.ppf(0.5 + LEVEL / 2))
#: No ratio of counts lies beyond e^25.
_FAR = 25.0
#: of a rate: the cases and the hits
_RATES = {"repeat": ("seen", "back"), "wins": ("decided", "won")}


@dataclass(frozen=True)
class Side:
    """A group of accounts: the sums of ``judged.by_attributes`` over it."""

    accounts: float
    worked: float
    decided: float
    won: float
    seen: float
    back: float
    priced: float
    margin: float
    squares: float


def side(cells: pd.DataFrame, chosen: Sequence[bool] | NDArray[np.bool_]) -> Side:
    """The chosen combinations, added up."""
    rows = cells.loc[np.asarray(chosen, dtype=bool), list(SUMS)]
    return Side(**{name: math.fsum(float(value) for value in rows[name].dropna()) for name in SUMS})


class Lift(NamedTuple):
    """How many times as much (or as often) as the others, with its interval.

    ``one`` and ``other`` are the rates or means compared; ``cases`` and ``hits`` the counts behind them (``hits`` is
    missing for margins); ``p`` that of no difference; ``few`` whether too few cases stand behind it.
    """

    value: float
    low: float
    high: float
    one: float
    other: float
    cases: tuple[float, float]
    hits: tuple[float, float]
    p: float
    few: bool


def lift(chosen: Side, others: Side, *, on: str, few: int) -> Lift:
    """The chosen accounts against the others.

    Over ``repeat`` (accounts back within a year, of those whose year is over) and ``wins`` (accounts won, of those
    decided) a ratio of shares with its score interval (Koopman 1984; Miettinen & Nurminen 1985); over ``margin`` a
    ratio of means per customer with Welch's interval on the log scale. Too few where a side has under ``few`` cases,
    or a share is expected to show fewer than ten events on a side. ``nan`` where a side is empty or brought nothing.
    """
    return _means(chosen, others, few=few) if on == "margin" else _shares(chosen, others, on=on, few=few)


def _shares(chosen: Side, others: Side, *, on: str, few: int) -> Lift:
    cases, hits = _RATES[on]
    n1, n2, k1, k2 = (float(getattr(each, name)) for name in (cases, hits) for each in (chosen, others))
    one, other = ratio(k1, n1), ratio(k2, n2)
    value = ratio(one, other)
    expected = min(n1, n2) * ratio(k1 + k2, n1 + n2) if n1 + n2 else 0.0
    thin = min(n1, n2) < few or expected < FEW_EXPECTED
    low, high, p = _score(k1, n1, k2, n2) if n1 and n2 and 0 < k1 + k2 < n1 + n2 else (math.nan,) * 3
    return Lift(value, low, high, one, other, (n1, n2), (k1, k2), p, thin)


def _score(k1: float, n1: float, k2: float, n2: float) -> tuple[float, float, float]:
    """Interval and p-value of a ratio of shares; without an upper end where the others have no event.

    The ends are where the score statistic reaches the normal quantile. Solved here: statsmodels' closed form divides
    by zero where a share is 0 or 1.
    """

    def beyond(log: float, quantile: float) -> float:
        return _statistic(math.exp(log), k1, n1, k2, n2) - quantile

    low = math.exp(brentq(beyond, -_FAR, _FAR, args=(_Z,))) if k1 else 0.0
    high = math.exp(brentq(beyond, -_FAR, _FAR, args=(-_Z,))) if k2 else math.inf
    return low, high, float(2 * norm.sf(abs(_statistic(1.0, k1, n1, k2, n2))))


def _statistic(times: float, k1: float, n1: float, k2: float, n2: float) -> float:
    """How far the shares are from the ratio ``times``, in standard errors under that ratio."""
    a, b, c = (n1 + n2) * times, -(times * (n1 + k2) + k1 + n2), k1 + k2
    other = 2 * c / (-b + math.sqrt(max(b * b - 4 * a * c, 0.0)))
    one = min(times * other, 1.0)
    error = math.sqrt(max(one * (1 - one) / n1 + times**2 * other * (1 - other) / n2, 0.0))
    gap = k1 / n1 - times * k2 / n2
    return gap / error if error > 0 else math.copysign(math.inf, gap) if gap else 0.0


def _means(chosen: Side, others: Side, *, few: int) -> Lift:
    (m1, e1, n1), (m2, e2, n2) = (_mean(each) for each in (chosen, others))
    blank = Lift(math.nan, math.nan, math.nan, m1, m2, (n1, n2), (math.nan, math.nan), math.nan, min(n1, n2) < few)
    if not (m1 > 0 and m2 > 0):
        return blank
    one, other = (e1 / m1) ** 2, (e2 / m2) ** 2
    error = math.sqrt(one + other)
    if not error > 0:
        return blank._replace(value=m1 / m2)
    free = error**4 / (one**2 / (n1 - 1) + other**2 / (n2 - 1))
    width = float(student.ppf(0.5 + LEVEL / 2, free)) * error
    p = 2 * float(student.sf(abs(math.log(m1 / m2)) / error, free))
    value = m1 / m2
    return blank._replace(value=value, low=value * math.exp(-width), high=value * math.exp(width), p=p)


def _mean(each: Side) -> tuple[float, float, float]:
    """Mean margin of a customer, its standard error, and the customers; the error is ``nan`` below two."""
    n = each.priced
    mean = ratio(each.margin, n)
    if n < 2:
        return mean, math.nan, n
    variance = max(each.squares - n * mean**2, 0.0) / (n - 1)
    return mean, math.sqrt(variance / n), n
