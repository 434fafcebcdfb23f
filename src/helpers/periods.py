"""Calendar periods of whole months, and the arithmetic reviews need. Nothing here asks the clock."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from helpers.errors import PeriodError

#: First day of a month → what happened in it; a month that is absent had nothing.
Months = Mapping[date, float]
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def _month_start(text: str) -> date:
    match = _MONTH.fullmatch(text)
    if not match:
        raise PeriodError(f"'{text}' is not a month", do="write it as 2026-10, or a range as 2025-11/2026-10")
    return date(int(match[1]), int(match[2]), 1)


def add_months(day: date, months: int) -> date:
    """First day of the month ``months`` after the month of ``day``.

    >>> add_months(date(2026, 1, 31), -2)
    datetime.date(2025, 11, 1)
    """
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from ``first`` (a first day) to ``last`` (a last day, inclusive)."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2026-10`` or ``2025-11/2026-10``.

        >>> Period.parse("2025-11/2026-10").last
        datetime.date(2026, 10, 31)
        """
        start, _, end = text.partition("/")
        first = _month_start(start)
        last = add_months(_month_start(end) if end else first, 1) - timedelta(days=1)
        if last < first:
            raise PeriodError(f"'{text}' ends before it begins", do="put the earlier month first")
        return cls(first, last)

    @classmethod
    def month(cls, day: date) -> Period:
        """The calendar month that holds ``day``."""
        return cls.parse(f"{day:%Y-%m}")

    def __str__(self) -> str:
        start, end = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return start if start == end else f"{start}/{end}"

    @property
    def as_of(self) -> date:
        """The last local day that counts: what a function of this period may know."""
        return self.last

    @property
    def length(self) -> int:
        """Number of months."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def months(self) -> Iterator[Period]:
        """Every month of the period, in order."""
        for step in range(self.length):
            yield Period.month(add_months(self.first, step))

    def shift(self, months: int) -> Period:
        """The period of the same length, ``months`` later (earlier when negative)."""
        return Period(add_months(self.first, months), add_months(self.last, months + 1) - timedelta(days=1))

    def prior(self) -> Period:
        """The period of the same length just before."""
        return self.shift(-self.length)

    def last_year(self) -> Period:
        """The same months one year earlier."""
        return self.shift(-12)

    def rolling(self, months: int) -> Period:
        """The ``months`` months that end where this period ends.

        >>> str(Period.parse("2026-10").rolling(12))
        '2025-11/2026-10'
        """
        return Period(add_months(self.last, 1 - months), self.last)

    def holds(self, day: date) -> bool:
        """Whether ``day`` is in the period."""
        return self.first <= day <= self.last


def total(months: Months, window: Period) -> float:
    """Sum over the months of a window; 0 where nothing happened.

    >>> total({date(2026, 1, 1): 2.0, date(2026, 3, 1): 5.0}, Period.parse("2026-01/2026-02"))
    2.0
    """
    return math.fsum(months.get(month.first, 0.0) for month in window.months())
