"""Counts of stages on tables of a few rows."""

from datetime import date

import pytest
from workbook import opened

from helpers.engine import fetch
from helpers.metrics.counts.stages import new_customers, stage_entries, stage_pairs

AS_OF = date(2026, 4, 30)


def step(entity, stage, on, *, grain="person", episode=1, observed=True, timed=True):
    return {
        "grain": grain, "entity_id": entity, "account_id": "a1", "episode": episode, "stage": stage, "on": on,
        "observed": observed, "timed": timed,
    }  # fmt: skip


def segment(entity, value, *, grain="person", name="channel"):
    return {"grain": grain, "entity_id": entity, "name": name, "value": value}


@pytest.fixture
def canonical(tmp_path):
    return opened(
        tmp_path,
        {
            "reached": [
                step("p1", "lead", date(2026, 1, 5)),
                step("p1", "mql", date(2026, 1, 10)),
                step("p1", "customer", date(2026, 3, 1)),  # 50 days after MQL
                step("p2", "lead", date(2026, 1, 31)),
                step("p2", "mql", date(2026, 2, 1), observed=False, timed=False),  # skipped: passes through
                step("p2", "sql", date(2026, 2, 1)),
                step("p3", "lead", date(2026, 2, 3)),
                step("p3", "mql", date(2026, 5, 1)),  # after as_of: not known yet
                step("p3", "lead", date(2026, 4, 1), episode=2),
            ],
            "segments": [segment("p1", "events"), segment("p2", "web"), segment("p3", "web")],
            "acquisitions": [
                {"account_id": "a1", "on": date(2026, 3, 1), "kind": "first", "source_group": "events"},
                {"account_id": "a2", "on": date(2026, 5, 2), "kind": "first", "source_group": "web"},
            ],
        },
    )


def rows(expression, **where):
    table = fetch(expression)
    for name, value in where.items():
        table = table[table[name] == value]
    return table


def test_entries_by_month(canonical):
    found = rows(stage_entries(canonical["reached"], canonical["segments"], as_of=AS_OF), name="", stage="lead")
    assert list(zip(found["month"], found["n"], strict=True)) == [
        (date(2026, 1, 1), 2), (date(2026, 2, 1), 1), (date(2026, 4, 1), 1),
    ]  # fmt: skip


def test_a_skipped_stage_is_entered_but_not_seen(canonical):
    found = rows(stage_entries(canonical["reached"], canonical["segments"], as_of=AS_OF), name="", stage="mql")
    assert found[["n", "seen"]].to_numpy().tolist() == [[1, 1], [1, 0]]


def test_pairs_give_days_to_the_later_stage_or_to_the_last_day(canonical):
    found = rows(stage_pairs(canonical["reached"], canonical["segments"], as_of=AS_OF), name="", metric="lead_to_mql")
    # p1: 5 days; p2: 1 day, not timed; p3 waits since 3 February (86 days), its second episode since 1 April (29)
    assert found[["days", "converted", "timed", "n"]].to_numpy().tolist() == [
        [1, True, False, 1], [5, True, True, 1], [86, False, True, 1], [29, False, True, 1],
    ]  # fmt: skip


def test_days_cross_months_and_leap_days(tmp_path):
    canonical = opened(
        tmp_path, {"reached": [step("p", "mql", date(2024, 2, 28)), step("p", "customer", date(2024, 3, 1))]}
    )
    pairs = stage_pairs(canonical["reached"], canonical["segments"], as_of=date(2024, 3, 31))
    assert rows(pairs, metric="mql_to_customer")["days"].tolist() == [2]


def test_segments_neither_lose_nor_multiply(canonical):
    found = fetch(stage_pairs(canonical["reached"], canonical["segments"], as_of=AS_OF))
    whole = found[found["name"] == ""].groupby("metric")["n"].sum()
    split = found[found["name"] == "channel"].groupby("metric")["n"].sum()
    assert whole.to_dict() == split.to_dict()


def test_an_episode_is_a_case_of_its_own(canonical):
    found = rows(stage_pairs(canonical["reached"], canonical["segments"], as_of=AS_OF), name="", metric="lead_to_mql")
    assert found["n"].sum() == 4  # p1, p2 and two episodes of p3


def test_customers_known_by_the_last_day(canonical):
    found = fetch(new_customers(canonical["acquisitions"], canonical["segments"], as_of=AS_OF))
    assert found[["month", "n"]].to_numpy().tolist() == [[date(2026, 3, 1), 1]]


def test_empty_tables_give_no_rows(tmp_path):
    canonical = opened(tmp_path, {})
    for count in (stage_entries, stage_pairs):
        assert fetch(count(canonical["reached"], canonical["segments"], as_of=AS_OF)).empty


def test_a_win_before_its_contact_converts_without_a_duration(tmp_path):
    canonical = opened(
        tmp_path, {"reached": [step("p", "mql", date(2026, 2, 3)), step("p", "customer", date(2026, 2, 1))]}
    )
    pairs = stage_pairs(canonical["reached"], canonical["segments"], as_of=AS_OF)
    found = rows(pairs, metric="mql_to_customer")
    assert found[["days", "converted", "timed", "n"]].to_numpy().tolist() == [[-2, True, False, 1]]
