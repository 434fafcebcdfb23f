"""Is a team of one mind?"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.assessment.spread import mean_distance

from .surveybook import alike, facts, person


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([6, 30], 12.0), ([6, 6, 6, 30], (3 * 6 + 18) / 4), ([18], 0.0), ([], math.nan)],
)
def test_by_hand(scores: list[int], expected: float) -> None:
    assert mean_distance(scores) == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.integers(6, 30), min_size=1, max_size=20), st.integers(-5, 5))
def test_it_does_not_depend_on_where_the_team_stands(scores: list[int], shift: int) -> None:
    assert mean_distance([each + shift for each in scores]) == pytest.approx(mean_distance(scores))
    assert 0 <= mean_distance(scores) <= (max(scores) - min(scores)) / 2 + 1e-9


def test_a_team_that_is_split_and_one_that_is_not() -> None:
    """Half of marketing at 0, half at 100: 50 points from the mean; all of sales at 50: none."""
    people = [person("marketing", alike(each)) for each in (1, 1, 5, 5)] + [person("sales", alike(3))] * 4
    rows = facts(people).loc["perception_spread"].loc[""]
    assert rows.loc["construct=handoff;team=marketing", "value"] == 50
    assert rows.loc["construct=handoff;team=sales", ["value", "n"]].tolist() == [0, 4]
