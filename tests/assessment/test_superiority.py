"""Who scores higher, counted pair by pair."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from helpers.assessment.superiority import superiority

from .surveybook import alike, facts, person

SCORES = st.lists(st.integers(6, 30), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ([3, 4], [1, 2], 1.0),
        ([1, 2], [3, 4], 0.0),
        ([1, 3], [2], 0.5),  # one higher, one lower
        ([2, 2, 5], [2, 1], (4 + 2 * 0.5) / 6),  # 2>1, 2>1, 5>2, 5>1 and two ties, of six pairs
    ],
)
def test_by_hand(one: list[int], two: list[int], expected: float) -> None:
    assert superiority(one, two) == pytest.approx(expected)


def test_nobody_to_compare_with() -> None:
    assert math.isnan(superiority([], [1])) and math.isnan(superiority([1], []))


@given(SCORES, SCORES)
def test_it_is_u_over_all_pairs_and_turns_round(one: list[int], two: list[int]) -> None:
    expected = mannwhitneyu(one, two, method="asymptotic").statistic / (len(one) * len(two))
    assert superiority(one, two) == pytest.approx(float(expected))
    assert superiority(one, two) + superiority(two, one) == pytest.approx(1)


@given(SCORES, SCORES)
def test_cliffs_delta_is_twice_it_less_one(one: list[int], two: list[int]) -> None:
    pairs = [(a > b) - (a < b) for a in one for b in two]
    assert 2 * superiority(one, two) - 1 == pytest.approx(sum(pairs) / len(pairs))


def test_as_a_fact() -> None:
    """Marketing 4, 4, 4, 2 against 3, 3, 3, 3: twelve of sixteen pairs."""
    people = [person("marketing", alike(each)) for each in (4, 4, 4, 2)] + [person("sales", alike(3))] * 4
    row = facts(people).loc[("perception_superiority", "", "construct=data")]
    assert (row["value"], row["n"], row["unit"]) == (0.75, 8, "share")
    hidden = facts(people[:-1]).loc[("perception_superiority", "", "construct=data")]
    assert math.isnan(hidden["value"]) and math.isnan(hidden["n"]) and hidden["note"] == "few_respondents"
