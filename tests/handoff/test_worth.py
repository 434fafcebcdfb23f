"""What leaks may cost: ranges by hand."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.handoff.calls import COLUMNS, calls
from helpers.handoff.leaks import leak_customers, leak_money
from helpers.handoff.load import handoff_load
from helpers.handoff.scope import Scope
from helpers.handoff.worth import NO_RANGE, Range, Stratum, deal_worth, expected
from helpers.periods import Period

from .book import TERMS

PERIOD = Period.parse("2026-10")
SCOPE = Scope(period=PERIOD, terms=TERMS, few=30)


def cell(channel: str, standing: str, leak: str, n: int, *, ripe: int, won: int, decision: str = "accepted") -> dict:
    return {"name": "channel", "value": channel, "month": PERIOD.first, "standing": standing, "leak": leak, "n": n,
            "again": 0, "decision": decision, "ripe": ripe, "ripe_customer": won}  # fmt: skip


def company() -> pd.DataFrame:
    """Fairs: 20 of 100 answered ones buy; web: 5 of 100. 40 unanswered from fairs, 60 from the web: none buys."""
    rows = [
        cell("fairs", "in_time", "", 100, ripe=100, won=20), cell("fairs", "silent", "unanswered", 40, ripe=40, won=0),
        cell("web", "in_time", "", 100, ripe=100, won=5), cell("web", "silent", "unanswered", 60, ripe=60, won=0),
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    return pd.concat([table, table.assign(name="", value="")], ignore_index=True)


def test_each_channel_is_measured_against_itself():
    facts = {fact.segment: fact for fact in leak_customers(company(), people=1.0, scope=SCOPE)}
    left = facts["leak=unanswered"]
    # 40 × 20/100 + 60 × 5/100 = 8 + 3
    assert (left.value, left.low, left.high, left.n) == (11.0, 0.0, 11.0, 100)
    assert facts["leak=late"].value == 0 and facts["leak=recycled"].value == 0
    halved = {fact.segment: fact for fact in leak_customers(company(), people=2.0, scope=SCOPE)}
    assert halved["leak=unanswered"].value == 5.5  # two people behind each customer


def test_money_multiplies_end_by_end():
    worth = Range(1000.0, 800.0, 1250.0)
    facts = {fact.segment: fact for fact in leak_money(company(), people=1.0, worth=worth, scope=SCOPE)}
    assert (facts["leak=unanswered"].value, facts["leak=unanswered"].low, facts["leak=unanswered"].high) == (
        11_000.0, 0.0, 13_750.0,
    )  # fmt: skip
    bare = {fact.segment: fact for fact in leak_money(company(), people=1.0, worth=NO_RANGE, scope=SCOPE)}
    assert bare["leak=unanswered"].note == "no_amounts"


def test_too_little_to_go_by_gives_no_range():
    assert not expected([Stratum(40, 4, 100, 0, 40)]).known  # four customers
    assert not expected([Stratum(60, 3, 9, 0, 60)]).known  # nine to compare with
    assert expected([]) == Range(0.0, 0.0, 0.0)


def test_small_channels_are_put_together():
    small = [Stratum(10, 3, 20, 0, 10), Stratum(10, 3, 20, 0, 10)]
    assert expected(small).value == pytest.approx(20 * 6 / 40)


def test_lost_ones_that_did_better_cost_nothing():
    assert expected([Stratum(40, 5, 100, 20, 40)]).high == 0.0
    rows = company().assign(ripe_customer=lambda t: t["ripe_customer"].where(t["standing"] != "silent", 30))
    (left,) = (fact for fact in leak_customers(rows, people=1.0, scope=SCOPE) if fact.segment == "leak=unanswered")
    assert (left.value, left.high) == (0.0, 0.0)


strata = st.builds(
    lambda lost, n, good, m, kept: Stratum(lost, min(good, n), n, min(kept, m), m),
    *(st.integers(0, 300) for _ in range(5)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(strata, max_size=4))
def test_a_range_holds_its_value_and_nought(cases):
    found = expected(cases)
    if found.known:
        assert found.low <= found.value <= found.high and found.low <= 0 <= found.high
        assert found.high <= math.fsum(case.lost for case in cases) + 1e-9


def test_what_a_deal_brings():
    # 100, 200, 300: mean 200, variance 10,000, error 100/√3 = 57.7; e^(1.96 × 57.7/200) = 1.761
    deals = pd.DataFrame({"month": [PERIOD.first], "n": [3], "amount": [600.0], "squares": [140_000.0]})
    worth = deal_worth(deals, year=PERIOD.rolling(12), few=3)
    assert worth.value == 200 and worth.high == pytest.approx(200 * 1.7609, rel=1e-4)
    assert not deal_worth(deals.head(0), year=PERIOD.rolling(12), few=3).known


def test_the_most_promising_channel_is_called_first_then_the_newest():
    waiting = pd.DataFrame(
        [("web", "a1", 20), ("fairs", "a2", 3), ("fairs", "a3", 9), ("new", "a4", 1)],
        columns=["channel", "account_id", "day"],
    )
    waiting = waiting.assign(requested_on=[date(2026, 10, day) for day in waiting["day"]], person_id="p",
                             waiting_days=5, minute=0, seller_group="north", reason="unanswered")  # fmt: skip
    found = calls(waiting, company(), worth=Range(1000.0, 900.0, 1100.0))
    assert found["account_id"].tolist() == ["a3", "a2", "a4", "a1"]  # 20 %, 20 %, all channels 12.5 %, 5 %
    assert found["worth"].tolist() == [200.0, 200.0, 125.0, 50.0]
    assert calls(waiting.head(0), company(), worth=NO_RANGE).columns.tolist() == COLUMNS


def test_load_per_seller_and_day():
    table = pd.DataFrame(
        {"name": ["", "seller_group"], "value": ["", "north"], "month": [PERIOD.first] * 2, "n": [40, 30]}
    )
    days = {PERIOD: 20, PERIOD.rolling(3): 60, PERIOD.rolling(12): 240}
    facts = handoff_load(table, sellers={"all": 4.0, "north": 2.0}, days=days, capacity=1.5, scope=SCOPE)
    found = {(fact.period, fact.segment): fact for fact in facts}
    assert found["2026-10", "all"].value == 40 / 80 and found["2026-10", "all"].target == 1.5
    assert found["2025-11/2026-10", "seller_group=north"].value == 30 / 480
    assert handoff_load(table, sellers={}, days=days, capacity=None, scope=SCOPE)[0].note == "no_owners"
