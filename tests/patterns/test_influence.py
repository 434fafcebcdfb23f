"""As many lost deals influenced as won ones: on hand-made counts."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.noise import difference_of_proportions
from helpers.patterns.influence import compared, find

from .loopbook import basis


def counts(won, lost):
    """``(influenced, all)`` of won and lost deals, and a channel's own rows, which do not count."""
    rows = [("won", False, won[1], None), ("won", True, won[0], None), ("won", True, won[0], "web"),
            ("lost", False, lost[1], None), ("lost", True, lost[0], None), ("open", False, 40, None)]  # fmt: skip
    return pd.DataFrame(rows, columns=["outcome", "any", "deals", "channel"])


def test_almost_every_deal_whatever_its_end():
    (found,) = compared(counts((92, 100), (182, 200)))
    assert found.claimed and (found.where, found.unit, found.n) == ("all", "share", 300)
    assert (found.value, found.low, found.high) == pytest.approx(tuple(difference_of_proportions(92, 100, 182, 200)))
    assert found.shown == {"won": 0.92, "lost": 0.91, "won_n": 100, "lost_n": 200}


def test_a_point_or_two_that_is_clear_among_many_deals_makes_marketing_no_cause():
    """Of 1,000 won deals 97 % were met, of 1,000 lost ones 99 %: clearly fewer, and as many for anybody's decision."""
    (found,) = compared(counts((970, 1000), (990, 1000)))
    assert found.high < 0 and found.claimed


@pytest.mark.parametrize(
    ("won", "lost"),
    [
        ((92, 100), (150, 200)),  # clearly more of the won ones
        ((40, 100), (81, 200)),  # alike, and few of either
        ((19, 20), (18, 20)),  # too few to say that they are alike
    ],
)
def test_what_is_not_claimed(won, lost):
    (found,) = compared(counts(won, lost))
    assert not found.claimed


@pytest.mark.parametrize(("won", "lost"), [((0, 0), (10, 20)), ((10, 20), (0, 0))])
def test_without_won_or_lost_deals_nothing_is_said(won, lost):
    assert compared(counts(won, lost)) == []


def test_without_any_deal_nothing_is_said(tmp_path):
    assert find(basis(tmp_path, {})) == []
