"""An asset with which more deals are won, and no more than of others that had come as far when it was shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from helpers.engine import fetch
from helpers.feedback.strata import Contrast, Stratum, contrast
from helpers.intervals import wilson
from helpers.noise import NOTHING, Difference, difference_of_estimates, holm
from helpers.patterns.basis import Basis
from helpers.patterns.counts import shown
from helpers.patterns.finding import Finding

ID = "asset-stage"
#: Months of decided deals that are read: few deals meet any one asset in a year.
MONTHS = 24
#: Below so many deals on either side nothing is said.
_LEAST = 10
#: Of the plain difference so much at most may be left for it to be the stage's.
_LEFT = 0.5
_LEVEL = 0.05

#: Furthest stage, and whether won → deals.
_Deals = Mapping[tuple[int, int], float]


def find(basis: Basis) -> list[Finding]:
    """With which asset are more deals won only because it is shown to those that have come far?

    One finding per asset of the register that enough decided deals met, over two years; empty without a register,
    without uses or deals.
    """
    tables, window = basis.tables.tables, basis.period.rolling(MONTHS)
    met, every = fetch(shown.by_asset(tables, window=window)), fetch(shown.by_reach(tables, window=window))
    return through_stage(met, every)


def through_stage(met: pd.DataFrame, every: pd.DataFrame) -> list[Finding]:
    """Findings from the counts ``shown.by_asset`` and ``shown.by_reach``. Pure.

    ``value`` is the share won of deals that met the asset, less that of the deals without it which got at least as far
    as those had come when they first met it (standardised to those stages). Claimed where the plain difference is
    clearly above zero (N - 1 chi-squared, Holm over the assets), the adjusted one is not, and its interval rules out
    that half of the plain one is left. ``shown``: the ``raw`` difference with both shares and numbers of deals.
    """
    sides = {str(name): _Side.of(rows, every) for name, rows in met.groupby("asset_id")}
    able = {name: side for name, side in sides.items() if min(side.with_n, side.without_n) >= _LEAST}
    raw = [contrast([Stratum(*side.plain)]) for side in able.values()]
    adjusted = holm([each.p for each in raw])
    found = []
    for (name, side), plain, p in zip(able.items(), raw, adjusted, strict=True):
        apart = standardised(side.at, side.others)
        if not math.isnan(apart.value):
            found.append(_finding(name, side, plain, apart, p=p))
    return found


def _finding(name: str, side: _Side, plain: Contrast, apart: Difference, *, p: float) -> Finding:
    raw = plain.difference
    better = raw.low > 0 and p < _LEVEL
    return Finding(
        pattern=ID, where=f"asset={name}", value=apart.value, low=apart.low, high=apart.high, unit="share",
        claimed=better and apart.low <= 0 and apart.high < _LEFT * raw.value, n=int(side.with_n),
        shown={"raw": raw.value, "won_with": side.plain[0] / side.with_n, "won_without": plain.rest,
               "with_n": side.with_n, "without_n": side.without_n},
    )  # fmt: skip


class _Side(NamedTuple):
    """Deals with an asset by the stage at which they met it, and those without it by the stage they got to."""

    at: Mapping[int, tuple[float, float]]
    others: _Deals

    @classmethod
    def of(cls, rows: pd.DataFrame, every: pd.DataFrame) -> _Side:
        own, whole = _cells(rows, "reach"), _cells(every, "reach")
        others = {cell: n - own.get(cell, 0.0) for cell, n in whole.items()}
        met = _cells(rows, "at")
        return cls(
            {at: (met.get((at, 1), 0.0), met.get((at, 0), 0.0) + met.get((at, 1), 0.0)) for at, _ in met}, others
        )

    @property
    def with_n(self) -> float:
        return math.fsum(n for _, n in self.at.values())

    @property
    def without_n(self) -> float:
        return math.fsum(self.others.values())

    @property
    def plain(self) -> tuple[float, float, float, float]:
        """Won and all, with the asset and without it."""
        won = math.fsum(won for won, _ in self.at.values())
        return won, self.with_n, math.fsum(n for (_, won), n in self.others.items() if won), self.without_n


def _cells(rows: pd.DataFrame, stage: str) -> dict[tuple[int, int], float]:
    """Deals by stage and outcome."""
    sums = rows.groupby([stage, "won"], as_index=False)["n"].sum().to_numpy("int64").tolist()
    return {(place, won): float(n) for place, won, n in sums}


def standardised(at: Mapping[int, tuple[float, float]], others: _Deals) -> Difference:
    """Share won of a group, less that of the others who got at least as far; ``nan`` where nobody did.

    ``at``: stage → won and all of the group. A deal without the asset stands beside each stage that it got to, so the
    shares of two stages are not independent: the variance of their weighted mean is the sum of squared influences of
    single deals, and both sides are joined by MOVER from Wilson's limits, the others with the number of deals that
    would have that variance.

    >>> found = standardised({5: (8, 10)}, {(4, 0): 30, (5, 0): 5, (5, 1): 15})
    >>> round(found.value, 3), found.clear  # 8 of 10 less 15 of 20; those lost before they got there do not count
    (0.05, False)
    """
    there = {stage: (_sum(others, stage, won=True), _sum(others, stage)) for stage in at}
    kept = [stage for stage in at if there[stage][1] > 0]
    n = math.fsum(at[stage][1] for stage in kept)
    if not n:
        return NOTHING
    weights = {stage: at[stage][1] / n for stage in kept}
    rest = math.fsum(weights[stage] * there[stage][0] / there[stage][1] for stage in kept)
    variance = 0.0
    for (reach, won), deals in others.items():
        pull = math.fsum(weights[stage] / there[stage][1] * (won - there[stage][0] / there[stage][1])
                         for stage in kept if stage <= reach)  # fmt: skip
        variance += deals * pull**2
    effective = rest * (1 - rest) / variance if variance > 0 else min(there[stage][1] for stage in kept)
    own = math.fsum(at[stage][0] for stage in kept) / n
    return difference_of_estimates(_limits(own, n), _limits(rest, effective))


def _sum(others: _Deals, stage: int, *, won: bool = False) -> float:
    return math.fsum(n for (reach, outcome), n in others.items() if reach >= stage and (outcome or not won))


def _limits(share: float, cases: float) -> tuple[float, float, float]:
    low, high = wilson([min(share, 1.0) * cases], [cases])
    return share, float(low[0]), float(high[0])
