"""Won deals alone, and all of them: by hand."""

import pandas as pd
import pytest

from helpers.metrics.scope import Scope
from helpers.patterns.won_only_cycle import compared
from helpers.periods import Period

PERIOD = Period.parse("2026-09")
SCOPE = Scope(
    period=PERIOD, start=Period.parse("2024-10"), horizon=180, few=30, grain="person", usual_cycle=90,
)  # fmt: skip


def deals(*rows, kind="new"):
    """Rows of ``(month of creation, days, state, n)``."""
    made = pd.DataFrame(rows, columns=["month", "days", "state", "n"])
    return made.assign(kind=kind, month=pd.to_datetime(made["month"]))


def old(month="2024-10-01"):
    """Two hundred that have had their time: half won after 100 days, half after 200, all of them within a year."""
    return [(month, 100, "won", 100), (month, 200, "won", 100), (month, 150, "lost", 50), (month, 720, "open", 50)]


def test_many_young_deals_of_which_only_the_quick_are_won():
    young = [("2026-06-01", 100, "won", 150), ("2026-06-01", 101, "open", 450)]
    (one,) = compared(deals(*old(), *young), scope=SCOPE)
    assert one.claimed
    assert one.shown == {"won_only": 100, "median": 200, "won": 350, "open": 500}
    assert one.value == 200
    assert one.low > 100
    assert (one.where, one.unit, one.n) == ("all", "days", 900)


def test_without_growth_the_won_ones_say_the_same():
    (one,) = compared(deals(*old()), scope=SCOPE)
    assert not one.claimed
    assert one.shown["won_only"] == 150  # half at 100, half at 200: the middle
    assert one.low <= one.value <= one.high


def test_business_with_those_who_are_customers_is_apart():
    more = deals(("2026-06-01", 1, "won", 900), kind="expansion")
    assert compared(pd.concat([deals(*old()), more]), scope=SCOPE) == compared(deals(*old()), scope=SCOPE)


@pytest.mark.parametrize("rows", [
    [], [("2024-10-01", 700, "open", 50)],  # nobody is won
    [("2026-08-01", 28, "won", 40), ("2026-08-01", 35, "open", 400)],  # the end is not in sight
    [("2024-10-01", 100, "won", 4), ("2024-10-01", 700, "open", 3)],  # a handful
])  # fmt: skip
def test_what_cannot_say_anything(rows):
    assert compared(deals(*rows), scope=SCOPE) == []
