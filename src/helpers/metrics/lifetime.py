"""Lifetime value where customers sign contracts: how long they stay, times what they bring a month."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import engagement as settings
from helpers import intervals
from helpers.facts import Fact, pairs
from helpers.metrics.retention import fit_retention
from helpers.periods import Period
from helpers.ratio import ratio

Floats = NDArray[np.float64]
#: Draws of a bootstrap.
DRAWS = 1000
#: A month of the curve is read from the data while this many accounts are still followed; later ones are projected.
FEW_AT_RISK = 10
#: Below this many accounts, or half as many losses, a lifetime says too little to compare.
FEW_ACCOUNTS = 20
#: Months of which the survival is published.
PUBLISHED = 60
#: A curve above this at the cap means that the cap, not the customers, ends the sum.
_CAPPED = 0.05


@dataclass(frozen=True)
class Lives:
    """Accounts under contract as counts: one entry per cell of ``contract_lives``, as known at the end of a month.

    ``duration`` in whole months and ``ended`` (else still there); ``accounts``, and over them account-months
    ``billed`` and gross ``margin``. ``left_out`` accounts have a contract without a margin.
    """

    duration: Floats
    ended: NDArray[np.bool_]
    accounts: Floats
    billed: Floats
    margin: Floats
    left_out: float

    @property
    def n(self) -> float:
        """Accounts counted."""
        return float(self.accounts.sum())

    def table(self, weights: Floats) -> tuple[Floats, Floats]:
        """At risk in month 1, 2 … and lost in it, with the cells weighted: one row per row of ``weights``."""
        months = np.arange(1, int(self.duration.max(initial=0)) + 1)
        alive = (self.duration[:, None] >= months).astype(float)
        gone = (self.ended[:, None] & (self.duration[:, None] == months)).astype(float)
        return weights @ alive, weights @ gone

    def monthly(self, weights: Floats) -> Floats:
        """Gross margin per account and month: sum over sum, one figure per row of ``weights``."""
        each = np.maximum(self.accounts, 1)
        billed = weights @ (self.billed / each)
        margin: Floats = np.divide(weights @ (self.margin / each), billed, out=np.zeros_like(billed), where=billed > 0)
        return margin

    def draws(self) -> Floats:
        """Accounts drawn anew, as weights of the cells (Poisson bootstrap); the seed comes from the content."""
        content = np.stack([self.duration, self.ended, self.accounts, self.billed, self.margin]).tobytes()
        seed = int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big")
        drawn: Floats = np.random.default_rng(seed).poisson(self.accounts, (DRAWS, len(self.accounts))).astype(float)
        return drawn


def lives_at(cells: pd.DataFrame, *, as_of: date) -> Lives:
    """Accounts of ``contract_lives`` as they were known at the end of the month of ``as_of``.

    A month of an account is whole when it has passed; who left within the month that is running is still there, like
    those who stay, so that the last months do not seem worse than they were.
    """
    begun = cells["month"].map(_index) + np.where(cells["whole"].astype(bool), 0, 1)
    passed = (_index(as_of) + 1 - begun).to_numpy(float).clip(min=0)
    started = (cells["month"].map(_index) <= _index(as_of)).to_numpy(bool)
    known = cells["known"].to_numpy(bool)
    life = cells["life"].to_numpy(float, na_value=math.nan)
    keep = started & known
    ended = np.nan_to_num(life, nan=np.inf) <= passed
    number = {name: cells[name].astype(float).to_numpy() for name in ("accounts", "billed", "margin")}
    return Lives(
        duration=np.where(ended, life, passed)[keep],
        ended=ended[keep],
        accounts=number["accounts"][keep],
        billed=number["billed"][keep],
        margin=number["margin"][keep],
        left_out=float(number["accounts"][started & ~known].sum()),
    )


@dataclass(frozen=True)
class Lifetime:
    """Survival and margin of accounts under contract; every array has one row per fit (one, or the draws)."""

    survival: Floats
    monthly: Floats
    at_risk: Floats
    lost: Floats
    supported: int

    def value(self, *, discount_rate: float, months: int) -> Floats:
        """Gross margin of ``months`` payments, the first at once, discounted monthly at a yearly rate."""
        alive = np.hstack([np.ones((len(self.survival), 1)), self.survival])[:, :months]
        worth = (1 + discount_rate) ** (-np.arange(alive.shape[1]) / 12)
        value: Floats = self.monthly * (alive @ worth)
        return value


def lifetimes(lives: Lives, weights: Floats, *, months: int, supported: int | None = None) -> Lifetime:
    """Kaplan-Meier while ``FEW_AT_RISK`` accounts are followed, then the hazards of the sBG fitted to all of it."""
    at_risk, lost = lives.table(weights)
    if supported is None:
        supported = int((at_risk[0] >= FEW_AT_RISK).sum())
    seen = min(supported, months)
    hazards = fit_retention(at_risk, lost).hazards(months)
    observed = np.divide(lost, at_risk, out=np.zeros_like(lost), where=at_risk > 0)
    hazards[:, :seen] = observed[:, :seen]
    alive: Floats = np.cumprod(1 - hazards, axis=1, dtype=np.float64)
    return Lifetime(alive, lives.monthly(weights), at_risk, lost, supported)


def ltv_contractual(cells: pd.DataFrame, *, rules: settings.Lifetime, period: Period, start: Period) -> list[Fact]:
    """What does a customer under contract bring, in gross margin, from the first day to the cap?

    Grain: account; money per account. Survival (Kaplan-Meier, projected by the sBG beyond the data) times gross
    margin per account and month, discounted monthly at ``rules.discount_rate`` a year, ``rules.cap_months`` payments.
    ``method=observed`` stops where the data stop; ``method=simple`` is margin over the monthly rate of leaving,
    neither discounted nor capped. Intervals: accounts drawn anew a thousand times. Without a margin, or without
    anyone having left, there is no value; in the second case ``low`` is a bound (rule of three).
    """
    key: dict[str, Any] = {"period": str(Period(start.first, period.last)), "metric": "ltv_contractual"}
    lives = lives_at(cells, as_of=period.as_of)
    reason = "no_subscriptions" if cells.empty else "no_margin" if not lives.n else ""
    if reason:
        return [_undefined(key, method, reason) for method in ("", "observed", "simple")]
    if not lives.ended.any():
        return _nobody_left(key, lives, rules)
    one, drawn = _fits(lives, rules.cap_months)
    return [
        _valued(key, method, _by(method, one, rules)[0], _by(method, drawn, rules), lives, one)
        for method in ("", "observed", "simple")
    ]


def survival(cells: pd.DataFrame, *, period: Period, start: Period) -> list[Fact]:
    """Which share of customers under contract is still there after 1, 2 … 60 months?

    Grain: account; share. Kaplan-Meier with log(-log) intervals while the data last; then projected by the sBG
    (``extrapolated``), with the middle 95 % of a thousand draws.
    """
    whole = str(Period(start.first, period.last))
    lives = lives_at(cells.assign(known=True, margin=0.0), as_of=period.as_of)
    if not lives.n:
        return [_month_row(whole, 12, math.nan, note="no_subscriptions")]
    curve = intervals.survival(
        pd.DataFrame({"days": lives.duration, "status": lives.ended.astype(int), "n": lives.accounts})
    )
    one, drawn = _fits(lives, PUBLISHED)
    low, high = np.quantile(drawn.survival, [0.025, 0.975], axis=0)
    seen = [_seen(whole, month, one, curve) for month in range(1, min(one.supported, PUBLISHED) + 1)]
    if not lives.ended.any():
        return seen + [_month_row(whole, m, math.nan, note="no_churn_observed") for m in _beyond(one)]
    return seen + [
        _month_row(whole, month, alive, (below, above), at_risk=_at_risk(one, month), note="extrapolated")
        for month, alive, below, above in zip(
            _beyond(one), *(row[one.supported :].tolist() for row in (one.survival[0], low, high)), strict=True
        )
    ]


def _seen(period: str, month: int, one: Lifetime, curve: pd.DataFrame) -> Fact:
    point = intervals.at(curve, month)
    bounds = (1.0, 1.0) if math.isnan(point["share"]) else (float(point["low"]), float(point["high"]))
    return _month_row(period, month, float(one.survival[0, month - 1]), bounds, at_risk=_at_risk(one, month))


def _beyond(one: Lifetime) -> range:
    return range(min(one.supported, PUBLISHED) + 1, PUBLISHED + 1)


def _at_risk(one: Lifetime, month: int) -> float:
    return float(one.at_risk[0, month - 1]) if month <= one.at_risk.shape[1] else 0.0


def _fits(lives: Lives, months: int) -> tuple[Lifetime, Lifetime]:
    one = lifetimes(lives, lives.accounts[None, :], months=months)
    return one, lifetimes(lives, lives.draws(), months=months, supported=one.supported)


def _by(method: str, fit: Lifetime, rules: settings.Lifetime) -> Floats:
    if method == "simple":
        churn = fit.lost.sum(1) / np.maximum(fit.at_risk.sum(1), 1)
        simple: Floats = np.divide(fit.monthly, churn, out=np.full_like(churn, np.inf), where=churn > 0)
        return simple
    months = rules.cap_months if not method else min(fit.supported + 1, rules.cap_months)
    return fit.value(discount_rate=rules.discount_rate, months=months)


def _valued(key: dict[str, Any], method: str, value: float, drawn: Floats, lives: Lives, one: Lifetime) -> Fact:
    low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
    thin = lives.n < FEW_ACCOUNTS or lives.accounts[lives.ended].sum() < FEW_ACCOUNTS / 2
    note = "too_few" if thin else "no_margin" if lives.left_out else ""
    if not note and not method:
        note = "capped" if one.survival[0, -1] > _CAPPED else "extrapolated"
    return Fact(
        **key,
        variant=pairs({"method": method}) if method else "",
        clock="cohort",
        unit="money",
        value=float(value),
        low=float(low),
        high=float(high) if math.isfinite(high) else math.nan,
        n=lives.n,
        status="too_few" if thin else "ok",
        note=note,
    )


def _nobody_left(key: dict[str, Any], lives: Lives, rules: settings.Lifetime) -> list[Fact]:
    """No value, but a bound: the lifetime if as many left as the rule of three still allows."""
    exposure = float(lives.table(lives.accounts[None, :])[0].sum())
    leaving = float(intervals.zero_bound(exposure)[0]) if exposure else math.nan
    months = np.arange(rules.cap_months)
    worth = (1 + rules.discount_rate) ** (-months / 12)
    bound = float(lives.monthly(lives.accounts[None, :])[0] * ((1 - leaving) ** months @ worth))
    row = _undefined(key, "", "no_churn_observed")
    return [
        Fact(**key, clock="cohort", unit="money", low=bound, n=lives.n, status=row.status, note=row.note),
        *(_undefined(key, method, "no_churn_observed") for method in ("observed", "simple")),
    ]


def _undefined(key: dict[str, Any], method: str, note: str) -> Fact:
    variant = pairs({"method": method}) if method else ""
    return Fact(**key, variant=variant, clock="cohort", unit="money", status="undefined", note=note)


def _month_row(
    period: str,
    month: int,
    value: float,
    bounds: tuple[float, float] = (math.nan, math.nan),
    *,
    at_risk: float = math.nan,
    note: str = "",
) -> Fact:
    return Fact(
        period=period,
        metric="survival",
        variant=pairs({"months": month}),
        clock="cohort",
        unit="share",
        value=value,
        low=bounds[0],
        high=bounds[1],
        n=at_risk,
        status="undefined" if math.isnan(value) else "ok",
        note=note,
    )


def margin_a_month(cells: pd.DataFrame, *, window: Period) -> tuple[float, float]:
    """Gross margin a month of an account whose first contract began in the window, and how many there are.

    Sum over sum: margin over account-months billed so far. ``nan`` where none began or none has a margin.
    """
    inside = cells[cells["known"].astype(bool) & cells["month"].map(window.holds).astype(bool)]
    billed, accounts = float(inside["billed"].astype(float).sum()), float(inside["accounts"].sum())
    return ratio(float(inside["margin"].astype(float).sum()), billed), accounts


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1
