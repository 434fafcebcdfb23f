"""A forecast right in total and wrong in its regions: on hand-made targets and figures."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from helpers.metrics.targets import Targets
from helpers.noise import count_interval
from helpers.patterns.forecast_regions import Reached, compared, customers, find, revenue, windows
from helpers.periods import Period

from .loopbook import basis

YEAR = Period.parse("2025-10/2026-09")


def reached(**actual):
    """What customers came to in each region, and in all."""
    counts = pd.DataFrame(
        [("region", name, date(2026, 3, 1), n) for name, n in actual.items()]
        + [("", "", date(2026, 3, 1), sum(actual.values()))],
        columns=["name", "value", "month", "n"],
    )
    return lambda part: customers(counts, part, window=YEAR)


def promised(**forecast):
    parts = {"all": forecast.pop("all", 0), **{f"region={name}": n for name, n in forecast.items()}}
    return [Targets("customers", part, {str(YEAR): float(n)}) for part, n in parts.items() if n]


def claims(found):
    return [one.where for one in found if one.claimed]


def test_both_regions_wrong_and_the_total_right():
    found = {
        one.where: one for one in compared(promised(north=80, south=160), reached(north=140, south=100), window=YEAR)
    }
    assert claims(found.values()) == ["region=north", "region=south"]
    north = found["region=north"]
    low, high = count_interval(140)
    assert (north.value, north.low, north.high) == pytest.approx((1.75, low / 80, high / 80))
    assert (north.unit, north.n) == ("ratio", 140)
    assert north.shown == pytest.approx(
        {"actual": 140, "forecast": 80, "total": 1.0, "total_actual": 240, "total_forecast": 240}
    )
    assert not found["all"].claimed and found["all"].value == 1.0


def test_a_forecast_that_is_wrong_in_total_is_another_story():
    found = compared(promised(north=80, south=80), reached(north=140, south=150), window=YEAR)
    assert claims(found) == [] and found[0].low > 1


def test_the_total_is_the_forecast_for_all_where_there_is_one():
    found = compared(promised(north=80, south=160, all=100), reached(north=140, south=100), window=YEAR)
    assert claims(found) == [] and found[-1].value == 2.4


def test_regions_within_noise_are_not_claimed():
    assert claims(compared(promised(north=100, south=100), reached(north=110, south=90), window=YEAR)) == []


@pytest.mark.parametrize("forecast", [{}, {"all": 240}, {"north": 80}, {"north": 80, "all": 240}])
def test_without_two_parts_nothing_is_said(forecast):
    assert compared(promised(**forecast), reached(north=140, south=100), window=YEAR) == []


def test_money_carries_the_doubt_of_its_deals():
    row = {"closed": date(2026, 3, 1), "created": date(2026, 1, 1), "state": "won", "n": 4, "valued": 4,
           "amount": 400.0, "squares": 40_000.0, "timed": 0, "days": 0, "name": "region", "value": "north"}  # fmt: skip
    found = revenue(pd.DataFrame([row]), "region=north", window=YEAR)
    # four deals of 100: the error of the logarithm is √40000 / 400 = 0.5; 400 and 400 · e^0.98 lie 1.96 errors apart
    assert (found.value, found.n) == (400, 4) and (found.low, found.high) == pytest.approx((150.1, 1065.7), abs=0.1)
    assert found.chance(1065.8) == pytest.approx(0.05, abs=1e-3)
    assert isinstance(found, Reached)


@pytest.mark.parametrize(
    ("month", "starts", "found"),
    [
        ("2026-09", 1, ["2025-10/2026-09", "2025-01/2025-12"]),
        ("2026-11", 1, ["2025-10/2026-09", "2025-01/2025-12"]),
        ("2026-12", 1, ["2026-01/2026-12", "2026-01/2026-12"]),
        ("2026-10", 2, ["2025-11/2026-10", "2025-02/2026-01"]),
        ("2026-11", 2, ["2025-11/2026-10", "2025-02/2026-01"]),
    ],
)
def test_full_fiscal_quarters_and_years(month, starts, found):
    assert [str(each) for each in windows(Period.parse(month), starts=starts)] == found


def target(period, segment, value):
    return {"period": period, "metric": "customers", "segment": segment, "owner": "both", "value": float(value),
            "set_on": date(2024, 12, 16)}  # fmt: skip


def bought(region, n):
    """``n`` accounts of a region that became customers in May 2026."""
    accounts = [f"{region}{number}" for number in range(n)]
    return (
        [
            {"account_id": account, "on": date(2026, 5, 4), "kind": "first", "source_group": "web"}
            for account in accounts
        ],
        [{"grain": "account", "entity_id": account, "name": "region", "value": region} for account in accounts],
    )


def test_targets_of_quarters_and_customers_of_the_tables(tmp_path):
    quarters = ("2025-10/2025-12", "2026-01/2026-03", "2026-04/2026-06", "2026-07/2026-09")
    targets = [target(quarter, f"region={name}", n) for quarter in quarters
               for name, n in (("north", 10), ("south", 30))]  # fmt: skip
    parts = [bought("north", 90), bought("south", 70)]
    rows = {"targets": targets, "acquisitions": [row for part in parts for row in part[0]],
            "segments": [row for part in parts for row in part[1]]}  # fmt: skip
    found = {one.where: one for one in find(basis(tmp_path, rows))}
    assert {where: (one.value, one.claimed) for where, one in found.items()} == {
        "region=north": (90 / 40, True), "region=south": (pytest.approx(70 / 120), True), "all": (1.0, False),
    }  # fmt: skip


def test_without_targets_nothing_is_said(tmp_path):
    assert find(basis(tmp_path, {})) == []
