"""Cost by channel under the one rule of acquisition cost, and what it comes to for each credited result."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics.workbook import opened

from helpers.attribution.channels import as_touched, segment_of
from helpers.attribution.counts.spend import channel_costs
from helpers.attribution.spend import Outlay, channel_spend, credited_cost, credited_return, outlay
from helpers.engine import fetch
from helpers.facts import Fact, unpair
from helpers.metrics.cost import spend
from helpers.metrics.counts.money import monthly_costs
from helpers.noise import count_interval
from helpers.periods import Period

YEAR = Period.parse("2025-07/2026-06")
#: month, team, channel, share, amount. Within the year: paid_search 1000 − 200 + 0.5·400 = 1000, fairs 600, none 900.
LINES = [
    (date(2025, 7, 1), "marketing", "Paid Search", 1.0, 1000),
    (date(2025, 7, 1), "marketing", "paid_search", 1.0, -200),
    (date(2025, 9, 1), "shared", "paid-search ", 0.5, 400),
    (date(2025, 9, 1), "marketing", "fairs", 1.0, 600),
    (date(2026, 6, 1), "sales", None, 0.9, 1000),
    (date(2025, 6, 1), "marketing", "fairs", 1.0, 5000),  # the month before the year
    (date(2026, 6, 1), "sales", "fairs", 0.0, 700),  # wins nobody
]


def canonical(folder: Path, lines: list) -> object:
    return opened(folder, {"costs": [
        {"row": place, "month": month, "team": team, "category": "media", "channel": channel, "amount_base": amount,
         "acquisition_share": share}
        for place, (month, team, channel, share, amount) in enumerate(lines, 1)
    ]})  # fmt: skip


def counted(folder: Path, lines: list) -> pd.DataFrame:
    return fetch(channel_costs(canonical(folder, lines)["costs"], as_of=YEAR.as_of))


@pytest.fixture
def spent(tmp_path: Path) -> Outlay:
    return outlay(counted(tmp_path, LINES), known=["paid_search", "web"])


def credit(segment: str, value: float, *, low: float = math.nan, high: float = math.nan, **more: object) -> Fact:
    plain = {"period": str(YEAR), "metric": "credited", "variant": "model=linear;of=customers", "unit": "count"}
    return Fact(segment=segment, value=value, low=low, high=high, n=value, **{**plain, **more})


#: Forty customers: 20 by paid search, 12 by web (no cost), none by fairs, 8 without a touch.
CREDIT = [
    credit("all", 40),
    credit("channel=paid_search", 20, low=10, high=25),
    credit("channel=web", 12, low=8, high=16),
    credit("channel=(none)", 8, low=4, high=12),
]


def by_segment(facts: list[Fact]) -> dict[str, Fact]:
    found = {fact.segment: fact for fact in facts}
    assert len(found) == len(facts)
    return found


def test_channels_add_up_to_the_metric_spend(tmp_path: Path) -> None:
    tables = canonical(tmp_path, LINES)
    lines = fetch(channel_costs(tables["costs"], as_of=YEAR.as_of))
    found = by_segment(channel_spend(outlay(lines, known=["paid_search"]), window=YEAR))
    assert {segment: fact.value for segment, fact in found.items()} == pytest.approx(
        {"all": 2500, "channel=paid_search": 1000, "channel=fairs": 600, "channel=(none)": 900}
    )
    monthly = fetch(monthly_costs(tables["costs"], as_of=YEAR.as_of))
    metric = next(fact for fact in spend(monthly, period=Period.parse("2026-06"), start=Period.parse("2026-06"))
                  if fact.period == str(YEAR) and not fact.variant)  # fmt: skip
    assert (found["all"].value, found["all"].n, found["all"].note) == (metric.value, metric.n, metric.note)
    # July, September and June have lines; nine months have none
    assert (found["all"].n, found["all"].note) == (3, "partial_costs")


def test_costs_are_named_as_touches_are() -> None:
    assert as_touched(["E Mail", "e-mail", "email"], known=["E_mail"]) == {
        "E Mail": "E_mail", "e-mail": "E_mail", "email": "email",
    }  # fmt: skip
    assert as_touched(["Búsqueda"], known=["busqueda"]) == {"Búsqueda": "busqueda"}
    # what the touches name stays, even where two of their names are nearly the same
    assert as_touched(["Web", "web"], known=["web", "Web"]) == {"Web": "Web", "web": "web"}
    assert as_touched([], known=["web"]) == {}


@given(st.text(max_size=12))
def test_a_segment_is_read_back_as_one_pair(name: str) -> None:
    read = unpair(segment_of(name))
    assert list(read) == ["channel"]
    assert read["channel"] != "(none)"


def test_credited_cost_by_hand(spent: Outlay) -> None:
    found = by_segment(credited_cost(CREDIT, spent, window=YEAR))
    paid = found["channel=paid_search"]
    # 1000 over 20, between 1000 / 25 and 1000 / 10
    assert (paid.value, paid.low, paid.high, paid.numerator, paid.denominator) == (50, 40, 100, 1000, 20)
    assert found["channel=fairs"].note == "no_credit" and found["channel=fairs"].numerator == 600
    assert found["channel=web"].note == "no_channel_costs" and found["channel=web"].denominator == 12
    nowhere = found["channel=(none)"]
    assert (nowhere.note, nowhere.numerator, nowhere.denominator) == ("no_channel", pytest.approx(900), 8)
    for segment in ("channel=fairs", "channel=web", "channel=(none)"):
        assert math.isnan(found[segment].value) and found[segment].status == "undefined"
    low, high = count_interval(40)
    assert found["all"].value == pytest.approx(2500 / 40)
    assert (found["all"].low, found["all"].high) == (pytest.approx(2500 / high), pytest.approx(2500 / low))
    parts = [fact for segment, fact in found.items() if segment != "all"]
    assert sum(fact.numerator for fact in parts) == pytest.approx(found["all"].numerator)
    assert sum(fact.denominator for fact in parts) == found["all"].denominator


def test_credited_return_by_hand(spent: Outlay) -> None:
    money = {"metric": "credited_revenue", "variant": "model=linear", "unit": "money"}
    revenue = [
        credit("all", 10000, **money),
        credit("channel=paid_search", 4000, low=3000, high=5500, **money),
        credit("channel=web", 6000, **money | {"status": "too_few"}),
    ]
    found = by_segment(credited_return(revenue, spent, window=YEAR))
    paid = found["channel=paid_search"]
    assert (paid.value, paid.low, paid.high, paid.unit) == (4, 3, 5.5, "ratio")
    assert (paid.numerator, paid.denominator, paid.n) == (4000, 1000, 4000)
    assert found["all"].value == pytest.approx(4)
    assert found["channel=web"].note == "no_channel_costs"
    assert found["channel=fairs"].note == "no_credit"
    # cost without a channel stands beside nothing, not beside a lack of credit
    assert found["channel=(none)"].note == "no_channel"


def test_the_lag_moves_costs_to_where_customers_arrive(spent: Outlay) -> None:
    # booked a month later: June 2025 counts (fairs 5000 more), June 2026 does not (900 of no channel)
    found = by_segment(credited_cost(CREDIT, spent.later(1), window=YEAR))
    assert found["all"].numerator == pytest.approx(2500 + 5000 - 900)
    assert found["channel=fairs"].numerator == pytest.approx(5600)


def test_only_stated_models_and_kinds_have_a_cost(spent: Outlay) -> None:
    others = [
        credit("all", 40, variant="model=markov3;of=customers"),
        credit("all", 40, variant="model=linear;of=opportunities"),
        credit("all", 40, note="low_coverage"),
        credit("all", 40, period="2026-06"),
    ]
    assert credited_cost(others, spent, window=YEAR) == []
    kinds = [credit("all", 40, variant=f"model={model};of=mqls") for model in ("first", "markov1", "shapley")]
    totals = [fact for fact in credited_cost(kinds, spent, window=YEAR) if fact.segment == "all"]
    assert [fact.variant for fact in totals] == [fact.variant for fact in kinds]


def test_few_customers_a_cut_record_and_gaps_are_marked(tmp_path: Path) -> None:
    lines = [(month.first, "marketing", "web", 1.0, 100) for month in YEAR.months()]
    whole = outlay(counted(tmp_path, lines), known=["web"])
    few = [credit("all", 9), credit("channel=web", 9)]
    for fact in credited_cost(few, whole, window=YEAR):
        assert (fact.value, fact.status, fact.note) == (pytest.approx(1200 / 9), "too_few", "too_few")
    cut = credited_cost(CREDIT, whole, window=YEAR, observed_from=date(2025, 8, 1))
    assert {(fact.value, fact.status, fact.note) for fact in cut if fact.segment == "all"} == {
        (30, "undefined", "left_truncated")
    }


def test_without_costs_there_is_one_row_that_says_so(tmp_path: Path) -> None:
    nothing = outlay(counted(tmp_path, []), known=["web"])
    facts = [*channel_spend(nothing, window=YEAR), *credited_cost(CREDIT, nothing, window=YEAR)]
    assert {(fact.segment, fact.status, fact.note) for fact in facts} == {("all", "undefined", "no_costs")}
    assert all(math.isnan(fact.value) and math.isnan(fact.numerator) for fact in facts)


def test_costs_that_do_not_reach_the_window_are_not_guessed(tmp_path: Path) -> None:
    late = outlay(counted(tmp_path, [(date(2026, 1, 1), "marketing", "web", 1.0, 100)]), known=["web"])
    facts = [*channel_spend(late, window=YEAR), *credited_cost(CREDIT, late, window=YEAR)]
    assert {(fact.status, fact.note) for fact in facts} == {("undefined", "partial_costs")}
    assert all(math.isnan(fact.value) for fact in facts)


def test_no_customers_leave_the_cost_in_the_numerator(spent: Outlay) -> None:
    found = by_segment(credited_cost([credit("all", 0)], spent, window=YEAR))
    assert (found["all"].note, found["all"].numerator) == ("zero_denominator", 2500)
    assert found["channel=paid_search"].note == "no_credit"
