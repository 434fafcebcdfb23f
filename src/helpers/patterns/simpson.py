"""A conversion that falls overall while it rises in every part: other people came in, nobody converts worse."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm

from helpers.metrics.mix import Cells, kitagawa
from helpers.noise import Difference, difference_of_proportions, holm
from helpers.patterns.basis import Basis
from helpers.patterns.cohorts import NOBODY, Windows, bought, mql_outcomes, windows
from helpers.patterns.finding import Finding

ID = "simpson"
_LEVEL = 0.05
_WIDE = float(norm.ppf(0.975))


def find(basis: Basis) -> list[Finding]:
    """Does a segment explain why fewer MQLs become customers although more do in each of its values?

    One finding for each segment of the engagement; empty where no two windows of MQLs have had their time.
    """
    people = mql_outcomes(basis)
    at = windows(people, few=basis.engagement.rules.few_events, as_of=basis.period.as_of)
    return compared(people, at, few=basis.engagement.rules.few_events) if at else []


def compared(people: pd.DataFrame, at: Windows, *, few: int) -> list[Finding]:
    """Findings from the count ``converted`` of MQLs by segment, those of unknown value apart.

    ``value`` is what happened within the values of a segment: the change of each one's conversion, weighed by its part
    of both windows (Kitagawa 1955), with a delta-method interval; the rest of the change is ``mix``. ``shown``:
    ``before``, ``after``, ``mix``, ``within``, ``values`` (of ``few`` MQLs or more in both windows) and how many of
    them are ``rising``. Claimed where the whole falls clearly, the values together rise clearly (Holm over segments)
    and none of them falls clearly. Pure.
    """
    names = sorted({str(name) for name in people["name"]} - {""})
    parts = [part for name in names if (part := _part(name, people, at, few)) is not None]
    adjusted = holm([part.p for part in parts])
    return [_finding(part, p) for part, p in zip(parts, adjusted, strict=True)]


class _Part:
    """One segment: both windows by value, and what follows."""

    def __init__(self, name: str, later: Cells, earlier: Cells, few: int) -> None:
        self.name = name
        effects = kitagawa(later, earlier)
        self.mix, self.within = math.fsum(effects.mix.values()), math.fsum(effects.within.values())
        self.error = _error(later, earlier)
        self.whole = _difference(_sum(later), _sum(earlier))
        self.before, self.after = _share(_sum(earlier)), _share(_sum(later))
        self.n = int(_sum(later)[1] + _sum(earlier)[1])
        known = [value for value in later if value in earlier and min(later[value][1], earlier[value][1]) >= few]
        self.values = [_difference(later[value], earlier[value]) for value in known]

    @property
    def p(self) -> float:
        """Two-sided: that nothing happened within the values."""
        return float(2 * norm.sf(abs(self.within) / self.error)) if self.error > 0 else math.nan


def _part(name: str, people: pd.DataFrame, at: Windows, few: int) -> _Part | None:
    known = people[(people["name"] == name) & ~people["value"].isin(NOBODY)]
    later, earlier = (_cells(known, at, window_later) for window_later in (True, False))
    return _Part(name, later, earlier, few) if _sum(later)[1] and _sum(earlier)[1] else None


def _cells(known: pd.DataFrame, at: Windows, later: bool) -> dict[str, tuple[float, float]]:
    window = at.later if later else at.earlier
    cells = {str(value): bought(rows, window, horizon=at.horizon) for value, rows in known.groupby("value")}
    return {value: cell for value, cell in cells.items() if cell[1]}


def _sum(cells: Cells) -> tuple[float, float]:
    return math.fsum(cell[0] for cell in cells.values()), math.fsum(cell[1] for cell in cells.values())


def _share(cell: tuple[float, float]) -> float:
    return cell[0] / cell[1]


def _difference(later: tuple[float, float], earlier: tuple[float, float]) -> Difference:
    return difference_of_proportions(*later, *earlier)


def _error(later: Cells, earlier: Cells) -> float:
    """Standard error of the effect within: that of each value's two shares, and that of how many came into each.

    Shares of a few cases are drawn a little inwards, so that none of which nobody bought is taken for certain.
    """
    names: Sequence[str] = [value for value in later if value in earlier]
    k1, n1 = np.array([later[name] for name in names], dtype=float).reshape(-1, 2).T
    k0, n0 = np.array([earlier[name] for name in names], dtype=float).reshape(-1, 2).T
    w1, w0 = n1 / _sum(later)[1], n0 / _sum(earlier)[1]
    r1, r0 = (k1 + 1) / (n1 + 2), (k0 + 1) / (n0 + 2)
    own = ((w1 + w0) / 2) ** 2 * (r1 * (1 - r1) / n1 + r0 * (1 - r0) / n0)
    moved = (k1 / n1 - k0 / n0) / 2
    came = sum((moved**2 * w).sum() - (moved * w).sum() ** 2 for w in (w1 / n1.sum(), w0 / n0.sum()))
    return float(np.sqrt(own.sum() + max(float(came), 0.0)))


def _finding(part: _Part, p: float) -> Finding:
    rising = sum(one.value > 0 for one in part.values)
    falls = any(one.high < 0 for one in part.values)
    claimed = part.whole.high < 0 and part.within > 0 and p < _LEVEL and not falls and len(part.values) > 1
    return Finding(
        pattern=ID, where=f"{part.name}=all", value=part.within, low=part.within - _WIDE * part.error,
        high=part.within + _WIDE * part.error, unit="share", claimed=claimed, n=part.n,
        shown={"before": part.before, "after": part.after, "mix": part.mix, "within": part.within,
               "values": float(len(part.values)), "rising": float(rising)},
    )  # fmt: skip
