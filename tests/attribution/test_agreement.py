"""What does not depend on the model, by hand."""

import pandas as pd
import pytest

from helpers.attribution.agreement import COLUMNS, agreement
from helpers.attribution.models import attribute
from helpers.attribution.paths import from_lists
from helpers.attribution.tally import tally
from helpers.engagement import Attribution


def table(**models):
    """``model=[(channel, credit, low, high), …]``."""
    rows = [(model, *row) for model, found in models.items() for row in found]
    found = pd.DataFrame(rows, columns=["model", "channel", "conversions", "low", "high"])
    return found.assign(value=found["conversions"] * -1, value_low=found["high"] * -1, value_high=found["low"] * -1)


def shown(found):
    return {row["channel"]: (row["best_rank"], row["worst_rank"], row["decided"]) for _, row in found.iterrows()}


def test_the_same_rank_everywhere_and_intervals_apart():
    found = agreement(
        table(
            first=[("a", 50, 40, 60), ("b", 20, 15, 25), ("c", 10, 8, 14)],
            last=[("a", 70, 60, 80), ("b", 30, 22, 36), ("c", 18, 14, 21)],
        )
    )
    assert shown(found) == {"a": (1, 1, True), "b": (2, 2, True), "c": (3, 3, True)}
    assert found["spread"].tolist() == [20, 10, 8]
    assert found["smallest"].tolist() == [50, 20, 10]
    assert found["largest"].tolist() == [70, 30, 18]
    assert found["models"].tolist() == [2, 2, 2]


def test_an_interval_that_reaches_a_neighbour_leaves_both_undecided():
    found = agreement(
        table(
            first=[("a", 50, 40, 60), ("b", 20, 15, 25), ("c", 10, 8, 14)],
            last=[("a", 70, 60, 80), ("b", 30, 22, 36), ("c", 20, 14, 22)],
        )
    )
    assert shown(found) == {"a": (1, 1, True), "b": (2, 2, False), "c": (3, 3, False)}


def test_a_rank_that_changes_with_the_rule_is_not_decided():
    found = agreement(
        table(
            first=[("a", 50, 45, 55), ("b", 30, 25, 35), ("c", 5, 4, 6)],
            last=[("a", 30, 25, 35), ("b", 50, 45, 55), ("c", 5, 4, 6)],
        )
    )
    assert shown(found) == {"a": (1, 2, False), "b": (1, 2, False), "c": (3, 3, True)}


def test_equals_share_the_better_rank_and_are_not_decided():
    found = agreement(table(first=[("a", 5, 5, 5), ("b", 5, 5, 5), ("c", 1, 1, 1)]))
    assert shown(found) == {"a": (1, 1, False), "b": (1, 1, False), "c": (3, 3, True)}


def test_without_intervals_nothing_is_decided():
    missing = float("nan")
    found = agreement(table(first=[("a", 50, missing, missing), ("b", 1, missing, missing)]))
    assert shown(found) == {"a": (1, 1, False), "b": (2, 2, False)}


def test_one_channel_is_decided():
    assert shown(agreement(table(first=[("a", 5, 3, 7)]))) == {"a": (1, 1, True)}


def test_by_value():
    # value is the negative of conversions here, so ranks turn round
    found = agreement(table(first=[("a", 50, 40, 60), ("b", 20, 15, 25)]), by="value")
    assert shown(found) == {"a": (2, 2, True), "b": (1, 1, True)}


def test_nothing():
    found = agreement(table().iloc[:0])
    assert found.empty
    assert found.columns.tolist() == COLUMNS


def test_of_real_models():
    paths = from_lists([["a", "b"], ["b"]], conversions=[40, 5], value=[1, 1], nulls=[300, 300])
    found = agreement(attribute(tally(paths, settings=Attribution(), groups=200), resamples=99))
    # first: a 40, b 5; last: b 45, a 0
    assert found.set_index("channel")[["smallest", "largest"]].to_numpy().tolist() == [
        pytest.approx([0, 40]), pytest.approx([5, 45]),
    ]  # fmt: skip
    assert found[["best_rank", "worst_rank", "decided"]].to_numpy().tolist() == [[1, 2, False], [1, 2, False]]
