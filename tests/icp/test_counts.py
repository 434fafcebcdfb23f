"""Counts of accounts on small tables, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from helpers.engine import fetch
from helpers.icp.counts.accounts import accounts
from helpers.icp.counts.histories import Sources, histories, recorded
from helpers.icp.counts.judged import by_attributes
from helpers.periods import Period
from icp.firms import company, contract, deal, invoice, passed, segment
from metrics.workbook import opened

YEAR = Period.parse("2025-11/2026-10")


def lives(folder: Path, sources: Sources, **tables: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = fetch(histories(opened(folder, tables).tables, sources=sources, year=YEAR))
    return {row["account_id"]: row for row in found.to_dict("records")}


def test_an_account_is_what_its_own_record_says_first(tmp_path: Path) -> None:
    """The group g has its own record and a subsidiary; p is a person without a company, d only a deal."""
    tables = opened(tmp_path, {
        "companies": [
            company("g", None, 40.0), {**company("g1", "Food", 900.0, country="PT"), "account_id": "g"},
            company("h", "Steel", 10.0, country=""),
        ],
        "people": [{"person_id": "x", "account_id": "p", "source_group": "web"}],
        "deals": [deal("1", "d", "open", None, created=date(2026, 1, 1))],
        "segments": [segment("g", "size", "large"), segment("h", "size", "unknown"), segment("p", "country", "FR")],
    }).tables  # fmt: skip
    found = fetch(accounts(tables, attributes=("country", "employees", "industry", "size"), cuts=(10, 50)))
    rows = {row["account_id"]: [row[f"a{i}"] for i in range(4)] for row in found.astype(object).to_dict("records")}
    known = {name: [None if value != value else value for value in values] for name, values in rows.items()}
    assert known == {
        "g": ["ES", 1, "Food", "large"],  # 40 employees of its own; the industry is the subsidiary's
        "h": [None, 1, "Steel", None],
        "p": ["FR", None, None, None],
        "d": [None, None, None, None],
    }


def test_worked_in_the_year_by_a_deal_or_a_hand_off(tmp_path: Path) -> None:
    found = lives(
        tmp_path, Sources(),
        deals=[
            deal("1", "opened", "open", None, created=date(2025, 11, 1)),
            deal("2", "closed", "lost", date(2026, 10, 31), created=date(2024, 1, 1)),
            deal("3", "before", "lost", date(2025, 10, 31), created=date(2025, 1, 1)),
            deal("4", "later", "won", date(2026, 11, 1), created=date(2024, 1, 1)),
            deal("5", "void", "void", date(2026, 5, 1)),
        ],
        handoffs=[passed("p", "handed", date(2026, 1, 1)), passed("q", "too early", date(2025, 10, 31))],
    )  # fmt: skip
    worked = {name: row["worked"] for name, row in found.items()}
    assert worked == {"opened": 1, "closed": 1, "before": 0, "later": 0, "handed": 1}
    assert [found["later"][name] for name in ("decided", "won", "seen")] == [0, 0, 0]  # not known on the last day


def test_decided_is_new_business_only(tmp_path: Path) -> None:
    found = lives(
        tmp_path, Sources(),
        deals=[
            deal("1", "a", "lost", date(2024, 1, 1)), deal("2", "a", "won", date(2024, 6, 1)),
            deal("3", "b", "won", date(2024, 1, 1), kind="renewal"), deal("4", "c", "lost", date(2024, 1, 1)),
        ],
    )  # fmt: skip
    assert {name: (row["decided"], row["won"]) for name, row in found.items()} == {
        "a": (1, 1),
        "b": (0, 0),
        "c": (1, 0),
    }


@pytest.mark.parametrize(
    ("second", "expected"),
    [(date(2025, 5, 31), (1, 1)), (date(2025, 6, 1), (1, 1)), (date(2025, 6, 2), (1, 0)), (None, (1, 0))],
)
def test_back_within_a_year_of_the_first_purchase(tmp_path: Path, second: date | None, expected: Any) -> None:
    """First order on 1 June 2024: day 365 is 1 June 2025."""
    lines = [invoice(1, "a", date(2024, 6, 1), "o1", 100, 40), invoice(2, "a", date(2024, 6, 20), "o1", 50, 20)]
    lines += [invoice(3, "a", second, "o2", 100, 40)] if second else []
    row = lives(tmp_path, Sources(orders="revenue"), revenue=lines)["a"]
    assert (row["seen"], row["back"]) == expected


def test_whose_year_is_not_over_is_not_seen(tmp_path: Path) -> None:
    """31 October 2026 is day 365 of 31 October 2025; a day later is too late to know."""
    lines = [
        invoice(1, "old", date(2025, 10, 31), "o1", 100, 40), invoice(2, "young", date(2025, 11, 1), "o2", 100, 40),
        invoice(3, "young", date(2026, 2, 1), "o3", 100, 40),
    ]  # fmt: skip
    found = lives(tmp_path, Sources(orders="revenue"), revenue=lines)
    assert {name: (row["seen"], row["back"]) for name, row in found.items()} == {"old": (1, 0), "young": (0, 0)}


def test_an_order_taken_back_is_no_purchase(tmp_path: Path) -> None:
    lines = [
        invoice(1, "a", date(2024, 1, 1), "o1", 100, 40), invoice(2, "a", date(2024, 2, 1), "o2", 100, 40),
        invoice(3, "a", date(2024, 2, 9), "o2", -100, -40), invoice(4, "b", date(2024, 1, 1), None, 100, 40),
    ]  # fmt: skip
    found = lives(tmp_path, Sources(orders="revenue"), revenue=lines)
    assert (found["a"]["seen"], found["a"]["back"]) == (1, 0)
    assert "b" not in found  # an invoice without an order says nothing of purchases


def test_still_subscribed_a_year_later(tmp_path: Path) -> None:
    """Of contracts from 1 January 2024 (day 365 is 31 December 2024): one runs, one ends the day before, one is
    followed by another."""
    start = date(2024, 1, 1)
    found = lives(
        tmp_path, Sources(),
        subscriptions=[
            contract("1", "runs", start, None, 10, None), contract("2", "left", start, date(2024, 12, 30), 10, None),
            contract("3", "last day", start, date(2024, 12, 31), 10, None),
            contract("4", "changed", start, date(2024, 6, 30), 10, None),
            contract("5", "changed", date(2024, 7, 1), date(2025, 6, 30), 20, None),
            contract("6", "too late", start, date(2024, 3, 1), 10, None),
            contract("7", "too late", date(2025, 2, 1), None, 10, None),
        ],
    )  # fmt: skip
    back = {name: row["back"] for name, row in found.items()}
    assert back == {"runs": 1, "left": 0, "last day": 1, "changed": 1, "too late": 0}
    assert {row["seen"] for row in found.values()} == {1}


def test_margins_by_source(tmp_path: Path) -> None:
    """a: 40 + 20 invoiced; b has a line without a margin, at 30 % of 200 it brings 60 more."""
    tables: dict[str, Any] = {
        "revenue": [
            invoice(1, "a", date(2026, 1, 1), "o1", 100, 40), invoice(2, "a", date(2026, 2, 1), "o2", 50, 20),
            invoice(3, "b", date(2026, 1, 1), "o3", 100, 10), invoice(4, "b", date(2026, 2, 1), "o4", 200, None),
            invoice(5, "a", date(2026, 11, 1), "o5", 999, 999),
        ],
        "subscriptions": [
            contract("1", "a", date(2026, 1, 15), date(2026, 3, 14), 100, 0.8),  # two months begun
            contract("2", "c", date(2026, 10, 1), None, 50, None),
        ],
        "deals": [deal("1", "a", "won", date(2026, 1, 1)), deal("2", "d", "lost", date(2026, 1, 1))],
    }  # fmt: skip
    canonical = opened(tmp_path, tables).tables

    def margins(sources: Sources) -> dict[str, tuple[int, Decimal]]:
        rows = fetch(histories(canonical, sources=sources, year=YEAR)).to_dict("records")
        return {row["account_id"]: (row["priced"], row["margin"]) for row in rows if row["priced"]}

    assert margins(Sources(margins="revenue")) == {"a": (1, Decimal(60))}
    assert margins(Sources(margins="revenue", margin=0.3)) == {"a": (1, Decimal(60)), "b": (1, Decimal(70))}
    assert margins(Sources(margins="subscriptions")) == {"a": (1, Decimal(160))}
    assert margins(Sources(margins="subscriptions", margin=0.5)) == {"a": (1, Decimal(160)), "c": (1, Decimal(25))}
    assert margins(Sources(margins="deals", margin=0.4)) == {"a": (1, Decimal(400))}
    assert margins(Sources()) == {}
    there = fetch(recorded(canonical, as_of=YEAR.as_of)).iloc[0].to_dict()
    assert there == {"orders": 4, "revenue": 4, "priced": 3, "subscriptions": 2, "sound": 1, "worth": 1}


def test_nothing_recorded(tmp_path: Path) -> None:
    canonical = opened(tmp_path, {}).tables
    assert fetch(recorded(canonical, as_of=YEAR.as_of)).fillna(0).iloc[0].tolist() == [0] * 6
    cells = fetch(by_attributes(canonical, attributes=("country",), cuts=(), sources=Sources(), year=YEAR))
    assert cells.empty


def test_accounts_are_added_up_by_what_is_known_of_them(tmp_path: Path) -> None:
    """Three food makers: one won and back, one lost, one won this year; a steel maker nobody called.

    The two decided ones share a domain and so a group; squares: 60² + 10² = 3,700.
    """
    firms = [
        {**company("a", "Food", 60.0), "domain": "x.example"}, {**company("b", "Food", 60.0), "domain": "x.example"},
        {**company("c", "Food", 60.0), "domain": "y.example"}, {**company("e", "Steel", 9.0), "domain": "x.example"},
    ]  # fmt: skip
    canonical = opened(tmp_path, {
        "companies": firms,
        "deals": [
            deal("1", "a", "won", date(2024, 1, 1)), deal("2", "a", "won", date(2024, 3, 1), kind="expansion"),
            deal("3", "b", "lost", date(2026, 1, 1)), deal("4", "c", "won", date(2026, 5, 1)),
        ],
        "revenue": [
            invoice(1, "a", date(2024, 1, 9), None, 100, 60), invoice(2, "c", date(2026, 5, 9), None, 100, 10),
        ],
    }).tables  # fmt: skip
    sources = Sources(margins="revenue")
    cells = fetch(
        by_attributes(canonical, attributes=("employees", "industry"), cuts=(10, 50), sources=sources, year=YEAR)
    )
    columns = ["a0", "a1", "group", "kept", "accounts", "worked", "decided", "won", "seen", "back", "priced"]
    rows = cells[columns].astype(object).where(cells[columns].notna(), None).values.tolist()
    assert sorted(rows, key=str) == sorted([
        [2, "Food", "x.example", 1, 1, 0, 1, 1, 1, 1, 1],
        [2, "Food", "x.example", 0, 1, 1, 1, 0, 0, 0, 0],
        [2, "Food", None, None, 1, 1, 1, 1, 0, 0, 1],
        [0, "Steel", None, None, 1, 0, 0, 0, 0, 0, 0],
    ], key=str)  # fmt: skip
    assert cells["squares"].dropna().sum() == Decimal(3700)
    assert cells["margin"].dropna().sum() == Decimal(70)
