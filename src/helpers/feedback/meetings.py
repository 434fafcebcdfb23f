"""Rituals: planned, held, with both teams, and which one is dying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import count, gap, share, where
from helpers.periods import Period

#: A meeting this few days old may still be held: late is not missed.
GRACE_DAYS = 7
#: A ritual is not called dying before it has missed three in a row over four weeks, whatever its record.
LEAST_RUN, LEAST_DAYS = 3, 28
#: Nor before it has a record to compare with.
LEAST_RECORD = 4
_LEVEL = 0.05


@dataclass(frozen=True)
class Meeting:
    """One meeting as known on the day of the review."""

    ritual: str
    planned_on: date
    held_on: date | None
    both: bool

    @property
    def held(self) -> bool:
        """Held, on its day or later."""
        return self.held_on is not None


def known(rows: Iterable[Mapping[str, Any]], *, as_of: date) -> list[Meeting]:
    """Meetings whose day has passed, those moved to another day once: what was held after ``as_of`` is not known.

    A missed one with a held one planned within half the usual distance after it was moved, not missed. One planned in
    the last ``GRACE_DAYS`` and not held yet is neither.
    """
    by_ritual: dict[str, list[Meeting]] = {}
    for row in rows:
        held = row["held_on"] if row["held_on"] is not None and row["held_on"] <= as_of else None
        meeting = Meeting(row["ritual"], row["planned_on"], held, bool(row["marketing"] and row["sales"]))
        late = as_of - row["planned_on"] < timedelta(days=GRACE_DAYS)
        if row["planned_on"] <= as_of and (held is not None or not late):
            by_ritual.setdefault(row["ritual"], []).append(meeting)
    return [each for name in sorted(by_ritual) for each in _unmoved(by_ritual[name])]


def _unmoved(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Without the rows of meetings that were moved."""
    ordered = sorted(meetings, key=lambda each: (each.planned_on, each.held_on or date.max))
    half = timedelta(days=_distance(ordered) / 2)
    moved = [
        not one.held and two.held and two.planned_on - one.planned_on < half for one, two in pairwise(ordered)
    ]  # fmt: skip
    return [each for each, gone in zip(ordered, [*moved, False], strict=True) if not gone]


def _distance(ordered: Sequence[Meeting]) -> float:
    """Usual days between two meetings of a ritual."""
    days = [(two.planned_on - one.planned_on).days for one, two in pairwise(ordered) if two.planned_on > one.planned_on]
    return median(days) if days else 0.0


def ritual_held(found: Sequence[Meeting], *, period: Period) -> list[Fact]:
    """Of the meetings planned in the window, how many were held? Share by ritual; late counts as held.

    A complete count of what was planned; the interval says how far the habit behind it may lie.
    """
    inside = [each for each in found if period.holds(each.planned_on)]
    if not inside:
        return [gap("ritual_held", "no_meetings", period=period, unit="share")]
    return [
        share("ritual_held", sum(each.held for each in mine), len(mine), period=period, segment=where(ritual=ritual))
        for ritual, mine in _by_ritual(inside).items()
    ]


def both_present(found: Sequence[Meeting], *, period: Period) -> list[Fact]:
    """Of the meetings held, in how many were both teams there? Share."""
    held = [each for each in found if each.held and period.holds(each.planned_on)]
    if not held:
        return [gap("both_present", "no_meetings", period=period, unit="share")]
    return [share("both_present", sum(each.both for each in held), len(held), period=period)]


def ritual_dying(found: Sequence[Meeting], *, period: Period) -> list[Fact]:
    """How many meetings in a row, up to the end of the period, were not held, and is that more than its own record?

    One row per ritual: the row of misses; numerator and denominator are the misses and meetings before it. Meetings
    missed in the quiet weeks of August and Christmas neither count nor end the row. Status ``clear`` where at least
    ``LEAST_RUN`` were missed over ``LEAST_DAYS`` and a row so long has less than 5 % probability, shared among the
    rituals, given the record before: the predictive probability under Jeffreys' prior, which knows how short a record
    is. It says that a habit has stopped, not why.
    """
    rituals = _by_ritual([each for each in found if each.planned_on <= period.as_of])
    if not rituals:
        return [gap("ritual_dying", "no_meetings", period=period, unit="count")]
    return [_dying(ritual, mine, period, among=len(rituals)) for ritual, mine in rituals.items()]


def _dying(ritual: str, mine: Sequence[Meeting], period: Period, *, among: int) -> Fact:
    loud = [each for each in mine if each.held or not quiet(each.planned_on)]
    run = next((place for place, each in enumerate(reversed(loud)) if each.held), len(loud))
    before, row = loud[: len(loud) - run], loud[len(loud) - run :]
    missed = sum(not each.held for each in before)
    lasting = bool(row) and (period.as_of - row[0].planned_on).days >= LEAST_DAYS
    enough = run >= LEAST_RUN and lasting and len(before) >= LEAST_RECORD
    clear = enough and chance_of_row(run, missed=missed, of=len(before)) < _LEVEL / among
    return count("ritual_dying", run, period=period, segment=where(ritual=ritual), n=len(mine), numerator=missed,
                 denominator=len(before), status="clear" if clear else "noise")  # fmt: skip


def chance_of_row(run: int, *, missed: int, of: int) -> float:
    """How probable are ``run`` misses in a row after ``missed`` of ``of``? Beta-binomial under Jeffreys' prior.

    >>> round(chance_of_row(3, missed=1, of=21), 5)  # 1.5/22 × 2.5/23 × 3.5/24
    0.00108
    """
    chance = 1.0
    for step in range(run):
        chance *= (missed + 0.5 + step) / (of + 1 + step)
    return chance


def quiet(day: date) -> bool:
    """Whether half the company is away: August, and the weeks around Christmas and Epiphany.

    >>> [quiet(date(2026, *day)) for day in ((8, 20), (12, 28), (1, 6), (9, 2))]
    [True, True, True, False]
    """
    return day.month == 8 or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 7)


def _by_ritual(meetings: Iterable[Meeting]) -> dict[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = {}
    for each in meetings:
        found.setdefault(each.ritual, []).append(each)
    return dict(sorted(found.items()))
