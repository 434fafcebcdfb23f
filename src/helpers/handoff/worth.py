"""What a lost lead is worth, as a range: rates of comparable leads of the same channel, and what a deal brings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm

from helpers.handoff.scope import FEW_COMPARED, within
from helpers.periods import Period
from helpers.ratio import ratio

#: A channel with fewer comparable leads than this is put together with the other small ones.
FEW_COMPARABLE = 30
#: Fewer customers than this among the comparable leads give no rate worth multiplying.
FEW_CUSTOMERS = 5
#: Share of the lost leads that may have nothing to be compared with.
MOST_MISSING = 0.2


class Stratum(NamedTuple):
    """One channel: ``lost`` leads of a year; customers of comparable leads (``good`` of ``compared``); customers of
    leads like the lost ones (``kept`` of ``followed``)."""

    lost: float
    good: float
    compared: float
    kept: float
    followed: float


class Range(NamedTuple):
    """An expectation with the least and the most of it."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether anything can be said."""
        return not math.isnan(self.value)

    def times(self, other: Range) -> Range:
        """The product of two ranges above zero that know nothing of each other, end by end."""
        return Range(self.value * other.value, self.low * other.low, self.high * other.high)

    def positive(self) -> Range:
        """The same, but never below 0: nothing can be lost where the lost ones did better."""
        return self if not self.known else Range(*(max(0.0, end) for end in self))


NO_RANGE = Range(math.nan, math.nan, math.nan)


def expected(strata: Iterable[Stratum], *, people: float = 1.0) -> Range:
    """How many customers more, had the lost leads converted like the comparable ones of their channel?

    ``value`` is the raw difference: within each channel, lost leads times (rate of the comparable ones minus rate of
    those like the lost ones), added up; the range goes from it to 0. Nought is as possible as the raw difference:
    whoever left leads aside may have known which ones. A sampling interval would say less, for it takes the two kinds
    of leads for equally good. ``people``: how many people stand behind one customer. No range for under
    ``FEW_CUSTOMERS`` customers to go by, or where a fifth of the lost leads have nothing to be compared with.

    >>> expected([Stratum(100, 20, 200, 0, 100)])
    Range(value=10.0, low=0.0, high=10.0)
    """
    pooled = _pooled(list(strata))
    lost = math.fsum(each.lost for each in pooled)
    if not lost:
        return Range(0.0, 0.0, 0.0)
    sure = [each for each in pooled if min(each.compared, each.followed) >= FEW_COMPARED]
    missing = 1 - math.fsum(each.lost for each in sure) / lost
    if math.fsum(each.good for each in sure) < FEW_CUSTOMERS or missing > MOST_MISSING:
        return NO_RANGE
    raw = math.fsum(each.lost * (each.good / each.compared - each.kept / each.followed) for each in sure) / people
    return Range(raw, min(raw, 0.0), max(raw, 0.0))


def _pooled(strata: Sequence[Stratum]) -> list[Stratum]:
    """Channels with enough to go by, and the others together."""
    large = [each for each in strata if min(each.compared, each.followed) >= FEW_COMPARABLE]
    small = [each for each in strata if min(each.compared, each.followed) < FEW_COMPARABLE]
    if not small:
        return large
    joined = Stratum(*(math.fsum(values) for values in zip(*small, strict=True)))
    return [*large, joined]


def deal_worth(deals: pd.DataFrame, *, year: Period, few: int) -> Range:
    """What does a won deal of new business bring on average? Between which means does it lie?

    ``deals`` is the count ``won_amounts``; the rolling year, or the whole record where the year has under ``few``.
    The interval is that of a mean, symmetric on the log scale, so that it stays above zero. No margin is taken off.
    """
    recent = within(deals, year)
    used = recent if float(recent["n"].sum()) >= few else deals
    n, amount, squares = (float(used[name].astype(float).sum()) for name in ("n", "amount", "squares"))
    if n < 2 or not amount > 0:
        return NO_RANGE
    mean = ratio(amount, n)
    error = math.sqrt(max(squares - n * mean**2, 0.0) / (n - 1) / n)
    width = float(np.exp(norm.ppf(0.975) * error / mean))
    return Range(mean, mean / width, mean * width)
