"""Two groups compared within strata: like with like, then one difference over all of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from scipy.stats import norm

from helpers.intervals import LEVEL
from helpers.noise import NOTHING, Difference, difference_of_proportions


class Stratum(NamedTuple):
    """Events and cases of one group, and of the rest, within one stratum."""

    events: float
    cases: float
    other_events: float
    other_cases: float

    @property
    def all(self) -> float:
        """Cases of both groups."""
        return self.cases + self.other_cases


class Contrast(NamedTuple):
    """A difference (group minus rest), the p-value of no difference, and the rest's share among its like."""

    difference: Difference
    p: float
    #: share of the rest, weighted as the strata of the comparison are
    rest: float
    #: cases on both sides that could be compared
    cases: float
    other_cases: float


def contrast(strata: Iterable[Stratum]) -> Contrast:
    """Does a group differ from the rest, when like is compared with like?

    The Mantel-Haenszel difference of shares with Sato's variance, which holds for few large strata and for many thin
    ones (Sato 1989; Greenland & Robins 1985), and the Cochran-Mantel-Haenszel test. One stratum is Newcombe's interval
    and the N - 1 chi-squared test (Campbell 2007). Strata in which one side is empty tell nothing and are left out.
    All ``nan`` where nothing can be compared.

    >>> found = contrast([Stratum(8, 10, 30, 100), Stratum(1, 10, 1, 10)])
    >>> round(found.difference.value, 4), round(found.rest, 4)
    (0.3226, 0.2355)
    """
    rows = [row for row in strata if row.cases > 0 and row.other_cases > 0]
    if not rows:
        return Contrast(NOTHING, math.nan, math.nan, 0.0, 0.0)
    weights = [row.cases * row.other_cases / row.all for row in rows]
    rest = math.fsum(w * row.other_events / row.other_cases for w, row in zip(weights, rows, strict=True)) / sum(
        weights
    )
    return Contrast(
        _difference(rows), _p(rows), rest,
        math.fsum(row.cases for row in rows), math.fsum(row.other_cases for row in rows),
    )  # fmt: skip


def _pooled(rows: list[Stratum]) -> Difference:
    return difference_of_proportions(*(math.fsum(column) for column in zip(*rows, strict=True)))


def _difference(rows: list[Stratum]) -> Difference:
    if len(rows) == 1:
        return _pooled(rows)
    weight = math.fsum(row.cases * row.other_cases / row.all for row in rows)
    value = math.fsum((row.events * row.other_cases - row.other_events * row.cases) / row.all for row in rows) / weight
    variance = (value * math.fsum(map(_sato_p, rows)) + math.fsum(map(_sato_q, rows))) / weight**2
    if not variance > 0:  # nothing happened, or always: only the number of cases bounds the difference
        return _pooled(rows)
    reach = float(norm.ppf(0.5 + LEVEL / 2)) * math.sqrt(variance)
    return Difference(value, max(-1.0, value - reach), min(1.0, value + reach))


def _sato_p(row: Stratum) -> float:
    n, m = row.cases, row.other_cases
    return (n**2 * row.other_events - m**2 * row.events + n * m * (m - n) / 2) / row.all**2


def _sato_q(row: Stratum) -> float:
    left = row.events * (row.other_cases - row.other_events)
    return (left + row.other_events * (row.cases - row.events)) / (2 * row.all)


def _p(rows: list[Stratum]) -> float:
    """Cochran-Mantel-Haenszel, two-sided, without continuity correction; 1 where nothing varies."""
    excess = variance = 0.0
    for row in rows:
        events = row.events + row.other_events
        excess += row.events - row.cases * events / row.all
        if row.all > 1:
            variance += row.cases * row.other_cases * events * (row.all - events) / (row.all**2 * (row.all - 1))
    return 1.0 if variance <= 0 else float(2 * norm.sf(abs(excess) / math.sqrt(variance)))
