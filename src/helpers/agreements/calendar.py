"""The business clock: how much working time has passed by a moment, under the calendar of the SLA.

A waiting time is the difference of two readings. Readings count from ``EPOCH``, whatever days a clock was opened for,
so those of two clocks on one calendar compare: the import reads events, a review reads its ``as_of``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.agreements.hours import closed_days, known_country, known_region, public_holidays, spans
from helpers.agreements.sla import Calendar
from helpers.errors import ConfigError

#: The import knows no earlier day; every clock reads 0 on the evening before.
EPOCH = date(1990, 1, 1)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class BusinessClock:
    """Readings of a clock that runs while sales is at work and stands still otherwise; never runs backwards.

    ``home`` is the zone of local days, ``last`` the last day it can be read on.
    """

    home: ZoneInfo
    last: date
    #: UTC seconds at which each working span begins, its seconds, and the working seconds before it.
    starts: _Ints
    lengths: _Ints
    before: _Ints
    #: Working days up to and with each day from ``EPOCH``.
    worked: _Ints

    def minutes(self, moments: pd.Series) -> pd.Series:
        """Working minutes up to each UTC moment (naive ones are UTC); missing stays missing. Int64, same index."""
        utc = pd.to_datetime(moments, utc=True).astype("datetime64[s, UTC]").dt.tz_localize(None)
        return _read(utc, self._seconds, per=60)

    def minutes_at(self, moment: datetime) -> int:
        """Working minutes up to one moment; a naive one is UTC."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return int(self._seconds(np.array([int(aware.timestamp() // 1)], dtype=np.int64))[0] // 60)

    def minutes_by(self, day: date) -> int:
        """Working minutes up to the end of a local day: the reading at an ``as_of``."""
        evening = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=self.home)
        return self.minutes_at(evening)

    def days(self, days: pd.Series) -> pd.Series:
        """Working days up to and with each local day; missing stays missing. Int64, same index.

        Of two days the difference is how many working days came after the first, up to the second: 0 on the same day
        and over a weekend's two days, 1 from Friday, Saturday or Sunday to Monday.
        """
        plain = pd.to_datetime(days).astype("datetime64[s]")
        return _read(plain, self._working_days, per=1)

    def days_at(self, day: date) -> int:
        """Working days up to and with one local day."""
        return int(self._working_days(np.array([_day(day) * 86_400], dtype=np.int64))[0])

    def _seconds(self, moments: _Ints) -> _Ints:
        self._known(moments, until=_day(self.last) * 86_400 + 2 * 86_400)
        span = np.searchsorted(self.starts, moments, side="right") - 1
        begun = np.maximum(span, 0)
        if not len(self.starts):
            return np.zeros_like(moments)
        inside = np.clip(moments - self.starts[begun], 0, self.lengths[begun])
        return np.where(span < 0, 0, self.before[begun] + inside)

    def _working_days(self, seconds: _Ints) -> _Ints:
        self._known(seconds, until=_day(self.last) * 86_400)
        place = seconds // 86_400 - _day(EPOCH)
        return np.where(place < 0, 0, self.worked[np.maximum(place, 0)])

    def _known(self, seconds: _Ints, *, until: int) -> None:
        if len(seconds) and int(seconds.max()) > until:
            late = datetime.fromtimestamp(int(seconds.max()), tz=UTC)
            raise ValueError(f"the clock was opened up to {self.last}, and is read on {late:%Y-%m-%d}")


def open_clock(calendar: Calendar, *, zone: ZoneInfo, first: date, last: date) -> BusinessClock:
    """The clock of a calendar for the days ``first`` to ``last``; ``zone`` is the engagement's.

    Working spans are local wall time: nine hours are nine hours on the day the clocks change, unless they change within
    the span. Public holidays, the days they are observed on instead, and closures are no working days.

    Raises ``ConfigError`` in one line for days that run backwards, or a country or region without known holidays.

    Examples
    --------
    >>> clock = open_clock(Calendar(), zone=ZoneInfo("Europe/Madrid"), first=date(2026, 10, 1), last=date(2026, 10, 31))
    >>> friday, monday = datetime(2026, 10, 9, 15), datetime(2026, 10, 12, 8)  # 17:00 and 10:00 in Madrid
    >>> clock.minutes_at(monday) - clock.minutes_at(friday)
    120
    >>> clock.days_at(date(2026, 10, 12)) - clock.days_at(date(2026, 10, 9))
    1
    """
    if last < first:
        raise ConfigError(f"a clock from {first} to {last} runs backwards")
    where = ZoneInfo(calendar.time_zone) if calendar.time_zone else zone
    # Moments of the last local day may lie on the next one elsewhere.
    days = np.arange(np.datetime64(EPOCH, "D"), np.datetime64(max(last, EPOCH) + timedelta(days=3), "D"))
    at_work = _at_work(days, calendar)
    starts, lengths = _spans(days[at_work], calendar, where)
    before: _Ints = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if len(lengths) else lengths
    return BusinessClock(zone, max(last, EPOCH), starts, lengths, before, np.cumsum(at_work).astype(np.int64))


def _at_work(days: npt.NDArray[np.datetime64], calendar: Calendar) -> npt.NDArray[np.bool_]:
    """Which days are working days."""
    # 1970-01-01 was a Thursday.
    weekday = (days.astype(np.int64) + 3) % 7
    works = np.isin(weekday, [_WEEK.index(name) for name in calendar.week])
    country = known_country(calendar.country)
    years = range(int(str(days[0])[:4]), int(str(days[-1])[:4]) + 1)
    off = public_holidays(country, known_region(country, calendar.region), years=years)
    works &= ~np.isin(days, np.array(off, dtype="datetime64[D]"))
    for start, end in closed_days(calendar.closed):
        works &= ~((days >= np.datetime64(start)) & (days <= np.datetime64(end)))
    return works


def _spans(days: npt.NDArray[np.datetime64], calendar: Calendar, zone: ZoneInfo) -> tuple[_Ints, _Ints]:
    """UTC seconds at which the working spans of these days begin, in order, and their lengths."""
    ends = [[_utc(days, minutes, zone) for minutes in span] for span in spans(calendar.hours)]
    starts: _Ints = np.stack([start for start, _ in ends], axis=1).ravel()
    lengths: _Ints = np.stack([end - start for start, end in ends], axis=1).ravel()
    return starts, lengths


def _utc(days: npt.NDArray[np.datetime64], minutes: int, zone: ZoneInfo) -> _Ints:
    """UTC seconds of a local time on each day; one that the change skips is the moment of the change."""
    local = pd.DatetimeIndex(days.astype("datetime64[s]") + np.timedelta64(minutes * 60, "s"))
    moments = local.tz_localize(zone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward")
    seconds: _Ints = moments.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)
    return seconds


def _read(stamps: pd.Series, reading: Any, *, per: int) -> pd.Series:
    known = stamps.notna()
    made = pd.Series(pd.NA, index=stamps.index, dtype="Int64")
    seconds = stamps[known].to_numpy(dtype="datetime64[s]").astype(np.int64)
    made[known.to_numpy()] = reading(seconds) // per
    return made


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days
