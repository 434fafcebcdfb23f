"""How far both teams are on the way to what they promised: attainment and pacing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from helpers.catalog import catalog
from helpers.facts import Fact, pairs
from helpers.metrics.series import Series, read_series
from helpers.metrics.targets import STOCKS, Targets, adds_up
from helpers.noise import count_interval
from helpers.periods import Period, add_months
from helpers.ratio import ratio

#: Years whose course shapes the pace of this one.
_YEARS = 2


@dataclass(frozen=True)
class _Done:
    """What was reached in a time, with its interval and the number of events behind it."""

    value: float
    low: float
    high: float
    n: float
    note: str = ""


def target_attainment(
    facts: pd.DataFrame, targets: list[Targets], *, goal: str, fiscal_year_start: int, period: Period
) -> list[Fact]:
    """Which part of a target is reached?

    Grain: month; a share, 0 or more. For each target period that holds the month under review (what was reached by its
    end over the whole target) and for the fiscal year to date (over the target of that time), with the same time
    before and a year before where it had targets. ``numerator`` is what was reached, ``denominator`` the target, ``n``
    the events. Counts and sums of money only. Intervals: exact Poisson for counts, that of the figure for money. A
    target of zero or less has no attainment; without any target of the ``goal`` a row says so.
    """
    rows: list[Fact] = []
    for promised in targets:
        if adds_up(promised.metric):
            series = read_series(facts, promised.metric, clock="period", variant="", segment=promised.segment)
            rows += [
                _attained(promised, window, target, _reached(promised.metric, series, window, period.last))
                for window, target in _times(promised, series, fiscal_year_start, period)
            ]
    if not any(row.variant == pairs({"metric": goal}) and row.segment == "all" for row in rows):
        rows.append(_none(goal, period))
    return rows


def pacing(facts: pd.DataFrame, targets: list[Targets], *, fiscal_year_start: int, period: Period) -> list[Fact]:
    """Is what was reached as much as it should be by now?

    Grain: month; a share, 1 = on pace. What was reached over target × the share of it due by the end of the month:
    by the course of the same time in the two years before where both are known, else in equal days. Same periods as
    ``target_attainment``; the fiscal year to date is paced against the target of the whole year.
    """
    rows: list[Fact] = []
    for promised in targets:
        if adds_up(promised.metric):
            series = read_series(facts, promised.metric, clock="period", variant="", segment=promised.segment)
            for window, target in _times(promised, series, fiscal_year_start, period):
                due = target * elapsed(promised.metric, series, window, period.last)
                done = _reached(promised.metric, series, window, period.last)
                rows.append(_row("pacing", promised, window, due, done))
    return rows


def _times(promised: Targets, series: Series, fiscal_year_start: int, period: Period) -> Iterator[tuple[Period, float]]:
    """Target periods that hold the month and the fiscal year to date, then their like before: each once."""
    holding = [window for text in promised.values if (window := Period.parse(text)).holds(period.last)]
    whole = fiscal_year(period.last, starts=fiscal_year_start)
    to_date = Period(whole.first, period.last)
    found: dict[Period, float] = {window: promised.values[str(window)] for window in sorted(holding)}
    found.setdefault(to_date, _to_date(promised, series, whole, to_date))
    for window in list(found):
        for like in (window.prior(), window.last_year()):
            target = promised.over(like)
            if not math.isnan(target):
                found.setdefault(like, target)
    return ((window, target) for window, target in sorted(found.items()) if not math.isnan(target))


def _to_date(promised: Targets, series: Series, whole: Period, to_date: Period) -> float:
    """Target of the fiscal year so far: its months' together, else the due part of the year's."""
    months = promised.over(to_date)
    if not math.isnan(months) or promised.metric in STOCKS:
        return months
    return promised.over(whole) * elapsed(promised.metric, series, whole, to_date.last)


def fiscal_year(day: date, *, starts: int) -> Period:
    """The fiscal year that holds a day, given the month in which it starts.

    >>> str(fiscal_year(date(2026, 2, 1), starts=4))
    '2025-04/2026-03'
    """
    first = add_months(date(day.year, starts, 1), -12 if day.month < starts else 0)
    return Period.month(add_months(first, 11)).rolling(12)


def elapsed(metric: str, series: Series, window: Period, until: date) -> float:
    """Which share of a target period is due by a day: 0 to 1.

    The part that the same months brought in each of the two years before, added up; equal days where one of those
    months is not known, or nothing came in them. A figure of a moment is due whole at any time.
    """
    if window.last <= until or metric in STOCKS:
        return 1.0
    so_far = Period(window.first, until)
    parts, wholes = 0.0, 0.0
    for year in range(1, _YEARS + 1):
        parts += _reached(metric, series, so_far.shift(-12 * year), until).value
        wholes += _reached(metric, series, window.shift(-12 * year), until).value
    days = ((until - window.first).days + 1) / ((window.last - window.first).days + 1)
    return parts / wholes if wholes > 0 and parts >= 0 else days


def _reached(metric: str, series: Series, window: Period, until: date) -> _Done:
    """What a window brought up to a day: its own row where there is one, else its months together."""
    done = Period(window.first, min(window.last, until))
    if str(done) in series:
        row = series[str(done)]
        return _Done(row.value, row.low, row.high, row.n, row.note)
    months = [series.get(str(month)) for month in done.months()]
    if metric in STOCKS:
        months = months[-1:]
    if any(row is None for row in months):
        return _Done(math.nan, math.nan, math.nan, math.nan, "no_data")
    rows = [row for row in months if row is not None]
    if any(row.note != "no_amounts" for row in rows):  # deals without a usable amount count as nothing, as in a window
        rows = [row for row in rows if row.note != "no_amounts"]
    note = next((row.note for row in rows if row.note), "")
    value, n = math.fsum(row.value for row in rows), math.fsum(row.n for row in rows)
    doubtful = [row for row in rows if row.value or not math.isnan(row.low)]  # a month without any sale adds no doubt
    low = value - math.sqrt(math.fsum((row.value - row.low) ** 2 for row in doubtful))
    high = value + math.sqrt(math.fsum((row.high - row.value) ** 2 for row in doubtful))
    return _Done(value, low, high, n, note)


def _attained(promised: Targets, window: Period, target: float, done: _Done) -> Fact:
    return _row("target_attainment", promised, window, target, done)


def _row(metric: str, promised: Targets, window: Period, target: float, done: _Done) -> Fact:
    key: dict[str, Any] = {
        "period": str(window),
        "metric": metric,
        "variant": pairs({"metric": promised.metric}),
        "segment": promised.segment,
        "unit": "share",
        "n": done.n,
        "numerator": done.value,
        "denominator": target,
    }
    if not target > 0 or math.isnan(done.value):
        note = "zero_denominator" if not target > 0 else done.note or "no_data"
        return Fact(**key, status="undefined", note=note)
    low, high = (done.low, done.high) if not _counted(promised.metric) else count_interval(done.value)
    truncated = done.note == "left_truncated"
    return Fact(
        **key,
        value=ratio(done.value, target),
        low=ratio(low, target),
        high=ratio(high, target),
        status="undefined" if truncated else "ok",
        note="left_truncated" if truncated else "",
    )


def _counted(metric: str) -> bool:
    record = catalog().get(metric)
    return record is not None and record.unit == "count"


def _none(goal: str, period: Period) -> Fact:
    return Fact(
        period=str(period),
        metric="target_attainment",
        variant=pairs({"metric": goal}),
        unit="share",
        status="undefined",
        note="no_targets",
    )
