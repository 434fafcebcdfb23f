"""The logistic model: statsmodels against published and hand-computed figures, and the rules around it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import t as student
from statsmodels.datasets import spector

from helpers.icp.model import distinguish, logit


def program() -> tuple[np.ndarray, np.ndarray]:
    """Spector & Mazzeo (1980): constant, GPA, TUCE, PSI."""
    data = spector.load_pandas()
    return np.column_stack([np.ones(len(data.endog)), data.exog.to_numpy()]), data.endog.to_numpy() > 0


def test_the_published_table_of_spector_and_mazzeo() -> None:
    """Greene, Econometric Analysis, table of the probit and logit models: −13.021, 2.826, 0.095, 2.379."""
    design, events = program()
    value, *_ = logit(design, events, np.ones(len(events)), [None] * len(events))
    assert [f"{each:.3f}" for each in value] == ["-13.021", "2.826", "0.095", "2.379"]


def sandwich(design: np.ndarray, events: np.ndarray, value: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Bread, meat, bread, from the scores summed by group."""
    p = expit(design @ value)
    bread = np.linalg.inv(design.T @ (design * (p * (1 - p))[:, None]))
    scores = design * (events - p)[:, None]
    summed = np.array([scores[own == each].sum(0) for each in np.unique(own)])
    return bread @ (summed.T @ summed) @ bread


def test_robust_errors_by_group_by_hand() -> None:
    """The sandwich of scores summed by group, times G/(G − 1) · (N − 1)/(N − K); Student's t with G − 1."""
    design, events = program()
    own = np.arange(32) // 2
    value, low, high, p, errors, groups = logit(design, events, np.ones(32), [f"g{each}" for each in own])
    spread = np.sqrt(np.diag(sandwich(design, events, value, own)) * 16 / 15 * 31 / 28)
    assert (errors, groups) == ("cluster", 16)
    assert np.allclose((high - low) / 2, student.ppf(0.975, 15) * spread, rtol=1e-6)
    assert np.allclose(p, 2 * student.sf(np.abs(value) / spread, 15), rtol=1e-6)


def test_without_groups_errors_are_hc1_by_hand() -> None:
    design, events = program()
    value, low, high, _, errors, groups = logit(design, events, np.ones(32), [None] * 32)
    spread = np.sqrt(np.diag(sandwich(design, events, value, np.arange(32))) * 32 / 28)
    assert (errors, groups) == ("HC1", 32)
    assert np.allclose((high - low) / 2, 1.959963984540054 * spread, rtol=1e-6)


def test_fewer_than_ten_groups_fall_back_to_hc1() -> None:
    design, events = program()
    *_, errors, groups = logit(design, events, np.ones(32), [f"g{each % 9}" for each in range(32)])
    assert (errors, groups) == ("HC1", 9)


def test_rows_that_stand_for_several_accounts_count_as_such() -> None:
    """Each account twice in one row, each pair a group of its own."""
    design, events = program()
    once = logit(np.repeat(design, 2, axis=0), np.repeat(events, 2), np.ones(64), [f"g{i // 2}" for i in range(64)])
    twice = logit(design, events, np.full(32, 2.0), [f"g{i}" for i in range(32)])
    for one, other in zip(once[:4], twice[:4], strict=True):
        assert np.allclose(one, other)


def rows(*cells: tuple[object, object, int, int]) -> pd.DataFrame:
    """Two attributes, accounts kept and not."""
    made = [(a, b, None, kept, n) for a, b, yes, no in cells for kept, n in ((1, yes), (0, no)) if n]
    return pd.DataFrame(made, columns=["a0", "a1", "group", "kept", "accounts"])


def test_one_attribute_gives_the_odds_ratio_of_its_table() -> None:
    """Food 60 of 100 against steel 30 of 100: (60/40)/(30/70) = 3.5."""
    model = distinguish(rows(("Food", "x", 60, 40), ("Steel", "x", 30, 70)), attributes=["industry", "same"])
    assert model.reference == {"industry": "Food"} and model.method == "logit"
    (level,) = model.levels
    assert (level.value, level.accounts, level.kept, level.separated) == ("Steel", 100, 30, False)
    assert 1 / level.odds == pytest.approx(3.5, rel=1e-6)
    error = math.sqrt((1 / 60 + 1 / 40 + 1 / 30 + 1 / 70) * 200 / 198)  # the sandwich is exact in a saturated model
    assert math.log(level.high / level.odds) == pytest.approx(1.959964 * error, rel=1e-5)


