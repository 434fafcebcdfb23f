"""Months and the windows that end in them: what the money metrics are added up over."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date

from helpers.facts import Fact
from helpers.periods import Period

#: First day of a month → what happened in it; a month that is absent had nothing.
Months = Mapping[date, float]


def windows(period: Period, start: Period, *, length: int) -> Iterator[Period]:
    """Every window of ``length`` months that ends in a month from ``start`` to ``period``, oldest first.

    >>> [str(w) for w in windows(Period.parse("2026-03"), Period.parse("2026-02"), length=3)]
    ['2025-12/2026-02', '2026-01/2026-03']
    """
    return (month.rolling(length) for month in Period(start.first, period.last).months())


def total(months: Months, window: Period) -> float:
    """Sum over the months of a window; 0 where nothing happened.

    >>> total({date(2026, 1, 1): 2.0, date(2026, 3, 1): 5.0}, Period.parse("2026-01/2026-02"))
    2.0
    """
    return math.fsum(months.get(month.first, 0.0) for month in window.months())


def undefined(metric: str, *, period: Period | str, unit: str, note: str, clock: str = "period") -> Fact:
    """The row of a metric that cannot be said, with the reason."""
    return Fact(period=str(period), metric=metric, clock=clock, unit=unit, status="undefined", note=note)
