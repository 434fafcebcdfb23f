"""The facts of a whole company: what always holds, what is left out, and what is said where nothing is known."""

from __future__ import annotations

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from helpers.agreements import Agreements, Sla
from helpers.agreements.calendar import open_clock
from helpers.agreements.sla import Calendar, Capacity, Sooner, Within
from helpers.contract import Contract
from helpers.facts import KEY
from helpers.handoff.review import handoff_facts, handoff_tables
from helpers.periods import Period
from metrics.workbook import client, opened

from .made import company

PERIOD, START = Period.parse("2026-10"), Period.parse("2024-11")
SLA = Sla(
    answer_within=Within(hours=4), decide_within=Within(days=3), capacity=Capacity(leads_per_seller_day=1.0),
    exceptions=(Sooner(segment="size=large", answer_within=Within(hours=2)),),
)  # fmt: skip
ENGAGEMENT = client(segments={"channel": "people.source_group", "size": "people:x"})


@cache
def clock():
    return open_clock(Calendar(), zone=ZoneInfo("Europe/Madrid"), first=date(2024, 11, 1), last=date(2026, 10, 31))


def reading(day: date) -> int:
    return clock().days_at(day)


def facts(folder, rows, agreements: Agreements | None = None) -> pd.DataFrame:
    return handoff_facts(opened(folder, rows), ENGAGEMENT, agreements or Agreements(sla=SLA), period=PERIOD,
                         start=START, contract=Contract())  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> pd.DataFrame:
    rows = company(600, reading=reading, silent={"fairs": 0.5}, good={"fairs": 1.0})
    return facts(tmp_path_factory.mktemp("made"), rows)


def pick(table: pd.DataFrame, metric: str, variant: str = "", segment: str = "all", period: str = "2025-11/2026-10"):
    keep = (table["metric"] == metric) & (table["variant"] == variant) & (table["segment"] == segment)
    (row,) = table[keep & (table["period"] == period)].itertuples()
    return row


def test_keys_are_unique_and_intervals_hold_their_value(made):
    assert not made.duplicated(KEY).any()
    known = made[made["value"].notna() & made["low"].notna() & made["high"].notna()]
    assert (known["low"] <= known["value"] + 1e-12).all() and (known["value"] <= known["high"] + 1e-12).all()
    shares = made[(made["unit"] == "share") & ~made["metric"].isin(["handoff_gap", "ignored_channel"])]
    assert shares["value"].dropna().between(0, 1).all()


def test_the_year_before_is_what_a_review_said_on_its_last_day(made, tmp_path):
    """24 months of hand-offs: those of the first twelve, with what was known in October 2025 and nothing later."""
    rows = company(600, reading=reading, silent={"fairs": 0.5}, good={"fairs": 1.0})
    then = handoff_facts(opened(tmp_path, rows), ENGAGEMENT, Agreements(sla=SLA), period=Period.parse("2025-10"),
                         start=START, contract=Contract())  # fmt: skip
    before = made[made["period"] == "2024-11/2025-10"].reset_index(drop=True)
    same = then.merge(before[KEY], on=KEY)
    assert {*before["metric"]} == {
        "handoff_response_median", "sla_compliance", "handoff_unanswered", "handoff_recorded", "handoff_acceptance",
    }  # fmt: skip
    assert set(before["segment"]) == {"all"} and len(same) == len(before)
    pd.testing.assert_frame_equal(same, before)


def test_parts_add_up_to_the_whole(made):
    year = made[(made["period"] == "2025-11/2026-10") & (made["variant"] == "")]
    for metric in ("handoffs", "handoff_unanswered", "sla_compliance"):
        column = "value" if metric == "handoffs" else "denominator"
        rows = year[year["metric"] == metric]
        for name in ("channel", "size", "seller_group"):
            assert rows.loc[rows["segment"].str.startswith(name), column].sum() == pick(made, metric)._asdict()[column]


