"""How much of what happened was recorded at all: it comes before any credit."""

from __future__ import annotations

import pandas as pd

from helpers.attribution.channels import segment_of
from helpers.facts import Fact, pairs
from helpers.intervals import wilson
from helpers.periods import Period
from helpers.ratio import ratio


def touch_coverage(of: str, *, touched: float, conversions: float, window: Period, few: int, enough: float) -> Fact:
    """Of the conversions of the window, how many had any recorded touch within the lookback before?

    A share with its Wilson interval. Below ``enough`` the note is ``low_coverage``, without any touch ``no_touches``:
    credit would describe the habit of recording. Undefined without conversions. A high share does not say that every
    touch was recorded, only that one was.
    """
    low, high = wilson(touched, conversions)
    share = ratio(touched, conversions)
    return Fact(
        period=str(window), metric="touch_coverage", variant=pairs({"of": of}), unit="share", value=share,
        low=float(low[0]), high=float(high[0]), n=conversions, numerator=touched, denominator=conversions,
        status="undefined" if not conversions else "too_few" if conversions < few else "ok",
        note=_note(touched, conversions, few=few, enough=enough),
    )  # fmt: skip


def _note(touched: float, conversions: float, *, few: int, enough: float) -> str:
    """The gravest first."""
    if not conversions:
        return "zero_denominator"
    if not touched:
        return "no_touches"
    if touched / conversions < enough:
        return "low_coverage"
    return "too_few" if conversions < few else ""


def journeys_under_way(of: str, *, journeys: float, window: Period) -> Fact:
    """How many people or accounts have been touched within the lookback and may still convert? In no model."""
    return Fact(
        period=str(window), metric="journeys_under_way", variant=pairs({"of": of}), unit="count", value=journeys,
        n=journeys,
    )  # fmt: skip


def self_reported(answers: pd.DataFrame, *, window: Period) -> list[Fact]:
    """When asked how they had heard of the company, what did the new customers of the window answer?

    ``answers`` is the count of that name. Customers by the first answer that one of their people gave before the
    acquisition; those nobody answered for are ``channel=(none)``, and all rows add up to the customers. No rows where
    nobody was asked. People name what they remember, which is not all that reached them.
    """
    if not answers["channel"].notna().any():
        return []
    everyone = float(answers["customers"].sum())
    parts = {
        segment_of(None if pd.isna(name) else str(name)): float(n)
        for name, n in zip(answers["channel"], answers["customers"], strict=True)
    }
    return [
        Fact(
            period=str(window), metric="self_reported", variant=pairs({"of": "customers"}), segment=segment,
            unit="count", value=n, n=n, numerator=n, denominator=everyone,
        )
        for segment, n in {"all": everyone, **parts}.items()
    ]  # fmt: skip
