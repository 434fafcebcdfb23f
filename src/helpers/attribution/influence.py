"""How many deals met marketing before their end, won ones beside those lost and still open."""

from __future__ import annotations

import pandas as pd

from helpers.attribution.channels import segment_of
from helpers.attribution.counts.influenced import OUTCOMES
from helpers.facts import Fact, pairs
from helpers.intervals import FEW_EXPECTED, wilson
from helpers.periods import Period
from helpers.ratio import ratio

#: So many channels are shown beside the whole.
_LARGEST = 5


def influenced(counts: pd.DataFrame, *, window: Period, few: int) -> list[Fact]:
    """Which share of won deals had a touch of marketing in their lookback, and which share of lost and open ones?

    ``counts`` is the count ``influenced``. Deals of new business; won and lost ones by the day they closed in the
    window, open ones as they stood on its last day. Shares with Wilson intervals, over all and for the channels of
    marketing that reached most deals. The share among won deals alone says nothing: only beside the base rate among
    lost ones does it tell whether marketing's company goes with winning, and even then not why, for larger and warmer
    deals draw more of it. Open deals have had less time. Touches that nobody recorded are missing on all three sides.
    """
    deals = counts[~counts["any"]].set_index("outcome")["deals"]
    reached = counts[counts["any"]]
    rows = [("all", reached[reached["channel"].isna()])]
    rows += [(segment_of(name), reached[reached["channel"] == name]) for name in _largest(reached)]
    return [
        _share(part.loc[part["outcome"] == outcome, "deals"].sum(), deals.get(outcome, 0),
               variant=pairs({"outcome": outcome, "by": "marketing"}), segment=segment, window=window, few=few)
        for segment, part in rows
        for outcome in OUTCOMES
    ]  # fmt: skip


def _largest(reached: pd.DataFrame) -> list[str]:
    """The channels that reached most deals of any outcome; among equals by name."""
    sums = reached.dropna(subset="channel").groupby("channel")["deals"].sum()
    order = sorted(sums.index, key=lambda name: (-sums[name], name))
    return [str(name) for name in order[:_LARGEST]]


def _share(k: float, n: float, *, variant: str, segment: str, window: Period, few: int) -> Fact:
    low, high = wilson(k, n)
    thin = n < few or k < FEW_EXPECTED
    note = "too_few" if thin else ""
    status = "too_few" if thin else "ok"
    return Fact(
        period=str(window), metric="influenced", variant=variant, segment=segment, unit="share", value=ratio(k, n),
        low=float(low[0]), high=float(high[0]), n=float(n), numerator=float(k), denominator=float(n),
        status=status if n else "undefined", note=note if n else "zero_denominator",
    )  # fmt: skip
