"""Lifts of tiers by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.icp.counts.judged import SUMS
from helpers.icp.lift import Side, lift, side

NONE = dict.fromkeys(SUMS, 0.0)


def group(**sums: float) -> Side:
    return Side(**{**NONE, **sums})


def test_a_ratio_of_shares_with_its_score_interval() -> None:
    """20 of 40 against 15 of 60 is 2 times as often. At each end r of the interval the score statistic is ±1.959964,
    with the shares that fit best under p1 = r p2 (Koopman 1984)."""
    found = lift(group(decided=40, won=20), group(decided=60, won=15), on="wins", few=30)
    assert (found.value, found.one, found.other, found.few) == (2.0, 0.5, 0.25, False)
    for end in (found.low, found.high):
        a, b, c = 100 * end, -(end * (40 + 15) + 20 + 60), 20 + 15  # Miettinen & Nurminen 1985, appendix
        p2 = (-b - math.sqrt(b * b - 4 * a * c)) / (2 * a)
        p1 = end * p2
        score = (0.5 - end * 0.25) / math.sqrt(p1 * (1 - p1) / 40 + end**2 * p2 * (1 - p2) / 60)
        assert abs(score) == pytest.approx(1.959964, abs=1e-4)
    # z of the pooled difference: 0.25 / sqrt(0.35 · 0.65 · (1/40 + 1/60))
    z = 0.25 / math.sqrt(0.35 * 0.65 * (1 / 40 + 1 / 60))
    assert found.p == pytest.approx(math.erfc(z / math.sqrt(2)), rel=1e-6)


def test_nobody_of_the_others_leaves_no_upper_end() -> None:
    found = lift(group(seen=50, back=10), group(seen=50, back=0), on="repeat", few=30)
    assert math.isnan(found.value) and found.high == math.inf and found.low > 1


def test_nobody_of_the_tier() -> None:
    found = lift(group(seen=50, back=0), group(seen=50, back=10), on="repeat", few=30)
    assert (found.value, found.low) == (0.0, 0.0) and 0 < found.high < 1


def test_a_ratio_of_means_by_hand() -> None:
    """Margins 10, 20, 30 against 5, 10, 15: means 20 and 10, variances 100 and 25, so both relative errors squared are
    100/3/400 = 25/3/100 = 1/12; the error of the log is sqrt(1/6), with (1/6)² / (2 · (1/12)²/2) = 4 degrees of
    freedom and t = 2.776445."""
    one, other = group(priced=3, margin=60, squares=1400), group(priced=3, margin=30, squares=350)
    found = lift(one, other, on="margin", few=30)
    width = 2.7764451052 * math.sqrt(1 / 6)
    assert found.value == 2.0 and found.few
    assert (found.low, found.high) == pytest.approx((2 * math.exp(-width), 2 * math.exp(width)), rel=1e-8)
    # Student's t with 4 degrees of freedom in closed form
    t = math.log(2) / math.sqrt(1 / 6)
    p = 1 - t / math.sqrt(4 + t * t) * (1 + 2 / (4 + t * t))
    assert found.p == pytest.approx(p, rel=1e-8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (group(), group(priced=3, margin=30, squares=350)),
        (group(priced=1, margin=10, squares=100), group(priced=3, margin=30, squares=350)),
        (group(priced=3, margin=-60, squares=1400), group(priced=3, margin=30, squares=350)),
        (group(priced=3, margin=0, squares=0), group(priced=3, margin=0, squares=0)),
    ],
)
def test_margins_without_a_ratio_or_an_interval(one: Side, other: Side) -> None:
    found = lift(one, other, on="margin", few=1)
    assert math.isnan(found.low) and math.isnan(found.high)


@pytest.mark.parametrize(
    ("n", "k", "few"), [(29, 15, True), (30, 15, False), (30, 3, True), (200, 3, True), (200, 40, False)]
)
def test_too_few_cases_or_events(n: int, k: int, few: bool) -> None:
    """Fewer than 30 cases on a side, or fewer than ten events expected on the smaller side."""
    one = group(decided=n, won=k)
    assert lift(one, group(decided=300, won=300 * k / n // 1), on="wins", few=30).few is few


def test_empty_sides_are_undefined() -> None:
    for on in ("margin", "repeat", "wins"):
        found = lift(group(), group(), on=on, few=30)
        assert math.isnan(found.value) and math.isnan(found.low) and found.few


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_the_other_way_round_is_one_over(n1: int, n2: int, data: st.DataObject) -> None:
    k1, k2 = data.draw(st.integers(1, n1)), data.draw(st.integers(1, n2))
    one, other = group(decided=n1, won=k1), group(decided=n2, won=k2)
    there, back = lift(one, other, on="wins", few=1), lift(other, one, on="wins", few=1)
    assert there.value == pytest.approx(1 / back.value)
    if k1 + k2 < n1 + n2:
        assert there.low <= there.value * (1 + 1e-9) and there.value <= there.high * (1 + 1e-9)
        assert there.p == pytest.approx(back.p)


def test_combinations_add_up() -> None:
    cells = pd.DataFrame([{**NONE, "accounts": 3, "margin": 10.5}, {**NONE, "accounts": 4, "margin": None}])
    assert (side(cells, [True, True]).accounts, side(cells, [True, True]).margin) == (7.0, 10.5)
    assert side(cells, [False, False]) == group()
