"""We said, it happened: windows around a decision, their difference, and when there is nothing to say."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.facts import Fact, frame
from helpers.feedback.decisions import Decision
from helpers.feedback.said import said_facts, said_tables, since
from helpers.intervals import wilson
from helpers.noise import difference_of_counts, difference_of_proportions
from helpers.periods import Period

MONTH = Period.parse("2026-10")
YEAR = str(MONTH.rolling(12))


def decision(name: str = "D1", *, on: date = date(2026, 5, 12), metric: str | None = "win_rate", **more: object):
    return Decision(decision_id=name, on=on, kind="decision", words="w", metric=metric, **more)


def share(period: str, k: float, n: float, *, metric: str = "win_rate", **more: object) -> Fact:
    low, high = wilson([k], [n])
    return Fact(period=period, metric=metric, unit="share", value=k / n, low=float(low[0]), high=float(high[0]), n=n,
                numerator=k, denominator=n, **more)  # fmt: skip


def count(period: str, value: float, metric: str = "mqls") -> Fact:
    return Fact(period=period, metric=metric, unit="count", value=value)


def effect(facts: list[Fact], *decisions: Decision) -> pd.Series:
    rows = said_facts(frame(facts), decisions or (decision(),), period=MONTH)
    assert len(rows) == max(1, len(decisions))
    return rows.iloc[0]


def test_three_months_after_against_three_before_the_month_of_the_decision() -> None:
    # decided in May: February to April against June to August; May itself is on neither side
    facts = [share("2026-02/2026-04", 30, 100), share("2026-06/2026-08", 60, 100), share("2026-05/2026-07", 99, 100)]
    row = effect(facts)
    expected = difference_of_proportions(60, 100, 30, 100)
    assert row["value"] == pytest.approx(0.3) and row["prior"] == 0.3
    # Newcombe's interval is MOVER on Wilson's limits
    assert (row["low"], row["high"]) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert (row["status"], row["segment"], row["period"]) == ("clear", "decision=D1", YEAR)


def test_two_months_are_added_up_from_the_months() -> None:
    # decided in August: September and October against June and July
    facts = [share("2026-06", 4, 40), share("2026-07", 6, 60), share("2026-09", 20, 50), share("2026-10", 10, 50),
             share("2026-09/2026-10", 1, 1, segment="channel=x")]  # fmt: skip
    row = effect(facts, decision(on=date(2026, 8, 3)))
    expected = difference_of_proportions(30, 100, 10, 100)
    assert row["value"] == pytest.approx(0.2) and row["low"] == pytest.approx(expected.low)


def test_a_month_without_a_case_adds_nothing() -> None:
    empty = Fact(period="2026-10", metric="win_rate", unit="share", status="undefined", note="zero_denominator",
                 numerator=0, denominator=0)  # fmt: skip
    facts = [share("2026-06", 4, 40), share("2026-07", 6, 60), share("2026-09", 20, 50), empty]
    assert effect(facts, decision(on=date(2026, 8, 3)))["value"] == pytest.approx(0.4 - 0.1)


def test_counts_of_events_add_up_and_states_do_not() -> None:
    months = ("2026-06", "2026-07", "2026-09", "2026-10")
    flow = [count(month, n) for month, n in zip(months, (10, 12, 30, 36), strict=True)]
    row = effect(flow, decision(on=date(2026, 8, 3), metric="mqls"))
    expected = difference_of_counts(66, 22)
    assert (row["value"], row["low"], row["status"]) == (44, pytest.approx(expected.low), "clear")
    state = [count(month, n, "open_deals") for month, n in zip(months, (10, 12, 30, 36), strict=True)]
    row = effect(state, decision(on=date(2026, 8, 3), metric="open_deals"))
    # a state: September against July, without an interval, so neither clear nor noise
    assert (row["value"], row["status"]) == (18, "ok") and math.isnan(row["low"])


def test_a_ratio_of_two_counts_has_the_doubt_of_both() -> None:
    def flow(period: str, k: float, n: float) -> Fact:
        return Fact(period=period, metric="mql_to_sql", unit="share", value=k / n, n=n, numerator=k, denominator=n)

    row = effect([flow("2026-02/2026-04", 50, 100), flow("2026-06/2026-08", 40, 100)], decision(metric="mql_to_sql"))
    share_alone = difference_of_proportions(40, 100, 50, 100)
    assert row["low"] < share_alone.low and row["high"] > share_alone.high


def test_the_two_clocks_are_never_compared_with_each_other() -> None:
    facts = [share("2026-02/2026-04", 30, 100, clock="cohort"), share("2026-06/2026-08", 60, 100)]
    row = effect(facts)
    assert math.isnan(row["value"]) and row["note"] == "overlap"
    facts += [share("2026-06/2026-08", 45, 100, clock="cohort")]
    assert effect(facts)["value"] == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("facts", "asked", "note"),
    [
        ([share("2025-11/2026-10", 3, 9)], decision(), "overlap"),
        ([share("2026-06", 3, 9)], decision(metric="sqls"), "no_data"),
        ([share("2026-06", 3, 9)], decision(segment="channel=events"), "no_segment"),
        ([share("2026-06", 3, 9)], decision(on=date(2026, 10, 2)), "not_reached"),
        ([share("2026-04", 3, 9), share("2026-06", 3, 9, mature=False, status="immature")], decision(), "immature"),
        ([share("2026-04", 3, 9, note="left_truncated"), share("2026-06", 3, 9)], decision(), "left_truncated"),
        ([], decision(), "no_data"),
    ],
)
def test_why_there_is_nothing_to_compare(facts: list[Fact], asked: Decision, note: str) -> None:
    row = effect(facts, asked)
    assert (row["status"], row["note"]) == ("undefined", note) and math.isnan(row["value"])


def test_few_cases_are_said_to_be_few() -> None:
    facts = [share("2026-02/2026-04", 1, 9, status="too_few"), share("2026-06/2026-08", 9, 9)]
    assert effect(facts)["status"] == "too_few"


def test_many_decisions_share_the_doubt() -> None:
    # one difference at p = 0.03 is clear alone and not among ten
    facts = [share("2026-02/2026-04", 40, 100), share("2026-06/2026-08", 55, 100)]
    assert effect(facts)["status"] == "clear"
    many = [decision(f"D{n}") for n in range(10)]
    assert set(said_facts(frame(facts), many, period=MONTH)["status"]) == {"noise"}


def test_the_direction_hoped_for() -> None:
    facts = [share("2026-02/2026-04", 30, 100), share("2026-06/2026-08", 60, 100)]
    asked = [decision("up", expected="up"), decision("down", expected="down"), decision("either")]
    table = said_tables(frame(facts), asked, period=MONTH)["we_said"].set_index("decision_id")
    assert list(table.loc[["up", "down", "either"], "as_expected"]) == [True, False, None]
    assert set(table["clear"]) == {True} and set(table["window_after"]) == {"2026-06/2026-08"}


def test_every_decision_of_the_year_is_listed_the_newest_first() -> None:
    asked = [
        decision("old", on=date(2025, 10, 31)), decision("first", on=date(2025, 11, 1), metric=None),
        decision("late", on=date(2026, 9, 1), metric=None, due_on=date(2026, 10, 1)), decision("mid"),
    ]  # fmt: skip
    table = said_tables(frame([]), asked, period=MONTH)["we_said"]
    assert list(table["decision_id"]) == ["late", "mid", "first"]
    assert list(table["overdue"]) == [True, False, False]
    assert set(table["clear"]) == {None}
    assert list(said_facts(frame([]), asked, period=MONTH)["segment"]) == ["decision=mid"]


def test_no_decision_names_the_form() -> None:
    rows = said_facts(frame([]), [], period=MONTH)
    assert list(rows["note"]) == ["no_decisions"]
    assert len(said_tables(frame([]), [], period=MONTH)["we_said"]) == 0


def test_an_id_of_any_signs_keeps_the_facts_readable() -> None:
    facts = [share("2026-02/2026-04", 30, 100), share("2026-06/2026-08", 60, 100)]
    assert effect(facts, decision("A=1;B"))["segment"] == "decision=A-1,B"


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_change_lies_in_its_interval(k1: int, n1: int, k2: int, n2: int) -> None:
    facts = [share("2026-02/2026-04", min(k1, n1), n1), share("2026-06/2026-08", min(k2, n2), n2)]
    (found,) = since(frame(facts), [decision()], period=MONTH)
    assert found.change.low - 1e-12 <= found.change.value <= found.change.high + 1e-12
    assert not found.clear or found.change.clear
