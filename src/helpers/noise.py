"""Beyond noise: is a difference larger than chance alone would make it?

One rule for the whole kit: a change is clear when the 95 % interval *of the difference* leaves out zero. Two intervals
that overlap say nothing. Outside the five cards, where many differences are looked at, p-values pass through ``holm``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import gammaincinv
from statsmodels.stats.proportion import confint_proportions_2indep

_TAIL = 0.025


class Difference(NamedTuple):
    """Later minus earlier, with its 95 % interval; all ``nan`` where there is nothing to compare."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero.

        >>> Difference(3.0, 1.0, 5.0).clear, Difference(3.0, -1.0, 7.0).clear
        (True, False)
        """
        return self.low > 0 or self.high < 0


NOTHING = Difference(math.nan, math.nan, math.nan)


def count_interval(events: float) -> tuple[float, float]:
    """Between which expectations does a count of ``events`` lie? Exact Poisson (Garwood 1936).

    >>> [round(bound, 3) for bound in count_interval(5)]
    [1.623, 11.668]
    """
    if math.isnan(events) or events < 0:
        return math.nan, math.nan
    low = float(gammaincinv(events, _TAIL)) if events else 0.0
    return low, float(gammaincinv(events + 1, 1 - _TAIL))


def difference_of_proportions(k1: float, n1: float, k2: float, n2: float) -> Difference:
    """Share ``k1/n1`` minus share ``k2/n2`` of independent groups.

    Newcombe's hybrid score interval (Newcombe 1998, method 10), through statsmodels. ``nan`` where a group is empty.

    >>> [round(x, 4) for x in difference_of_proportions(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    if not (n1 > 0 and n2 > 0 and 0 <= k1 <= n1 and 0 <= k2 <= n2):
        return NOTHING
    low, high = confint_proportions_2indep(k1, n1, k2, n2, compare="diff", method="newcomb")
    return Difference(k1 / n1 - k2 / n2, float(low), float(high))


def difference_of_rates(k1: float, exposure1: float, k2: float, exposure2: float) -> Difference:
    """Events per unit of exposure (months, accounts …), first minus second: exact Poisson limits joined by MOVER."""
    if not (exposure1 > 0 and exposure2 > 0 and k1 >= 0 and k2 >= 0):
        return NOTHING
    one = tuple(bound / exposure1 for bound in count_interval(k1))
    two = tuple(bound / exposure2 for bound in count_interval(k2))
    return difference_of_estimates((k1 / exposure1, *one), (k2 / exposure2, *two))


def difference_of_counts(k1: float, k2: float) -> Difference:
    """Two counts over windows of equal length.

    >>> difference_of_counts(30, 30).clear, difference_of_counts(60, 30).clear
    (False, True)
    """
    return difference_of_rates(k1, 1.0, k2, 1.0)


def difference_of_estimates(one: tuple[float, ...], two: tuple[float, ...]) -> Difference:
    """Two independent estimates ``(value, low, high)``, first minus second.

    The method of variance estimates recovery (MOVER; Zou & Donner 2008): each side's distance to its own limit is
    taken as its doubt, so skewed intervals stay skewed. ``nan`` where any of the six numbers is missing.

    >>> [round(x, 4) for x in difference_of_estimates((10, 7, 14), (5, 2, 8))]
    [5, 0.7574, 10.0]
    """
    (e1, l1, u1), (e2, l2, u2) = one, two
    if any(math.isnan(x) for x in (e1, l1, u1, e2, l2, u2)):
        return NOTHING
    low = e1 - e2 - math.hypot(e1 - l1, u2 - e2)
    high = e1 - e2 + math.hypot(u1 - e1, e2 - l2)
    return Difference(e1 - e2, low, high)


def holm(pvalues: Sequence[float]) -> list[float]:
    """p-values adjusted for having looked at all of them (Holm 1979); missing ones stay missing and do not count.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    given = np.asarray(pvalues, dtype=float)
    adjusted, seen = given.copy(), np.flatnonzero(~np.isnan(given))
    order = seen[np.argsort(given[seen], kind="stable")]
    # by hand: statsmodels' multipletests collects garbage each time, a quarter of a second in a large process
    steps = given[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return [float(p) for p in adjusted]