def test_months_add_up_to_the_year(made):
    months = made[(made["metric"] == "handoffs") & ~made["period"].str.contains("/")]
    assert len(months) == 12 and months["value"].sum() == pick(made, "handoffs").value


def test_what_is_planted_is_told(made):
    assert pick(made, "ignored_channel", segment="channel=fairs").status == "clear"
    assert pick(made, "handoff_gap", "against=rest;of=unanswered", "channel=fairs").status == "clear"
    others = made[(made["metric"] == "ignored_channel") & (made["segment"] != "channel=fairs")]
    assert set(others["status"]) == {"noise"}


def test_leaks_add_up_to_no_more_than_what_was_lost(made):
    rows = made[made["metric"] == "leak_customers"]
    assert rows["n"].sum() <= pick(made, "handoffs").value
    assert (rows["low"].dropna() == 0).all()


def test_no_hand_off_is_one_row_and_empty_lists(tmp_path):
    canonical = opened(tmp_path, {})
    found = handoff_facts(canonical, ENGAGEMENT, Agreements(), period=PERIOD, start=START, contract=Contract())
    assert found[["metric", "note"]].to_numpy().tolist() == [["handoffs", "no_handoffs"]]
    tables = handoff_tables(canonical, ENGAGEMENT, Agreements(), period=PERIOD)
    assert set(tables) == {"calls", "handoff_reasons_unmapped"} and not any(len(rows) for rows in tables.values())


def test_without_a_single_touch_nobody_is_accused(tmp_path):
    rows = company(120, reading=reading)
    for row in rows["handoffs"]:
        row |= {"touched_on": None, "touched_minutes": None, "touched_days": None}
    found = facts(tmp_path, rows)
    assert pick(found, "handoff_response_median").note == "no_touches"
    assert pick(found, "handoff_unanswered").note == "no_touches"
    assert pick(found, "handoff_recorded").value == 0
    doubted = found[found["variant"].str.contains("of=unanswered") | (found["metric"] == "ignored_channel")]
    assert len(doubted) and not (doubted["status"] == "clear").any()


def test_a_group_that_notes_little_down_is_not_accused_and_a_group_of_one_not_shown(tmp_path):
    rows = company(300, reading=reading)
    for number, row in enumerate(rows["handoffs"]):
        if row["seller_group"] == "north" and number % 10 < 7:
            row |= {"touched_on": None, "touched_minutes": None, "touched_days": None}
        if number % 30 == 0:
            row |= {"seller_group": "east", "owner": "alone"}
    found = facts(tmp_path, rows)
    gap = pick(found, "handoff_gap", "against=rest;of=unanswered", "seller_group=north")
    assert (gap.note, gap.status) == ("low_coverage", "noise")
    assert pick(found, "handoff_unanswered", segment="seller_group=south").note == ""
    assert not found["segment"].isin(["seller_group=east", "seller_group=other"]).any()


def test_date_only_data_are_told_in_days(tmp_path):
    found = facts(tmp_path, company(120, reading=reading, minutes=False))
    row = pick(found, "handoff_response_median")
    assert (row.unit, row.note) == ("days", "date_only")
    assert pick(found, "sla_compliance").note == "date_only"
    assert set(found.loc[found["metric"] == "sla_what_if", "variant"]) >= {"within=1d", "within=5d"}


def test_reasons_that_fit_no_code_are_listed_only_where_many_share_them(tmp_path):
    rows = company(200, reading=reading)
    rows["handoffs"][0] |= {"decision": "rejected", "reason_raw": "said by one alone", "reason": "unmapped"}
    tables = handoff_tables(opened(tmp_path, rows), ENGAGEMENT, Agreements(sla=SLA), period=PERIOD)
    assert tables["handoff_reasons_unmapped"]["reason_raw"].tolist() == ["no budget"]
    assert 0 < len(tables["calls"]) <= 10 and tables["calls"]["account_id"].is_unique
