"""Deals lost on price, and deals won at a discount."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.facts import Fact
from helpers.feedback.figures import gap, share, where
from helpers.periods import Period


def price_lost(
    months: pd.DataFrame, met: pd.DataFrame, messages: Sequence[tuple[str, str]], *, period: Period, few: int
) -> list[Fact]:
    """Of the deals decided, how many were lost on price?

    ``months`` is the count ``by_month`` of two years; ``met`` that of ``met`` for these ``messages``. Deals of new
    business by the day they closed, rolling 3 and 12, and the windows before; segment ``message=`` those of the rolling
    year that met the message. A reason that a seller writes down: "price" is also what is written when nobody asked.
    """
    whole = _whole("price_lost", "priced", "deals", months, period=period, few=few)
    return whole + _by_message("price_lost", "priced", "deals", met, messages, period=period, few=few)


def discounted(
    months: pd.DataFrame, met: pd.DataFrame, messages: Sequence[tuple[str, str]], *, period: Period, few: int
) -> list[Fact]:
    """Of the deals won, how many were won at a discount? As ``price_lost``; ``no_discount`` where none is recorded.

    Deals won without a recorded discount are taken for deals without one where any deal at all carries the field.
    """
    year = period.rolling(12)
    inside = _within(months, year)
    if not float(inside["dated"].sum()):
        return [gap("discounted", "no_discount" if len(inside) else "zero_denominator", period=year, unit="share")]
    whole = _whole("discounted", "discounted", "won", months, period=period, few=few)
    return whole + _by_message("discounted", "discounted", "won", met, messages, period=period, few=few)


def reasons_known(months: pd.DataFrame, *, period: Period) -> list[Fact]:
    """Of the deals lost, how many have a reason on record? What customers say rests on these alone."""
    return _whole("reasons_known", "reasoned", "lost", months, period=period, few=0)


def _whole(metric: str, part: str, whole: str, months: pd.DataFrame, *, period: Period, few: int) -> list[Fact]:
    """The windows that end with ``period``, and those before them where there is anything to compare with."""
    facts = []
    for window in (period.rolling(3), period.rolling(12)):
        for each in (window, window.prior()):
            inside = _within(months, each)
            if each is window or float(inside[whole].sum()):
                facts.append(share(metric, float(inside[part].sum()), float(inside[whole].sum()), period=each, few=few))
    return facts


def _within(months: pd.DataFrame, window: Period) -> pd.DataFrame:
    return months[months["month"].map(window.holds).astype("bool")]


def _by_message(
    metric: str, part: str, whole: str, met: pd.DataFrame, messages: Sequence[tuple[str, str]], *, period: Period,
    few: int,
) -> list[Fact]:  # fmt: skip
    facts = []
    for place, (name, _) in enumerate(messages):
        rows = met[(met["late"] == 1) & (met[f"met_{place}"] == 1)]
        sums = float(rows[part].sum()), float(rows[whole].sum())
        facts.append(share(metric, *sums, period=period.rolling(12), few=few, segment=where(message=name)))
    return facts
