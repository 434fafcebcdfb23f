"""What is left of the cost of a customer without sales: by hand."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.patterns.cac_without_sales import compared
from helpers.periods import Period

YEAR = Period.parse("2025-10/2026-09")


def costs(**teams):
    """Each team's cost a month, all of it for new customers, from September 2025 to September 2026."""
    months = [month.first for month in Period.parse("2025-09/2026-09").months()]
    rows = [(month, team, 1.0, Decimal(amount)) for month in months for team, amount in teams.items()]
    return pd.DataFrame(rows, columns=["month", "team", "acquisition_share", "amount"])


WON = {date(2025, 10, 1): 4.0, date(2026, 9, 1): 6.0, date(2025, 9, 1): 90.0}


def test_most_of_the_cost_is_sales():
    (one,) = compared(costs(marketing=300, sales=600, shared=100), WON, lag=0, window=YEAR)
    assert (one.value, one.low, one.high, one.unit) == (0.4, 0.4, 0.4, "ratio")
    assert one.claimed
    # twelve months of 1,000 for ten customers
    assert one.shown == {"whole": 1200, "without_sales": 480, "customers": 10, "spend": 12000, "spend_sales": 7200}


def test_half_is_claimed_and_more_is_not():
    assert compared(costs(marketing=500, sales=500), WON, lag=0, window=YEAR)[0].claimed
    assert not compared(costs(marketing=501, sales=499), WON, lag=0, window=YEAR)[0].claimed


def test_only_what_wins_customers_counts():
    rows = costs(marketing=300, sales=600)
    half = rows.assign(acquisition_share=rows["team"].map({"marketing": 1.0, "sales": 0.5}))
    assert compared(half, WON, lag=0, window=YEAR)[0].value == 0.5


def test_costs_are_taken_as_much_earlier_as_the_client_says():
    rows = costs(marketing=300, sales=600)
    dear = rows.assign(amount=rows["amount"].mask(rows["month"] == date(2025, 9, 1), Decimal(12000)))
    assert compared(dear, WON, lag=0, window=YEAR)[0].shown["spend"] == 12 * 900
    assert compared(dear, WON, lag=1, window=YEAR)[0].shown["spend"] == 2 * 12000 + 11 * 900


@pytest.mark.parametrize(("rows", "won", "lag"), [
    (costs(), WON, 0), (costs(marketing=300, sales=600), {}, 0), (costs(marketing=300, sales=600), WON, 2),
    (costs(marketing=0, sales=0), WON, 0),
])  # fmt: skip
def test_no_costs_of_the_year_or_no_customers_say_nothing(rows, won, lag):
    assert compared(rows, won, lag=lag, window=YEAR) == []


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_it_is_a_part_of_the_whole(sales, marketing):
    (one,) = compared(costs(marketing=marketing, sales=sales), WON, lag=0, window=YEAR)
    assert 0 <= one.value <= 1
    assert one.shown["without_sales"] == pytest.approx(one.value * one.shown["whole"])
