"""When things happen: months with their weight, and moments that fall on working hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from helpers.periods import add_months
from helpers.samples.draws import Draws


def months(first: date, last: date) -> list[date]:
    """First days of every month from ``first`` to ``last``."""
    found = [date(first.year, first.month, 1)]
    while add_months(found[-1], 1) <= last:
        found.append(add_months(found[-1], 1))
    return found


def arrival(month: date, draws: Draws, *, office: bool) -> datetime:
    """A moment in a month: five sevenths more likely on a working day; office hours for what people type in."""
    length = (add_months(month, 1) - month).days
    day = month + timedelta(days=draws.whole(0, length - 1))
    if day.weekday() >= 5 and (office or draws.chance(0.7)):
        day = month + timedelta(days=(day - month).days % length)
        day = _working(day, month, length)
    return datetime.combine(day, _clock(draws, 9 if office else 7, 17 if office else 22))


def _working(day: date, month: date, length: int) -> date:
    moved = day - timedelta(days=day.weekday() - 4)
    return moved if moved >= month else month + timedelta(days=min(length - 1, 7 - day.weekday()))


def _clock(draws: Draws, first: int, last: int) -> time:
    return time(draws.whole(first, last), draws.whole(0, 59))


def after(start: datetime, days: float, draws: Draws, *, quiet: Mapping[int, float]) -> datetime:
    """``days`` later, moved to the next working hour; in a quiet month some wait for the month after it."""
    moment = start + timedelta(days=days)
    day = moment.date()
    if draws.chance(quiet.get(day.month, 0.0)):
        day = add_months(day, 1) + timedelta(days=draws.whole(0, 13))
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    found = datetime.combine(day, _clock(draws, 9, 17))
    return found if found > start else start + timedelta(minutes=draws.whole(6, 95))


@dataclass(frozen=True)
class Week:
    """The working week of a house: Monday to Friday from ``opens`` to ``closes``, but for the days it is closed."""

    opens: time
    closes: time
    closed: frozenset[date]

    def works(self, day: date) -> bool:
        """Whether anybody works that day."""
        return day.weekday() < 5 and day not in self.closed

    def later(self, start: datetime, minutes: float) -> datetime:
        """The moment at which so many minutes of work have passed since ``start``, to the minute.

        >>> week = Week(time(9), time(18), frozenset())
        >>> week.later(datetime(2026, 10, 2, 17, 30), 60)  # a Friday
        datetime.datetime(2026, 10, 5, 9, 30)
        """
        left, day = round(minutes), start.date()
        while True:
            begin, end = self._hours(day, start)
            open_minutes = max(0, int((end - begin).total_seconds() // 60)) if self.works(day) else 0
            if left < open_minutes:
                return begin + timedelta(minutes=left)
            left, day = left - open_minutes, day + timedelta(days=1)

    def worked(self, start: datetime, end: datetime) -> int:
        """Minutes of work from ``start`` to ``end``."""
        total, day = 0, start.date()
        while day <= end.date():
            begin, stop = self._hours(day, start)
            if self.works(day):
                total += max(0, int((min(stop, end) - begin).total_seconds() // 60))
            day += timedelta(days=1)
        return total

    def _hours(self, day: date, start: datetime) -> tuple[datetime, datetime]:
        begin, end = datetime.combine(day, self.opens), datetime.combine(day, self.closes)
        return max(begin, start), end
