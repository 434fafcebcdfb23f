"""Months and the windows that end in them: what the money metrics are added up over."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.facts import Fact
from helpers.periods import Period


def windows(period: Period, start: Period, *, length: int) -> Iterator[Period]:
    """Every window of ``length`` months that ends in a month from ``start`` to ``period``, oldest first.

    >>> [str(w) for w in windows(Period.parse("2026-03"), Period.parse("2026-02"), length=3)]
    ['2025-12/2026-02', '2026-01/2026-03']
    """
    return (month.rolling(length) for month in Period(start.first, period.last).months())


def undefined(metric: str, *, period: Period | str, unit: str, note: str, clock: str = "period") -> Fact:
    """The row of a metric that cannot be said, with the reason."""
    return Fact(period=str(period), metric=metric, clock=clock, unit=unit, status="undefined", note=note)
