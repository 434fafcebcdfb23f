"""Which month a review means when nobody says, and what it says when a month has no data."""

from datetime import date

import pandas as pd
import pytest

from helpers.errors import PeriodError
from helpers.run.months import last_full_month, reviewed_period


def months(*rows: tuple[str, int, str]) -> pd.DataFrame:
    """``(month, events, last day)`` as the engine counts them."""
    return pd.DataFrame(
        [(date.fromisoformat(f"{m}-01"), n, date.fromisoformat(last)) for m, n, last in rows],
        columns=["month", "events", "last"],
    )


FULL = (("2026-07", 100, "2026-07-31"), ("2026-08", 90, "2026-08-28"), ("2026-09", 110, "2026-09-30"))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (("2026-10", 20, "2026-10-06"), "2026-09"),  # October has only begun
        (("2026-10", 95, "2026-10-29"), "2026-09"),  # Friday the 30th is still to come
        (("2026-10", 99, "2026-10-30"), "2026-10"),  # the 31st is a Saturday: no working day is left
        (("2031-03", 1, "2031-03-02"), "2026-09"),  # a mistyped year does not make a month
    ],
)
def test_the_last_full_month_is_that_of_the_data(last, expected):
    assert str(last_full_month(months(*FULL, last))) == expected


def test_a_first_month_that_is_not_over_is_better_than_none():
    assert str(last_full_month(months(("2026-10", 5, "2026-10-06")))) == "2026-10"


def test_no_dated_row_is_said():
    with pytest.raises(PeriodError, match="no dated row"):
        last_full_month(months())


def test_a_review_looks_back_two_years_or_to_the_first_data():
    assert [str(p) for p in reviewed_period(months(*FULL), period="", start="")] == ["2026-09", "2026-07"]
    long = [(f"{2023 + m // 12}-{m % 12 + 1:02d}", 10, f"{2023 + m // 12}-{m % 12 + 1:02d}-28") for m in range(48)]
    assert [str(p) for p in reviewed_period(months(*long), period="2026-03", start="")] == ["2026-03", "2024-04"]
    assert [str(p) for p in reviewed_period(months(*long), period="2026-03", start="2025-01")] == ["2026-03", "2025-01"]


@pytest.mark.parametrize(
    ("period", "start", "says"),
    [
        ("2027-01", "", r"no data in 2027-01; months with data: 2026-07 to 2026-09, 2026-12"),
        ("2026-10", "", r"no data in 2026-10; "),
        ("2026-07/2026-09", "", r"a review is of one month, not of 2026-07/2026-09"),
        ("2026-09", "2026-10", r"--from 2026-10 is after the month under review \(2026-09\)"),
        ("September", "", r"'September' is not a month"),
    ],
)
def test_a_period_that_cannot_be_reviewed_names_those_that_can(period, start, says):
    with pytest.raises(PeriodError, match=says):
        reviewed_period(months(*FULL, ("2026-12", 3, "2026-12-31")), period=period, start=start)
