"""The whole falls while every part rises: by hand."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.patterns.rows import people

from helpers.patterns.cohorts import Windows
from helpers.patterns.simpson import compared
from helpers.periods import Period

AT = Windows(Period.parse("2025-01/2025-12"), Period.parse("2024-01/2024-12"), 180)


def table(name, **values):
    """Each value's ``(n, won)`` a month, in 2024 and in 2025."""
    parts = [people(("2024-01", "2024-12", *before), ("2025-01", "2025-12", *after), part=(name, value))
             for value, (before, after) in values.items()]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def one(rows, few=30):
    (found,) = compared(rows, AT, few=few)
    return found


def test_more_comes_from_the_weak_channel_and_each_does_better():
    found = one(table("channel", strong=((90, 27), (90, 36)), weak=((10, 1), (160, 24))))
    assert found.where == "channel=all"
    assert found.claimed
    # 2024: 28 of 100; 2025: 60 of 250
    assert (found.shown["before"], found.shown["after"]) == (0.28, 0.24)
    # strong: 0.1 × (0.9 + 0.36) / 2 = 0.063; weak: 0.05 × (0.1 + 0.64) / 2 = 0.0185
    assert found.value == pytest.approx(0.0815)
    assert found.shown["within"] == found.value
    assert found.shown["mix"] == pytest.approx(-0.04 - 0.0815)
    assert (found.shown["values"], found.shown["rising"]) == (2, 2)
    assert found.low < found.value < found.high


@pytest.mark.parametrize(("values", "what"), [
    ({"strong": ((90, 27), (90, 36)), "weak": ((10, 1), (10, 2))}, "the whole rises"),
    ({"strong": ((90, 27), (90, 18)), "weak": ((10, 1), (160, 24))}, "a value falls"),
    ({"strong": ((90, 27), (90, 27)), "weak": ((10, 1), (160, 16))}, "no value moves"),
    ({"only": ((100, 30), (100, 20))}, "there is one value"),
])  # fmt: skip
def test_what_is_no_such_thing(values, what):
    assert not one(table("channel", **values)).claimed, what


def test_people_of_whom_nothing_is_known_are_apart():
    rows = table("channel", strong=((90, 27), (90, 36)), weak=((10, 1), (160, 24)))
    more = pd.concat([rows, table("channel", unknown=((500, 400), (500, 10)), blank=((500, 400), (500, 10)))])
    assert one(more) == one(rows)


def test_values_of_a_few_do_not_count_as_rising():
    rows = table("channel", strong=((90, 27), (90, 36)), weak=((10, 1), (160, 24)), tiny=((2, 0), (2, 1)))
    assert one(rows).shown["values"] == 2


def test_a_segment_nobody_has_and_none_at_all():
    assert compared(people(), AT, few=30) == []
    assert compared(table("size", small=((0, 0), (50, 5))), AT, few=30) == []


def test_segments_are_looked_at_together():
    rows = pd.concat([table("channel", strong=((90, 27), (90, 36)), weak=((10, 1), (160, 24))),
                      table("size", small=((50, 14), (125, 30)), large=((50, 14), (125, 30)))])  # fmt: skip
    assert [(found.where, found.claimed) for found in compared(rows, AT, few=30)] == [
        ("channel=all", True), ("size=all", False),
    ]  # fmt: skip


_CELL = st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=5))
def test_mix_and_within_are_the_change(cells):
    found = one(table("size", **{f"v{place}": pair for place, pair in enumerate(cells)}))
    assert math.isclose(
        found.shown["mix"] + found.value, found.shown["after"] - found.shown["before"], rel_tol=0, abs_tol=1e-9
    )
    assert found.low <= found.value <= found.high
    assert 0 <= found.shown["rising"] <= found.shown["values"] <= len(cells)
