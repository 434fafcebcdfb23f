"""Which months have data, and which month a review means when nobody says."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import pandas as pd

from helpers.engine import Canonical, fetch
from helpers.errors import PeriodError
from helpers.periods import Period

#: Columns whose days say that something happened: table, column.
_DAYS = (("people", "created_on"), ("deals", "created_on"), ("deals", "closed_on"), ("stage_events", "on"))
#: A month belongs to the data when it has at least this share of a usual month: a mistyped year does not make one.
_STRAY = 0.10
#: Months a review looks back when nobody says.
LOOK_BACK = 24


def months_with_data(canonical: Canonical) -> pd.DataFrame:
    """Per month: how many days something happened on (``events``) and the last of them; ordered by month."""
    days = ibis.union(*[canonical[table].select(on=canonical[table][column]) for table, column in _DAYS])
    days = days.filter(days.on.notnull()).mutate(month=lambda t: t.on.truncate("M"))
    return fetch(days.group_by("month").aggregate(events=days.count(), last=days.on.max()).order_by("month"))


def last_full_month(months: pd.DataFrame) -> Period:
    """The last month that is over in the data (not by the clock), strays aside.

    A month is over when a later one has begun, or when no working day is left after its last event.

    >>> months = pd.DataFrame({"month": [date(2026, 9, 1), date(2026, 10, 1)], "events": [90, 80],
    ...                        "last": [date(2026, 9, 30), date(2026, 10, 6)]})
    >>> str(last_full_month(months))
    '2026-09'
    """
    if not len(months):
        raise PeriodError("there is no dated row in the data", do="run: tandem check DIR")
    usual = months["events"].tail(13).median()
    kept = months[months["events"] >= _STRAY * usual]
    last = Period.month(kept["month"].iloc[-1])
    if _working_day_left(kept["last"].iloc[-1], until=last.last) and len(kept) > 1:
        return Period.month(kept["month"].iloc[-2])
    return last


def over_by(months: pd.DataFrame, day: date) -> pd.DataFrame:
    """The months with data that are over by the end of a day.

    Raises ``PeriodError`` where the data begin later.

    >>> months = pd.DataFrame({"month": [date(2026, 8, 1), date(2026, 9, 1)], "events": [90, 80],
    ...                        "last": [date(2026, 8, 31), date(2026, 9, 30)]})
    >>> len(over_by(months, date(2026, 9, 29))), len(over_by(months, date(2026, 9, 30)))
    (1, 2)
    """
    kept = months[[Period.month(month).last <= day for month in months["month"]]]
    if len(months) and not len(kept):
        raise PeriodError(
            f"no month with data is over by {day}", do=f"months with data: {spans(list(months['month']))}"
        )
    return kept


def _working_day_left(day: date, *, until: date) -> bool:
    rest = (day + timedelta(days=step) for step in range(1, (until - day).days + 1))
    return any(each.weekday() < 5 for each in rest)


def reviewed_period(months: pd.DataFrame, *, period: str, start: str) -> tuple[Period, Period]:
    """The month under review and the first month shown; empty texts mean the defaults.

    Raises ``PeriodError`` for a month without data, naming those that have some.
    """
    wanted = Period.parse(period) if period else last_full_month(months)
    if wanted.length != 1:
        raise PeriodError(f"a review is of one month, not of {wanted}", do=f"for instance --period {wanted.last:%Y-%m}")
    if wanted.first not in set(months["month"]):
        raise PeriodError(f"no data in {wanted}", do=f"months with data: {spans(list(months['month']))}")
    first = Period.month(months["month"].iloc[0])
    begin = Period.parse(start) if start else wanted.shift(1 - LOOK_BACK)
    if begin > wanted:
        raise PeriodError(f"--from {start} is after the month under review ({wanted})", do="give an earlier month")
    return wanted, max(Period.month(begin.first), first)


def spans(months: list[date]) -> str:
    """Months as spans.

    >>> spans([date(2026, 1, 1), date(2026, 2, 1), date(2026, 5, 1)])
    '2026-01 to 2026-02, 2026-05'
    """
    runs: list[list[Period]] = []
    for month in map(Period.month, sorted(months)):
        if runs and runs[-1][-1].shift(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
