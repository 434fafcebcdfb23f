"""A forecast that is right in total and wrong in its regions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import pandas as pd
from scipy.stats import norm, poisson

from helpers.engine import fetch
from helpers.facts import unpair
from helpers.intervals import sum_interval
from helpers.metrics.attainment import fiscal_year
from helpers.metrics.counts.deals import deal_ledger
from helpers.metrics.counts.stages import new_customers
from helpers.metrics.ledger import closed_sums
from helpers.metrics.scope import windowed
from helpers.metrics.targets import Targets, agreed
from helpers.noise import count_interval, holm
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Period, add_months

ID = "forecast-regions"
_LEVEL = 0.05


@dataclass(frozen=True)
class Reached:
    """What was reached in a window: with its interval, and how probable so far from an expectation by chance."""

    value: float
    low: float
    high: float
    n: float
    chance: Callable[[float], float]


def find(basis: Basis) -> list[Finding]:
    """In which parts of the business is the forecast clearly off, although the whole came as forecast?

    One finding for each part with targets of its own, and one for ``all``: revenue won where it was forecast by part,
    else new customers, over the last four full fiscal quarters, or the last full fiscal year where quarters have no
    targets. Empty where no figure has targets for two parts of a segment.
    """
    promised = agreed(fetch(basis.tables["targets"]), as_of=basis.period.as_of)
    over = windows(basis.period, starts=basis.engagement.fiscal_year_start)
    for metric, (counted, read) in _FIGURES.items():
        mine = [each for each in promised if each.metric == metric]
        if len(_parts(mine)) > 1:
            rows = counted(basis)
            found = (compared(mine, partial(read, rows, window=window), window=window) for window in over)
            return next((each for each in found if each), [])
    return []


def windows(period: Period, *, starts: int) -> list[Period]:
    """The last four full fiscal quarters, and the last full fiscal year.

    >>> [str(each) for each in windows(Period.parse("2026-10"), starts=1)]
    ['2025-10/2026-09', '2025-01/2025-12']
    """
    over = ((period.last.month - starts) % 12 + 1) % 3
    quarters = Period.month(add_months(period.last, -over)).rolling(12)
    year = fiscal_year(period.last, starts=starts)
    return [quarters, year if year.last <= period.last else year.last_year()]


def _parts(promised: Iterable[Targets]) -> list[Targets]:
    """Targets of one value of one segment."""
    return [each for each in promised if each.segment != "all" and len(unpair(each.segment)) == 1]


def compared(promised: Sequence[Targets], reached: Callable[[str], Reached], *, window: Period) -> list[Finding]:
    """Findings from the targets of one figure and what was ``reached`` in a part (or ``all``).

    ``value`` is what was reached over what was forecast, its interval that of what was reached. The total is the
    forecast for all, else that of the segment's parts together. Of several segments the one with most parts is read.
    Claimed for a part whose ratio is clearly off one, after Holm over the parts, while the total's is not. Pure.
    """
    forecast = {each.segment: total for each in promised if (total := each.over(window)) > 0}
    names = [name for part in _parts(promised) if part.segment in forecast for name in unpair(part.segment)]
    chosen = max(dict.fromkeys(names), key=names.count, default="")
    parts = sorted(part for part in forecast if part != "all" and chosen in unpair(part))
    if len(parts) < 2:
        return []
    seen = {part: reached(part) for part in (*parts, "all")}
    forecast.setdefault("all", math.fsum(forecast[part] for part in parts))
    whole = _ratio(seen["all"], forecast["all"])
    off = holm([seen[part].chance(forecast[part]) for part in parts])
    right = whole[1] <= 1 <= whole[2]
    shown = {"total": whole[0], "total_actual": seen["all"].value, "total_forecast": forecast["all"]}
    rows = [*zip(parts, off, strict=True), ("all", math.nan)]
    return [_finding(part, seen[part], forecast[part], claimed=right and p < _LEVEL, shown=shown) for part, p in rows]


def _ratio(seen: Reached, forecast: float) -> tuple[float, float, float]:
    return seen.value / forecast, seen.low / forecast, seen.high / forecast


def _finding(part: str, seen: Reached, forecast: float, *, claimed: bool, shown: dict[str, float]) -> Finding:
    value, low, high = _ratio(seen, forecast)
    beyond = low > 1 or high < 1
    return Finding(
        pattern=ID, where=part, value=value, low=low, high=high, unit="ratio", claimed=claimed and beyond,
        n=int(seen.n), shown={"actual": seen.value, "forecast": forecast, **shown},
    )  # fmt: skip


def _customers(basis: Basis) -> pd.DataFrame:
    tables = basis.tables
    return fetch(new_customers(tables["acquisitions"], tables["segments"], as_of=basis.period.as_of))


def _revenue(basis: Basis) -> pd.DataFrame:
    tables = basis.tables
    rows = fetch(deal_ledger(tables["deals"], tables["segments"], as_of=basis.period.as_of))
    return rows[rows["kind"] == "new"]


def _mine(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    name, value = ("", "") if part == "all" else next(iter(unpair(part).items()))
    return rows[(rows["name"] == name) & (rows["value"] == value)]


def customers(rows: pd.DataFrame, part: str, *, window: Period) -> Reached:
    """New customers of a part in a window, from the count ``new_customers``; exact Poisson."""
    n = float(windowed(_mine(rows, part), month="month", windows=[window], columns=["n"])["n"].iloc[0])
    return Reached(
        n, *count_interval(n), n, lambda mean: min(1.0, 2 * min(poisson.cdf(n, mean), poisson.sf(n - 1, mean)))
    )


def revenue(rows: pd.DataFrame, part: str, *, window: Period) -> Reached:
    """Revenue won of a part in a window, from the count ``deal_ledger``; compound Poisson, on the log scale."""
    sums = closed_sums(_mine(rows, part), windows=[window], state="won").iloc[0]
    total, squares = float(sums["amount"]), float(sums["squares"])
    low, high = sum_interval(total, squares)
    return Reached(total, low, high, float(sums["valued"]), lambda mean: _far(total, squares, mean))


def _far(total: float, squares: float, mean: float) -> float:
    return float(2 * norm.sf(abs(math.log(total / mean)) * total / math.sqrt(squares))) if total > 0 else math.nan


class _Read(Protocol):
    def __call__(self, rows: pd.DataFrame, part: str, *, window: Period) -> Reached: ...


#: Figure → its count, and what of it was reached in a part; in the order in which they are looked at.
_FIGURES: dict[str, tuple[Callable[[Basis], pd.DataFrame], _Read]] = {
    "revenue_won": (_revenue, revenue), "customers": (_customers, customers),
}  # fmt: skip
