"""How large chance looks: on hand-made hand-offs and deals."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.patterns.chance import largest, largest_by_chance, unanswered, won
from helpers.periods import Period

from .handbook import SCOPE, part, standings
from .loopbook import basis

YEAR = Period.parse("2025-10/2026-09")


def ledger(**deals):
    """Sizes with ``(won, lost)`` new deals closed in May 2026."""
    rows = [
        ("size", value, "new", date(2026, 1, 5), date(2026, 5, 1), state, n)
        for value, pair in deals.items()
        for state, n in zip(("won", "lost"), pair, strict=True)
    ]
    found = pd.DataFrame(rows, columns=["name", "value", "kind", "created", "closed", "state", "n"])
    return found.assign(valued=0, amount=0.0, squares=0.0, timed=0, days=0)


def test_the_largest_of_all_places_is_shown_with_how_many_there_were():
    silent = unanswered(
        standings(part("channel", "web", answered=90, silent=10), part("channel", "fairs", answered=85, silent=15)),
        scope=SCOPE,
    )
    deals = won(ledger(large=(20, 20), small=(28, 22), tiny=(3, 2)), window=YEAR)
    assert [one.where for one in deals] == ["size=large", "size=small"]  # of five deals nobody can say anything
    found = largest([*silent, *deals])
    # 20 of 40 against 31 of 55: -0.064; small 28 of 50 against 23 of 45: +0.049; channels 0.05 apart
    assert found is not None and (found.where, found.pattern) == ("size=large", "noise")
    assert found.value == pytest.approx(20 / 40 - 31 / 55) and found.low < 0 < found.high and not found.claimed
    assert found.shown == pytest.approx(
        {"share": 0.5, "others": 31 / 55, "others_n": 55, "deals": 1, "places": 4, "alone": 0}
    )


def test_what_is_beyond_chance_is_said_to_be():
    found = largest(won(ledger(large=(80, 20), small=(20, 80)), window=YEAR))
    assert found is not None and found.claimed and found.shown["alone"] == 2


def test_chance_alone_makes_clear_looking_places_and_is_seldom_claimed():
    """Two hundred companies of twenty equal parts: one place in twenty looks clear alone, one company in twenty after
    all places are counted."""
    draws, claimed, alone = np.random.default_rng(5), 0, 0.0
    for _ in range(200):
        wins = draws.binomial(60, 0.4, size=20)
        found = largest(won(ledger(**{f"s{n:02d}": (k, 60 - k) for n, k in enumerate(wins)}), window=YEAR))
        assert found is not None
        claimed, alone = claimed + found.claimed, alone + found.shown["alone"]
    assert claimed <= 20 and 0.02 <= alone / 200 / 20 <= 0.08


def test_without_data_there_is_no_place(tmp_path):
    assert largest([]) is None and largest_by_chance(basis(tmp_path, {})) is None
