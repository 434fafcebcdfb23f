"""What exists in writing: the newest look at each artefact counts, and only what was known on the day."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from assessment.factbook import CONSTRUCTS, MONTH, written
from helpers.assessment.artefacts import USED_DAYS, artefact_level, artefact_share, states, table

ON = date(2026, 10, 6)


def looked(artefact, *, row=1, on=ON, exists=True, used_on=None, marketing=True, sales=True):
    return {"row": row, "on": on, "artefact": artefact, "exists": exists, "used_on": used_on, "marketing": marketing,
            "sales": sales}  # fmt: skip


@pytest.mark.parametrize(("days", "used"), [(0, True), (USED_DAYS, True), (USED_DAYS + 1, False), (-1, False)])
def test_used_is_sixty_days_back_and_nothing_after_the_day(days, used):
    (state,) = states([looked("scorecard", used_on=ON - timedelta(days=days))], on=ON)
    assert (state.used, state.both) == (used, True)


def test_the_newest_look_by_the_day_counts():
    rows = [
        looked("scorecard", row=1, on=date(2026, 9, 1), exists=True),
        looked("scorecard", row=2, on=date(2026, 10, 1), exists=False),
        looked("scorecard", row=3, on=date(2026, 11, 1), exists=True),
    ]
    assert [each.exists for each in states(rows, on=ON)] == [False]
    assert [each.exists for each in states(rows, on=date(2026, 9, 30))] == [True]
    assert states(rows, on=date(2026, 8, 1)) == ()


def test_what_does_not_exist_is_neither_used_nor_edited():
    (state,) = states([looked("scorecard", exists=False, used_on=ON)], on=ON)
    assert (state.exists, state.used_on, state.used, state.both) == (False, None, False, False)


def test_order_of_rows_makes_no_difference():
    rows = [looked("joint_report", row=1), looked("scorecard", row=2), looked("decision_log", row=3, exists=False)]
    assert states(rows, on=ON) == states(rows[::-1], on=ON)
    assert [each.artefact for each in states(rows, on=ON)] == ["scorecard", "decision_log", "joint_report"]


def test_shares_by_construct():
    # goals: one of two exists, is used, only one team edited it; handoff: nobody looked
    found = [written("joint_goals", exists=False), written("scorecard", used=True)]
    facts = {(each.segment, each.variant): each for each in artefact_share(found, period=MONTH)}
    assert len(facts) == 3 * len(CONSTRUCTS)
    goals = [facts["construct=goals", variant] for variant in ("", "state=used", "state=both")]
    assert [(each.value, each.numerator, each.denominator) for each in goals] == [(0.5, 1, 2), (0.5, 1, 2), (0.0, 0, 2)]
    assert {(each.note, each.status) for key, each in facts.items() if key[0] != "construct=goals"} == {
        ("no_artefacts", "undefined")
    }


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([written("scorecard", exists=False), written("joint_goals", exists=False)], 0.0),
        ([written("scorecard"), written("joint_goals", exists=False)], 2.0),
        ([written("scorecard", used=True)], 2.0),
        ([written("scorecard", both=True)], 2.0),
        ([written("scorecard", used=True, both=True), written("joint_goals", exists=False)], 3.0),
    ],
)
def test_level_of_artefacts(found, expected):
    assert artefact_level(found, "goals") == expected
    assert math.isnan(artefact_level(found, "handoff")), "nobody looked: unknown"


def test_the_table_lists_every_artefact_that_was_looked_at():
    rows = table([written("scorecard", used=True, both=True), written("decision_log", exists=False)])
    assert rows["artefact"].tolist() == ["scorecard", "decision_log"]
    assert rows["construct"].tolist() == ["goals", "communication"]
    assert rows["used"].tolist() == [True, False]
    assert len(table([])) == 0
