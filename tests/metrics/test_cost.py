from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from workbook import client, opened

from helpers.catalog.costs import acquisition_share, cost_category, taxonomy
from helpers.costs import acquisition_costs
from helpers.engagement import Costs as Rules
from helpers.engine import fetch
from helpers.facts import Fact
from helpers.metrics.cost import spend
from helpers.metrics.counts.accounts import months_to_customer
from helpers.metrics.counts.money import monthly_costs
from helpers.metrics.unified_cac import lag_weights, median_lag, unified_cac
from helpers.noise import count_interval
from helpers.periods import Period

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
#: month, team, share, amount: acquisition cost Jan 1000 + 0.5·400 = 1200, Feb 1000 − 100 + 600 = 1500, Mar nothing
LINES = [
    (JAN, "marketing", 1.0, 1000),
    (JAN, "shared", 0.5, 400),
    (FEB, "marketing", 1.0, 1000),
    (FEB, "marketing", 1.0, -100),
    (FEB, "sales", 0.6, 1000),
    (FEB, "sales", 0.0, 5000),
    (APR, "marketing", 1.0, 300),
]


def _tables(lines: list[tuple[date, str, float, float]]) -> dict[str, list[dict[str, object]]]:
    return {
        "costs": [
            {"row": place, "month": month, "team": team, "category": "media", "amount_base": amount,
             "acquisition_share": share}
            for place, (month, team, share, amount) in enumerate(lines, 1)
        ]
    }  # fmt: skip


def _monthly(folder: Path, lines: list[tuple[date, str, float, float]], as_of: date = date(2026, 4, 30)):
    return fetch(monthly_costs(opened(folder, _tables(lines))["costs"], as_of=as_of))


def _one(facts: list[Fact], period: str, variant: str = "") -> Fact:
    return next(fact for fact in facts if fact.period == period and fact.variant == variant)


def test_cost_is_amount_times_share_with_credits_taken_off(tmp_path: Path) -> None:
    facts = spend(_monthly(tmp_path, LINES), period=Period.parse("2026-04"), start=Period.parse("2026-01"))
    assert _one(facts, "2026-01").value == 1200
    assert _one(facts, "2026-02").value == pytest.approx(1500)
    assert _one(facts, "2026-02", "scope=sales").value == pytest.approx(600)
    assert _one(facts, "2026-02", "scope=marketing").value == 900
    quarter = _one(facts, "2026-02/2026-04")
    # March has no line at all: 1500 + 0 + 300, said in n and note
    assert (quarter.value, quarter.n, quarter.note) == (pytest.approx(1800), 2, "partial_costs")


def test_windows_outside_the_cost_lines_have_no_value(tmp_path: Path) -> None:
    facts = spend(_monthly(tmp_path, LINES), period=Period.parse("2026-05"), start=Period.parse("2026-01"))
    for period in ("2025-11/2026-01", "2026-05", "2025-05/2026-04"):
        row = _one(facts, period)
        assert (math.isnan(row.value), row.status, row.note) == (True, "undefined", "partial_costs")


def test_no_cost_form_is_said(tmp_path: Path) -> None:
    facts = spend(_monthly(tmp_path, []), period=Period.parse("2026-01"), start=Period.parse("2026-01"))
    assert {(row.status, row.note) for row in facts} == {("undefined", "no_costs")}


def test_costs_after_as_of_are_not_known_yet(tmp_path: Path) -> None:
    assert set(_monthly(tmp_path, LINES, date(2026, 1, 31))["month"]) == {JAN}


def test_sales_points_move_sales_only_and_stay_within_bounds(tmp_path: Path) -> None:
    monthly = _monthly(tmp_path, LINES)
    # sales of February: 0.6 → 0.8 → 800; the line with share 0 stays out; marketing is untouched
    assert acquisition_costs(monthly, sales_points=0.2).months[FEB] == pytest.approx(900 + 800)
    assert acquisition_costs(monthly, sales_points=0.9).months[FEB] == pytest.approx(900 + 1000)
    assert acquisition_costs(monthly, sales_points=-0.9).months[FEB] == pytest.approx(900)


def _year(folder: Path, monthly_cost: float = 100) -> object:
    lines = [(date(2025, month, 1), "marketing", 1.0, monthly_cost) for month in range(1, 13)]
    lines += [(date(2024, month, 1), "sales", 0.5, 400) for month in range(1, 13)]
    return _monthly(folder, lines, date(2025, 12, 31))


