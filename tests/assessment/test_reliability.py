"""Alpha and its interval, against what others have printed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from helpers.assessment.reliability import FEWEST_ANSWERS, cronbach_alpha, feldt_interval, item_correlation

from .surveybook import drawn, facts

#: Ten guests on three questions, worked through by Z. Bobbitt, "How to Calculate Cronbach's Alpha in Python"
#: (Statology, 2021).
GUESTS = np.array([[1, 2, 2, 3, 2, 2, 3, 3, 2, 3], [1, 1, 1, 2, 3, 3, 2, 3, 3, 3], [1, 1, 2, 1, 2, 3, 3, 3, 2, 3]]).T


def test_the_published_example_to_the_printed_digit() -> None:
    found = cronbach_alpha(GUESTS)
    assert found.value == pytest.approx(0.7734375, abs=1e-12)
    assert (round(found.low, 3), round(found.high, 3)) == (0.336, 0.939)


def test_from_a_table_of_covariances() -> None:
    """The example of Julia's StatsBase: variances 10 to 13 and covariances of 6 give 4/3 · (1 − 46/118) = 0.8136."""
    covariance = np.full((4, 4), 6.0) + np.diag([4.0, 5.0, 6.0, 7.0])
    rng = np.random.default_rng(5)
    drawn_ = rng.normal(size=(50, 4))
    white = (drawn_ - drawn_.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn_, rowvar=False)).T)
    answers = white @ np.linalg.cholesky(covariance).T
    assert round(cronbach_alpha(answers).value, 4) == 0.8136


def test_by_hand() -> None:
    """Two statements (1,1) (2,3) (3,2): variances 1 and 1, sums 2, 5, 5 with variance 3: 2 · (1 − 2/3) = 2/3."""
    assert cronbach_alpha(np.array([[1, 1], [2, 3], [3, 2]])).value == pytest.approx(2 / 3)


def test_the_interval_is_wide_of_few_and_narrow_of_many() -> None:
    widths = [np.ptp(feldt_interval(0.8, people=n, statements=3)) for n in (8, 20, 80)]
    assert widths[0] > widths[1] > widths[2] > 0
    low, high = feldt_interval(0.8, people=20, statements=3)
    assert low < 0.8 < high < 1


def test_alpha_of_simulated_answers_lies_in_the_interval_as_often_as_promised() -> None:
    """Parallel statements with a true alpha of .75: three with variance 1 of truth and 1 of chance."""
    rng = np.random.default_rng(6)
    inside = 0
    for _ in range(400):
        answers = rng.normal(size=(24, 1)) + rng.normal(size=(24, 3))
        found = cronbach_alpha(answers)
        inside += found.low <= 0.75 <= found.high
    assert 0.93 <= inside / 400 <= 0.975


@pytest.mark.parametrize("answers", [[[1, 2, 3]], [[2, 2, 2], [2, 2, 2]], [[1], [2]]])
def test_nothing_can_be_said(answers: list[list[int]]) -> None:
    assert math.isnan(cronbach_alpha(np.array(answers)).value)


def test_correlation_of_statements() -> None:
    assert item_correlation(np.array([[1, 2, 1], [2, 4, 2], [3, 6, 3]])) == pytest.approx(1)
    assert math.isnan(item_correlation(np.array([[1, 2, 1], [1, 4, 2]])))


def test_told_from_twenty_whole_answers_on() -> None:
    people = drawn(7, marketing=10, sales=10)
    row = facts(people).loc[("perception_reliability", "", "construct=goals")]
    assert row["n"] == FEWEST_ANSWERS and row["low"] < row["value"] < row["high"]
    people[0]["answers"]["goals_2"] = None
    rows = facts(people).loc["perception_reliability"]
    assert rows.loc[("", "construct=goals"), "note"] == "few_respondents"
    together = rows.loc[("stat=item_correlation", "construct=goals")]
    assert together["n"] == 19 and -1 <= together["value"] <= 1
    assert rows.loc[("", "construct=data"), "n"] == 20


def test_hidden_where_a_team_is_too_small_even_with_many_answers() -> None:
    rows = facts(drawn(8, marketing=24, sales=3)).loc["perception_reliability"]
    assert rows[["value", "low", "high", "n"]].isna().all(axis=None) and set(rows["note"]) == {"few_respondents"}
