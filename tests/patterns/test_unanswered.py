"""Leads that nobody answers: on hand-made hand-offs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.handoff.scope import Scope
from helpers.noise import difference_of_proportions
from helpers.patterns.unanswered import compared, find

from .handbook import SCOPE, part, standings
from .loopbook import basis


def industries(left: int):
    """Four industries of 100 leads, 10 of each left alone, of food ``left``; two sizes with as many of either."""
    rows = [part("industry", name, answered=90, silent=10) for name in ("drinks", "pharma", "toys")]
    half = (90 * 3 + 100 - left) // 2, (30 + left) // 2
    rows += [part("size", name, answered=half[0], silent=half[1]) for name in ("large", "small")]
    return standings(part("industry", "food", answered=100 - left, silent=left), *rows)


def test_the_part_whose_leads_are_left_alone_is_claimed_and_no_other():
    found = {one.where: one for one in compared(industries(40), scope=SCOPE)}
    assert {where for where, one in found.items() if one.claimed} == {"industry=food"}
    food = found["industry=food"]
    # 40 of 100 against 30 of 300
    assert (food.value, food.n, food.unit) == (pytest.approx(0.3), 100, "share")
    assert (food.value, food.low, food.high) == pytest.approx(tuple(difference_of_proportions(40, 100, 30, 300)))
    assert food.shown == pytest.approx({"share": 0.4, "others": 0.1, "others_n": 300})


def test_holm_counts_the_parts_of_every_segment():
    # 20 of 100 against 30 of 300: pooled 0.125, error √(0.1094 × (1/100 + 1/300)) = 0.0382, z = 2.62, p = 0.0088. Alone
    # among the four industries that is 0.035 after Holm; among all six parts it is 0.053
    found = {one.where: one for one in compared(industries(20), scope=SCOPE)}
    assert found["industry=food"].low > 0 and not any(one.claimed for one in found.values())


def test_fewer_left_alone_than_elsewhere_is_no_story():
    assert not any(one.claimed for one in compared(industries(0), scope=SCOPE))


@pytest.mark.parametrize(
    "scope", [replace(SCOPE, note="low_coverage"), replace(SCOPE, unwritten=frozenset({"industry=food"}))]
)
def test_sellers_who_write_nothing_down_are_not_accused(scope: Scope):
    assert not any(one.claimed for one in compared(industries(40), scope=scope))


def test_few_leads_are_not_judged():
    rows = standings(part("size", "tiny", answered=1, silent=8), part("size", "large", answered=190, silent=10))
    assert not any(one.claimed for one in compared(rows, scope=SCOPE))


def test_without_hand_offs_nothing_is_said(tmp_path):
    assert find(basis(tmp_path, {})) == []
