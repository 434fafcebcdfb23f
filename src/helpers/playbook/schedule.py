"""When a ritual takes place: from its rhythm to days, and who chairs on one of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice, takewhile

from helpers.agreements import Agreements
from helpers.agreements.hours import closed_days, public_holidays
from helpers.agreements.sla import Calendar
from helpers.engagement import Engagement, Rhythm, Team
from helpers.periods import add_months

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: A closure longer than this is not waited for: the meeting falls out.
_LONGEST_WAIT = 21
#: Nobody plans further ahead, and a calendar that is closed for good has no next day.
_HORIZON = timedelta(days=3653)


def next_days(page: str, engagement: Engagement, agreements: Agreements, *, on: date, count: int = 1) -> list[date]:
    """The next days of a page's ritual, ``on`` included; none where it has no rhythm.

    A day that is a holiday or a closure in the calendar of the agreement on the hand-off moves to the next working
    day; a weekly one falls out, since the next one is near.
    """
    rhythm = engagement.playbook.rhythms.get(page)
    if rhythm is None:
        return []
    calendar = agreements.clock.calendar
    planned = _planned(rhythm, start=engagement.fiscal_year_start, since=on - timedelta(days=_LONGEST_WAIT))
    planned = takewhile(lambda day: day < on + _HORIZON, planned)
    held = (day for each in planned if (day := _held(each, rhythm, calendar)) is not None and day >= on)
    return list(islice(held, count))


def chair(page: str, engagement: Engagement, *, day: date) -> Team:
    """Which team chairs a page's ritual on a day; taking turns goes by the month before, which is the one looked at."""
    named = engagement.playbook.chairs.get(page, engagement.chair)
    if named != "rotating":
        return named
    months = (add_months(day, -1).month - engagement.fiscal_year_start) % 12
    return "sales" if months % 2 else "marketing"


def _planned(rhythm: Rhythm, *, start: int, since: date) -> Iterator[date]:
    """Days of a rhythm without an end, holidays or not; whole months count from the fiscal year's first."""
    if rhythm.week == 0:
        day = since + timedelta(days=(_WEEK.index(rhythm.weekday) - since.weekday()) % 7)
        while True:
            yield day
            day += timedelta(days=7)
    month = since.replace(day=1)
    while True:
        if (month.month - _begins(rhythm, start)) % rhythm.every_months == 0:
            yield _day_in(month, rhythm)
        month = add_months(month, 1)


def _begins(rhythm: Rhythm, start: int) -> int:
    """First month of a rhythm: what comes in the last week looks ahead, so it stands before the fiscal year begins."""
    return start - 1 if rhythm.week == -1 else start


def _day_in(month: date, rhythm: Rhythm) -> date:
    weekday = _WEEK.index(rhythm.weekday)
    if rhythm.week == -1:
        last = add_months(month, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (rhythm.week - 1))


def _held(day: date, rhythm: Rhythm, calendar: Calendar) -> date | None:
    """The day a planned one is held on; None where it falls out."""
    if rhythm.week == 0:
        return day if _works(day, rhythm, calendar) else None
    ahead = (day + timedelta(days=step) for step in range(_LONGEST_WAIT))
    return next((each for each in ahead if _works(each, rhythm, calendar)), None)


def _works(day: date, rhythm: Rhythm, calendar: Calendar) -> bool:
    """Whether a meeting may be held; its own weekday counts as a working day, whatever the calendar's week."""
    week = (*calendar.week, rhythm.weekday)
    closed = any(first <= day <= last for first, last in closed_days(calendar.closed))
    return _WEEK[day.weekday()] in week and not closed and day not in _holidays(calendar, day.year)


@cache
def _kept(country: str, region: str, year: int) -> frozenset[date]:
    return frozenset(public_holidays(country, region, years=range(year, year + 1)))


def _holidays(calendar: Calendar, year: int) -> frozenset[date]:
    return _kept(calendar.country, calendar.region, year)
