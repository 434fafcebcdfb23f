"""What holds for every model, whatever the journeys."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.walks import CHANNELS, Walk, coded, walks
from helpers.attribution.models import DATA_DRIVEN, MODELS, attribute, available
from helpers.attribution.paths import take
from helpers.attribution.reading.merging import merged
from helpers.attribution.tally import tally
from helpers.engagement import Attribution

EXAMPLES = settings(max_examples=12, deadline=None)
ORDERS = (1, 2, 3)
NUMBERS = ["conversions", "value", "removal_effect", "removal_effect_value"]


def table(rows, **more):
    """The point estimates of every model, by model and channel."""
    found = attribute(tally(coded(rows, **more), settings=Attribution(), orders=ORDERS))
    return found.set_index(["model", "channel"])[NUMBERS].sort_index()


def same(one, other):
    assert one.index.equals(other.index)
    assert one.to_numpy() == pytest.approx(other.to_numpy(), rel=1e-9, abs=1e-9, nan_ok=True)


@EXAMPLES
@given(rows=walks())
def test_totals_are_conserved_by_every_model(rows):
    found = table(rows)
    sums = found.groupby(level="model")[["conversions", "value"]].sum()
    assert set(sums.index) == set(MODELS) - {"w_shaped", "full_path"}
    total = [sum(row.conversions for row in rows), sum(row.value for row in rows)]
    for model in sums.index:
        assert sums.loc[model].tolist() == pytest.approx(total, rel=1e-9)
    assert found[["conversions", "value"]].min().min() >= 0
    assert found[["removal_effect", "removal_effect_value"]].max().max() <= 1


@EXAMPLES
@given(rows=walks(), order=st.permutations(["(start)", "null", "conversion", "", "ÿ"]))
def test_names_are_only_names(rows, order):
    """Other names, in another order, some of them those of states."""
    names = {channel: new for channel, new in zip(CHANNELS, order, strict=True) if channel != "direct"}
    back = {new: channel for channel, new in names.items()}
    renamed = table(rows, rename=names).rename(index=back, level="channel").sort_index()
    same(renamed, table(rows))


@EXAMPLES
@given(rows=walks(), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, shuffled):
    other = list(rows)
    shuffled.shuffle(other)
    same(table(other), table(rows))


@EXAMPLES
@given(rows=walks())
def test_splitting_and_adding_up_rows_does_not_matter(rows):
    one_by_one = [
        Walk(row.path, int(won), row.cents, int(not won), row.ages)
        for row in rows
        for won in [True] * row.conversions + [False] * row.nulls
    ]
    same(table(one_by_one), table([row for row in rows if row.conversions + row.nulls]))
    once = attribute(tally(merged(replace(coded(rows), ages=None)), settings=Attribution(), orders=ORDERS))
    plain = table(rows, ages=False)
    same(once.set_index(["model", "channel"])[NUMBERS].sort_index(), plain)


@EXAMPLES
@given(rows=walks(), at=st.integers(0, 8))
def test_tallies_of_batches_add(rows, at):
    paths = coded(rows)
    split = min(at, len(rows))
    parts = [take(paths, np.arange(len(rows))[piece]) for piece in (slice(split), slice(split, None))]
    first, second = (tally(part, settings=Attribution(), orders=ORDERS) for part in parts)
    whole = attribute(first + second)
    same(whole.set_index(["model", "channel"])[NUMBERS].sort_index(), table(rows))


@EXAMPLES
@given(rows=walks(), groups=st.sampled_from([2, 7, 300]), seed=st.integers(0, 3))
def test_groups_only_take_apart(rows, groups, seed):
    counted = tally(coded(rows), settings=Attribution(), orders=ORDERS, groups=groups, seed=seed)
    same(attribute(counted).set_index(["model", "channel"])[NUMBERS].sort_index(), table(rows))
    assert counted.journeys.sum() == pytest.approx(sum(row.conversions + row.nulls for row in rows))
    # journeys stay whole: every group holds a whole number of each kind
    assert counted.conversions.tolist() == pytest.approx(counted.conversions.round().tolist(), abs=1e-9)


@EXAMPLES
@given(rows=walks(), shuffled=st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_how_rows_come(rows, shuffled):
    one_by_one = [
        Walk(row.path, int(won), row.cents, int(not won), row.ages)
        for row in rows
        for won in [True] * row.conversions + [False] * row.nulls
    ]
    shuffled.shuffle(one_by_one)
    here, there = (
        tally(coded(some), settings=Attribution(), groups=50, seed=4)
        for some in ([row for row in rows if row.conversions + row.nulls], one_by_one)
    )
    assert here.channels == there.channels
    assert there.conversions == pytest.approx(here.conversions, abs=1e-9)
    assert there.nulls == pytest.approx(here.nulls, abs=1e-9)
    for rule, credit in here.credit.items():
        assert there.credit[rule] == pytest.approx(credit, abs=1e-6)


def test_every_model_is_either_a_rule_or_driven_by_data():
    counted = tally(coded([Walk(("a", "b"), 1, 1, 1, (2, 1))]), settings=Attribution(), orders=ORDERS)
    assert set(DATA_DRIVEN) <= set(available(counted)) <= set(MODELS)
    assert available(counted) == tuple(model for model in MODELS if model not in ("w_shaped", "full_path"))
