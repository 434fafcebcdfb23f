"""Counts of deals on tables of a few rows."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from workbook import opened

from helpers.engine import fetch
from helpers.metrics.counts.deals import closed_deals, deal_durations, deal_ledger
from helpers.metrics.counts.money import monthly_revenue

AS_OF = date(2026, 4, 30)


def deal(deal_id, outcome, created, closed=None, *, amount=100, flag="ok", kind="new", timed=True):
    return {
        "deal_id": deal_id, "account_id": "a1", "kind": kind, "amount": amount, "amount_base": amount,
        "amount_flag": flag, "created_on": created, "closed_on": closed, "outcome": outcome, "source_group": "web",
        "timed": timed,
    }  # fmt: skip


@pytest.fixture
def canonical(tmp_path):
    return opened(
        tmp_path,
        {
            "deals": [
                deal("d1", "won", date(2026, 1, 1), date(2026, 2, 10)),  # 40 days
                deal("d2", "lost", date(2026, 1, 1), date(2026, 1, 21), amount=None, flag="missing"),  # 20 days
                deal("d3", "won", date(2026, 3, 1), date(2026, 5, 5), amount=900),  # won after as_of: open, 60 days
                deal("d4", "open", date(2026, 4, 20), amount=999999, flag="placeholder"),  # open, 10 days
                deal("d5", "void", date(2026, 1, 1), date(2026, 1, 2)),
                deal("d6", "open", date(2026, 5, 1)),  # opened after as_of
                deal("d7", "won", date(2026, 3, 1), date(2026, 2, 1), timed=False),  # closed before it was created
                deal("d8", "lost", date(2026, 1, 1)),  # lost on an unknown day
                deal("d9", "open", None, timed=False),
            ],
            "segments": [
                {"grain": "deal", "entity_id": f"d{i}", "name": "region", "value": "north" if i % 2 else "south"}
                for i in range(1, 10)
            ],
        },
    )


def test_the_ledger_knows_only_what_was_known(canonical):
    found = fetch(deal_ledger(canonical["deals"], canonical["segments"], as_of=AS_OF))
    whole = found[found["name"] == ""]
    assert whole.groupby("state")["n"].sum().to_dict() == {"lost": 1, "open": 3, "undated": 1, "won": 2}
    assert whole["n"].sum() == 7  # nine deals less the void and the one opened later


def test_amounts_count_only_where_usable(canonical):
    found = fetch(deal_ledger(canonical["deals"], canonical["segments"], as_of=AS_OF))
    opened_ = found[(found["name"] == "") & (found["state"] == "open")]
    # d3 900, d9 100; the placeholder of d4 counts in numbers only
    assert opened_["n"].sum() == 3 and opened_["valued"].sum() == 2
    assert float(opened_["amount"].dropna().sum()) == 1000


def test_days_only_where_sure(canonical):
    found = fetch(deal_ledger(canonical["deals"], canonical["segments"], as_of=AS_OF))
    whole = found[found["name"] == ""]
    assert whole["timed"].sum() == 2 and whole["days"].dropna().sum() == 60  # d1 40 and d2 20; d7 is not timed


def test_segments_neither_lose_nor_multiply(canonical):
    found = fetch(deal_ledger(canonical["deals"], canonical["segments"], as_of=AS_OF))
    sums = found.groupby("name")["n"].sum()
    assert sums[""] == sums["region"] == 7


def test_durations(canonical):
    found = fetch(deal_durations(canonical["deals"], as_of=AS_OF))
    assert sorted(zip(found["state"], found["days"], found["n"], strict=True)) == [
        ("lost", 20, 1), ("open", 10, 1), ("open", 60, 1), ("won", 40, 1),
    ]  # fmt: skip
    assert pd.notna(found.loc[found["state"] == "won", "closed"]).all()


def test_deals_loaded_in_bulk_leave_the_ended_and_the_waiting(tmp_path):
    loaded = [
        deal("d1", "open", date(2026, 1, 1), timed=False),
        deal("d2", "won", date(2026, 1, 1), AS_OF, timed=False),
    ]
    canonical = opened(tmp_path, {"deals": [*loaded, deal("d3", "open", date(2026, 4, 1))]})
    found = fetch(deal_durations(canonical["deals"], as_of=AS_OF))
    assert found[["state", "days"]].to_numpy().tolist() == [["open", 29]]


def test_closed_deals_of_a_month(canonical):
    found = fetch(closed_deals(canonical["deals"], first=date(2026, 1, 1), last=date(2026, 1, 31)))
    assert found["deal_id"].tolist() == ["d2"]  # the void one is not listed
    assert found["amount"].isna().all()


def test_no_deals(tmp_path):
    canonical = opened(tmp_path, {})
    assert fetch(deal_ledger(canonical["deals"], canonical["segments"], as_of=AS_OF)).empty
    assert fetch(deal_durations(canonical["deals"], as_of=AS_OF)).empty


@pytest.mark.parametrize(
    ("amount", "square"), [("10.25", "105.0625"), ("12345678.91", "152415787748818.7881"), ("-0.01", "0.0001")]
)
def test_squares_keep_cents_and_size(tmp_path, amount, square):
    won = deal("d1", "won", date(2026, 1, 1), date(2026, 2, 10), amount=amount)
    tables = opened(tmp_path, {"deals": [won]}).tables
    assert fetch(deal_ledger(tables["deals"], tables["segments"], as_of=AS_OF))["squares"].tolist() == [Decimal(square)]
    lines = monthly_revenue(tables["revenue"], tables["deals"], tables["acquisitions"], as_of=AS_OF)
    assert fetch(lines)["squares"].tolist() == [Decimal(square)]
