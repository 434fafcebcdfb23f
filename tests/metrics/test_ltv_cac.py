from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from helpers.engagement import Lifetime as Rules
from helpers.facts import Fact
from helpers.metrics.ltv_cac import Bought, cac_payback, ltv_cac
from helpers.periods import Period

YEAR = "2026-01/2026-12"
DECEMBER = Period.parse("2026-12")
RULES = Rules(discount_rate=0.0, cap_months=12)


def _cac(value: float = 200.0, customers: float = 40.0, **fields: object) -> dict[str, Fact]:
    row = {
        "period": YEAR, "metric": "unified_cac", "unit": "money", "value": value, "low": value * 0.7,
        "high": value * 1.4, "n": customers, "numerator": value * customers, "denominator": customers,
    }  # fmt: skip
    return {YEAR: Fact(**{**row, **fields})}  # type: ignore[arg-type]


def _contracts(*cells: tuple[float | None, int]) -> pd.DataFrame:
    """Accounts from January at a margin of 80 a month: months they lived (None: still there) and how many."""
    return pd.DataFrame(
        [
            {"month": date(2026, 1, 1), "whole": True, "life": life, "known": True, "band": 1, "accounts": n,
             "billed": n * int(life or 12), "revenue": Decimal(n * int(life or 12) * 100),
             "margin": Decimal(n * int(life or 12) * 80)}
            for life, n in cells
        ],
        columns=["month", "whole", "life", "known", "band", "accounts", "billed", "revenue", "margin"],
    )  # fmt: skip


def _grown(horizon: int, accounts: int, margin: float, month: date = date(2025, 6, 1)) -> dict[str, object]:
    return {"source": "revenue", "month": month, "whole": True, "horizon": horizon, "known": True, "band": 3,
            "accounts": accounts, "margin": Decimal(str(margin))}  # fmt: skip


def _times(bought: Bought, cac: dict[str, Fact]) -> Fact:
    (row,) = ltv_cac(bought, cac, rules=RULES, period=DECEMBER, start=DECEMBER)
    return row


NO_SALES = pd.DataFrame([_grown(12, 1, 1.0)]).iloc[:0]
#: 10 of 40 leave after a month, 10 after six: 80 × (1 + 5·0.75 + 6·0.5) = 620
UNDER_CONTRACT = Bought(_contracts((1.0, 10), (6.0, 10), (None, 20)), NO_SALES, None, "no_revenue")


def test_ltv_cac_of_contracts_by_hand() -> None:
    row = _times(UNDER_CONTRACT, _cac())
    assert (row.value, row.status, row.n) == (pytest.approx(620 / 200), "ok", 40)
    assert row.low < row.value < row.high
    # two sources of doubt: 40 customers alone give ± 31 %
    assert row.high / row.low > 1.5


def test_the_interval_is_that_of_the_year_under_review_only() -> None:
    earlier = "2025-12/2026-11"
    rows = ltv_cac(
        UNDER_CONTRACT, {**_cac(), earlier: _cac(period=earlier)[YEAR]}, rules=RULES, period=DECEMBER,
        start=Period.parse("2026-11"),
    )  # fmt: skip
    assert [math.isnan(row.low) for row in rows] == [False, True]


def test_the_same_accounts_give_the_same_draws() -> None:
    assert _times(UNDER_CONTRACT, _cac()) == _times(UNDER_CONTRACT, _cac())


def test_below_twenty_customers_it_is_hidden() -> None:
    row = _times(UNDER_CONTRACT, _cac(customers=19.0))
    assert (math.isnan(row.value), row.status, row.note) == (True, "too_few", "too_few")


@pytest.mark.parametrize(
    ("bought", "cac", "note"),
    [
        (UNDER_CONTRACT, _cac(value=math.nan, note="no_costs", status="undefined"), "no_costs"),
        (Bought(_contracts((None, 30)), NO_SALES, None), _cac(), "no_churn_observed"),
        (Bought(_contracts((1.0, 30)).assign(known=False), NO_SALES, None), _cac(), "no_margin"),
        (Bought(_contracts(), NO_SALES, None), _cac(), "no_revenue"),
        (Bought(_contracts(), NO_SALES, Period.parse("2025-01/2026-12")), _cac(), "immature"),
    ],
)
def test_what_is_missing_is_named(bought: Bought, cac: dict[str, Fact], note: str) -> None:
    row = _times(bought, cac)
    assert (math.isnan(row.value), row.status, row.note) == (True, "undefined", note)


def test_without_contracts_the_largest_horizon_with_twenty_accounts_counts() -> None:
    sales = pd.DataFrame(
        [_grown(12, 25, 2500.0), _grown(12, 20, 6000.0, date(2024, 6, 1)), _grown(24, 20, 16000.0, date(2024, 6, 1)),
         _grown(36, 5, 9999.0, date(2023, 1, 1)), _grown(24, 25, 99999.0)]
    )  # fmt: skip
    bought = Bought(_contracts(), sales, Period.parse("2024-01/2026-12"), "from_deals")
    row = _times(bought, _cac())
    # 24 months: only the 20 accounts of June 2024 are old enough, 800 each; five would be too few for 36
    assert (row.value, row.note) == (pytest.approx(800 / 200), "from_deals")
    assert np.isfinite(row.low)
    # payback by the first twelve months: 8500 / 45 accounts / 12 a month
    (months,) = cac_payback(bought, _cac())
    assert (months.value, months.note) == (pytest.approx(200 / (8500 / 45 / 12)), "from_deals")


def test_payback_of_contracts_by_hand() -> None:
    (row,) = cac_payback(UNDER_CONTRACT, _cac())
    assert (row.value, row.low, row.high) == (pytest.approx(2.5), pytest.approx(1.75), pytest.approx(3.5))
    (none,) = cac_payback(Bought(_contracts((None, 30)).assign(margin=Decimal(0)), NO_SALES, None), _cac())
    assert (none.status, none.note) == ("undefined", "zero_denominator")
    (cut,) = cac_payback(UNDER_CONTRACT, _cac(status="undefined", note="left_truncated"))
    assert (cut.status, cut.note, cut.value) == ("undefined", "left_truncated", pytest.approx(2.5))
