"""The exact test of a gap, against every split listed one by one; its interval, against a fine grid of shifts."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from helpers.assessment import permutation
from helpers.assessment.gaps import able_to_pass, judged
from helpers.assessment.permutation import (
    EXACT,
    NOTHING,
    Compared,
    attainable,
    chance,
    compared,
    least_p,
)

from .surveybook import CONSTRUCTS, facts, person

SCORES = st.lists(st.integers(6, 30), min_size=1, max_size=5)
FEW = st.lists(st.integers(6, 12), min_size=1, max_size=4)


def by_listing(one: list[int], two: list[int], shift: Fraction = Fraction(0)) -> Fraction:
    """Twice the smaller tail over every split, in fractions."""
    pooled = [value - shift for value in one] + [Fraction(value) for value in two]
    seen = sum(pooled[: len(one)])
    sums = [sum(pooled[place] for place in chosen) for chosen in combinations(range(len(pooled)), len(one))]
    tails = sum(each >= seen for each in sums), sum(each <= seen for each in sums)
    return min(Fraction(1), 2 * Fraction(min(tails), len(sums)))


@pytest.mark.parametrize(
    ("m", "n", "expected"),
    [(2, 4, 0.133), (3, 3, 0.100), (3, 4, 0.057), (4, 4, 0.029), (5, 5, 0.0079), (3, 5, 0.036), (4, 6, 0.0095)],
)
def test_the_smallest_p_there_can_be(m: int, n: int, expected: float) -> None:
    assert round(least_p(m, n), len(str(expected)) - 2) == expected
    # it is what the farthest split of different values gives
    apart = list(range(100, 100 + m)), list(range(n))
    assert compared(*apart).p == pytest.approx(least_p(m, n)) == attainable(*apart)
    assert float(by_listing(*apart)) == pytest.approx(least_p(m, n))


@given(SCORES, SCORES)
@settings(max_examples=60, deadline=None)
def test_p_is_that_of_every_split_listed(one: list[int], two: list[int]) -> None:
    expected = float(by_listing(one, two))
    assert compared(one, two).p == pytest.approx(expected) == chance(one, two)


@given(FEW, FEW)
@settings(max_examples=25, deadline=None)
def test_the_attainable_p_is_the_smallest_over_all_splits(one: list[int], two: list[int]) -> None:
    pooled = one + two
    least = min(
        by_listing([pooled[p] for p in chosen], [pooled[p] for p in range(len(pooled)) if p not in chosen])
        for chosen in combinations(range(len(pooled)), len(one))
    )
    assert attainable(one, two) == pytest.approx(float(least))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ([24, 27, 30, 22], [12, 14, 18, 20]),
        ([10, 18, 18, 26], [18, 18, 20, 12]),  # ties
        ([30, 30, 30, 30], [6, 6, 6, 6]),
        ([6, 11, 19, 23, 30], [8, 8, 14, 20]),
        ([18, 18, 18, 18], [18, 18, 18, 18]),
    ],
)
def test_the_interval_holds_the_shifts_that_are_not_rejected(one: list[int], two: list[int]) -> None:
    """Its limits are differences of means of at most five values: multiples of 1/60, so that grid misses none."""
    found = compared(one, two)
    steps = range(math.floor(found.low * 60) - 3, math.ceil(found.high * 60) + 4)
    near = [
        step for step in steps if min(abs(step / 60 - found.low), abs(step / 60 - found.high)) < 0.06 or step % 40 == 0
    ]
    for step in near:
        inside = found.low - 1e-9 <= step / 60 <= found.high + 1e-9
        assert inside == (by_listing(one, two, Fraction(step, 60)) > Fraction(1, 20)), step


@given(st.lists(st.integers(6, 30), min_size=4, max_size=9), st.lists(st.integers(6, 30), min_size=4, max_size=9))
@settings(max_examples=100, deadline=None)
def test_an_interval_leaves_out_zero_where_p_is_small_and_turns_with_the_teams(one: list[int], two: list[int]) -> None:
    found, turned = compared(one, two), compared(two, one)
    assert (found.low > 1e-12 or found.high < -1e-12) == (found.p <= 0.05)
    assert found.low <= found.value + 1e-9 and found.value - 1e-9 <= found.high
    assert (turned.value, turned.low, turned.high) == pytest.approx((-found.value, -found.high, -found.low))
    assert (
        turned.p == pytest.approx(found.p) and found.p >= found.least_p - 1e-12 >= least_p(len(one), len(two)) - 2e-12
    )


def test_nothing_can_be_ruled_out_of_fewer_than_forty_splits() -> None:
    found = compared([30, 30, 30], [6, 6, 6, 6])
    assert (found.low, found.high, found.value) == (-math.inf, math.inf, 24.0)
    assert compared([], [6]) is NOTHING


def test_large_groups_are_drawn_and_agree_with_the_t_test() -> None:
    rng = np.random.default_rng(3)
    one, two = rng.integers(6, 31, 60).tolist(), rng.integers(9, 31, 70).tolist()
    found, expected = compared(one, two), ttest_ind(one, two)
    assert found == compared(one, two)
    limits = expected.confidence_interval()
    assert found.p == pytest.approx(expected.pvalue, abs=0.01)
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high), abs=0.15)


def test_drawing_and_counting_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    for size in (6, 15, EXACT // 2):
        one, two = rng.integers(6, 31, size).tolist(), rng.integers(8, 31, size).tolist()
        monkeypatch.setattr(permutation, "EXACT", EXACT)
        counted = compared(one, two)
        monkeypatch.setattr(permutation, "EXACT", 0)
        drawn = compared(one, two)
        assert drawn.p == pytest.approx(counted.p, abs=0.02) and drawn.least_p == counted.least_p
        assert (drawn.low, drawn.high) == pytest.approx((counted.low, counted.high), abs=0.4)


def test_no_test_where_none_can_succeed() -> None:
    """9 · 2/70 and 9 · 2/252 are above .05, 9 · 2/462 is below."""
    for m, n, able in ((4, 4, 0), (5, 5, 0), (5, 6, 9), (4, 8, 9)):
        assert len(able_to_pass([least_p(m, n)] * 9)) == able, (m, n)
    assert able_to_pass([]) == [] and able_to_pass([0.04]) == [0] and able_to_pass([0.04, 0.04]) == []


def test_what_cannot_pass_costs_the_others_nothing() -> None:
    """p = .03 would be .06 of two tests; the other one cannot pass, so it is one."""
    one = Compared(10, 1, 20, 0.03, 0.001)
    assert judged({"a": one, "b": one._replace(p=0.5, least_p=0.03)}) == {"a": "clear", "b": "too_few"}
    assert judged({"a": one, "b": one}) == {"a": "noise", "b": "noise"}


def everywhere(marketing: list[float], sales: list[float]) -> list[dict[str, object]]:
    """Each person gives one answer to all statements."""
    items = [f"{construct}_{place}" for construct in CONSTRUCTS for place in (1, 2, 3)]
    return [
        person(team, dict.fromkeys(items, each))
        for team, answers in (("marketing", marketing), ("sales", sales))
        for each in answers
    ]


def test_five_against_five_over_nine_constructs_are_too_few_however_far_apart() -> None:
    rows = facts(everywhere([5, 5, 5, 5, 5], [1, 1, 1, 1, 1])).loc["perception_gap"]
    gap = rows.loc[("", "construct=goals")]
    assert (gap["value"], gap["low"], gap["high"], gap["status"], gap["n"]) == (100.0, 100.0, 100.0, "too_few", 10)
    assert math.isnan(rows.loc[("stat=p", "construct=goals"), "value"])
    assert rows.loc[("stat=least_p", "construct=goals"), "value"] == pytest.approx(2 / 252)


def test_six_against_six_are_enough() -> None:
    rows = facts(everywhere([5, 5, 5, 5, 5, 4], [1, 1, 1, 1, 1, 2])).loc["perception_gap"]
    gap = rows.loc[("", "construct=goals")]
    assert gap["status"] == "clear" and gap["numerator"] - gap["denominator"] == pytest.approx(gap["value"])
    assert rows.loc[("stat=p", "construct=goals"), "value"] == pytest.approx(2 / 924)
    # one statement: 100 − (4 · 100 …): marketing (5·100 + 75) / 6, sales (5·0 + 25) / 6
    assert rows.loc[("", "item=goals_1"), "value"] == pytest.approx(575 / 6 - 25 / 6)


def simulated(seed: int, *, gap: float, draws: int = 200, people: int = 12) -> np.ndarray:
    """Scores in sixths: draw × team × construct × person. What a person thinks of all colours each construct."""
    rng = np.random.default_rng(seed)
    shape = (draws, 2, 9, people, 3)
    person_ = rng.normal(0, 0.35, (draws, 2, 1, people, 1))
    construct = rng.normal(0, 0.4, (draws, 2, 9, people, 1))
    answers = 3 + person_ + construct + rng.normal(0, 0.6, shape)
    answers[:, 0, 0] += gap
    return (np.clip(np.rint(answers), 1, 5).sum(axis=-1) * 2).astype(int)


def clear(scores: np.ndarray) -> np.ndarray:
    """Draw × construct: called clear."""
    found = []
    for draw in scores:
        pairs = [(draw[0, k].tolist(), draw[1, k].tolist()) for k in range(9)]
        each = {str(k): Compared(0, 0, 0, chance(*pair), attainable(*pair)) for k, pair in enumerate(pairs)}
        found.append([status == "clear" for status in judged(each).values()])
    return np.array(found)


def test_false_alarms_stay_within_five_in_a_hundred_surveys() -> None:
    assert clear(simulated(11, gap=0)).any(axis=1).mean() <= 0.05


def test_a_gap_of_one_answer_is_mostly_found_and_nothing_else() -> None:
    """One answer is 25 points; twelve people in each team."""
    found = clear(simulated(12, gap=1))
    assert found[:, 0].mean() > 0.6
    assert found[:, 1:].any(axis=1).mean() <= 0.05
