"""Protect, start, facilitate, reveal; and what a gap between the teams is about."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.factbook import CONSTRUCTS, fact, scores, shelved
from helpers.assessment.quadrants import stands


def stand(facts, construct="goals"):
    return {each.construct: each for each in stands(shelved(facts))}[construct]


def unknown(share, team, construct="goals"):
    return fact("dont_know", share, unit="share", segment=f"construct={construct};team={team}", numerator=share * 30,
                denominator=30)  # fmt: skip


def item(place, gap, construct="goals"):
    return fact("perception_gap", gap, unit="points", segment=f"item={construct}_{place}")


@pytest.mark.parametrize(
    ("marketing", "sales", "quadrant"),
    [
        (60, 60, "protect"),
        (84, 60, "protect"),
        (59, 60, "start"),
        (20, 40, "start"),
        (85, 60, "facilitate"),
        (30, 55, "facilitate"),
    ],
)
def test_quadrants_by_score_and_gap(marketing, sales, quadrant):
    assert stand(scores("goals", marketing, sales)).quadrant == quadrant


def test_a_small_gap_that_is_clear_is_a_gap():
    rows = scores("goals", 80, 65)
    clear = fact("perception_gap", 15, unit="points", segment="construct=goals", status="clear")
    assert stand(rows).quadrant == "protect"
    assert stand([*rows[:-1], clear]).quadrant == "facilitate"


@pytest.mark.parametrize(("share", "quadrant"), [(0.3, "reveal"), (0.29, "protect")])
def test_many_who_do_not_know_say_more_than_the_others(share, quadrant):
    rows = [*scores("goals", 80, 80), unknown(0.0, "marketing"), unknown(share, "sales")]
    assert stand(rows).quadrant == quadrant


def test_small_teams_have_no_quadrant():
    hidden = fact("perception_score", math.nan, unit="points", segment="construct=goals;team=sales",
                  status="undefined", note="few_respondents")  # fmt: skip
    assert stand([hidden]).quadrant == ""
    assert stand([scores("goals", 80, 80)[1], hidden]).quadrant == ""
    assert [each.quadrant for each in stands(shelved([]))] == [""] * len(CONSTRUCTS)


@pytest.mark.parametrize(
    ("gaps", "nature"),
    [
        ((0, 60, 5), "productive"),  # goals_2 is about orientation
        ((60, 60, 5), "harmful"),  # goals_1 is about facts
        ((60, 0, 5), "harmful"),
        ((29, 60, -80), "productive"),  # under half of the widest, and one the other way
        ((30, 60, 0), "harmful"),
    ],
)
def test_a_gap_is_about_the_statements_that_carry_it(gaps, nature):
    rows = [*scores("goals", 80, 50), *(item(place, gap) for place, gap in enumerate(gaps, 1))]
    assert stand(rows).nature == nature


def test_no_gap_no_nature():
    rows = [*scores("goals", 80, 70), item(1, 60)]
    assert (stand(rows).nature, stand(rows).items) == ("", ())
    assert stand(scores("goals", 80, 40)).nature == "", "without its statements nothing is known of it"


@given(st.floats(0, 100), st.floats(0, 100))
def test_which_team_is_higher_makes_no_difference(marketing, sales):
    one, other = (stand(scores("goals", *pair)).quadrant for pair in ((marketing, sales), (sales, marketing)))
    assert one == other
    assert one in ("protect", "start", "facilitate")
