"""Deals lost on price, and deals won at a discount."""

from __future__ import annotations

import pandas as pd

from helpers.facts import Fact
from helpers.feedback.figures import gap, share, where
from helpers.periods import Period


def price_lost(months: pd.DataFrame, met: pd.DataFrame, *, period: Period, few: int) -> list[Fact]:
    """Of the deals decided, how many were lost on price?

    ``months`` is the count ``by_month``; ``met`` that of ``met`` over the rolling year. Deals of new business by the
    day they closed, rolling 3 and 12; segment ``message=`` the deals that met the message. A reason that a seller
    writes down: "price" is also what is written when nobody asked.
    """
    return _shares("price_lost", "priced", "deals", months, met, period=period, few=few)


def discounted(months: pd.DataFrame, met: pd.DataFrame, *, period: Period, few: int) -> list[Fact]:
    """Of the deals won, how many were won at a discount? As ``price_lost``; ``no_discount`` where none is recorded.

    Deals won without a recorded discount are taken for deals without one where any deal at all carries the field.
    """
    year = period.rolling(12)
    if not len(months) or not float(months["dated"].sum()):
        return [gap("discounted", "no_discount" if len(months) else "zero_denominator", period=year, unit="share")]
    return _shares("discounted", "discounted", "won", months, met, period=period, few=few)


def reasons_known(months: pd.DataFrame, *, period: Period) -> list[Fact]:
    """Of the deals lost, how many have a reason on record? What customers say rests on these alone."""
    return [
        share("reasons_known", *_sums(months, "reasoned", "lost", window=period.rolling(length)),
              period=period.rolling(length))
        for length in (3, 12)
    ]  # fmt: skip


def _shares(
    metric: str, part: str, whole: str, months: pd.DataFrame, met: pd.DataFrame, *, period: Period, few: int
) -> list[Fact]:
    facts = []
    for length in (3, 12):
        window = period.rolling(length)
        facts.append(share(metric, *_sums(months, part, whole, window=window), period=window, few=few))
    by = met.groupby("message_id", sort=True)[[part, whole]].sum()
    return facts + [
        share(metric, float(row[part]), float(row[whole]), period=period.rolling(12), few=few,
              segment=where(message=name))
        for name, row in by.iterrows()
    ]  # fmt: skip


def _sums(months: pd.DataFrame, *columns: str, window: Period) -> tuple[float, ...]:
    inside = months[months["month"].map(window.holds).astype("bool")]
    return tuple(float(inside[name].sum()) for name in columns)
