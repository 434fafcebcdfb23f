"""Two groups compared within strata: like with like, then one difference over all of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scipy.stats import norm

from helpers.intervals import wilson
from helpers.noise import NOTHING, Difference, difference_of_estimates


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
    """A difference (group minus rest), the p-value of no difference, and the rest's share had it the group's strata."""

    difference: Difference
    p: float
    rest: float
    #: cases on both sides that could be compared
    cases: float
    other_cases: float


def contrast(strata: Iterable[Stratum]) -> Contrast:
    """Does a group differ from the rest, when like is compared with like?

    The rest's share is standardised to the strata of the group (each stratum weighs as much as the group has cases in
    it), so that group minus rest is the difference that is shown. Its interval joins Wilson's limits of both shares,
    the rest's with its effective number of cases, by MOVER (Zou & Donner 2008); with one stratum that is Newcombe's
    interval. The p-value is Cochran-Mantel-Haenszel's; with one stratum the N - 1 chi-squared test (Campbell 2007).
    Strata in which one side is empty tell nothing and are left out. All ``nan`` where nothing can be compared.

    >>> found = contrast([Stratum(8, 10, 30, 100), Stratum(1, 10, 1, 10)])
    >>> round(found.rest, 4), round(found.difference.value, 4)  # (10·0.3 + 10·0.1) / 20; 9 / 20 - that
    (0.2, 0.25)
    """
    rows = [row for row in strata if row.cases > 0 and row.other_cases > 0]
    if not rows:
        return Contrast(NOTHING, math.nan, math.nan, 0.0, 0.0)
    cases = math.fsum(row.cases for row in rows)
    own = _with_limits(math.fsum(row.events for row in rows) / cases, cases)
    share = math.fsum(row.cases * row.other_events / row.other_cases for row in rows) / cases
    effective = cases**2 / math.fsum(row.cases**2 / row.other_cases for row in rows)
    difference = difference_of_estimates(own, _with_limits(share, effective))
    return Contrast(difference, _p(rows), share, cases, math.fsum(row.other_cases for row in rows))


def _with_limits(share: float, cases: float) -> tuple[float, float, float]:
    low, high = wilson(min(share, 1.0) * cases, cases)
    return share, float(low[0]), float(high[0])


def _p(rows: Sequence[Stratum]) -> float:
    """Cochran-Mantel-Haenszel, two-sided, without continuity correction; 1 where nothing varies."""
    excess = variance = 0.0
    for row in rows:
        events = row.events + row.other_events
        excess += row.events - row.cases * events / row.all
        if row.all > 1:
            variance += row.cases * row.other_cases * events * (row.all - events) / (row.all**2 * (row.all - 1))
    return 1.0 if variance <= 0 else float(2 * norm.sf(abs(excess) / math.sqrt(variance)))
