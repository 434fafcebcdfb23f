"""Meetings of both teams: planned, held or not, and who was there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from helpers.samples.calendar import months
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.teams import Ritual


def held(company: Company, draws: Draws) -> list[dict[str, Any]]:
    """Every meeting planned in the months under review."""
    rows = []
    for ritual in company.loop.rituals:
        for number, day in enumerate(planned(ritual, company)):
            rows.append(_meeting(ritual, number, day, company, draws))
    return sorted(rows, key=lambda row: (row["planned"], row["ritual"]))


def planned(ritual: Ritual, company: Company) -> Iterator[date]:
    """Days a ritual is planned for: every so many weeks, or in the second week of a month or quarter."""
    if ritual.every > 0:
        day = company.window + timedelta(days=(ritual.weekday - company.window.weekday()) % 7)
        while day <= company.last:
            yield day
            day += timedelta(weeks=ritual.every)
        return
    for month in months(company.window, company.last):
        if ritual.every == 0 or month.month % 3 == 1:
            yield _second(month, ritual.weekday)


def _second(month: date, weekday: int) -> date:
    return month + timedelta(days=7 + (weekday - month.weekday()) % 7)


def _meeting(ritual: Ritual, number: int, day: date, company: Company, draws: Draws) -> dict[str, Any]:
    story, name = company.stories.dying, ritual.ritual
    share = 1 - story.scattered_misses if story and story.scattered == name else ritual.held
    took, late = draws.chance(share), draws.pick({"0": 7, "1": 2, "3": 1})
    marketing, sales = draws.chance(0.5 + ritual.both / 2), draws.chance(0.5 + ritual.both / 2)
    if story and story.ritual == name and day >= story.stops:
        took = False
    if story and story.quiet == name and _quiet(day):
        took = False
    on = day + timedelta(days=int(late))
    on = min(on + timedelta(days=max(0, 7 - on.weekday()) if on.weekday() >= 5 else 0), company.last)
    found = {"ritual": name, "planned": day, "held": on if took else None}
    if not took:
        return found
    chair = ("marketing", "sales")[number % 2]
    return found | {"marketing": marketing or chair == "marketing", "sales": sales or chair == "sales", "chair": chair}


def _quiet(day: date) -> bool:
    """August, and the weeks around Christmas."""
    return day.month == 8 or (day.month, day.day) >= (12, 10)
