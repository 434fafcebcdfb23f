"""Counts of what was heard, by hand: deals once per theme, windows, what was known when, stages at a touch."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from tests.metrics.workbook import opened

from helpers.engine import fetch
from helpers.feedback.counts import decided, heard, touched
from helpers.periods import Period

from .heardbook import PERIOD, YEAR, Rows, campaign, deal, message, person, reached, touch, voice

DAY, LAST_YEAR = date(2026, 5, 4), date(2025, 5, 4)
WINDOWS = {"12": YEAR, "before12": YEAR.prior()}


def counted(folder: Path, tables: Rows, *, as_of: date = PERIOD.as_of) -> pd.DataFrame:
    rows = fetch(heard.heard(opened(folder, tables).tables, windows=WINDOWS, as_of=as_of))
    return rows.set_index(["kind", "name"])


def test_a_deal_counts_once_per_theme_and_a_remark_without_one_by_itself(tmp_path: Path) -> None:
    tables = {
        "deals": [deal("d1", "lost", DAY), deal("d2", "won", DAY), deal("d3", "open", None)],
        "voices": [
            voice("v1", DAY, "price", deal_id="d1"),
            voice("v2", date(2026, 6, 1), "price", deal_id="d1"),  # the same deal again: still one
            voice("v3", DAY, "delivery", deal_id="d1"),  # the same deal, another theme
            voice("v4", DAY, "price", deal_id="d2"),
            voice("v5", DAY, "price", deal_id="d3"),
            voice("v6", DAY, "price"),  # two remarks without a deal: one each
            voice("v7", DAY, "price"),
            voice("v8", LAST_YEAR, "price", deal_id="d1"),  # the year before: counts there, too
            voice("v9", DAY, "ease", kind="argument", deal_id="d2"),
        ],
    }
    rows = counted(tmp_path, tables)
    price, whole = rows.loc[("objection", "price")], rows.loc[("objection", "")]
    assert (price["all_12"], price["won_12"], price["lost_12"]) == (5, 1, 1)  # d1 d2 d3 v6 v7
    assert (price["all_before12"], price["lost_before12"]) == (1, 1)
    assert (whole["all_12"], whole["lost_12"]) == (5, 1)  # d1 has two themes and is one deal
    assert rows.loc[("objection", "delivery"), "all_12"] == 1
    assert rows.loc[("argument", ""), "won_12"] == 1


def test_nothing_after_the_day_counts_and_a_deal_closed_later_is_open(tmp_path: Path) -> None:
    tables = {
        "deals": [deal("d1", "lost", date(2026, 11, 3))],
        "voices": [voice("v1", DAY, "price", deal_id="d1"), voice("v2", date(2026, 11, 1), "price")],
    }
    row = counted(tmp_path, tables).loc[("objection", "price")]
    assert (row["all_12"], row["lost_12"]) == (1, 0)


def test_competitors_and_sectors_go_by_name_where_it_may_be_printed(tmp_path: Path) -> None:
    rival = {"kind": "competitor", "theme_raw": "Rival"}
    tables = {
        "voices": [
            voice("v1", DAY, "unmapped", quotable=True, **rival),
            voice("v2", DAY, "unmapped", **rival),  # not to be printed
            voice("v3", DAY, "in_house", quotable=True, **rival),  # a code comes first
            voice("v4", DAY, "unmapped", kind="sector", segment="Food"),
            voice("v5", DAY, "unmapped", kind="objection", theme_raw="words of somebody", quotable=True),
        ]
    }
    rows = counted(tmp_path, tables)["all_12"]
    assert rows["competitor"].to_dict() == {"": 3, "Rival": 1, "in_house": 1, "unmapped": 1}
    assert rows["sector"].to_dict() == {"": 1, "Food": 1}
    assert rows["objection"].to_dict() == {"": 1, "unmapped": 1}


def test_only_quotable_words_are_listed_and_the_latest_come_first(tmp_path: Path) -> None:
    tables = {
        "deals": [deal("d1", "won", DAY)],
        "voices": [
            voice("v1", DAY, "price", words="old", quotable=True, deal_id="d1"),
            voice("v2", date(2026, 6, 1), "price", words="new", quotable=True),
            voice("v3", date(2026, 6, 2), "price", words="secret"),
            voice("v4", date(2026, 6, 3), "price", quotable=True),  # nothing said
            voice("v5", LAST_YEAR, "price", words="long ago", quotable=True),
        ],
    }
    rows = fetch(heard.quotable(opened(tmp_path, tables).tables, window=YEAR, as_of=PERIOD.as_of))
    assert rows["words"].tolist() == ["new", "old"]
    assert rows["outcome"].tolist()[1] == "won" and pd.isna(rows["outcome"].tolist()[0])


def test_notes_and_sectors_need_no_theme(tmp_path: Path) -> None:
    tables = {
        "voices": [
            voice("v1", DAY, "price"),
            voice("v2", DAY, "unmapped"),
            voice("v3", DAY, "unmapped", origin="deal_note"),
            voice("v4", DAY, "unmapped", kind="sector"),
        ]
    }
    rows = fetch(heard.mapped(opened(tmp_path, tables).tables, window=YEAR))
    assert dict(zip(rows["theme"], rows["n"], strict=True)) == {"price": 1, "unmapped": 1}


def test_decided_deals_by_month_on_price(tmp_path: Path) -> None:
    tables = {
        "deals": [
            deal("d1", "lost", DAY, reason_theme="price"),
            deal("d2", "lost", DAY, reason_theme="delivery"),
            deal("d3", "lost", DAY),  # nobody wrote down why
            deal("d4", "won", DAY, discount=0.1, reason_theme="price"),  # won on price is not lost on it
            deal("d5", "won", DAY, discount=0.0),
            deal("d6", "won", DAY),
            deal("d7", "lost", DAY, kind="expansion", reason_theme="price"),  # not new business
            deal("d8", "open", None),
        ]
    }
    rows = fetch(decided.by_month(opened(tmp_path, tables).tables, window=YEAR))
    assert rows.iloc[0].to_dict() == {
        "month": date(2026, 5, 1), "deals": 6, "won": 3, "lost": 3, "reasoned": 2, "priced": 1, "dated": 2,
        "discounted": 1,
    }  # fmt: skip


def test_a_deal_meets_a_message_by_a_campaign_before_its_end_or_by_its_segment(tmp_path: Path) -> None:
    tables = {
        "deals": [deal(f"d{i}", "lost", DAY) for i in range(1, 7)],
        "people": [person("p3", account_id="a_d3")],
        "touches": [
            touch("t1", date(2026, 4, 1), account_id="a_d1", campaign="spring"),
            touch("t2", date(2026, 5, 5), account_id="a_d2", campaign="spring"),  # a day too late
            touch("t3", DAY, person_id="p3", campaign="spring"),  # by its person, on the day itself
            touch("t4", date(2026, 4, 1), account_id="a_d4", campaign="other"),  # carries no message
            touch("t5", date(2026, 4, 1), account_id="a_d6", campaign="spring", kind="self_reported"),
        ],
        "campaigns": [campaign("spring", message_id="m"), campaign("other")],
        "messages": [message("m", segment="Food ", promise_theme="price")],
        "segments": [{"grain": "deal", "entity_id": "d5", "name": "industry", "value": "food"}],
        "voices": [
            voice("v1", DAY, "price", deal_id="d1"),
            voice("v2", DAY, "price", deal_id="d1"),
            voice("v3", DAY, "price", deal_id="d2"),
            voice("v4", DAY, "delivery", deal_id="d5"),
            voice("v5", DAY, "price", kind="argument", deal_id="d3"),  # an argument is no objection
        ],
    }
    rows = fetch(decided.met(opened(tmp_path, tables).tables, window=PERIOD.rolling(24), recent=YEAR.first,
                             messages=[("m", "price")]))  # fmt: skip
    found = rows.groupby(["met_0", "heard_0"])["deals"].sum().to_dict()
    assert found == {(1, 1): 1, (1, 0): 2, (0, 1): 1, (0, 0): 2}  # met: d1 d3 d5; heard: d1 d2
    assert set(rows["half"]) == {2026 * 2} and set(rows["late"]) == {1}


def test_without_messages_every_deal_is_one_row(tmp_path: Path) -> None:
    canonical = opened(tmp_path, {"deals": [deal("d1", "lost", DAY), deal("d2", "won", LAST_YEAR)]})
    rows = fetch(decided.met(canonical.tables, window=PERIOD.rolling(24), recent=YEAR.first, messages=[]))
    assert rows[["half", "late", "deals", "won"]].to_numpy().tolist() == [[4050, 0, 1, 1], [4052, 1, 1, 0]]


WINDOW = Period.parse("2025-11/2026-10")


def response(folder: Path, tables: Rows, *, grain: str = "person") -> dict[tuple[str, str, int], tuple[int, ...]]:
    rows = fetch(touched.touched(opened(folder, tables).tables, grain=grain, window=WINDOW, days=90))
    names = ["touched", "moved", "base_touched", "base_moved"]
    return {
        (row["level"], row["name"], row["place"]): tuple(int(row[name]) for name in names) for _, row in rows.iterrows()
    }


BEGAN = date(2026, 1, 1)


def test_who_moved_on_within_ninety_days_of_a_touch_at_their_stage(tmp_path: Path) -> None:
    tables = {
        "people": [person(name) for name in "abcde"],
        "reached": [
            *(reached(name, "lead", BEGAN) for name in "abcde"),
            reached("a", "sql", date(2026, 4, 11)),  # 90 days after the touch
            reached("b", "sql", date(2026, 4, 12)),  # 91: too late
            reached("c", "mql", date(2026, 1, 11)),  # on the day of the touch: it was an MQL by then
            reached("d", "mql", date(2026, 8, 20)),  # marketing's own step is no moving on
        ],
        "touches": [
            touch("t1", date(2026, 1, 11), person_id="a", campaign="spring"),
            touch("t2", date(2026, 1, 11), person_id="b", campaign="spring"),
            touch("t3", date(2026, 1, 11), person_id="c", campaign="spring"),
            touch("t4", date(2026, 8, 2), person_id="d", campaign="spring"),  # 90 days old on the last day
            touch("t5", date(2026, 8, 3), person_id="e", campaign="spring"),  # 89: too young
            touch("t6", date(2025, 12, 31), person_id="a", campaign="spring"),  # before the person was a lead
        ],
    }
    found = response(tmp_path, tables)
    assert found[("campaign", "spring", 0)] == (3, 1, 3, 1)  # a b d; a
    assert found[("campaign", "spring", 1)] == (1, 0, 1, 0)  # c, still an MQL
    assert found[("", "", 0)] == (3, 1, 3, 1)


def test_the_base_is_counted_from_the_first_touch_of_any_kind(tmp_path: Path) -> None:
    """a: called on 1 January, guide on 1 March, SQL on 10 May: 70 days after the guide, 129 after the call."""
    tables = {
        "people": [person("a"), person("b")],
        "content": [{"asset_id": "guide", "title": "Guide", "topic": "energy", "format": "pdf", "by_marketing": True,
                     "by_sales": False}],
        "reached": [reached("a", "lead", BEGAN), reached("b", "lead", BEGAN), reached("a", "sql", date(2026, 5, 10))],
        "touches": [
            touch("t1", BEGAN, person_id="a", direction="sales"),
            touch("t2", date(2026, 3, 1), person_id="a", asset_id="guide"),
            touch("t3", BEGAN, person_id="b", direction="sales", asset_id="guide"),  # of sales: base only
        ],
    }  # fmt: skip
    found = response(tmp_path, tables)
    assert found[("", "", 0)] == (2, 0, 2, 0)
    assert found[("topic", "energy", 0)] == found[("asset", "guide", 0)] == found[("format", "pdf", 0)] == (1, 1, 1, 0)


def test_a_second_pass_is_a_case_of_its_own_and_accounts_go_by_their_people(tmp_path: Path) -> None:
    again = {"episode": 2}
    tables = {
        "people": [person("a")],
        "reached": [
            reached("a", "lead", BEGAN), reached("a", "sql", date(2026, 2, 1)),
            reached("a", "lead", date(2026, 5, 1), **again), reached("a", "sql", date(2026, 6, 1), **again),
            reached("a_a", "lead", BEGAN, grain="account"), reached("a_a", "sql", date(2026, 2, 1), grain="account"),
        ],
        "touches": [touch("t1", date(2026, 1, 5), person_id="a", campaign="x"),
                    touch("t2", date(2026, 5, 5), person_id="a", campaign="x")],
    }  # fmt: skip
    assert response(tmp_path, tables)[("campaign", "x", 0)] == (2, 2, 2, 2)
    accounts = response(tmp_path, tables, grain="account")
    assert accounts[("campaign", "x", 0)] == (1, 1, 1, 1) and accounts[("campaign", "x", 3)] == (1, 0, 1, 0)


@pytest.mark.parametrize("grain", ["person", "account"])
def test_empty_tables_give_empty_counts(tmp_path: Path, grain: str) -> None:
    tables = opened(tmp_path, {}).tables
    assert not len(fetch(touched.touched(tables, grain=grain, window=WINDOW, days=90)))
    assert not len(fetch(heard.heard(tables, windows=WINDOWS, as_of=PERIOD.as_of)))
