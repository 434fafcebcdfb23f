"""When things happen: months with their weight, and moments that fall on working hours."""

from __future__ import annotations

from collections.abc import Mapping
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
