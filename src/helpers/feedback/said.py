"""We said, it happened: what became of the number that each decision of the last year named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from scipy.stats import norm

from helpers.catalog import catalog
from helpers.facts import NUMBERS, Fact, frame
from helpers.feedback.decisions import Decision
from helpers.feedback.figures import gap, where
from helpers.noise import (
    NOTHING,
    Difference,
    difference_of_counts,
    difference_of_estimates,
    difference_of_proportions,
    holm,
)
from helpers.periods import Period, add_months

#: Months compared: as many as there are since the decision, up to three.
MONTHS = (3, 2, 1)
_LEVEL = 0.05
WE_SAID = (
    "decision_id", "on", "words", "metric", "change", "clear", "kind", "segment", "expected", "as_expected", "before",
    "after", "unit", "window_before", "window_after", "due_on", "closed_on", "verdict", "overdue", "note",
)  # fmt: skip


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
    found = [_since(facts, each, period) for each in sorted(named, key=lambda each: (each.on, each.decision_id))]
    chance = holm([_p(each.change) for each in found])
    return [
        Since(**vars(each) | {"clear": each.change.clear and p < _LEVEL}) for each, p in zip(found, chance, strict=True)
    ]


def _since(facts: pd.DataFrame, decision: Decision, period: Period) -> Since:
    """The longest windows of up to three months on both sides for which the facts have values."""
    record = catalog().get(decision.metric or "")
    unit = record.unit if record else "count"
    rows = facts[(facts["metric"] == decision.metric) & (facts["variant"] == "")]
    mine = rows[rows["segment"] == (decision.segment or "all")]
    if not len(mine):
        note = "no_segment" if len(rows) else "no_data"
        return Since(decision=decision, unit=unit, note=note)
    there = _months_since(decision.on, period)
    if not there:
        return Since(decision=decision, unit=str(mine["unit"].iloc[0]), note="not_reached")
    return _compared(mine, decision, [length for length in MONTHS if length <= there])


def _months_since(on: date, period: Period) -> int:
    """Whole months after the month of a day, up to the period under review."""
    first = add_months(on, 1)
    return (period.last.year - first.year) * 12 + period.last.month - first.month + 1


def _compared(rows: pd.DataFrame, decision: Decision, lengths: Sequence[int]) -> Since:
    unit, note = str(rows["unit"].iloc[0]), "overlap"
    for length in lengths:
        first = add_months(decision.on, 1)
        after = Period(first, Period.month(add_months(first, length - 1)).last)
        before = Period.month(add_months(decision.on, -1)).rolling(length)
        one, two = (_window(rows, window) for window in (after, before))
        if one is None or two is None:
            continue
        note = _reason(one, two)
        if not note:
            return Since(decision=decision, unit=unit, before=two.value, after=one.value, change=_difference(one, two),
                         windows=(before, after), note=_thin(one, two))  # fmt: skip
    return Since(decision=decision, unit=unit, note=note)


def _window(rows: pd.DataFrame, window: Period) -> Fact | None:
    """The fact of a window, or its months added up where they can be: counts, and ratios of counts."""
    exact = _facts(rows[rows["period"] == str(window)])
    if exact:
        return exact[0]
    months = [_facts(rows[rows["period"] == str(month)]) for month in window.months()]
    if not all(months):
        return None
    return _added([month[0] for month in months], window)


def _facts(rows: pd.DataFrame) -> list[Fact]:
    """Facts with a value first, those of the period clock before those of the cohort clock."""
    found = [Fact(**{**row, "mature": {"true": True, "false": False}.get(str(row["mature"]))})
             for row in rows.to_dict("records")]  # fmt: skip
    return sorted(found, key=lambda fact: (math.isnan(fact.value), fact.clock != "period"))


def _added(months: Sequence[Fact], window: Period) -> Fact | None:
    """Several months as one; None where their sum is no figure of the same kind (medians, states, money's doubt)."""
    first = months[0]
    tops, bottoms = ([getattr(month, name) for month in months] for name in ("numerator", "denominator"))
    whole = not any(math.isnan(x) for x in (*tops, *bottoms))
    blank = dict.fromkeys(NUMBERS, math.nan)
    young = any(month.mature is False for month in months)
    rest = {
        "mature": False if young else first.mature,
        "note": next((month.note for month in months if month.note), ""),
    }
    if first.unit == "share" and whole and math.fsum(bottoms):
        value = math.fsum(tops) / math.fsum(bottoms)
        sums = {"value": value, "numerator": math.fsum(tops), "denominator": math.fsum(bottoms)}
        return Fact(**vars(first) | blank | rest | sums | {"period": str(window)})
    if first.unit == "count" and first.metric in FLOWS:
        return Fact(**vars(first) | blank | rest | {"value": math.fsum(month.value for month in months),
                                                    "period": str(window)})  # fmt: skip
    return None


#: Counts of events, which add up over months; other counts are states at a month's end.
FLOWS = frozenset({"leads", "mqls", "sqls", "opportunities", "customers", "handoffs"})


def _reason(after: Fact, before: Fact) -> str:
    """Why two windows cannot be compared; empty where they can."""
    for fact in (after, before):
        if math.isnan(fact.value):
            return fact.note or "no_data"
        if fact.mature is False or fact.status == "immature":
            return "immature"
        if fact.note in ("left_truncated", "entries_end", "partial_costs"):
            return fact.note
    return ""


def _thin(after: Fact, before: Fact) -> str:
    return "too_few" if "too_few" in (after.status, before.status, after.note, before.note) else ""


def _difference(after: Fact, before: Fact) -> Difference:
    """After minus before with its interval by what the figure is; without one where the facts give no doubt."""
    if after.unit == "share" and _cases(after) and _cases(before):
        return difference_of_proportions(after.numerator, after.denominator, before.numerator, before.denominator)
    if after.metric in FLOWS:
        return difference_of_counts(after.value, before.value)
    found = difference_of_estimates((after.value, after.low, after.high), (before.value, before.low, before.high))
    if math.isnan(found.value):
        return Difference(after.value - before.value, math.nan, math.nan)
    return found


def _cases(fact: Fact) -> bool:
    """Whether a share is whole cases of whole cases."""
    top, bottom = fact.numerator, fact.denominator
    return float(top).is_integer() and float(bottom).is_integer() and 0 <= top <= bottom and bottom > 0


def _p(change: Difference) -> float:
    """Probability of a difference at least as large by chance, from its interval: on the side that faces zero."""
    if math.isnan(change.low) or math.isnan(change.high):
        return math.nan
    reach = change.value - change.low if change.value > 0 else change.high - change.value
    return float(2 * norm.sf(norm.ppf(0.975) * abs(change.value) / reach)) if reach else float(change.value == 0)


def _fact(each: Since, period: Period) -> Fact:
    status = "undefined" if math.isnan(each.change.value) else "ok" if math.isnan(each.change.low) else \
        "clear" if each.clear else "noise"  # fmt: skip
    return Fact(period=str(period.rolling(12)), metric="decision_effect", unit=each.unit,
                segment=where(decision=each.decision.decision_id), value=each.change.value, low=each.change.low,
                high=each.change.high, prior=each.before, status=status, note=each.note)  # fmt: skip


def _listed(decision: Decision, number: Since | None, as_of: date) -> dict[str, object]:
    each = number or Since(decision=decision, unit="")
    before, after = each.windows or ("", "")
    known = not math.isnan(each.change.low)
    return vars(decision) | {
        "change": each.change.value, "clear": each.clear if known else None, "as_expected": each.as_expected,
        "before": each.before, "after": each.after, "unit": each.unit, "window_before": str(before),
        "window_after": str(after), "overdue": decision.overdue(as_of), "note": each.note,
    }  # fmt: skip
