"""A good channel left waiting: on hand-made hand-offs."""

from __future__ import annotations

import pytest

from helpers.handoff.gaps import ignored_channel
from helpers.patterns.ignored import compared, find

from .handbook import SCOPE, part, standings
from .loopbook import basis

USUAL = {"answered": 90, "silent": 10, "sql": 45}


def channels(**changed):
    """Four channels of 100: 10 left alone, 45 of 90 confirmed, unless said otherwise."""
    names = ("fairs", "mail", "search", "web")
    return standings(*(part("channel", name, **(USUAL | changed.get(name, {}))) for name in names))


def test_what_is_found_is_what_a_review_says():
    rows = channels(fairs={"answered": 60, "silent": 40, "sql": 48})
    found = {one.where: one for one in compared(rows, scope=SCOPE)}
    said = {fact.segment: (fact.value, fact.low, fact.high, fact.status == "clear")
            for fact in ignored_channel(rows, scope=SCOPE)}  # fmt: skip
    assert {where: (one.value, one.low, one.high, one.claimed) for where, one in found.items()} == said
    assert [where for where, one in found.items() if one.claimed] == ["channel=fairs"]
    # 40 of 100 against 30 of 300; of those answered 48 of 60 against 135 of 270
    assert found["channel=fairs"].shown == pytest.approx({"share": 0.4, "others": 0.1, "sql": 0.8, "sql_others": 0.5})


@pytest.mark.parametrize("half", [{"answered": 90, "silent": 10, "sql": 72}, {"answered": 60, "silent": 40, "sql": 10}])
def test_half_a_story_is_not_claimed(half):
    assert not any(one.claimed for one in compared(channels(fairs=half), scope=SCOPE))


def test_a_channel_that_nobody_answered_has_no_quality_to_show():
    rows = standings(part("channel", "fairs", answered=0, silent=20), part("channel", "web", **USUAL))
    fairs = next(one for one in compared(rows, scope=SCOPE) if one.where == "channel=fairs")
    assert set(fairs.shown) == {"share", "others"} and not fairs.claimed


def test_without_hand_offs_nothing_is_said(tmp_path):
    assert find(basis(tmp_path, {})) == []
