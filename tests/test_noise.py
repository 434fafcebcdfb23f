from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.noise import (
    NOTHING,
    Difference,
    count_interval,
    difference_of_counts,
    difference_of_estimates,
    difference_of_proportions,
    difference_of_rates,
    holm,
)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
    ],
)
def test_difference_of_proportions_reproduces_published_intervals(
    k1: int, n1: int, k2: int, n2: int, low: float, high: float
) -> None:
    found = difference_of_proportions(k1, n1, k2, n2)
    assert found.value == pytest.approx(k1 / n1 - k2 / n2)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_garwood_interval_of_a_count() -> None:
    # Garwood (1936): 0 events 0–3.689, 1 event 0.0253–5.572, 10 events 4.795–18.39
    assert count_interval(0) == (0.0, pytest.approx(3.6889, abs=5e-5))
    assert count_interval(1) == (pytest.approx(0.0253, abs=5e-5), pytest.approx(5.5716, abs=5e-5))
    assert count_interval(10) == (pytest.approx(4.7954, abs=5e-5), pytest.approx(18.3904, abs=5e-5))


def test_difference_of_counts_is_clear_only_beyond_noise() -> None:
    assert difference_of_counts(20, 10).clear is False
    assert difference_of_counts(40, 10).clear is True
    assert difference_of_counts(10, 40).high < 0


def test_difference_of_rates_uses_exposure() -> None:
    # 20 events in 10 months and 30 in 30: rates 2 and 1
    found = difference_of_rates(20, 10, 30, 30)
    assert found.value == pytest.approx(1.0)
    # MOVER by hand: Garwood 20 → 12.2165–30.8884, 30 → 20.2409–42.8269
    low = 1 - math.hypot(2 - 1.22165, 42.8269 / 30 - 1)
    high = 1 + math.hypot(3.08884 - 2, 1 - 20.2409 / 30)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize("empty", [(0, 0, 1, 2), (1, 2, 0, 0), (3, 2, 1, 2), (math.nan, 2, 1, 2)])
def test_nothing_to_compare_is_nothing(empty: tuple[float, float, float, float]) -> None:
    for found in (difference_of_proportions(*empty), Difference(*NOTHING)):
        assert math.isnan(found.value) and math.isnan(found.low) and not found.clear


def test_missing_limits_give_nothing() -> None:
    assert math.isnan(difference_of_estimates((1, math.nan, 2), (1, 0, 2)).value)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_swapping_sides_turns_the_interval_round(k1: int, n1: int, k2: int, n2: int) -> None:
    k1, k2 = min(k1, n1), min(k2, n2)
    one, two = difference_of_proportions(k1, n1, k2, n2), difference_of_proportions(k2, n2, k1, n1)
    assert one.low == pytest.approx(-two.high, abs=1e-12)
    assert -1 <= one.low <= one.value + 1e-12 and one.value - 1e-12 <= one.high <= 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_holm_never_lowers_and_keeps_the_order(pvalues: list[float]) -> None:
    adjusted = holm(pvalues)
    assert all(after >= before - 1e-12 for before, after in zip(pvalues, adjusted, strict=True))
    assert all(0 <= p <= 1 for p in adjusted)
    ranked = [after for _, after in sorted(zip(pvalues, adjusted, strict=True))]
    assert ranked == sorted(ranked)


def test_holm_leaves_missing_out() -> None:
    # two seen: 0.01 × 2 = 0.02, 0.04 × 1 = 0.04
    adjusted = holm([0.01, math.nan, 0.04])
    assert adjusted[0] == pytest.approx(0.02) and math.isnan(adjusted[1]) and adjusted[2] == pytest.approx(0.04)
    assert holm([]) == []
