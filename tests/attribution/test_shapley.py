"""The closed form against the definition: average marginal worth over all coalitions."""

from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings

from attribution.walks import coded, walks
from helpers.attribution.models import attribute
from helpers.attribution.shapley import distinct
from helpers.attribution.tally import tally
from helpers.engagement import Attribution


def by_definition(rows, worth_of):
    """Sum over coalitions S without c of |S|! (n - |S| - 1)! / n! times (v(S + c) - v(S))."""
    players = sorted({channel for row in rows for channel in row.path})
    n = len(players)

    def worth(coalition):
        return sum(worth_of(row) for row in rows if set(row.path) <= coalition)

    return {
        player: sum(
            factorial(len(others)) * factorial(n - len(others) - 1) / factorial(n)
            * (worth({*others, player}) - worth(set(others)))
            for size in range(n)
            for others in combinations([other for other in players if other != player], size)
        )
        for player in players
    }  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(rows=walks(most=5))
def test_the_closed_form_is_the_shapley_value(rows):
    table = attribute(tally(coded(rows), settings=Attribution()), models=["shapley"]).set_index("channel")
    for column in ("conversions", "value"):
        expected = by_definition(rows, lambda row, column=column: getattr(row, column))
        assert table[column].to_dict() == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_by_hand():
    # a b a: a 1/2, b 1/2; b: 1; c c c: 1
    journey, channel, weight = distinct(
        np.array([0, 1, 0, 1, 2, 2, 2]), rows=np.array([0, 0, 0, 1, 2, 2, 2]), channels=3
    )
    assert journey.tolist() == [0, 0, 1, 2]
    assert channel.tolist() == [0, 1, 1, 2]
    assert weight.tolist() == [0.5, 0.5, 1, 1]


def test_nothing_is_nothing():
    nothing = np.zeros(0, np.int64)
    assert [len(part) for part in distinct(nothing, rows=nothing, channels=0)] == [0, 0, 0]
