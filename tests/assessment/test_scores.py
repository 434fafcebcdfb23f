"""Scores of people, teams and levels, and what may be shown of them."""

from __future__ import annotations

import math

import pytest
from scipy.stats import ttest_1samp

from helpers.assessment.anonymity import enough, levels_shown, told_apart
from helpers.assessment.scores import POINT, bounds, points

from .surveybook import facts, person, waves_of


def goals(*answers: float | None) -> dict[str, float | None]:
    return {f"goals_{place}": value for place, value in enumerate(answers, 1)}


def test_a_score_is_the_mean_of_two_or_three_answers_in_sixths() -> None:
    """(5+4+4)/3 = 26/6; (5+4)/2 = 27/6, "don't know" left out; one answer alone is no score."""
    people = [person("marketing", goals(5, 4, 4)), person("marketing", goals(5, 4, None)),
              person("marketing", goals(5, None, None)), person("sales", goals(1, 1))]  # fmt: skip
    assert waves_of(people)[0].scores("goals") == ((26, 27), (6,))


@pytest.mark.parametrize(("scores", "expected"), [([6], 0.0), ([30], 100.0), ([18, 30], 75.0), ([], math.nan)])
def test_points_run_from_0_to_100(scores: list[int], expected: float) -> None:
    assert points(scores) == pytest.approx(expected, nan_ok=True)
    assert pytest.approx(100) == POINT * 24


def test_bounds_are_students() -> None:
    scores = [12, 18, 24, 18, 30]
    expected = ttest_1samp([points([each]) for each in scores], 0).confidence_interval()
    assert bounds(scores) == pytest.approx((max(expected.low, 0), min(expected.high, 100)))
    assert all(math.isnan(bound) for bound in (*bounds([18, 18, 18, 18]), *bounds([18])))


def four_and_four() -> list[dict[str, object]]:
    """Marketing 75, 75, 50, 100 = 75; sales 25, 25, 0, 50 = 25; both 50. Two of each team manage."""
    made = [person("marketing", goals(each, each, each)) for each in (4, 4, 3, 5)]
    made += [person("sales", goals(each, each, each)) for each in (2, 2, 1, 3)]
    for place in (0, 1, 4, 5):
        made[place]["level"] = ("management", "lead")[place % 2]
    return made


def test_teams_levels_and_both_together() -> None:
    """Management: 75, 75, 25, 25 = 50; the field: 50, 100, 0, 50 = 50."""
    rows = facts(four_and_four()).loc["perception_score"].loc[""]
    found = {name: (row["value"], row["n"]) for name, row in rows.iterrows() if "construct=goals" in name}
    assert found == {
        "construct=goals": (50.0, 8), "construct=goals;team=marketing": (75.0, 4),
        "construct=goals;team=sales": (25.0, 4), "construct=goals;level=management": (50.0, 4),
        "construct=goals;level=field": (50.0, 4),
    }  # fmt: skip
    others = rows[~rows.index.str.contains("construct=goals")]
    assert others["value"].isna().all() and set(others["note"]) == {"few_respondents"}


def test_a_level_without_people_of_one_team_gives_the_others_away() -> None:
    """All of marketing in the field, four of sales managing and one selling: sales − management is that one."""
    people = [person("marketing", goals(4, 4, 4)) for _ in range(4)]
    people += [person("sales", goals(2, 2, 2), level="management") for _ in range(4)]
    people.append(person("sales", goals(5, 5, 5)))
    rows = facts(people).loc["perception_score"].loc[""]
    assert rows.loc["construct=goals;team=sales", "value"] == pytest.approx((4 * 25 + 100) / 5)
    assert rows.loc[["construct=goals;level=management", "construct=goals;level=field"], "value"].isna().all()


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({("marketing", "management"): 4, ("marketing", "field"): 4, ("sales", "field"): 4}, ("management", "field")),
        ({("marketing", "management"): 3, ("marketing", "field"): 5, ("sales", "field"): 5}, ()),  # three manage
        ({("marketing", "field"): 5, ("sales", "field"): 5}, ("field",)),
        # two left it open: both together less both levels
        ({("marketing", "management"): 4, ("marketing", "field"): 4, ("sales", "field"): 4, ("sales", ""): 2}, ()),
        ({("marketing", "management"): 4, ("sales", "field"): 4}, ("management", "field")),
        ({}, ()),
    ],
)
def test_which_levels_may_be_shown(cells: dict[tuple[str, str], int], shown: tuple[str, ...]) -> None:
    assert levels_shown(cells) == shown


def test_cells_of_a_full_table_cannot_be_told_apart() -> None:
    assert not told_apart({(team, level): 2 for team in ("marketing", "sales") for level in ("management", "field")})
    assert not told_apart({}) and not enough(4, 3)


def test_the_round_before_is_told_beside_the_newest() -> None:
    people = [*four_and_four(), *(each | {"wave": 2} for each in four_and_four()[:4]),
              *(person("sales", goals(5, 5, 5), wave=2) for _ in range(4))]  # fmt: skip
    rows = facts(people).loc["perception_score"].loc[""]
    assert rows.loc["construct=goals;team=sales", ["value", "prior"]].tolist() == [100.0, 25.0]
    assert rows.loc["construct=goals;team=marketing", ["value", "prior"]].tolist() == [75.0, 75.0]


def test_how_many_answered() -> None:
    rows = facts([*four_and_four(), person("sales", goals(1), whole=True)]).loc["respondents"]["value"]
    assert rows.to_dict() == {("", "all"): 9, ("half=yes", "all"): 8, ("", "team=marketing"): 4, ("", "team=sales"): 5}
    rows = facts(four_and_four()[:7]).loc["respondents"]
    assert (
        rows.loc[("", "all"), "value"] == 7
        and rows.loc[[("", "team=marketing"), ("", "team=sales")], "value"].isna().all()
    )
