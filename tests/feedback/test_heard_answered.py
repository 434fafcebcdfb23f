"""Whether feedback is answered, and how fast; what waits counts with its waiting."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd
import pytest

from helpers.facts import Fact
from helpers.feedback.answered import feedback_answer_days, feedback_answered

from .heardbook import PERIOD, QUARTER, YEAR, told

FIRST = date(2026, 3, 1)


def form(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["row", "on", "from_team", "answered_on"])


def after(row: int, days: int | None, *, team: str = "sales", on: date = FIRST) -> dict[str, object]:
    return told(row, on, team, on + timedelta(days=days) if days is not None else None)


def one(facts: list[Fact], *, segment: str, period: object = YEAR) -> Fact:
    return next(fact for fact in facts if (fact.segment, fact.period) == (segment, str(period)))


def test_answered_by_the_day_that_counts_and_by_who_told() -> None:
    rows = form(
        after(1, 3), after(2, None), after(3, 5, team="marketing"), after(4, 300),  # answered after October
        after(5, 3, on=date(2024, 3, 1)),  # two years ago
        after(6, 2, on=date(2026, 9, 1)),
    )  # fmt: skip
    facts = feedback_answered(rows, period=PERIOD)
    assert (one(facts, segment="all").numerator, one(facts, segment="all").denominator) == (3, 5)
    assert one(facts, segment="from=sales").value == 2 / 4
    assert one(facts, segment="from=marketing").value == 1
    assert one(facts, segment="from=sales", period=QUARTER).denominator == 1
    assert one(facts, segment="from=marketing", period=QUARTER).note == "no_feedback"


def test_the_year_before_is_judged_as_it_stood_on_its_last_day() -> None:
    """Two remarks of August 2025: one answered after 5 days, one after 100, in November, when the year was over."""
    rows = form(after(1, 5, on=date(2025, 8, 1)), after(2, 100, on=date(2025, 8, 1)), after(3, 3))
    before = one(feedback_answered(rows, period=PERIOD), segment="all", period=YEAR.prior())
    assert (before.numerator, before.denominator) == (1, 2)
    assert one(feedback_answer_days(rows, period=PERIOD), segment="all", period=YEAR.prior()).value == 5
    now_only = form(after(3, 3))
    assert str(YEAR.prior()) not in {fact.period for fact in feedback_answered(now_only, period=PERIOD)}


def test_half_have_an_answer_after_so_many_days() -> None:
    """Five: answered after 2, 4 and 9 days, two still waiting (since 1 March). 1 - 2/5 = 0.6 > 0.5 ≥ 0.4: 9 days."""
    rows = form(after(1, 2), after(2, 4), after(3, 9), after(4, None), after(5, None))
    fact = one(feedback_answer_days(rows, period=PERIOD), segment="from=sales")
    assert (fact.value, fact.unit, fact.numerator, fact.n) == (9, "days", 3, 5)
    assert fact.low <= fact.value


def test_what_was_told_yesterday_has_not_waited_long() -> None:
    """Three answered after 10 days; five told two days before the end say nothing beyond two days: 10 days."""
    late = [after(i, None, on=date(2026, 10, 29)) for i in range(4, 9)]
    fact = one(
        feedback_answer_days(form(after(1, 10), after(2, 10), after(3, 10), *late), period=PERIOD), segment="all"
    )
    assert fact.value == 10


def test_fewer_than_half_answered_has_no_median() -> None:
    fact = one(feedback_answer_days(form(after(1, 2), after(2, None), after(3, None)), period=PERIOD), segment="all")
    assert math.isnan(fact.value) and (fact.status, fact.note, fact.n) == ("undefined", "not_reached", 3)


def test_an_answer_dated_before_the_remark_took_no_time() -> None:
    fact = one(feedback_answer_days(form(after(1, -4)), period=PERIOD), segment="all")
    assert fact.value == 0


@pytest.mark.parametrize("rows", [form(), form(after(1, 3, on=date(2027, 1, 1)))])
def test_without_feedback_both_say_so(rows: pd.DataFrame) -> None:
    facts = [*feedback_answered(rows, period=PERIOD), *feedback_answer_days(rows, period=PERIOD)]
    assert {(fact.status, fact.note) for fact in facts} == {("undefined", "no_feedback")}
