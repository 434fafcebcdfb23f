"""A change of one figure between two windows: its size, its doubt, and whether it is beyond noise."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from helpers.facts import Fact
from helpers.noise import (
    NOTHING,
    Difference,
    difference_of_counts,
    difference_of_estimates,
    difference_of_proportions,
)
from helpers.periods import Period

#: What a card is compared with: the window of the same length just before, and the same months last year.
CHANGES: Mapping[str, Callable[[Period], Period]] = {"prior": Period.prior, "last_year": Period.last_year}
#: Shares of which numerator and denominator count independent cases; other shares bring an interval of their own.
PROPORTIONS = frozenset(
    {
        "lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_customer", "mql_to_customer",
        "offer_to_order", "win_rate", "won_within", "cross_sell",
    }
)  # fmt: skip


def change(later: Fact, earlier: Fact | None) -> Fact:
    """By how much does a figure differ from an earlier one, and is that beyond noise?

    The row of ``later`` with the difference as its value, the interval of the difference, and status ``clear`` or
    ``noise``; never ``clear`` where either side is immature, thin or cut off by the beginning of the records.
    """
    empty = replace(later, value=math.nan, low=math.nan, high=math.nan, prior=math.nan, target=math.nan)
    if earlier is None or math.isnan(earlier.value) or math.isnan(later.value):
        return replace(empty, status="undefined", note=_missing(later, earlier))
    if "left_truncated" in (later.note, earlier.note):
        return replace(empty, status="undefined", note="left_truncated")
    if later.mature is False or earlier.mature is False or "immature" in (later.status, earlier.status):
        return replace(empty, status="immature", note="immature")
    found = difference(later, earlier)
    row = replace(empty, value=later.value - earlier.value, low=found.low, high=found.high, prior=earlier.value)
    status, note = _verdict(later, earlier, found)
    return replace(row, status=status, note=note)


def difference(later: Fact, earlier: Fact) -> Difference:
    """The interval of the difference by what the figure is: a proportion, a count, an estimate."""
    if later.metric in PROPORTIONS:
        return difference_of_proportions(later.numerator, later.denominator, earlier.numerator, earlier.denominator)
    if later.unit == "count":
        return difference_of_counts(later.value, earlier.value)
    if math.isnan(later.low) or math.isnan(earlier.low):
        return NOTHING
    return difference_of_estimates((later.value, later.low, later.high), (earlier.value, earlier.low, earlier.high))


def _missing(later: Fact, earlier: Fact | None) -> str:
    if math.isnan(later.value):
        return later.note or "no_data"
    return (earlier.note if earlier else "") or "no_prior"


def _verdict(later: Fact, earlier: Fact, found: Difference) -> tuple[str, str]:
    if "too_few" in (later.status, earlier.status):
        return "too_few", "too_few"
    if math.isnan(found.low):
        return "undefined", "no_prior"
    return ("clear" if found.clear else "noise"), ""
