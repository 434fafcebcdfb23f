from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from helpers.facts import Fact, frame
from helpers.metrics.attainment import elapsed, fiscal_year, pacing, target_attainment
from helpers.metrics.series import read_series
from helpers.metrics.targets import agreed, with_targets
from helpers.periods import Period, add_months

OCTOBER = Period.parse("2026-10")


def _targets(*rows: tuple[str, str, float, date | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"period": p, "metric": m, "segment": "all", "owner": "both", "value": v, "set_on": s} for p, m, v, s in rows],
        columns=["period", "metric", "segment", "owner", "value", "set_on"],
    )


def _months(first: str, values: list[float], metric: str = "customers", unit: str = "count") -> list[Fact]:
    begin = Period.parse(first).first
    return [
        Fact(period=f"{add_months(begin, step):%Y-%m}", metric=metric, unit=unit, value=value, n=value)
        for step, value in enumerate(values)
    ]


def _attained(facts: list[Fact], *targets: tuple[str, str, float, date | None], starts: int = 1) -> dict[str, Fact]:
    rows = target_attainment(
        frame(facts), agreed(_targets(*targets), as_of=OCTOBER.last), goal="customers", fiscal_year_start=starts,
        period=OCTOBER,
    )  # fmt: skip
    return {row.period: row for row in rows}


def _paced(facts: list[Fact], *targets: tuple[str, str, float, date | None]) -> dict[str, Fact]:
    found = agreed(_targets(*targets), as_of=OCTOBER.last)
    return {row.period: row for row in pacing(frame(facts), found, fiscal_year_start=1, period=OCTOBER)}


def test_attainment_of_month_and_year_to_date() -> None:
    targets = [(f"2026-{month:02d}", "customers", 10.0, None) for month in range(1, 13)]
    found = _attained(_months("2026-01", [5, 5, 5, 5, 5, 10, 10, 10, 12, 8]), *targets)
    assert (found["2026-10"].value, found["2026-10"].denominator) == (0.8, 10)
    # 75 of 100 in ten months; the month before stands there to be compared with
    assert (found["2026-01/2026-10"].value, found["2026-09"].value) == (0.75, 1.2)
    assert found["2026-10"].low < 0.8 < found["2026-10"].high


def test_a_year_target_is_reached_in_part_and_paced_in_equal_days() -> None:
    facts = _months("2026-01", [10] * 10)
    year = ("2026-01/2026-12", "customers", 120.0, None)
    assert _attained(facts, year)["2026-01/2026-12"].value == pytest.approx(100 / 120)
    # 304 of 365 days are over
    assert _paced(facts, year)["2026-01/2026-12"].value == pytest.approx(100 / (120 * 304 / 365))


def test_pace_follows_the_season_of_two_years() -> None:
    # both years before: nothing until November, everything in the last two months but a tenth
    course = [1.0] * 10 + [45.0, 45.0]
    facts = _months("2024-01", course * 2) + _months("2026-01", [1] * 10)
    assert _paced(facts, ("2026-01/2026-12", "customers", 100.0, None))["2026-01/2026-12"].value == pytest.approx(1.0)
    one_year = _months("2025-01", course) + _months("2026-01", [1] * 10)
    series = read_series(frame(one_year), "customers", clock="period", variant="")
    assert elapsed("customers", series, Period.parse("2026-01/2026-12"), OCTOBER.last) == pytest.approx(304 / 365)


def test_the_target_set_last_by_then_wins() -> None:
    found = _attained(
        _months("2026-10", [8]),
        ("2026-10", "customers", 10.0, date(2025, 12, 1)),
        ("2026-10", "customers", 16.0, date(2026, 6, 1)),
        ("2026-10", "customers", 1.0, date(2026, 11, 1)),  # not agreed yet
        ("2026-10", "customers", 99.0, None),
    )
    assert found["2026-10"].denominator == 16


@pytest.mark.parametrize("target", [0.0, -5.0])
def test_zero_or_negative_targets_have_no_attainment(target: float) -> None:
    row = _attained(_months("2026-10", [8]), ("2026-10", "customers", target, None))["2026-10"]
    assert (row.status, row.note, math.isnan(row.value)) == ("undefined", "zero_denominator", True)


def test_months_that_are_not_known_are_not_taken_for_nothing() -> None:
    row = _attained(_months("2026-09", [8, 8]), ("2026-01/2026-12", "customers", 120.0, None))["2026-01/2026-12"]
    assert (row.status, row.note) == ("undefined", "no_data")


def test_a_month_whose_deals_have_no_amount_counts_as_nothing() -> None:
    facts = _months("2026-01", [10.0] * 10, "revenue_won", "money")
    facts[3] = Fact(period="2026-04", metric="revenue_won", unit="money", n=2, status="undefined", note="no_amounts")
    row = _attained(facts, ("2026-01/2026-12", "revenue_won", 120.0, None))["2026-01/2026-12"]
    assert (row.value, row.status) == (pytest.approx(90 / 120), "ok")


def test_a_month_without_a_sale_adds_no_doubt_to_the_year() -> None:
    sold = Fact(period="2026-01", metric="revenue_won", unit="money", value=90.0, low=60.0, high=130.0, n=3)
    facts = [sold, *_months("2026-02", [0.0] * 9, "revenue_won", "money")]
    row = _attained(facts, ("2026-01/2026-12", "revenue_won", 120.0, None))["2026-01/2026-12"]
    assert (row.low, row.value, row.high) == (pytest.approx(60 / 120), 90 / 120, pytest.approx(130 / 120))


def test_without_targets_a_row_says_so() -> None:
    found = _attained(_months("2026-10", [8]))
    assert [(row.metric, row.variant, row.note) for row in found.values()] == [
        ("target_attainment", "metric=customers", "no_targets")
    ]


def test_rates_have_a_target_beside_them_but_no_attainment() -> None:
    rates = [
        Fact(period=period, metric="mql_to_customer", variant="horizon=180", clock="cohort", unit="share", value=0.1)
        for period in ("2026-04", "2025-05/2026-04", "2025-12")
    ]
    counts = [*_months("2026-08", [1, 2, 3]), Fact(period="2026-08/2026-10", metric="customers", unit="count", value=6)]
    promised = agreed(
        _targets(
            ("2026-01/2026-12", "mql_to_customer", 0.12, None),
            ("2026-04", "mql_to_customer", 0.15, None),
            *[(f"2026-{month:02d}", "customers", 2.0, None) for month in (8, 9, 10)],
        ),
        as_of=OCTOBER.last,
    )
    before = frame([*rates, *counts])
    rows = with_targets(before, promised, horizon_days=180)
    beside = {(row["metric"], row["period"]): row["target"] for row in rows.to_dict("records")}
    assert beside["mql_to_customer", "2026-04"] == beside["mql_to_customer", "2025-05/2026-04"] == 0.15
    assert math.isnan(beside["mql_to_customer", "2025-12"])
    assert beside["customers", "2026-08/2026-10"] == 6
    assert before["target"].isna().all()
    attained = target_attainment(before, promised, goal="customers", fiscal_year_start=1, period=OCTOBER)
    assert {row.variant for row in attained} == {"metric=customers"}


def test_fiscal_years() -> None:
    assert str(fiscal_year(date(2026, 3, 31), starts=4)) == "2025-04/2026-03"
    assert str(fiscal_year(date(2026, 4, 1), starts=4)) == "2026-04/2027-03"
    assert str(fiscal_year(date(2026, 12, 31), starts=1)) == "2026-01/2026-12"
