"""A ritual that stopped: on hand-made meetings."""

from datetime import date

import pytest

from helpers.patterns.dying import find

from .loopbook import basis


def meetings(ritual, *held):
    """Monthly meetings up to September 2026, the last one last: held or not."""
    months = [(2026 if back < 9 else 2025, 9 - back if back < 9 else 21 - back) for back in range(len(held))]
    days = [date(year, month, 8) for year, month in reversed(months)]
    return [{"row": row, "ritual": ritual, "planned_on": day, "held_on": day if yes else None, "marketing": yes,
             "sales": yes} for row, (day, yes) in enumerate(zip(days, held, strict=True))]  # fmt: skip


def test_meetings_in_a_row_that_were_not_held_are_counted(tmp_path):
    # January to September 2026: held to April, then not; August does not count, so May, June, July and September
    rows = meetings("win-loss", *[True] * 12, *[False] * 5)
    (found,) = find(basis(tmp_path, {"meetings": rows}))
    assert (found.where, found.value, found.low, found.high, found.unit) == ("ritual=win-loss", 4, 4, 4, "count")
    assert found.claimed and found.n == 17
    assert found.shown == {"missed": 0, "planned": 12}


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ([True] * 15 + [False] * 2, "August apart, one meeting was missed"),
        ([True, False, False, True] * 4 + [False], "it always was missed that often"),
        ([True, True, True] + [False] * 5, "its record is too short to say"),
        ([True] * 12 + [False] * 4 + [True], "it is held again"),
    ],
)
def test_what_is_no_ritual_that_stopped(tmp_path, held, why):
    (found,) = find(basis(tmp_path, {"meetings": meetings("win-loss", *held)}))
    assert not found.claimed, why


def test_each_ritual_is_looked_at(tmp_path):
    rows = meetings("win-loss", *[True] * 12, *[False] * 5) + [
        row | {"row": 100 + row["row"]} for row in meetings("review", *[True] * 17)
    ]
    found = find(basis(tmp_path, {"meetings": rows}))
    assert [(one.where, one.value, one.claimed) for one in found] == [
        ("ritual=review", 0, False), ("ritual=win-loss", 4, True),
    ]  # fmt: skip


def test_without_meetings_nothing_is_said(tmp_path):
    assert find(basis(tmp_path, {})) == []