def _cac(folder: Path, customers: dict[date, float], **lags: int) -> list[Fact]:
    reached = []
    for account, lag in lags.items():
        for stage, month in (("mql", 1), ("customer", 1 + lag)):
            reached.append(
                {"grain": "account", "entity_id": account, "account_id": account, "episode": 1, "stage": stage,
                 "on": date(2025, month, 10), "observed": True, "timed": True}
            )  # fmt: skip
    (folder / "lags").mkdir()
    counted = fetch(
        months_to_customer(opened(folder / "lags", {"reached": reached})["reached"], as_of=date(2025, 12, 31))
    )
    return unified_cac(
        _year(folder), customers, lags=counted, rules=Rules(), period=Period.parse("2025-12"),
        start=Period.parse("2025-12"),
    )  # fmt: skip


def test_unified_cac_and_its_variants_by_hand(tmp_path: Path) -> None:
    facts = _cac(tmp_path, {date(2025, 3, 1): 20.0, date(2025, 9, 1): 4.0, date(2024, 12, 1): 7.0}, a=1, b=2, c=2, d=7)
    plain = _one(facts, "2025-01/2025-12")
    # 12 × 100 over 24 customers
    assert (plain.value, plain.numerator, plain.denominator, plain.status) == (50, 1200, 24, "ok")
    low, high = count_interval(24)
    assert (plain.low, plain.high) == (pytest.approx(1200 / high), pytest.approx(1200 / low))
    # median lag 2: cost of Nov 2024 – Oct 2025 = 2 × 200 + 10 × 100
    assert _one(facts, "2025-01/2025-12", "lag=median").value == pytest.approx(1400 / 24)
    # all lags: a quarter of customers one month, half two, a quarter seven months after their cost:
    # 0.25·(1·200 + 11·100) + 0.5·(2·200 + 10·100) + 0.25·(7·200 + 5·100) = 325 + 700 + 475
    assert _one(facts, "2025-01/2025-12", "lag=distribution").value == pytest.approx(1500 / 24)
    assert _one(facts, "2025-01/2025-12", "scope=marketing").value == 50
    assert {fact.variant for fact in facts} >= {"sales_share=-20", "sales_share=+20"}


def test_no_customers_leaves_the_cost_in_the_numerator(tmp_path: Path) -> None:
    row = _one(_cac(tmp_path, {}, a=1), "2025-01/2025-12")
    assert (math.isnan(row.value), row.numerator, row.status, row.note) == (True, 1200, "undefined", "zero_denominator")


def test_few_customers_and_a_cut_record_are_marked(tmp_path: Path) -> None:
    row = _one(_cac(tmp_path, {date(2025, 3, 1): 3.0}, a=1), "2025-01/2025-12")
    assert (row.value, row.status, row.note) == (400, "too_few", "too_few")
    (tmp_path / "again").mkdir()
    cut = unified_cac(
        _year(tmp_path), {date(2025, 3, 1): 30.0}, lags=fetch(months_to_customer(
            opened(tmp_path / "again", {})["reached"], as_of=date(2025, 12, 31))),
        rules=Rules(), period=Period.parse("2025-12"), start=Period.parse("2025-12"), observed_from=date(2025, 2, 1),
    )  # fmt: skip
    assert {(row.note, row.status) for row in cut} == {("left_truncated", "undefined")}
    assert "lag=median" not in {row.variant for row in cut}


def test_lags_come_from_opportunities_where_no_mql_was_won(tmp_path: Path) -> None:
    rows = [
        {"grain": "account", "entity_id": "a", "account_id": "a", "episode": 1, "stage": stage, "on": on,
         "observed": True, "timed": True}
        for stage, on in (("opportunity", date(2025, 12, 31)), ("customer", date(2026, 1, 1)))
    ]  # fmt: skip
    counted = fetch(months_to_customer(opened(tmp_path, {"reached": rows})["reached"], as_of=date(2026, 4, 30)))
    assert lag_weights(counted) == {1: 1.0}
    assert median_lag({}) == 0


def test_every_category_of_the_taxonomy_is_found_in_both_languages() -> None:
    assert cost_category("Nóminas comerciales") == "sales_salaries"
    assert cost_category("  trade-shows ") == "events"
    assert all(cost_category(name) == name for name in taxonomy())
    assert all(0 <= share <= 1 for share in taxonomy().values())
    assert acquisition_share("customer_success", {}) == 0.0
    assert acquisition_share("Éxito del cliente", {"customer_success": 0.1}) == 0.1
    assert acquisition_share("stationery", {}) is None
    assert acquisition_share("stationery", {"Stationery": 0.25}) == 0.25


def test_cost_settings_come_from_the_engagement() -> None:
    assert client(costs={"lag_months": 2}).costs.lag_months == 2
