"""We said, it happened: what became of the number that each decision of the last year named."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from scipy.stats import norm

from helpers.catalog import catalog
from helpers.facts import NUMBERS, Fact, frame
from helpers.feedback.decisions import Decision
from helpers.feedback.figures import gap, where
from helpers.intervals import wilson
from helpers.noise import (
    NOTHING,
    Difference,
    difference_of_counts,
    difference_of_estimates,
    holm,
)
from helpers.periods import Period, add_months

#: Months compared: as many as there are since the decision, up to three.
MONTHS = (3, 2, 1)
#: Counts of events, which add up over months; other counts are states at a month's end.
FLOWS = frozenset({"leads", "mqls", "sqls", "opportunities", "customers", "handoffs"})
_LEVEL = 0.05
WE_SAID = (
    "decision_id", "on", "words", "metric", "change", "clear", "kind", "segment", "expected", "as_expected", "before",
    "after", "unit", "window_before", "window_after", "due_on", "closed_on", "verdict", "overdue", "note",
)  # fmt: skip


#: Clock → period → fact, of one metric and segment.
Clocks = dict[str, dict[str, Fact]]


@dataclass(frozen=True, kw_only=True)
class Since:
    """One decision and its metric before and after; numbers are ``nan`` where there is nothing to compare."""

    decision: Decision
    unit: str
    before: float = math.nan
    after: float = math.nan
    change: Difference = NOTHING
    windows: tuple[Period, Period] | None = None
    note: str = ""
    clear: bool = False

    @property
    def as_expected(self) -> bool | None:
        """Whether it moved the way the decision expected; None where it did not move or nobody said which way."""
        if not self.change.value or math.isnan(self.change.value) or self.decision.expected is None:
            return None
        return (self.change.value > 0) == (self.decision.expected == "up")


def said_facts(facts: pd.DataFrame, decisions: Sequence[Decision], *, period: Period) -> pd.DataFrame:
    """How has the number changed since each decision of the rolling year that named one?

    ``decision_effect``, segment ``decision=<id>``: the metric in the months after the decision's (up to three) minus
    the same number of months before it, with the interval of the difference; ``prior`` is the value before. ``facts``
    are rows of other parts. Status ``clear`` where the interval leaves out zero and the difference is beyond chance
    for as many decisions as were looked at (Holm). It says what happened since, never that the decision did it.
    """
    found = since(facts, decisions, period=period)
    if not decisions:
        return frame([gap("decision_effect", "no_decisions", period=period.rolling(12), unit="count")])
    return frame(_fact(each, period) for each in found)


def said_tables(facts: pd.DataFrame, decisions: Sequence[Decision], *, period: Period) -> dict[str, pd.DataFrame]:
    """``we_said``: every decision and hypothesis of the rolling year, newest first, with its number where it named one.

    ``clear`` is missing where nothing can be compared, ``as_expected`` where it did not say which way.
    """
    numbers = {each.decision.decision_id: each for each in since(facts, decisions, period=period)}
    inside = [each for each in decisions if period.rolling(12).holds(each.on)]
    inside.sort(key=lambda each: (-each.on.toordinal(), each.decision_id))
    listed = [_listed(each, numbers.get(each.decision_id), period.as_of) for each in inside]
    return {"we_said": pd.DataFrame([[row[name] for name in WE_SAID] for row in listed], columns=list(WE_SAID))}


def since(facts: pd.DataFrame, decisions: Sequence[Decision], *, period: Period) -> list[Since]:
    """Decisions of the rolling year that name a metric, in order, with what became of it."""
    named = [each for each in decisions if each.metric and period.rolling(12).holds(each.on)]
    known = _read(facts, {each.metric for each in named if each.metric})
    ordered = sorted(named, key=lambda each: (each.on, each.decision_id))
    found = [_since(known.get(each.metric or "", {}), each, period) for each in ordered]
    chance = holm([_p(each.change) for each in found])
    return [
        Since(**vars(each) | {"clear": each.change.clear and p < _LEVEL}) for each, p in zip(found, chance, strict=True)
    ]


def _read(facts: pd.DataFrame, metrics: set[str]) -> dict[str, dict[str, Clocks]]:
    """The plain facts of some metrics: metric → segment → clock → period → fact."""
    found: dict[str, dict[str, Clocks]] = {}
    kept = facts[facts["metric"].isin(metrics) & (facts["variant"] == "")]
    columns = {str(name): kept[name].tolist() for name in kept.columns}
    for values in zip(*columns.values(), strict=True):
        row: dict[str, Any] = dict(zip(columns, values, strict=True))
        fact = Fact(**row | {"mature": {"true": True, "false": False}.get(str(row["mature"]))})
        found.setdefault(fact.metric, {}).setdefault(fact.segment, {}).setdefault(fact.clock, {})[fact.period] = fact
    return found


def _since(segments: Mapping[str, Clocks], decision: Decision, period: Period) -> Since:
    """The longest windows of up to three months on both sides for which the facts of one clock have values.

    ``segments`` are the facts of its metric.
    """
    record = catalog().get(decision.metric or "")
    mine = segments.get(decision.segment or "all")
    if mine is None:
        note = "no_segment" if segments else "no_data"
        return Since(decision=decision, unit=record.unit if record else "count", note=note)
    unit = next(fact.unit for series in mine.values() for fact in series.values())
    there = _months_since(decision.on, period)
    if there < 1:
        return Since(decision=decision, unit=unit, note="not_reached")
    lengths = [length for length in MONTHS if length <= there]
    tried = [_compared(mine.get(clock, {}), decision, lengths, unit=unit) for clock in ("period", "cohort")]
    return next((each for each in tried if each.windows), next((each for each in tried if each.note), tried[0]))


def _months_since(on: date, period: Period) -> int:
    """Whole months after the month of a day, up to the period under review; 0 or less where there is none."""
    first = add_months(on, 1)
    return (period.last.year - first.year) * 12 + period.last.month - first.month + 1


def _compared(series: Mapping[str, Fact], decision: Decision, lengths: Sequence[int], *, unit: str) -> Since:
    """The comparison over the first of ``lengths`` for which both windows have a value; else why there is none."""
    note = "overlap" if series else ""
    for length in lengths:
        after, before = _around(decision.on, length)
        one, two = (_window(series, window) for window in (after, before))
        if one is None or two is None:
            continue
        note = _reason(one, two)
        if not note:
            return Since(decision=decision, unit=unit, before=two.value, after=one.value, change=_difference(one, two),
                         windows=(before, after), note=_thin(one, two))  # fmt: skip
    return Since(decision=decision, unit=unit, note=note)


def _around(on: date, length: int) -> tuple[Period, Period]:
    """``length`` whole months after the month of a day, and before it.

    >>> [str(window) for window in _around(date(2026, 5, 12), 3)]
    ['2026-06/2026-08', '2026-02/2026-04']
    """
    before = Period.month(add_months(on, -1)).rolling(length)
    return before.shift(length + 1), before


def _window(series: Mapping[str, Fact], window: Period) -> Fact | None:
    """The fact of a window, or its months added up where they can be; None where neither is there."""
    if str(window) in series:
        return series[str(window)]
    months = [series[str(month)] for month in window.months() if str(month) in series]
    return _added(months, window) if len(months) == window.length else None


def _added(months: Sequence[Fact], window: Period) -> Fact | None:
    """Several months as one: counts of events, and shares of whole cases; None for medians, states and money.

    Months without a case add nothing; a month that cannot be compared makes the whole one that cannot.
    """
    first = next((month for month in months if _reason(month, month) not in ("", "zero_denominator")), months[0])
    rest = vars(first) | dict.fromkeys(NUMBERS, math.nan) | {"period": str(window), "status": "ok", "note": ""}
    if _reason(first, first) not in ("", "zero_denominator"):
        return Fact(**rest | {"status": first.status, "note": first.note})
    if first.unit == "count" and first.metric in FLOWS:
        return Fact(**rest | {"value": math.fsum(month.value for month in months)})
    counted = [month for month in months if not math.isnan(month.value)]
    whole = all(math.isfinite(month.numerator) and month.denominator > 0 for month in counted)
    if first.unit != "share" or not counted or not whole:
        return None
    top, bottom = (math.fsum(getattr(month, name) for month in counted) for name in ("numerator", "denominator"))
    sums = {"value": top / bottom, "numerator": top, "denominator": bottom, "n": bottom}
    bounded = all(math.isfinite(month.low) for month in counted)
    low, high = (float(bound[0]) for bound in wilson([top], [bottom])) if bounded else (math.nan, math.nan)
    return Fact(**rest | sums | {"low": low, "high": high})


def _reason(after: Fact, before: Fact) -> str:
    """Why two windows cannot be compared; empty where they can."""
    for fact in (after, before):
        if fact.mature is False or fact.status == "immature":
            return "immature"
        if math.isnan(fact.value):
            return fact.note or "no_data"
        if fact.note in ("left_truncated", "entries_end", "partial_costs"):
            return fact.note
    return ""


def _thin(after: Fact, before: Fact) -> str:
    return "too_few" if "too_few" in (after.status, before.status, after.note, before.note) else ""


def _difference(after: Fact, before: Fact) -> Difference:
    """After minus before with its interval by what the figure is; without one where the facts give no doubt."""
    if after.metric in FLOWS:
        return difference_of_counts(after.value, before.value)
    found = difference_of_estimates(_estimate(after), _estimate(before))
    if math.isnan(found.value):
        return Difference(after.value - before.value, math.nan, math.nan)
    return found


def _estimate(fact: Fact) -> tuple[float, float, float]:
    """The figure with its own interval; a ratio of two counts that brings none gets that of two Poisson counts.

    Given their sum, the upper one of two such counts is binomial, so Wilson's limits carry over to the ratio.
    """
    if math.isfinite(fact.low) or fact.unit != "share" or not fact.denominator > 0:
        return fact.value, fact.low, fact.high
    low, high = (float(bound[0]) for bound in wilson([fact.numerator], [fact.numerator + fact.denominator]))
    return fact.value, low / (1 - low), high / (1 - high)


def _p(change: Difference) -> float:
    """Probability of a difference at least as large by chance, from its interval: on the side that faces zero."""
    if math.isnan(change.low) or math.isnan(change.high):
        return math.nan
    reach = change.value - change.low if change.value > 0 else change.high - change.value
    return float(2 * norm.sf(norm.ppf(0.975) * abs(change.value) / reach)) if reach else float(change.value == 0)


def _fact(each: Since, period: Period) -> Fact:
    return Fact(period=str(period.rolling(12)), metric="decision_effect", unit=each.unit,
                segment=where(decision=each.decision.decision_id), value=each.change.value, low=each.change.low,
                high=each.change.high, prior=each.before, status=_status(each), note=each.note)  # fmt: skip


def _status(each: Since) -> str:
    if math.isnan(each.change.value):
        return "undefined"
    if each.note or math.isnan(each.change.low):
        return "too_few" if each.note else "ok"
    return "clear" if each.clear else "noise"


def _listed(decision: Decision, number: Since | None, as_of: date) -> dict[str, object]:
    each = number or Since(decision=decision, unit="")
    before, after = each.windows or ("", "")
    known = _status(each) in ("clear", "noise")
    return vars(decision) | {
        "change": each.change.value, "clear": each.clear if known else None, "as_expected": each.as_expected,
        "before": each.before, "after": each.after, "unit": each.unit, "window_before": str(before),
        "window_after": str(after), "overdue": decision.overdue(as_of), "note": each.note,
    }  # fmt: skip
