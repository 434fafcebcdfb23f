"""Chains: removal effects by hand, against deleted states, and under resampling; the order by held-out journeys."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.walks import Walk, coded, walks, written_out
from helpers.attribution import markov
from helpers.attribution.markov import chain, conversion_probability, removal_effects, resampled_effects
from helpers.attribution.orders import markov_order
from helpers.attribution.paths import from_lists
from helpers.attribution.resampling import draws
from helpers.attribution.tally import TallyError, tally
from helpers.attribution.transitions import OrderError
from helpers.engagement import Attribution

EXAMPLES = settings(max_examples=25, deadline=None)
ORDERS = (1, 2, 3)


def tallied(paths, **more):
    return tally(paths, settings=Attribution(), **{"orders": ORDERS, **more})


def test_by_hand():
    # a b converts once, worth 10; a is lost once; b is lost once: 3 journeys, a 2 visits, b 2 visits.
    # start → a 2/3, b 1/3; a → b 1/2, nothing 1/2; b → won 1/2, nothing 1/2. P = (2/3 · 1/2 + 1/3) · 1/2 = 1/3.
    # Without a: 1/3 · 1/2 = 1/6, so half is lost; without b: everything is.
    paths = from_lists([["a", "b"], ["a"], ["b"]], conversions=[1, 0, 0], value=[10, 0, 0], nulls=[0, 1, 1])
    fitted = chain(tallied(paths))
    assert conversion_probability(fitted) == pytest.approx(1 / 3, abs=1e-15)
    counts, values = removal_effects(fitted)
    assert counts.tolist() == pytest.approx([0.5, 1], abs=1e-15)
    assert values.tolist() == pytest.approx([0.5, 1], abs=1e-15)


def test_memory_changes_the_effect():
    # "a b" always converts, "b" alone never: order 1 mixes both visits of b, order 2 does not.
    paths = from_lists([["a", "b"], ["b"]], conversions=[1, 0], value=[4, 0], nulls=[0, 1])
    counted = tallied(paths)
    # order 1: b → won 1/2; P = (1/2 + 1/2) · 1/2; without a 1/2 · 1/2: half is lost
    assert removal_effects(chain(counted, order=1))[0].tolist() == pytest.approx([0.5, 1], abs=1e-15)
    # order 2: only "a b" converts: without a nothing is left
    assert removal_effects(chain(counted, order=2))[0].tolist() == pytest.approx([1, 1], abs=1e-15)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("most_dense", [2500, 0], ids=["dense", "sparse"])
@EXAMPLES
@given(rows=walks())
def test_effects_are_what_deleting_states_loses(order, most_dense, rows):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(markov, "DENSE_STATES", most_dense)
        counted = tallied(coded(rows))
        effects = removal_effects(chain(counted, order=order))
    for value in (False, True):
        whole = written_out(rows, order, value=value)
        for index, channel in enumerate(counted.channels):
            left = written_out(rows, order, without=channel, value=value)
            expected = (whole - left) / whole if whole else 0
            assert effects[value][index] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
@EXAMPLES
@given(rows=walks())
def test_the_fitted_chain_converts_as_often_as_observed(order, rows):
    converted = sum(row.conversions for row in rows)
    journeys = converted + sum(row.nulls for row in rows)
    assert conversion_probability(chain(tallied(coded(rows), orders=[order]), order=order)) == pytest.approx(
        converted / journeys, rel=1e-9
    )


@EXAMPLES
@given(rows=walks(), repeats=st.lists(st.integers(0, 3), min_size=1, max_size=20))
def test_self_loops_leave_effects_of_order_1_unchanged(rows, repeats):
    longer = []
    for at, row in enumerate(rows):
        times = [1 + repeats[(at + place) % len(repeats)] for place in range(len(row.path))]
        path = [channel for channel, often in zip(row.path, times, strict=True) for _ in range(often)]
        longer.append(Walk(tuple(path), row.conversions, row.cents, row.nulls, ()))
    plain, looped = (removal_effects(chain(tallied(coded(some, ages=False)))) for some in (rows, longer))
    assert np.concatenate(looped) == pytest.approx(np.concatenate(plain), abs=1e-9)


def test_nobody_converts():
    effects = removal_effects(chain(tallied(from_lists([["a", "b"]], conversions=[0], value=[0], nulls=[5]))))
    assert [effect.tolist() for effect in effects] == [[0, 0], [0, 0]]


def test_conversions_without_value_have_effects_on_conversions_only():
    effects = removal_effects(chain(tallied(from_lists([["a"]], conversions=[2], value=[0], nulls=[5]))))
    assert [effect.tolist() for effect in effects] == [[1], [0]]


def test_everybody_converts():
    fitted = chain(tallied(from_lists([["a", "b"], ["a"]], conversions=[1, 1], value=[1, 1], nulls=[0, 0])))
    assert conversion_probability(fitted) == pytest.approx(1, abs=1e-15)
    assert removal_effects(fitted)[0].tolist() == pytest.approx([1, 0.5], abs=1e-15)


def test_a_path_of_10_000_steps():
    # a … a then b: without a the second journey, half of all conversions, is left
    long = ["a"] * 10_000 + ["b"]
    paths = from_lists([long, ["b"]], conversions=[1, 1], value=[3, 3], nulls=[0, 0])
    for order in ORDERS:
        counts, values = removal_effects(chain(tallied(paths), order=order))
        assert counts.tolist() == pytest.approx([0.5, 1], abs=1e-9)
        assert values.tolist() == pytest.approx([0.5, 1], abs=1e-9)


@pytest.mark.parametrize("most_dense", [600, 0], ids=["dense", "sparse"])
def test_going_round_in_circles(most_dense, monkeypatch):
    # 12 channels, 800 times round, then won; another journey is lost at the first channel. Without any one channel the
    # first journey is lost as well. Few iterations do not settle this: factors take over.
    monkeypatch.setattr(markov, "DENSE_STATES", most_dense)
    monkeypatch.setattr(markov, "ITERATIONS", 5)
    names = [f"c{index:02}" for index in range(12)]
    paths = from_lists([names * 800, names[:1]], conversions=[1, 0], value=[2, 0], nulls=[0, 1])
    fitted = chain(tallied(paths, orders=[2]), order=2)
    assert conversion_probability(fitted) == pytest.approx(0.5, rel=1e-9)
    assert removal_effects(fitted)[0] == pytest.approx(np.ones(12), rel=1e-9)


def test_an_order_that_was_not_tallied_is_one_clear_error():
    paths = from_lists([["a"]], conversions=[1], value=[1], nulls=[0])
    with pytest.raises(OrderError, match="no transitions of order 2; tally with orders"):
        chain(tallied(paths, orders=[1]), order=2)
    with pytest.raises(OrderError, match="order 5 with 1 channels; choose a lower order"):
        tallied(paths, orders=[5])


def test_too_many_states_are_one_clear_error(monkeypatch):
    monkeypatch.setattr(markov, "MOST_STATES", 3)
    paths = from_lists([["a", "b", "c"]], conversions=[1], value=[1], nulls=[0])
    with pytest.raises(OrderError, match="order 2 has 4 states, more than 3; choose a lower order or merge"):
        chain(tallied(paths), order=2)


def test_orders_too_long_for_a_number_are_refused():
    many = [[f"c{index}" for index in range(40_000)]]
    with pytest.raises(OrderError, match="order 4 with 40000 channels"):
        tallied(from_lists(many, conversions=[1], value=[1], nulls=[0]), orders=[4])


@pytest.fixture(scope="module")
def grouped():
    """400 journeys with a memory, in 60 groups."""
    generator = np.random.default_rng(5)
    journeys = [["a", "b", "c", "d"][: generator.integers(1, 5)] for _ in range(400)]
    journeys = [list(generator.permutation(journey)) for journey in journeys]
    won = np.array([len(journey) > 1 and journey[0] != "a" for journey in journeys], float)
    paths = from_lists(journeys, conversions=won, value=won * generator.integers(1, 9, 400), nulls=1 - won)
    return tallied(paths, groups=60)


def test_resamples_of_order_1_are_chains_of_their_own(grouped, monkeypatch):
    monkeypatch.setattr(markov, "BATCH", 100)
    weights = draws(grouped, resamples=7, seed=1)
    drawn = resampled_effects(grouped, order=1, weights=weights)
    for index, weight in enumerate(weights):
        exact = removal_effects(chain(grouped, weights=weight))
        assert drawn[0][index] == pytest.approx(exact[0], abs=1e-12)
        assert drawn[1][index] == pytest.approx(exact[1], abs=1e-12)


@pytest.mark.parametrize("order", ORDERS)
def test_resamples_of_higher_orders_follow_the_exact_derivative(grouped, order, monkeypatch):
    # One group a millionth heavier: the straight line and the exact solution differ by the square of that.
    monkeypatch.setattr(markov, "EXACT_CHANNELS", 0)
    step = 1e-5
    for group in (0, 17, 59):
        weights = np.ones(60)
        weights[group] += step
        drawn = resampled_effects(grouped, order=order, weights=weights[None])
        exact, before = (removal_effects(chain(grouped, order=order, weights=each)) for each in (weights, np.ones(60)))
        for kind in (0, 1):
            slope = (exact[kind] - before[kind]) / step
            assert (drawn[kind][0] - before[kind]) / step == pytest.approx(slope, abs=1e-5)
    assert np.abs(slope).max() > 1e-3


def walked(matrix, count, generator):
    """Journeys that end with chance 0.3 after each touch; what comes next depends on the two touches before."""
    rows = []
    for _ in range(count):
        row = [int(generator.integers(2))]
        while generator.random() < 0.7:
            before, last = row[-2:] if len(row) > 1 else row * 2
            row.append(int(generator.random() < matrix[before][last]))
        rows.append(["ab"[code] for code in row])
    return rows


@pytest.mark.parametrize(
    ("matrix", "order"),
    [([[0.5, 0.5], [0.5, 0.5]], 1), ([[0.2, 0.8], [0.2, 0.8]], 1), ([[0.9, 0.1], [0.1, 0.9]], 2)],
    ids=["chance", "habit", "memory"],
)
def test_the_order_that_made_the_journeys_is_chosen(matrix, order):
    rows = walked(matrix, 3000, np.random.default_rng(3))
    ones = np.ones(len(rows))
    found = markov_order(tallied(from_lists(rows, conversions=ones, value=ones, nulls=0 * ones), groups=200))
    assert found.loc[found["chosen"], "order"].tolist() == [order]
    assert found["behind"].min() == 0


def test_held_out_likelihood_by_hand():
    # Two groups, each all journeys "a" that convert: two steps, a (from start) and won (from a).
    # Without memory: a and won once each of 3 things: (1 + 2 · 1/3) / (2 + 2) = 5/12; the third 1/6.
    # Order 1, one thing seen from each state, n = 1: (1 + 1 · 5/12) / (1 + 1) = 17/24 at each step.
    # Order 2, by order 1: (1 + 17/24) / 2 = 41/48.
    one = tallied(from_lists([["a"]], conversions=[1], value=[1], nulls=[0]), orders=[1, 2])
    double = {
        order: replace(seen, counts=_twice(seen.counts), value=_twice(seen.value))
        for order, seen in one.transitions.items()
    }
    both = np.ones(2)
    two = replace(one, conversions=both, value=both, nulls=both * 0, transitions=double)
    found = markov_order(two)
    assert found["log_likelihood"].tolist() == pytest.approx([np.log(17 / 24), np.log(41 / 48)], abs=1e-12)


def _twice(row):
    return sp.csr_array(sp.vstack([row, row]))


def test_orders_are_not_compared_without_groups():
    one = tallied(from_lists([["a"]], conversions=[1], value=[1], nulls=[0]))
    with pytest.raises(TallyError, match="cannot be compared; tally orders from 1 on without a gap"):
        markov_order(one)
    with pytest.raises(TallyError, match=r"orders \[2, 3\]"):
        markov_order(tallied(from_lists([["a"]], conversions=[9], value=[1], nulls=[0]), orders=(2, 3), groups=9))


def test_one_journey_has_nothing_held_out():
    found = markov_order(tallied(from_lists([["a"]], conversions=[1], value=[1], nulls=[0]), groups=10))
    assert not found["chosen"].any()
    assert found["log_likelihood"].isna().all()
