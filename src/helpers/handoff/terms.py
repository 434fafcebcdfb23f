"""Under which terms hand-offs are judged: what was promised, how old each request is, when an outcome is settled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from helpers.agreements import Agreements
from helpers.agreements.calendar import open_clock
from helpers.agreements.sla import Calendar, Within
from helpers.engagement import Engagement
from helpers.periods import Period

#: Without a promise a request counts as unanswered after this many working days.
PATIENCE_DAYS = 5
#: What sales confirms it confirms within these calendar days, or within the horizon where that is shorter.
SETTLED_DAYS = 90
#: How far back outcomes are looked up, in months: a horizon of a year needs more than a year.
RECORD_MONTHS = 36
#: Waiting times are counted in quarters of an hour; longer ones than these are only known to be longer.
BIN_MINUTES, LONGEST_MINUTES, LONGEST_DAYS = 15, 400 * 60, 250


@dataclass(frozen=True)
class Limit:
    """A length of working time: minutes, or working days; the other is None."""

    minutes: int | None = None
    days: int | None = None

    @classmethod
    def of(cls, within: Within) -> Limit:
        """A promise as the engine compares it.

        >>> Limit.of(Within(hours=1.5)), Limit.of(Within(days=2))
        (Limit(minutes=90, days=None), Limit(minutes=None, days=2))
        """
        return cls(minutes=None if within.hours is None else round(within.hours * 60), days=within.days)


@dataclass(frozen=True)
class Special:
    """Leads with a promise of their own: a segment's name and value, and their limit."""

    name: str
    value: str
    limit: Limit


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the engine needs to judge an episode. ``minutes`` and ``days`` are the clock's reading at ``as_of``."""

    as_of: date
    minutes: int
    days: int
    first: date
    answer: Limit = Limit(days=PATIENCE_DAYS)
    exceptions: tuple[Special, ...] = ()
    decide: Limit | None = None
    #: working minutes of a usual day, to tell in days when a promise in hours has surely passed
    day_minutes: int = 480
    horizon: int = 180
    promised: bool = False
    from_on: date | None = None
    to_on: date | None = None

    @property
    def step(self) -> int:
        """Minutes that waits are counted in: a quarter of an hour, or less where a promise is no multiple of it."""
        limits = [self.answer, *(each.limit for each in self.exceptions)]
        return math.gcd(BIN_MINUTES, *(limit.minutes for limit in limits if limit.minutes))

    @property
    def year_from(self) -> date:
        """First day of the rolling year that ends on ``as_of``."""
        return Period.month(self.as_of).rolling(12).first

    @property
    def coarse(self) -> int:
        """Working days within which the usual promise in hours surely runs out, where only days are known."""
        return math.ceil((self.answer.minutes or 0) / self.day_minutes)

    @property
    def settled(self) -> int:
        """Calendar days after which whether sales confirmed the need is held for known."""
        return min(self.horizon, SETTLED_DAYS)


def terms_of(engagement: Engagement, agreements: Agreements, *, period: Period) -> Terms:
    """The terms of one engagement at the end of ``period``; reads the business clock once, for ``as_of``."""
    sla, first = agreements.sla, period.rolling(RECORD_MONTHS).first
    calendar = agreements.clock.calendar
    clock = open_clock(calendar, zone=engagement.zone, first=first, last=period.as_of)
    shared = {
        "as_of": period.as_of, "first": first, "days": clock.days_at(period.as_of),
        "minutes": clock.minutes_by(period.as_of),
        "day_minutes": day_minutes(calendar), "horizon": engagement.windows.horizon_days,
    }  # fmt: skip
    if sla is None or sla.answer_within is None:
        return Terms(**shared)  # type: ignore[arg-type]
    return Terms(
        **shared,  # type: ignore[arg-type]
        answer=Limit.of(sla.answer_within), promised=True, from_on=sla.valid_from, to_on=sla.expires_on,
        exceptions=tuple(_sooner(each.segment, each.answer_within) for each in sla.exceptions),
        decide=Limit.of(sla.decide_within) if sla.decide_within else None,
    )  # fmt: skip


def day_minutes(calendar: Calendar) -> int:
    """Working minutes of a usual day.

    >>> day_minutes(Calendar(hours=("09:00-14:00", "16:00-19:00")))
    480
    """
    spans = (span.split("-") for span in calendar.hours)
    total = sum(_minutes(end) - _minutes(start) for start, end in spans)
    return max(total, 1)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _sooner(segment: str, within: Within) -> Special:
    name, _, value = segment.partition("=")
    return Special(name.strip(), value.strip(), Limit.of(within))
