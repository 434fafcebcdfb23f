"""Decisions and hypotheses: what counts as on time, open and overdue, as known on the day of the review."""

from __future__ import annotations

import math
from datetime import date

from helpers.feedback.decisions import Decision, decisions_on_time, decisions_open, hypotheses, known
from helpers.periods import Period

MONTH = Period.parse("2026-10")
YEAR = MONTH.rolling(12)
BLANK = dict.fromkeys(Decision.__dataclass_fields__)


def row(name: str, **more: object) -> dict[str, object]:
    return BLANK | {
        "decision_id": name, "on": date(2026, 6, 10), "kind": "decision", "words": "w", "owner_team": "both",
    } | more  # fmt: skip


ROWS = [
    row("on time", due_on=date(2026, 7, 1), closed_on=date(2026, 7, 1), verdict="done"),
    row("late", due_on=date(2026, 7, 1), closed_on=date(2026, 7, 2), verdict="done"),
    row("overdue", due_on=date(2026, 9, 30)),
    row("due today", due_on=date(2026, 10, 31)),
    row("closed later", due_on=date(2026, 10, 1), closed_on=date(2026, 11, 3), verdict="done"),
    row("future", due_on=date(2026, 12, 1)),
    row("no day"),
    row("judged without a day", due_on=date(2026, 8, 1), verdict="dropped"),
    row("older", on=date(2025, 1, 1), due_on=date(2025, 9, 1), closed_on=date(2025, 8, 1), verdict="done"),
    row("told later", on=date(2026, 11, 2), due_on=date(2026, 11, 9)),
    row("belief", kind="hypothesis", due_on=date(2026, 7, 1), closed_on=date(2026, 7, 1), verdict="refuted"),
    row("open belief", kind="hypothesis", on=date(2024, 3, 1)),
]  # fmt: skip
KNOWN = known(ROWS, as_of=MONTH.as_of)


def test_what_happened_later_is_not_known() -> None:
    found = {each.decision_id: each for each in KNOWN}
    assert "told later" not in found
    assert found["closed later"].open and found["closed later"].verdict is None


def test_on_time_are_those_closed_by_their_day_of_all_due() -> None:
    # due in the year with a known fate: on time, late, overdue, due today, closed later → 1 of 5
    (fact,) = decisions_on_time(KNOWN, period=YEAR)
    assert (fact.numerator, fact.denominator, fact.value) == (1, 5, 0.2)


def test_open_and_overdue() -> None:
    whole, late = decisions_open(KNOWN, period=MONTH)
    # overdue, due today, closed later, future, no day; past their day: overdue and closed later
    assert (whole.value, late.value, late.variant) == (5, 2, "overdue=yes")


def test_hypotheses_by_verdict_open_ones_of_any_age() -> None:
    facts = {fact.segment: fact.value for fact in hypotheses(KNOWN, period=YEAR)}
    assert facts == {"all": 2, "verdict=open": 1, "verdict=refuted": 1}


def test_without_the_form_every_figure_names_it() -> None:
    facts = [*decisions_on_time([], period=YEAR), *decisions_open([], period=MONTH), *hypotheses([], period=YEAR)]
    assert {fact.note for fact in facts} == {"no_decisions"} and all(math.isnan(fact.value) for fact in facts)


def test_a_form_without_a_due_decision_has_no_share() -> None:
    (fact,) = decisions_on_time(known([row("no day")], as_of=MONTH.as_of), period=YEAR)
    assert fact.note == "zero_denominator" and math.isnan(fact.value)
