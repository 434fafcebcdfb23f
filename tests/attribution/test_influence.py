"""Deals that met marketing before their end, beside the base rate among those lost and open."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from tests.metrics.workbook import opened

from helpers.attribution.counts.influenced import influenced as count
from helpers.attribution.influence import influenced
from helpers.engine import fetch
from helpers.facts import Fact
from helpers.intervals import wilson
from helpers.periods import Period

from .journeybook import deal, touch

YEAR = Period.parse("2025-07/2026-06")
END, LONG_AGO = date(2026, 5, 20), date(2026, 1, 1)


def ended(name: str, outcome: str, closed: date | None, **more: object) -> dict:
    return deal(name, closed, account=f"a_{name}", outcome=outcome, created_on=date(2026, 1, 1), **more)


def ad(name: str, day: date, account: str, channel: str = "web", **more: object) -> dict:
    return touch(name, day, who=None, account=account, channel=channel, **more)


TABLES = {
    "deals": [
        ended("w1", "won", END),
        ended("w2", "won", END, amount_flag="missing", amount=None),  # counts: it is a deal, whatever its amount
        ended("w3", "won", END, kind="expansion"),
        ended("w4", "won", date(2025, 6, 30)),  # before the year
        ended("w5", "won", None),  # nobody knows when
        ended("l1", "lost", END),
        ended("l2", "lost", END),
        ended("l3", "lost", END),
        ended("o1", "open", None),
        ended("o2", "won", date(2026, 7, 2)),  # still open at the end of June
        ended("o3", "void", None),
    ],
    "touches": [
        ad("t1", date(2026, 5, 1), "a_w1"),
        ad("t2", date(2026, 5, 2), "a_w1", channel="mail"),
        ad("t3", date(2026, 5, 21), "a_w2"),  # after it was won
        ad("t4", LONG_AGO, "a_l1"),  # over ninety days before
        ad("t5", date(2026, 5, 1), "a_l2", direction="sales"),
        ad("t6", date(2026, 5, 1), "a_l2", kind="self_reported"),
        ad("t7", date(2026, 2, 19), "a_l3"),  # ninety days before, to the day
        ad("t8", date(2026, 6, 30), "a_o1"),
        ad("t9", date(2026, 7, 1), "a_o2"),  # after the day that counts
    ],
}


@pytest.fixture
def counts(tmp_path: Path) -> pd.DataFrame:
    return fetch(count(opened(tmp_path, TABLES).tables, window=YEAR, lookback_days=90))


def found(facts: list[Fact], outcome: str, segment: str = "all") -> Fact:
    variant = f"by=marketing;outcome={outcome}"
    return next(fact for fact in facts if (fact.variant, fact.segment) == (variant, segment))


def test_shares_by_hand(counts: pd.DataFrame) -> None:
    facts = influenced(counts, window=YEAR, few=2)
    # won: w1 of w1, w2; lost: l3 of l1, l2, l3; open: o1 of o1, o2
    rows = [found(facts, outcome) for outcome in ("won", "lost", "open")]
    assert [(row.numerator, row.denominator) for row in rows] == [(1, 2), (1, 3), (1, 2)]
    low, high = wilson(1, 3)
    assert (found(facts, "lost").low, found(facts, "lost").high) == (low[0], high[0])
    assert found(facts, "won", "channel=mail").value == 0.5
    assert found(facts, "lost", "channel=mail").value == 0
    assert {fact.segment for fact in facts} == {"all", "channel=web", "channel=mail"}


def test_thin_cells_are_marked(counts: pd.DataFrame) -> None:
    assert {fact.note for fact in influenced(counts, window=YEAR, few=3)} == {"too_few"}


def test_the_five_channels_that_reached_most_deals(counts: pd.DataFrame) -> None:
    rows = [{"outcome": "won", "channel": name, "any": True, "deals": n}
            for name, n in zip("hgfedcb", (1, 1, 2, 3, 4, 5, 6), strict=True)]  # fmt: skip
    more = pd.concat([counts[counts["channel"].isna()], pd.DataFrame(rows)], ignore_index=True)
    segments = {fact.segment for fact in influenced(more, window=YEAR, few=2)}
    assert segments == {"all", *(f"channel={name}" for name in "bcdef")}


def test_no_deals_have_no_share(tmp_path: Path) -> None:
    facts = influenced(fetch(count(opened(tmp_path, {}).tables, window=YEAR, lookback_days=90)), window=YEAR, few=2)
    assert [(fact.segment, fact.status, fact.note) for fact in facts] == [("all", "undefined", "zero_denominator")] * 3
    assert all(math.isnan(fact.value) for fact in facts)
