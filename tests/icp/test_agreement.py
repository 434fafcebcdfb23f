"""Gwet's AC1 against published examples, and the labels of a blind sort."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.icp.agreement import between_teams, gwet_ac1, majority, sessions, sorted_items, within_team

#: Four raters, five categories, missing ratings (0): the data set cac.raw4raters of Gwet's R package irrCAC 1.0, whose
#: vignette "Calculating Chance-corrected Agreement Coefficients" prints the figures below (CRAN, 2019).
RAW = [
    (1, 1, 0, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4), (4, 4, 4, 4), (1, 1, 2, 1),
    (2, 2, 2, 2), (0, 5, 5, 5), (0, 0, 1, 1), (0, 0, 3, 0),
]  # fmt: skip
#: Six raters by category: distrib.6raters of the same vignette (Fleiss 1971).
SIX = [
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0), (2, 0, 4, 0, 0),
    (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6), (1, 0, 0, 5, 0), (1, 1, 0, 4, 0),
    (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1),
]  # fmt: skip


def test_the_published_example_with_missing_ratings() -> None:
    found = gwet_ac1(np.array([[row.count(each) for each in range(1, 6)] for row in RAW]))
    assert f"{found.value:.5f}" == "0.77544"
    assert f"{found.error:.5f}" == "0.14295"
    assert (f"{found.low:.3f}", found.high, found.items) == ("0.461", 1.0, 11)


def test_the_published_example_of_six_raters() -> None:
    found = gwet_ac1(np.array(SIX))
    assert (f"{found.value:.7f}", f"{found.error:.8f}") == ("0.4448007", "0.08418757")
    assert (f"{found.low:.3f}", f"{found.high:.3f}") == ("0.264", "0.625")


def test_the_published_table_of_two_raters() -> None:
    """cont3x3abstractors: AC1 0.8493305; the vignette's function for tables divides by n, not by n − 1."""
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    rows = [[(i, j).count(k) for k in range(3)] for i in range(3) for j in range(3) for _ in range(table[i][j])]
    found = gwet_ac1(np.array(rows))
    assert f"{found.value:.7f}" == "0.8493305"
    assert f"{found.error * math.sqrt(99 / 100):.8f}" == "0.04321747"


def test_two_raters_by_hand() -> None:
    """Both yes 5, first yes alone 1, second yes alone 2, both no 2: agreed 7 of 10.

    yes of the first 6/10, of the second 7/10, mean 0.65; chance 2 · 0.65 · 0.35 = 0.455; (0.7 − 0.455)/0.545.
    Error: items have own chance 0.35 (yes yes), 0.5 (split), 0.65 (no no); each = (agreed − 0.455)/0.545 and less
    2 (1 − AC1)(own − 0.455)/0.545, so yes yes 1.347255, split −0.909353 …, by the sum of squares over 10 · 9.
    """
    rows = [[2, 0]] * 5 + [[1, 1]] * 3 + [[0, 2]] * 2
    found = gwet_ac1(np.array(rows))
    value = (0.7 - 0.455) / 0.545
    own = [0.35] * 5 + [0.5] * 3 + [0.65] * 2
    agreed = [1] * 5 + [0] * 3 + [1] * 2
    spread = [(a - 0.455) / 0.545 - 2 * (1 - value) * (o - 0.455) / 0.545 for a, o in zip(agreed, own, strict=True)]
    error = math.sqrt(sum((each - value) ** 2 for each in spread) / 90)
    assert found.value == pytest.approx(0.44954128440367, abs=1e-12)
    assert found.error == pytest.approx(error, abs=1e-12)
    assert found.high == pytest.approx(min(1.0, value + 2.2621571628 * error), abs=1e-9)


def test_full_agreement_still_has_a_lower_end() -> None:
    """Eight of eight the same, five yes and three no: chance 2 · 5/8 · 3/8 = 0.46875; the share seen is at least
    0.05^(1/8) = 0.687656 at 95 %, so the lower end is (0.687656 − 0.46875)/0.53125."""
    found = gwet_ac1(np.array([[2, 0]] * 5 + [[0, 2]] * 3))
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx((0.05 ** (1 / 8) - 0.46875) / 0.53125)


@pytest.mark.parametrize("rows", [np.zeros((0, 2), dtype=int), np.array([[1, 0], [0, 1]]), np.array([[2], [2]])])
def test_nothing_to_compare_is_undefined(rows: np.ndarray) -> None:
    assert math.isnan(gwet_ac1(rows).value)


def test_one_item_has_a_value_and_no_interval() -> None:
    found = gwet_ac1(np.array([[2, 0]]))
    assert found.value == 1.0 and math.isnan(found.low)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12), st.randoms()
)
def test_order_of_items_and_categories_does_not_matter(rows: list[tuple[int, ...]], random: object) -> None:
    one = gwet_ac1(np.array(rows))
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = gwet_ac1(np.array(shuffled)[:, [2, 0, 1]])
    assert one == pytest.approx(other, nan_ok=True, abs=1e-9)
    if not math.isnan(one.low):
        assert -1 <= one.low <= 1 and one.value <= 1 + 1e-12


def sort_rows(*rows: tuple[str, str, str, int, str]) -> pd.DataFrame:
    """session, item, team, rater, label."""
    made = pd.DataFrame(rows, columns=["session", "item", "team", "rater", "label"])
    return made.assign(on=[date(2026, 3, 1) if one == "spring" else None for one in made["session"]], of="lead")


def test_a_team_says_what_most_of_it_say() -> None:
    rows = sort_rows(
        ("spring", "a", "marketing", 1, "accept"), ("spring", "a", "marketing", 2, "Sí"),
        ("spring", "a", "marketing", 3, "no"), ("spring", "a", "sales", 1, "Accepted"),
        ("spring", "b", "marketing", 1, "accept"), ("spring", "b", "marketing", 2, "reject"),
        ("spring", "b", "sales", 1, "reject"),
        ("spring", "c", "marketing", 1, "reject"), ("spring", "c", "sales", 1, "accept"),
        ("spring", "d", "sales", 1, "accept"),
    )  # fmt: skip
    items = sorted_items(rows)  # b is split within marketing, d was sorted by sales alone
    assert items[["item", "marketing", "sales", "same"]].values.tolist() == [
        ["a", "accept", "accept", True],
        ["c", "reject", "accept", False],
    ]
    assert set(items["on"]) == {"2026-03-01"}
    assert within_team(rows[rows["team"] == "marketing"]).items == 2
    assert math.isnan(within_team(rows[rows["team"] == "sales"]).value)


def test_the_latest_session_comes_first_and_one_without_a_day_last() -> None:
    rows = sort_rows(("winter", "a", "sales", 1, "A"), ("spring", "a", "sales", 1, "A"))
    assert sessions(rows) == ["spring", "winter"]


def test_labels_of_a_known_scale_leave_room_for_the_one_nobody_used() -> None:
    """Tiers A and B only: three categories could have been chosen. Agreed 3 of 4; habits 5/8, 3/8, 0; chance
    (2 · 5/8 · 3/8)/2 = 0.234375; (0.75 − 0.234375)/0.765625."""
    items = pd.DataFrame({"marketing": ["a", "a", "b", "a"], "sales": ["a", "a", "b", "b"]})
    assert between_teams(items).value == pytest.approx((0.75 - 0.234375) / 0.765625)


def test_no_majority_of_a_tie() -> None:
    assert majority(["a", "b", "b", "a"]) is None
