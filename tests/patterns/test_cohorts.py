"""Which MQLs have had their time, and who of them bought: on a few rows and on small tables."""

from datetime import date

import pandas as pd
import pytest
from tests.metrics.workbook import opened
from tests.patterns.rows import people

from helpers.engine import fetch
from helpers.patterns.cohorts import bought, windows
from helpers.patterns.counts.entered import converted
from helpers.periods import Period

END = date(2026, 9, 30)


def test_a_year_that_has_had_half_a_year_and_the_year_before_it():
    found = windows(people(("2024-01", "2026-09", 100, 20)), few=30, as_of=END)
    assert found is not None
    # 31 March 2026 + 180 days is 27 September
    assert (str(found.later), str(found.earlier)) == ("2025-04/2026-03", "2024-04/2025-03")
    assert found.horizon == 180


def test_who_takes_longer_gets_longer():
    found = windows(people(("2024-01", "2026-09", 100, 20), days=260), few=30, as_of=END)
    assert found is not None
    # 31 December 2025 + 260 days is 17 September
    assert (str(found.later), found.horizon) == ("2025-01/2025-12", 260)


def test_half_a_year_before_is_enough_and_less_is_not():
    half = windows(people(("2024-10", "2026-09", 100, 20)), few=30, as_of=END)
    assert half is not None
    assert str(half.earlier) == "2024-10/2025-03"
    assert windows(people(("2024-11", "2026-09", 100, 20)), few=30, as_of=END) is None


@pytest.mark.parametrize("table", [people(), people(("2024-01", "2026-09", 100, 0))])
def test_nobody_came_or_nobody_bought(table):
    assert windows(table, few=30, as_of=END) is None


def test_customers_count_up_to_the_horizon():
    table = pd.concat([people(("2026-01", "2026-02", 10, 3)), people(("2026-01", "2026-01", 5, 2), days=200)])
    assert bought(table, Period.parse("2026-01/2026-02"), horizon=180) == (6, 25)
    assert bought(table, Period.parse("2026-01"), horizon=200) == (5, 15)


def step(entity, stage, on, *, episode=1, grain="person"):
    return {"grain": grain, "entity_id": entity, "account_id": "a", "episode": episode, "stage": stage, "on": on,
            "observed": True, "timed": True}  # fmt: skip


@pytest.fixture
def tables(tmp_path):
    load = date(2026, 3, 2)
    event = {"entity": "person", "entity_id": "p3", "episode": 1, "on": load, "stage": "mql", "precision": "minute",
             "provenance": "bulk", "seq": 1, "source": "leads.csv"}  # fmt: skip
    return opened(tmp_path, {
        "reached": [
            step("p1", "lead", date(2026, 1, 1)), step("p1", "mql", date(2026, 1, 11)),
            step("p1", "customer", date(2026, 2, 10)),  # 30 days after MQL
            step("p2", "lead", date(2026, 1, 5)), step("p2", "mql", date(2026, 2, 1)),
            step("p2", "mql", date(2026, 3, 1), episode=2), step("p2", "customer", date(2026, 4, 2), episode=2),
            step("p3", "lead", date(2026, 1, 20)), step("p3", "mql", load),
            step("p4", "lead", date(2026, 2, 20)),
            step("a", "mql", date(2026, 1, 11), grain="account"),
        ],
        "stage_events": [event],
        "segments": [{"grain": "person", "entity_id": name, "name": "channel", "value": value}
                     for name, value in (("p1", "fairs"), ("p2", "web"), ("p3", "web"))],
    })  # fmt: skip


def counted(tables, stage, name):
    found = fetch(converted(tables["reached"], tables["stage_events"], tables["segments"], stage=stage,
                            as_of=date(2026, 4, 30)))  # fmt: skip
    found = found[found["name"] == name]
    return sorted(zip(found["value"], found["month"].astype(str), found["days"], found["status"], found["n"],
                      strict=True))  # fmt: skip


def test_people_count_once_and_a_load_stands_where_the_lead_does(tables):
    assert counted(tables, "mql", "") == [
        ("", "2026-01-01", 30, 1, 1),  # p1
        ("", "2026-01-01", 100, 0, 1),  # p3 from 20 January on: nobody knows since when it was an MQL
        ("", "2026-02-01", 60, 1, 1),  # p2 from its first time on, whenever it came back
    ]


def test_leads_by_channel(tables):
    assert counted(tables, "lead", "channel") == [
        ("fairs", "2026-01-01", 40, 1, 1), ("web", "2026-01-01", 87, 1, 1), ("web", "2026-01-01", 100, 0, 1),
    ]  # fmt: skip
