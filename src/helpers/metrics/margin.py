"""Lifetime value where customers buy without a contract: the gross margin they have brought by a given age."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.facts import Fact, pairs
from helpers.metrics.counts.accounts import HORIZONS
from helpers.metrics.lifetime import DRAWS, FEW_ACCOUNTS
from helpers.periods import Period
from helpers.ratio import ratio

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grown:
    """Accounts old enough for a horizon, by band of the margin they had brought by then; ``left_out`` have a sale
    without a margin."""

    accounts: Floats
    margin: Floats
    left_out: float

    @property
    def n(self) -> float:
        """Accounts counted."""
        return float(self.accounts.sum())

    @property
    def value(self) -> float:
        """Margin per account: sum over sum."""
        return ratio(float(self.margin.sum()), self.n)

    def draws(self) -> Floats:
        """The same figure with accounts drawn anew (Poisson bootstrap); the seed comes from the content."""
        content = np.stack([self.accounts, self.margin]).tobytes()
        seed = int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big")
        drawn = np.random.default_rng(seed).poisson(self.accounts, (DRAWS, len(self.accounts)))
        n = drawn.sum(1)
        each = self.margin / np.maximum(self.accounts, 1)
        values: Floats = np.divide(drawn @ each, n, out=np.full(DRAWS, np.nan), where=n > 0)
        return values[~np.isnan(values)]


def grown_accounts(cells: pd.DataFrame, *, horizon: int, covered: Period, as_of: date) -> Grown:
    """Accounts of ``cumulative_margins`` (one source) that sales follow for the whole horizon.

    Only accounts acquired in or after the first month of ``covered`` (the months the sales speak of) and at least
    ``horizon`` whole months before its end or ``as_of``: a younger account never lowers the figure of the old ones.
    """
    rows = cells[cells["horizon"] == horizon]
    begun = rows["month"].map(_index).to_numpy(float) + np.where(rows["whole"].astype(bool), 0, 1)
    until = min(_index(covered.last), _index(as_of)) + 1
    ripe = (rows["month"] >= covered.first).to_numpy(bool) & (begun + horizon <= until)
    known = rows["known"].to_numpy(bool)
    accounts, margin = (rows[name].astype(float).to_numpy() for name in ("accounts", "margin"))
    return Grown(accounts[ripe & known], margin[ripe & known], float(accounts[ripe & ~known].sum()))


def ltv_observed(
    cells: pd.DataFrame, *, covered: Period | None, note: str, period: Period, start: Period
) -> list[Fact]:
    """How much gross margin has an account brought 12, 24 and 36 months after it became a customer?

    Grain: account; money per account, not discounted: nothing is projected. Only accounts that have been followed for
    the whole horizon. ``covered``: months that sales are known for (None: there are no sales); ``note`` is carried by
    every value (``from_deals``). Intervals: accounts drawn anew a thousand times.
    """
    whole = str(Period(start.first, period.last))
    return [
        _undefined(whole, horizon, "no_revenue")
        if covered is None
        else _valued(whole, horizon, grown_accounts(cells, horizon=horizon, covered=covered, as_of=period.as_of), note)
        for horizon in HORIZONS
    ]


def _valued(period: str, horizon: int, grown: Grown, note: str) -> Fact:
    if not grown.n:
        return _undefined(period, horizon, "no_margin" if grown.left_out else "immature")
    low, high = np.quantile(grown.draws(), [0.025, 0.975])
    thin = grown.n < FEW_ACCOUNTS
    return Fact(
        period=period,
        metric="ltv_observed",
        variant=pairs({"months": horizon}),
        clock="cohort",
        unit="money",
        value=grown.value,
        low=float(low),
        high=float(high),
        n=grown.n,
        numerator=float(grown.margin.sum()),
        denominator=grown.n,
        mature=True,
        status="too_few" if thin else "ok",
        note="too_few" if thin else "no_margin" if grown.left_out else note,
    )


def _undefined(period: str, horizon: int, note: str) -> Fact:
    return Fact(
        period=period,
        metric="ltv_observed",
        variant=pairs({"months": horizon}),
        clock="cohort",
        unit="money",
        value=math.nan,
        status="immature" if note == "immature" else "undefined",
        mature=False if note == "immature" else None,
        note=note,
    )


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1
