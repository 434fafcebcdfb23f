"""Periods are whole calendar months; their arithmetic never leaves the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import PeriodError
from helpers.periods import Period, add_months

months = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)).map(Period.month)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),  # leap year
        ("2025-11/2026-10", date(2025, 11, 1), date(2026, 10, 31)),
    ],
)
def test_a_period_is_read_to_its_first_and_last_day(text, first, last):
    period = Period.parse(text)
    assert (period.first, period.last, str(period)) == (first, last, text)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-1", "10/2026", "2026-10/2026-09", "../2026-10", "2026-10\n"]
)
def test_what_is_no_period_is_refused_in_one_line(text):
    with pytest.raises(PeriodError) as refused:
        Period.parse(text)
    assert "\n" not in str(refused.value)


@given(months, st.integers(-200, 200), st.integers(-200, 200))
def test_shifts_add_up(period, first_step, second_step):
    assert period.shift(first_step).shift(second_step) == period.shift(first_step + second_step)


@given(months, st.integers(1, 36))
def test_a_rolling_window_ends_where_the_month_ends_and_touches_its_prior(period, length):
    window = period.rolling(length)
    assert (window.length, window.last) == (length, period.last)
    assert window.prior().last + timedelta(days=1) == window.first
    assert [str(month) for month in window.months()][-1] == str(period)


def test_last_year_has_the_same_months():
    assert str(Period.parse("2025-11/2026-10").last_year()) == "2024-11/2025-10"
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 1)


def test_holds_counts_both_edges():
    period = Period.parse("2026-02")
    assert period.holds(date(2026, 2, 1)) and period.holds(date(2026, 2, 28)) and not period.holds(date(2026, 3, 1))
