"""Late answers that cost SQLs in one part: on hand-made answers."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from tests.handoff.book import passed

from helpers.agreements import Agreements
from helpers.engine import fetch
from helpers.handoff.terms import Limit, Terms
from helpers.noise import difference_of_proportions
from helpers.patterns.counts.answered import answered
from helpers.patterns.slow_answers import compared, find

from .loopbook import basis

USUAL = {"soon": (60, 60), "late": (60, 60)}


def speeds(**parts):
    """Industries with answers ``speed=(confirmed, not)``; ``unknown`` those that nobody wrote down."""
    rows = [
        ("industry", value, speed, confirmed, n)
        for value, given in parts.items()
        for speed, pair in given.items()
        for confirmed, n in ((1, pair[0]), (0, pair[1]))
    ]
    return pd.DataFrame(rows, columns=["name", "value", "speed", "confirmed", "n"])


def claims(rows):
    return [one.where for one in compared(rows) if one.claimed]


def test_the_one_part_in_which_speed_matters_is_claimed():
    rows = speeds(food={"soon": (70, 50), "late": (20, 100)}, drinks=USUAL, toys=USUAL)
    found = {one.where: one for one in compared(rows)}
    assert claims(rows) == ["industry=food"]
    food = found["industry=food"]
    # 70 of 120 minus 20 of 120; all answers are on record, so each stands for itself and the interval is Newcombe's
    assert (food.value, food.n) == (pytest.approx(50 / 120), 240)
    assert (food.low, food.high) == pytest.approx(difference_of_proportions(70, 120, 20, 120)[1:])
    assert food.shown == pytest.approx({
        "fast": 70 / 120, "late": 20 / 120, "fast_n": 120, "late_n": 120, "others": 0.0, "others_fast": 0.5,
        "others_late": 0.5,
    })  # fmt: skip


def test_where_speed_matters_everywhere_it_is_no_story_of_one_part():
    alike = {"soon": (70, 50), "late": (20, 100)}
    found = compared(speeds(food=alike, drinks=alike, toys=alike))
    assert all(one.low > 0 for one in found) and not any(one.claimed for one in found)


def test_late_answers_that_do_better_are_not_claimed():
    assert claims(speeds(food={"soon": (20, 100), "late": (70, 50)}, drinks=USUAL, toys=USUAL)) == []


def test_answers_on_record_stand_for_those_that_are_not():
    """Half of the confirmed ones were written down, all of the others: what is on record has too few confirmed."""
    kept = speeds(food={"soon": (30, 40), "late": (10, 80), "unknown": (40, 0)}, drinks=USUAL)
    food = next(one for one in compared(kept) if one.where == "industry=food")
    # of 80 confirmed 40 are on record: each stands for two, so 60 of 100 in time and 20 of 100 late
    assert (food.shown["fast"], food.shown["late"]) == pytest.approx((0.6, 0.2))
    assert food.value == pytest.approx(0.4) and food.low < 0.4 < food.high


@pytest.mark.parametrize(
    "rows",
    [
        speeds(food=USUAL),  # no other part
        speeds(food={"soon": (60, 60), "late": (4, 5)}, drinks={"soon": (60, 60), "late": (4, 5)}),  # few late ones
        speeds(food={"soon": (0, 60), "late": (0, 60)}, drinks={"soon": (0, 60), "late": (0, 60)}),  # no SQL at all
        speeds(unknown=USUAL),
        speeds(),
    ],
)
def test_what_cannot_be_told_is_not_said(rows):
    assert compared(rows) == []


def test_without_hand_offs_nothing_is_said(tmp_path):
    assert find(basis(tmp_path, {})) == []


#: On 1 February 2027, long after the hand-offs of October 2026.
LATER = Terms(
    as_of=date(2027, 2, 1), minutes=60_000, days=120, first=date(2025, 11, 1), answer=Limit(days=5), horizon=14
)


def counted(tmp_path, *handoffs, sqls=()):
    reached = [{"grain": "person", "entity_id": person, "account_id": f"a{person}", "episode": 1, "stage": "sql",
                "on": on, "observed": True, "timed": True} for person, on in sqls]  # fmt: skip
    people = [{"person_id": row["person_id"], "account_id": row["account_id"], "source_group": "web"}
              for row in handoffs]  # fmt: skip
    made = basis(tmp_path, {"handoffs": list(handoffs), "people": people, "reached": reached})
    rows = fetch(answered(made.tables.tables, terms=LATER, soon=Limit(minutes=1440)))
    return {(row.speed, row.confirmed): row.n for row in rows[rows["name"] == "channel"].itertuples()}


def test_answers_are_counted_by_speed_and_outcome(tmp_path):
    found = counted(
        tmp_path,
        passed("soon", 1, 60, wait=1440),  # 24 hours to the minute
        passed("late", 1, 60, wait=1441),
        passed("won", 1, 60, wait=30),
        passed("unwritten", 1, 60, decision="rejected", decided=100),
        passed("silent", 1, 60),  # nobody
        passed("bulk", 1, 60, wait=30, timed=False),
        sqls=[("won", date(2026, 10, 9))],
    )
    assert found == {("soon", 0): 1, ("late", 0): 1, ("soon", 1): 1, ("unknown", 0): 2}


def test_who_was_confirmed_before_the_answer_says_nothing_of_speed(tmp_path):
    late = passed("early", 1, 60, wait=5000) | {"touched_on": date(2026, 10, 12)}
    assert counted(tmp_path, late, sqls=[("early", date(2026, 10, 5))]) == {("unknown", 1): 1}


def test_what_was_confirmed_too_late_or_asked_too_lately_does_not_count(tmp_path):
    young = passed("young", 1, 60, wait=30) | {"requested_on": LATER.as_of - timedelta(days=5)}
    found = counted(tmp_path, young, passed("slow", 1, 60, wait=30), sqls=[("slow", date(2026, 12, 1))])
    assert found == {("soon", 0): 1}  # confirmed 61 days after the request, where 14 are held for known


def test_an_agreement_without_minutes_is_told_in_days(tmp_path):
    rows = [passed(f"p{n}", 1, 60, wait=30) | {"start_minutes": None, "touched_minutes": None} for n in range(20)]
    made = basis(tmp_path, {"handoffs": rows}, agreements=Agreements())
    assert find(made) == []  # one channel and one group have no other to be compared with