def test_small_levels_are_merged_and_unknown_is_a_level() -> None:
    found = distinguish(
        rows(
            ("Food", "x", 40, 40), ("FOOD", "x", 5, 5), ("Steel", "x", 3, 3), ("Wood", "x", 2, 2), (None, "x", 20, 30)
        ),
        attributes=["industry", "same"],
    )
    assert found.reference == {"industry": "Food"}
    assert [(each.value, each.accounts) for each in found.levels] == [("other", 10), ("unknown", 50)]


def test_what_parts_the_groups_goes_to_firth() -> None:
    """None of 12 steel makers was kept: half is added to each cell, (0.5 · 50.5)/(12.5 · 50.5) = 0.04."""
    model = distinguish(rows(("Food", "x", 50, 50), ("Steel", "x", 0, 12)), attributes=["industry", "same"])
    (level,) = model.levels
    assert (model.method, model.errors, level.separated) == ("firth", "profile", True)
    assert level.odds == pytest.approx(0.04, rel=1e-6)
    assert 0 <= level.low < 0.04 < level.high < 1


def test_events_decide_how_many_attributes_enter() -> None:
    """22 kept: two coefficients. The attribute the teams weigh most enters first; the other has no room."""
    cells = rows(
        ("A", "x", 6, 30), ("A", "y", 5, 20), ("A", "z", 2, 20), ("B", "x", 3, 20), ("B", "y", 4, 30), ("B", "z", 2,
    20),
    )  # fmt: skip
    by_name = distinguish(cells, attributes=["letter", "sign"])
    assert {each.attribute for each in by_name.levels} == {"letter"} and by_name.dropped == ("sign",)
    asked = distinguish(cells, attributes=["letter", "sign"], first=["sign"])
    assert {each.attribute for each in asked.levels} == {"sign"} and asked.dropped == ("letter",)


def test_an_attribute_that_says_the_same_is_left_out() -> None:
    cells = rows(("Food", "small", 40, 60), ("Steel", "large", 60, 40), ("Steel", "small", 1, 1))
    found = distinguish(cells, attributes=["industry", "size"])
    assert (found.repeats, found.dropped) == (("size",), ())


def test_accounts_of_which_nothing_is_known_are_one_group() -> None:
    cells = rows(
        ("Food", "small", 40, 60), ("Steel", "large", 60, 40), ("Food", "large", 30, 30), ("Steel", "small", 30, 40),
        (None, None, 20, 40),
    )  # fmt: skip
    found = distinguish(cells, attributes=["industry", "size"])
    assert found.reference == {"industry": "Steel", "size": "small"}  # 170 of either
    assert [(each.attribute, each.value, each.accounts) for each in found.levels] == [
        ("industry", "Food", 160), ("industry", "unknown", 60), ("size", "large", 160)
    ]  # fmt: skip


@pytest.mark.parametrize("cells", [rows(), rows(("Food", "x", 4, 90)), rows(("Food", "x", 90, 4))])
def test_without_enough_of_either_there_is_no_model(cells: pd.DataFrame) -> None:
    found = distinguish(cells, attributes=["industry", "same"])
    assert (found.levels, found.dropped, found.few) == ((), ("industry", "same"), True)


def test_known_odds_are_found_again() -> None:
    """Forty times 400 accounts whose odds food and size double: of 80 intervals at 95 % some 76 hold it, give or take
    four (two standard errors of chance)."""
    draw = np.random.default_rng(4)
    held = 0
    for _ in range(40):
        food, large = draw.integers(0, 2, 400), draw.integers(0, 2, 400)
        kept = (draw.random(400) < expit(-1 + math.log(2) * (food + large))).astype(int)
        drawn = {"a0": np.where(food, "Food", "Another"), "a1": np.where(large, "large", "a small"), "kept": kept}
        counted = pd.DataFrame(drawn).groupby(["a0", "a1", "kept"]).size().rename("accounts").reset_index()
        for each in distinguish(counted.assign(group=None), attributes=["industry", "size"]).levels:
            held += each.low < (2.0 if each.value in ("Food", "large") else 0.5) < each.high
    assert 72 <= held <= 80
