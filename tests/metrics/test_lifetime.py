from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from statsmodels.duration.survfunc import SurvfuncRight
from workbook import opened

from helpers.engagement import Lifetime as Rules
from helpers.engine import fetch
from helpers.facts import Fact
from helpers.metrics.counts.accounts import contract_lives
from helpers.metrics.lifetime import Lives, lifetimes, lives_at, ltv_contractual, margin_a_month, survival
from helpers.metrics.retention import _likelihood, fit_retention, residual_lifetime
from helpers.periods import Period

YEAR = Period.parse("2026-01/2026-12")
REGULAR = np.array([1, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491]) * 1000


def test_published_fit_of_the_sbg_to_the_printed_digit() -> None:
    fitted = fit_retention(REGULAR[None, :-1], -np.diff(REGULAR)[None, :])
    assert (round(float(fitted.alpha[0]), 6), round(float(fitted.beta[0]), 6)) == (0.668088, 3.806095)
    alive = fitted.survival(12)[0]
    assert [f"{share:.4f}" for share in alive[7:]] == ["0.4604", "0.4358", "0.4142", "0.3951", "0.3780"]
    assert (
        round(residual_lifetime(float(fitted.alpha[0]), float(fitted.beta[0]), renewals=7, discount=0.1), 4) == 7.5296
    )


def test_residual_lifetime_is_the_sum_it_stands_for() -> None:
    fitted = fit_retention(REGULAR[None, :-1], -np.diff(REGULAR)[None, :])
    alive = fitted.survival(4000)[0]
    # S(8)/S(7) + S(9)/S(7)/1.1 + S(10)/S(7)/1.1² …
    total = sum(alive[t - 1] / alive[6] / 1.1 ** (t - 8) for t in range(8, 4000))
    assert residual_lifetime(float(fitted.alpha[0]), float(fitted.beta[0]), renewals=7, discount=0.1) == pytest.approx(
        total
    )


