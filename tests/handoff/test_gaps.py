"""Differences against published or hand-computed ones, and what may be claimed of a channel."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from scipy.stats import chi2

from helpers.handoff.gaps import handoff_gap, ignored_channel, logrank, pooled, response_gaps
from helpers.handoff.scope import Scope
from helpers.periods import Period

from .book import TERMS

PERIOD = Period.parse("2026-10")
SCOPE = Scope(period=PERIOD, terms=TERMS, few=30)


def cell(channel: str, n: int, **more) -> dict:
    """Judged cells of one channel: all alike but for what is said."""
    return {"name": "channel", "value": channel, "month": PERIOD.prior().first, "standing": "in_time",
            "decision": "accepted", "touched": 1, "timed": 1, "answered": 1, "settled": n, "settled_sql": 0, "n": n,
            "wait_minutes": math.nan, "wait_days": 1.0, "age_minutes": math.nan, "age_days": 9.0} | more  # fmt: skip


def channel(name: str, *, answered: int, silent: int, sql: int) -> list[dict]:
    return [
        cell(name, answered, settled_sql=sql),
        cell(name, silent, standing="silent", decision="none", touched=0, answered=0, wait_days=math.nan),
    ]


def company(**changed) -> pd.DataFrame:
    """Four channels of 100: 10 unanswered, 45 of 90 confirmed, unless said otherwise."""
    usual = {"answered": 90, "silent": 10, "sql": 45}
    rows = [channel(name, **(usual | changed.get(name, {}))) for name in ("fairs", "mail", "search", "web")]
    return pd.DataFrame([cell_ for part in rows for cell_ in part])


def unheard(rows: pd.DataFrame, scope: Scope) -> dict[str, tuple[float, float, str]]:
    """Cases, value and mark of who is left without an answer, by part."""
    facts = handoff_gap(rows, rows.head(0), scope=scope)
    return {fact.segment: (fact.n, fact.value, fact.status) for fact in facts if "of=unanswered" in fact.variant}


def test_slow_sellers_of_the_latest_month_are_not_taken_for_silent_ones():
    """Answers of the fairs' last 50 leads are under way; those of the month before have come."""
    waiting = pd.DataFrame([cell("fairs", 50, month=PERIOD.first, standing="silent", decision="none", touched=0)])
    rows = pd.concat([company(), waiting], ignore_index=True)
    now = unheard(rows, SCOPE)
    assert now["channel=fairs"] == (100, 0.0, "noise") and {mark for *_, mark in now.values()} == {"noise"}
    later = unheard(rows, replace(SCOPE, terms=replace(TERMS, as_of=date(2026, 11, 28))))
    assert later["channel=fairs"] == (150, pytest.approx(60 / 150 - 0.1), "clear")


GOOD_IGNORED = {"answered": 60, "silent": 40, "sql": 48}


def claims(rows: pd.DataFrame, scope: Scope = SCOPE) -> dict[str, str]:
    return {fact.segment.removeprefix("channel="): fact.status for fact in ignored_channel(rows, scope=scope)}


def test_a_good_channel_left_waiting_is_claimed_and_no_other():
    assert claims(company(fairs=GOOD_IGNORED)) == {"fairs": "clear", "mail": "noise", "search": "noise", "web": "noise"}
    fact = next(fact for fact in ignored_channel(company(fairs=GOOD_IGNORED), scope=SCOPE) if "fairs" in fact.segment)
    # 40 of 100 against 30 of 300; of those answered 48 of 60 against 135 of 270
    assert (fact.value, fact.numerator, fact.denominator) == (pytest.approx(0.3), 0.8, 0.5)


@pytest.mark.parametrize(
    "decoy",
    [
        {"answered": 90, "silent": 10, "sql": 72},  # good and answered
        {"answered": 60, "silent": 40, "sql": 30},  # ignored, as good as the others
        {"answered": 60, "silent": 40, "sql": 10},  # ignored and bad
    ],
)
def test_half_a_story_is_not_claimed(decoy):
    assert set(claims(company(fairs=decoy)).values()) == {"noise"}


def test_sellers_who_write_nothing_down_are_not_accused():
    rows = company(fairs=GOOD_IGNORED)
    for scope in (replace(SCOPE, note="low_coverage"), replace(SCOPE, unwritten=frozenset({"channel=fairs"}))):
        assert claims(rows, scope)["fairs"] == "noise"
        gap = next(fact for fact in handoff_gap(rows, rows, scope=scope)
                   if fact.segment == "channel=fairs" and "unanswered" in fact.variant)  # fmt: skip
        assert (gap.status, gap.note) == ("noise", "low_coverage")


def test_few_cases_are_not_compared():
    found = claims(company(fairs={"answered": 4, "silent": 5, "sql": 4}))
    assert found["fairs"] == "too_few"


def test_gaps_carry_both_figures_and_holm():
    rows = company(fairs=GOOD_IGNORED)
    facts = {(fact.segment, fact.variant): fact for fact in handoff_gap(rows, rows, scope=SCOPE)}
    gap = facts["channel=fairs", "against=rest;of=unanswered"]
    assert (gap.numerator, gap.denominator, gap.status, gap.n) == (0.4, 0.1, "clear", 100)
    # 10 of 100 against 60 of 300: pooled 0.175, error √(0.144 × (1/100 + 1/300)) = 0.0439, z = 2.28, p = 0.0227; of
    # four channels the three alike come after fairs, so Holm takes it times three: 0.068
    assert pooled(10, 100, 60, 300) == pytest.approx(0.0226545, abs=1e-7)
    alike = facts["channel=mail", "against=rest;of=unanswered"]
    assert alike.high < 0 and alike.status == "noise"


def test_the_log_rank_test_gives_freireichs_published_result():
    """Freireich et al. (1963), 6-MP against placebo, as in Kleinbaum & Klein (2012, chapter 2): chi2 = 16.79."""
    treated = [(6, 1, 3), (6, 0, 1), (7, 1, 1), (9, 0, 1), (10, 1, 1), (10, 0, 1), (11, 0, 1), (13, 1, 1), (16, 1, 1),
               (17, 0, 1), (19, 0, 1), (20, 0, 1), (22, 1, 1), (23, 1, 1), (25, 0, 1), (32, 0, 2), (34, 0, 1),
               (35, 0, 1)]  # fmt: skip
    placebo = [(1, 1, 2), (2, 1, 2), (3, 1, 1), (4, 1, 2), (5, 1, 2), (8, 1, 4), (11, 1, 2), (12, 1, 2), (15, 1, 1),
               (17, 1, 1), (22, 1, 1), (23, 1, 1)]  # fmt: skip
    one, two = (pd.DataFrame(rows, columns=["days", "status", "n"]).astype(float) for rows in (treated, placebo))
    assert chi2.isf(logrank(one, two), 1) == pytest.approx(16.79, abs=0.005)
    assert math.isnan(logrank(one.head(0), two))


def test_waits_are_compared_by_their_medians():
    rows = pd.DataFrame([cell("a", 20, wait_days=1.0), cell("b", 20, wait_days=4.0)])
    found = {gap.value: gap for gap in response_gaps(rows, unit="days")}
    assert found["a"].difference.value == -3.0 and found["a"].p < 1e-6
    assert response_gaps(rows.head(1), unit="days") == []


def test_no_rows_no_claims():
    assert ignored_channel(company().head(0), scope=SCOPE) == []
    assert handoff_gap(company().head(0), company().head(0), scope=SCOPE) == []
