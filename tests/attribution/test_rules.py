"""Rules by hand: what each touch of a journey weighs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.attribution.rules import OF_PATHS, ModelError, Touches, named_weights, weights
from helpers.engagement import Attribution

SETTINGS = Attribution()


def touches(*lengths, direct=(), ages=None):
    flags = np.zeros(sum(lengths), bool)
    flags[list(direct)] = True
    return Touches(
        lengths=np.array(lengths, np.int64), direct=flags, ages=None if ages is None else np.array(ages, float)
    )


def weighed(rule, *lengths, settings=SETTINGS, **more):
    return weights(rule, touches=touches(*lengths, **more), settings=settings).round(12).tolist()


def test_first_and_last():
    assert weighed("first", 1, 3) == [1, 1, 0, 0]
    assert weighed("last", 1, 3) == [1, 0, 0, 1]


def test_last_non_direct_passes_over_direct_and_falls_back_to_the_last():
    # journeys: a D D | D D | a b
    assert weighed("last_non_direct", 3, 2, 2, direct=[1, 2, 3, 4]) == [1, 0, 0, 0, 1, 0, 1]


def test_linear():
    assert weighed("linear", 2, 4) == [0.5, 0.5, 0.25, 0.25, 0.25, 0.25]


def test_position():
    # one touch: all; two: 0.4 : 0.4; three: 0.4, 0.2, 0.4; four: 0.4, 0.1, 0.1, 0.4
    assert weighed("position", 1, 2, 3, 4) == [1, 0.5, 0.5, 0.4, 0.2, 0.4, 0.4, 0.1, 0.1, 0.4]


def test_position_of_other_parts():
    # two touches: 0.6 / 0.8 and 0.2 / 0.8; nothing is left between the ends of 0.5 and 0.5
    assert weighed("position", 2, settings=Attribution(position=(0.6, 0.2))) == [0.75, 0.25]
    assert weighed("position", 3, settings=Attribution(position=(0.5, 0.5))) == [0.5, 0, 0.5]
    assert weighed("position", 1, 2, settings=Attribution(position=(0.0, 0.5))) == [1, 0, 1]


def test_time_decay_halves_by_half_life():
    # ages 14, 7, 0 with a half-life of 7 days: 1/4, 1/2, 1 of 7/4 together
    decayed = weighed("time_decay", 3, settings=Attribution(half_life_days=7), ages=[14, 7, 0])
    assert decayed == pytest.approx([1 / 7, 2 / 7, 4 / 7], abs=1e-12)


def test_time_decay_of_very_old_journeys_does_not_vanish():
    # 2^(-50000) is below the smallest number there is; only differences count
    assert weighed("time_decay", 2, settings=Attribution(half_life_days=1), ages=[50_001, 50_000]) == pytest.approx(
        [1 / 3, 2 / 3], abs=1e-12
    )


def test_time_decay_without_ages_is_one_clear_error():
    with pytest.raises(ModelError, match="needs the days of touches"):
        weighed("time_decay", 2)


def test_an_unknown_rule_names_the_known_ones():
    with pytest.raises(ModelError, match="no rule 'frist' of paths; choose one of first, last"):
        weighed("frist", 2)


@pytest.mark.parametrize("rule", OF_PATHS)
def test_no_journeys_no_weights(rule):
    assert weighed(rule, ages=[]) == []


@pytest.mark.parametrize("rule", OF_PATHS)
@settings(max_examples=25, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 6), min_size=1, max_size=5),
    first=st.floats(0, 0.6),
    last=st.floats(0.01, 0.4),
    seed=st.integers(0, 99),
)
def test_weights_of_each_journey_sum_to_one(rule, lengths, first, last, seed):
    generator = np.random.default_rng(seed)
    made = Touches(
        lengths=np.array(lengths),
        direct=generator.random(sum(lengths)) < 0.5,
        ages=generator.uniform(0, 400, sum(lengths)),
    )
    weight = weights(rule, touches=made, settings=Attribution(position=(first, last)))
    assert weight.min() >= 0
    assert np.add.reduceat(weight, made.starts) == pytest.approx(np.ones(len(lengths)), abs=1e-12)


def test_named_weights_w_shaped():
    # first, lead, opportunity hold 0.3 each; 0.1 is shared by the two others
    assert named_weights(5, places=[0, 2, 4], shares=[0.3, 0.3, 0.3]).round(12).tolist() == [0.3, 0.05, 0.3, 0.05, 0.3]


def test_a_touch_with_two_milestones_gets_both_parts():
    assert named_weights(3, places=[0, 0, 2], shares=[0.3, 0.3, 0.3]).round(12).tolist() == [0.6, 0.1, 0.3]


def test_the_part_of_a_missing_milestone_goes_to_the_others_in_proportion():
    # 0.3 of the missing one: 0.15 and 0.15; of unequal parts 0.4 : 0.2, 0.3 is split 0.2 and 0.1
    assert named_weights(3, places=[0, None, 2], shares=[0.3, 0.3, 0.3]).round(12).tolist() == [0.45, 0.1, 0.45]
    assert named_weights(3, places=[0, None, 2], shares=[0.4, 0.3, 0.2]).round(12).tolist() == [0.6, 0.1, 0.3]


def test_without_other_touches_the_named_ones_share_the_rest_in_proportion():
    assert named_weights(2, places=[0, 0, 1], shares=[0.3, 0.3, 0.3]).round(12).tolist() == [
        round(2 / 3, 12), round(1 / 3, 12),
    ]  # fmt: skip
    assert named_weights(1, places=[0, 0, 0], shares=[0.3, 0.3, 0.3]).tolist() == pytest.approx([1], abs=1e-12)


def test_without_any_milestone_all_touches_weigh_the_same():
    assert named_weights(4, places=[None, None], shares=[0.4, 0.4]).tolist() == [0.25] * 4


def test_a_missing_milestone_whose_fellows_have_no_part_is_shared_evenly_by_them():
    assert named_weights(3, places=[0, None, 2], shares=[0.0, 0.8, 0.0]).round(12).tolist() == [0.4, 0.2, 0.4]


def test_position_is_named_weights_of_the_ends():
    for length in range(1, 6):
        by_hand = named_weights(length, places=[0, length - 1], shares=[0.5, 0.2])
        rule = weighed("position", length, settings=Attribution(position=(0.5, 0.2)))
        assert rule == pytest.approx(by_hand.tolist(), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(
    length=st.integers(1, 6),
    parts=st.lists(st.floats(0, 0.25), min_size=4, max_size=4).filter(lambda parts: sum(parts) > 0),
    places=st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=4, max_size=4),
)
def test_named_weights_sum_to_one(length, parts, places):
    held = [None if place is None else place % length for place in places]
    result = named_weights(length, places=held, shares=parts)
    assert result.min() >= 0
    assert result.sum() == pytest.approx(1, abs=1e-12)


def test_a_journey_without_touches_is_an_error():
    with pytest.raises(ModelError, match="without touches"):
        named_weights(0, places=[None], shares=[1.0])