def test_no_other_point_of_the_sbg_is_likelier() -> None:
    rng = np.random.default_rng(5)
    at_risk = np.floor(np.linspace(200, 20, 18))[None, :]
    lost = rng.binomial(at_risk.astype(int), 0.06 / (1 + 0.15 * np.arange(18))).astype(float)
    mine = fit_retention(at_risk, lost)

    def height(point: np.ndarray) -> float:
        return -float(_likelihood(point[:, None], at_risk, lost)[0][0])

    found = minimize(height, [-2.5, -1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    here = np.array([np.log(mine.mean[0] / (1 - mine.mean[0])), np.log(mine.spread[0])])
    assert height(here) <= found.fun + 1e-9


def test_extremes_of_the_sbg_are_finite() -> None:
    at_risk = np.array([[50.0, 40.0, 30.0], [50.0, 0.0, 0.0], [100.0, 90.0, 81.0], [5.0, 5.0, 5.0]])
    lost = np.array([[0.0, 0.0, 0.0], [50.0, 0.0, 0.0], [10.0, 9.0, 8.1], [0.0, 0.0, 5.0]])
    alive = fit_retention(at_risk, lost).survival(60)
    assert np.isfinite(alive).all() and (np.diff(alive, axis=1) <= 1e-12).all()
    assert (alive[0] == 1).all() and (alive[1] < 1e-6).all()
    assert alive[2, 2] == pytest.approx(0.729, abs=1e-3)  # equal customers: geometric, 0.9³


def _contract(account: str, start: str, end: str | None, monthly: float = 100, margin: float | None = 0.8):
    return {
        "subscription_id": f"{account}-{start}", "account_id": account, "start_on": date.fromisoformat(start),
        "end_on": date.fromisoformat(end) if end else None, "monthly_base": monthly, "gross_margin": margin,
    }  # fmt: skip


def _cells(folder: Path, contracts: list[dict[str, object]], margin: float | None = None) -> pd.DataFrame:
    tables = opened(folder, {"subscriptions": contracts})
    return fetch(contract_lives(tables["subscriptions"], margin=margin, as_of=YEAR.as_of))


def test_a_life_is_counted_in_begun_months_and_followed_in_whole_ones(tmp_path: Path) -> None:
    cells = _cells(
        tmp_path,
        [
            _contract("a", "2026-01-15", "2026-02-14"),  # one month to the day
            _contract("b", "2026-01-15", "2026-02-15"),  # a second month begun
            _contract("c", "2026-10-20", "2026-12-28"),  # third month begun but not over by the end of December
            _contract("d", "2026-11-01", None),  # two whole months, still there
            _contract("e", "2026-03-01", "2026-05-31"),
            _contract("e", "2026-05-01", "2027-05-31"),  # the account goes on: not ended
        ],
    )
    lives = lives_at(cells, as_of=YEAR.as_of)
    seen = sorted(zip(lives.duration.tolist(), lives.ended.tolist(), strict=True))
    # e: March–December, 10 whole months; c: censored after 2
    assert seen == [(1, True), (2, False), (2, False), (2, True), (10, False)]
    # half a year earlier only a, b and e had begun, a and b had ended
    before = lives_at(cells, as_of=date(2026, 6, 30))
    assert sorted(zip(before.duration.tolist(), before.ended.tolist(), strict=True)) == [
        (1, True),
        (2, True),
        (4, False),
    ]


def test_kaplan_meier_equals_statsmodels_on_the_expanded_rows() -> None:
    rng = np.random.default_rng(3)
    duration = rng.integers(1, 13, 40).astype(float)
    ended = rng.random(40) < 0.5
    n = rng.integers(1, 6, 40).astype(float)
    lives = Lives(duration, ended, n, n * duration, n * duration * 50, 0.0)
    mine = lifetimes(lives, n[None, :], months=12, supported=12)
    other = SurvfuncRight(np.repeat(duration, n.astype(int)), np.repeat(ended, n.astype(int)).astype(int))
    for when, share in zip(other.surv_times, other.surv_prob, strict=True):
        assert mine.survival[0, int(when) - 1] == pytest.approx(share, abs=1e-12)


def _facts(cells: pd.DataFrame, **rules: float) -> dict[str, Fact]:
    facts = ltv_contractual(cells, rules=Rules(**rules), period=Period.parse("2026-12"), start=Period.parse("2026-01"))
    return {fact.variant: fact for fact in facts}


def _company(margin: float | None = 0.8) -> list[dict[str, object]]:
    """Forty accounts from January: ten leave after one month, ten after six, twenty stay."""
    ends = ["2026-01-31"] * 10 + ["2026-06-30"] * 10 + [None] * 20
    return [_contract(f"a{place}", "2026-01-01", end, margin=margin) for place, end in enumerate(ends)]


def test_ltv_by_hand(tmp_path: Path) -> None:
    facts = _facts(_cells(tmp_path, _company()), discount_rate=0.0, cap_months=12)
    # S = 1, then 0.75 after months 1–5, 0.5 from 6 on: 80 × (1 + 5·0.75 + 6·0.5)
    assert facts[""].value == pytest.approx(80 * 7.75)
    assert facts["method=observed"].value == pytest.approx(80 * 7.75)
    # 20 left in 40 + 5·30 + 6·20 = 310 account-months: 80 / (20/310)
    assert facts["method=simple"].value == pytest.approx(80 * 310 / 20)
    assert facts[""].low < facts[""].value < facts[""].high
    assert (facts[""].n, facts[""].status, facts[""].note) == (40, "ok", "capped")


def test_ltv_discounts_by_month_and_is_projected_beyond_the_data(tmp_path: Path) -> None:
    cells = _cells(tmp_path, _company())
    year = _facts(cells, discount_rate=0.1, cap_months=12)[""].value
    alive = [1] + [0.75] * 5 + [0.5] * 6
    assert year == pytest.approx(80 * sum(s * 1.1 ** (-t / 12) for t, s in enumerate(alive)))
    five = _facts(cells, discount_rate=0.1, cap_months=60)
    assert five[""].value > five["method=observed"].value > year


def test_ltv_needs_a_margin_of_the_clients_own(tmp_path: Path) -> None:
    cells = _cells(tmp_path, _company(margin=None))
    assert {(fact.note, math.isnan(fact.value)) for fact in _facts(cells).values()} == {("no_margin", True)}
    (tmp_path / "given").mkdir()
    given = _cells(tmp_path / "given", _company(margin=None), margin=0.5)
    assert _facts(given, discount_rate=0.0, cap_months=12)[""].value == pytest.approx(50 * 7.75)


def test_contracts_without_a_margin_are_left_out_and_said(tmp_path: Path) -> None:
    rows = [*_company(), _contract("z", "2026-01-01", None, monthly=9000, margin=None)]
    fact = _facts(_cells(tmp_path, rows), discount_rate=0.0, cap_months=12)[""]
    assert (fact.value, fact.note, fact.n) == (pytest.approx(80 * 7.75), "no_margin", 40)


def test_nobody_left_gives_a_bound_and_no_value(tmp_path: Path) -> None:
    cells = _cells(tmp_path, [_contract(f"a{place}", "2026-01-01", None) for place in range(25)])
    facts = _facts(cells, discount_rate=0.0, cap_months=12)
    leaving = 1 - 0.05 ** (1 / 300)  # 25 accounts × 12 months without a loss
    assert facts[""].low == pytest.approx(80 * sum((1 - leaving) ** t for t in range(12)))
    assert {(fact.status, fact.note) for fact in facts.values()} == {("undefined", "no_churn_observed")}
    curve = survival(cells, period=Period.parse("2026-12"), start=Period.parse("2026-01"))
    assert [row.value for row in curve[:12]] == [1.0] * 12
    assert math.isnan(curve[12].value) and curve[12].note == "no_churn_observed"


def test_no_contracts_at_all(tmp_path: Path) -> None:
    cells = _cells(tmp_path, [])
    assert {fact.note for fact in _facts(cells).values()} == {"no_subscriptions"}
    assert [row.note for row in survival(cells, period=Period.parse("2026-12"), start=YEAR)] == ["no_subscriptions"]


def test_survival_by_month(tmp_path: Path) -> None:
    rows = survival(_cells(tmp_path, _company()), period=Period.parse("2026-12"), start=Period.parse("2026-01"))
    by = {row.variant: row for row in rows}
    assert (by["months=1"].value, by["months=6"].value) == (pytest.approx(0.75), pytest.approx(0.5))
    assert by["months=12"].note == "" and by["months=13"].note == "extrapolated" and len(rows) == 60
    assert all(row.low <= row.value <= row.high for row in rows)


def test_the_same_accounts_give_the_same_interval(tmp_path: Path) -> None:
    cells = _cells(tmp_path, _company())
    assert _facts(cells) == _facts(cells)


def test_margin_a_month_is_sum_over_sum(tmp_path: Path) -> None:
    cells = _cells(tmp_path, [_contract("a", "2026-12-01", None, 100), _contract("b", "2026-10-01", None, 300)])
    # a: 1 month of 80, b: 3 months of 240; the mean of both would be 160
    assert margin_a_month(cells, window=YEAR) == (pytest.approx((80 + 720) / 4), 2)
    assert math.isnan(margin_a_month(cells, window=Period.parse("2025-01"))[0])
