"""More leads, and a period figure that falls: by hand."""

from datetime import date

import pandas as pd
from tests.patterns.rows import people, until

from helpers.patterns.cohorts import Windows, windows
from helpers.patterns.growth import compared
from helpers.periods import Period

END = date(2026, 9, 30)
AT = Windows(Period.parse("2025-01/2025-12"), Period.parse("2024-01/2024-12"), 270)


def found(*rows, days=240):
    (one,) = compared(until(people(*rows, days=days), END), AT, as_of=END)
    return one


def test_the_period_figure_falls_and_the_cohorts_do_not():
    one = found(("2024-01", "2025-09", 100, 20), ("2025-10", "2026-09", 300, 60))
    assert one.claimed
    # before: of 12 × 100 MQLs of Oct 2024 … Sep 2025; their customers came in eight months earlier, 20 a month
    assert (one.shown["entries_before"], one.shown["flow_before"]) == (1200, 0.2)
    # after: 12 × 300 MQLs; customers of Feb … Sep 2025 at 20 and of Oct … Jan at 60
    assert one.shown["entries_after"] == 3600
    assert one.shown["flow_after"] == (8 * 20 + 4 * 60) / 3600
    assert (one.shown["cohort_before"], one.shown["cohort_after"]) == (0.2, 0.2)
    assert one.value == 0
    assert one.low < 0 < one.high
    assert one.unit == "share"


def test_nothing_grew():
    one = found(("2024-01", "2026-09", 100, 20))
    assert not one.claimed
    assert one.shown["flow_before"] == one.shown["flow_after"] == 0.2


def test_the_cohorts_fall_as_well():
    one = found(("2024-01", "2024-12", 100, 20), ("2025-01", "2025-09", 100, 10), ("2025-10", "2026-09", 300, 30))
    assert one.shown["flow_after"] < one.shown["flow_before"]
    assert not one.claimed
    assert one.high < 0


def test_a_fall_that_the_cohorts_may_have_had_too_is_not_claimed():
    """Four of ten and three of ten a month: nobody can say whether fewer buy, nor that growth is all of it."""
    one = found(("2024-01", "2024-12", 10, 4), ("2025-01", "2026-01", 10, 3), ("2026-02", "2026-09", 14, 4))
    fall = one.shown["flow_after"] - one.shown["flow_before"]
    assert one.low < fall < 0 < one.high
    assert not one.claimed


def test_no_more_leads_no_growth():
    one = found(("2024-01", "2025-01", 100, 30), ("2025-02", "2026-09", 100, 10))
    assert one.shown["entries_after"] == one.shown["entries_before"]
    assert not one.claimed


def test_nobody_came_in_a_period():
    table = until(people(("2024-01", "2025-09", 100, 20)), END)
    assert compared(table, AT, as_of=END) == []
    assert windows(pd.DataFrame(people()), few=30, as_of=END) is None
