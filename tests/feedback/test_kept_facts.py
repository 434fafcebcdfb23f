"""What is kept, from canonical tables to facts and rows: every form, none of them, and nothing of the future."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.engine import Canonical
from helpers.facts import NOTES, pick
from helpers.feedback.counts import kept_uses
from helpers.feedback.counts.kept_forms import rows
from helpers.feedback.kept import TABLES, kept_facts, kept_tables
from helpers.periods import Period
from metrics.workbook import client, opened

MONTH = Period.parse("2026-10")
YEAR = MONTH.rolling(12)


def deal(name: str, outcome: str, closed: date | None, **more: object) -> dict[str, object]:
    return {
        "deal_id": name, "account_id": f"a-{name}", "kind": "new", "amount_flag": "ok", "amount_base": 100,
        "created_on": date(2026, 1, 5), "closed_on": closed, "outcome": outcome, "timed": True, "source_group": "web",
    } | more  # fmt: skip


def reached(name: str, stage: str, on: date) -> dict[str, object]:
    return {"grain": "deal", "entity_id": name, "account_id": f"a-{name}", "episode": 1, "stage": stage, "on": on,
            "observed": True, "timed": True}  # fmt: skip


def use(row: int, asset: str, on: date, deal_id: str | None = None, account: str | None = None) -> dict[str, object]:
    return {"row": row, "on": on, "asset_id": asset, "deal_id": deal_id, "account_id": account, "team": "sales"}


def asset(name: str, *, sales: bool = False, **more: object) -> dict[str, object]:
    return {"asset_id": name, "title": name, "by_marketing": True, "by_sales": sales,
            "published_on": date(2025, 1, 1)} | more  # fmt: skip


def voice(name: str, theme: str, *, on: date = date(2026, 9, 1), **more: object) -> dict[str, object]:
    return {"voice_id": name, "origin": "feedback", "on": on, "kind": "objection", "theme": theme,
            "quotable": False} | more  # fmt: skip


COMPANY = {
    "deals": [
        deal("d1", "won", date(2026, 10, 20)), deal("d2", "lost", date(2026, 10, 21)),
        deal("d3", "lost", date(2026, 9, 3)), deal("d4", "open", None), deal("d5", "won", date(2026, 11, 4)),
        deal("d6", "won", date(2026, 10, 2), kind="renewal"),
    ],
    "people": [
        {"person_id": "p3", "account_id": "a-d3", "source_group": "web", "created_on": date(2026, 1, 1)},
    ],
    "reached": [
        reached("d1", "opportunity", date(2026, 1, 5)), reached("d1", "offer", date(2026, 3, 1)),
        reached("d1", "customer", date(2026, 10, 20)), reached("d2", "opportunity", date(2026, 1, 5)),
        reached("d2", "offer", date(2026, 9, 1)), reached("d3", "opportunity", date(2026, 1, 5)),
    ],
    "content": [
        asset("both", sales=True, objection="price", stage="offer", role="Finance"), asset("ours", objection="timing"),
        asset("gone", objection="trust", retired_on=date(2026, 9, 30)),
    ],
    "content_use": [
        use(1, "both", date(2026, 4, 1), "d1"), use(2, "ours", date(2026, 2, 1), "d1"),
        use(3, "both", date(2026, 10, 21), "d2"),  # on the closing day: too late to count
        use(4, "ours", date(2026, 5, 1), None, "a-d2"), use(5, "both", date(2025, 12, 1), None, "a-d2"),
        use(6, "unknown", date(2026, 5, 1), "d2"), use(7, "ours", date(2026, 11, 9), "d2"),
    ],
    "touches": [
        {"touch_id": "t1", "person_id": "p3", "on": date(2026, 6, 1), "channel": "mail", "asset_id": "ours",
         "direction": "marketing"},
        {"touch_id": "t2", "account_id": "a-d4", "on": date(2026, 9, 9), "channel": "mail", "asset_id": "both",
         "direction": "marketing"},
    ],
    "voices": [
        voice("v1", "price", deal_id="d1", stage="offer"), voice("v2", "price", deal_id="d1", stage="lost"),
        voice("v3", "price"), voice("v4", "trust", deal_id="d3"), voice("v5", "unmapped"),
        voice("v6", "price", on=date(2025, 10, 31)), voice("v7", "speed", kind="argument"),
        voice("v8", "price", on=date(2026, 11, 1)),
    ],
    "winloss": [
        {"row": 1, "on": date(2026, 10, 28), "deal_id": "d1", "outcome": "won", "theme": "price", "consent": True,
         "quotable": False},
    ],
    "feedback": [
        {"row": n, "on": on, "from_team": "sales", "kind": "objection", "theme": "price", "answered_on": answered,
         "quotable": False}
        for n, (on, answered) in enumerate(
            [(date(2026, 5, 1), date(2026, 5, 4)), (date(2026, 6, 1), None), (date(2026, 7, 1), date(2026, 11, 2)),
             (date(2026, 11, 1), None)], 1)
    ],
    "campaigns": [
        {"campaign": "spring", "from_on": date(2026, 10, 1), "message_id": "M1"},
        {"campaign": "later", "from_on": date(2026, 11, 1), "message_id": "M1"},
    ],
    "messages": [{"message_id": "M1", "promise": "Half the time", "updated_on": date(2026, 10, 1)}],
    "decisions": [
        {"decision_id": "D1", "on": date(2026, 9, 8), "kind": "decision", "words": "Call guests", "owner_team": "sales",
         "due_on": date(2026, 10, 1)},
    ],
    "meetings": [
        {"row": n, "ritual": "monthly-review", "planned_on": date(2026, n, 8), "held_on": date(2026, n, 8),
         "marketing": True, "sales": n != 5}
        for n in range(1, 11)
    ],
    "comments": [
        {"row": 1, "period": "2026-10", "team": "sales", "kind": "comment", "words": "Long approvals"},
        {"row": 2, "period": "2026-09", "team": "marketing", "kind": "comment", "words": "Old"},
    ],
    "incentives": [
        {"row": n, "team": "sales", "role": "Head of sales", "metric": metric, "words": words, "part": part,
         "shared": shared, "from_on": first, "to_on": last}
        for n, (metric, words, part, shared, first, last) in enumerate(
            [("revenue_won", "Revenue won", 0.75, False, None, date(2026, 10, 31)),
             ("customers", "New customers", 0.25, True, date(2026, 10, 31), None),
             (None, "Visits", 1.0, True, date(2026, 11, 1), None),
             (None, "Calls", 1.0, False, None, date(2026, 10, 30))], 1)
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Canonical:
    return opened(tmp_path_factory.mktemp("company"), COMPANY)


@pytest.fixture(scope="module")
def facts(company: Canonical) -> pd.DataFrame:
    return kept_facts(company, client(), Agreements(), period=MONTH, start=MONTH, contract=Contract())


def one(rows_: pd.DataFrame, metric: str, *, variant: str = "", segment: str = "all") -> pd.Series:
    """The figure of the window that ends with the month."""
    found = pick(rows_, metric, variant=variant, segment=segment)
    found = found[found["period"].map(lambda text: Period.parse(text).last == MONTH.last)]
    assert len(found) == 1, (metric, variant, segment)
    return found.iloc[0]


def test_objections_are_heard_in_deals_and_in_remarks_without_one(company: Canonical) -> None:
    found = {(row["theme"], row["stage"]): row["heard"] for row in rows(kept_uses.heard(company.tables, window=YEAR))}
    # d1 twice (once at no stage of the road), v3 alone; those of other kinds, months and no theme are not in it
    assert found == {("price", "offer"): 1, ("price", "any"): 2, ("price", "all"): 2, ("trust", "any"): 1,
                     ("trust", "all"): 1}  # fmt: skip
    assert rows(kept_uses.hearing(company.tables, window=YEAR)) == [{"units": 3}]


def test_deals_that_met_content_by_the_stage_they_stood_at(company: Canonical) -> None:
    # d1 last met content on 1 April, at offer, made together; d2 on 1 May, at opportunity, other content only (the one
    # made together was used before the deal began, and on its closing day); d3 through a touch of its person
    assert rows(kept_uses.used_deals(company.tables, window=YEAR)) == [
        {"stage": "offer", "together": 1, "outcome": "won", "n": 1},
        {"stage": "opportunity", "together": 0, "outcome": "lost", "n": 2},
    ]


def test_the_last_use_is_by_form_or_touch_and_not_in_the_future(company: Canonical) -> None:
    found = {row["asset_id"]: row["on"] for row in rows(kept_uses.last_used(company.tables, as_of=MONTH.as_of))}
    assert found == {"both": date(2026, 10, 21), "ours": date(2026, 6, 1)}


def test_the_facts_by_hand(facts: pd.DataFrame) -> None:
    # cells: price at offer (covered: 'both') and at no known stage (covered), trust (retired): 2 of 3
    assert tuple(one(facts, "content_coverage")[["numerator", "denominator"]]) == (2, 3)
    # price 2 + trust 1 of 3 deals and remarks, two objections: 3 / 6 on average; only trust has no asset
    assert one(facts, "objection_gap", variant="stat=average")["value"] == 0.5
    assert tuple(one(facts, "objection_gap", segment="theme=trust")[["numerator", "status"]]) == (1, "noise")
    # in use: both, ours; ours last on 1 June
    assert tuple(one(facts, "content_unused")[["numerator", "denominator"]]) == (1, 2)
    assert one(facts, "winloss_theme", segment="outcome=won;theme=price")["value"] == 1.0
    assert one(facts, "decisions_open", variant="overdue=yes")["value"] == 1
    assert one(facts, "ritual_held", segment="ritual=monthly-review")["value"] == 1.0
    assert tuple(one(facts, "both_present")[["numerator", "denominator"]]) == (9, 10)
    assert one(facts, "campaigns_running")["value"] == 1
    assert one(facts, "comment", segment="team=marketing")["value"] == 0
    # told in the year up to October: three; answered by then: one
    assert tuple(one(facts, "loop_health", variant="part=feedback")[["numerator", "denominator"]]) == (1, 3)
    assert one(facts, "document_age", segment="document=messages")["value"] == 30
    # valid on 31 October: revenue (its last day) and customers (its first); shared: a quarter
    assert tuple(one(facts, "shared_pay", segment="team=sales")[["numerator", "denominator"]]) == (0.25, 1.0)
    assert one(facts, "shared_pay", segment="team=marketing")["note"] == "no_incentives"
    # on 30 September revenue and calls, neither shared; of marketing nothing is written then either
    before = facts[(facts["period"] == "2026-09") & (facts["metric"] == "shared_pay")]
    assert list(zip(before["segment"], before["value"], strict=True)) == [("all", 0.0), ("team=sales", 0.0)]


def test_the_tables_are_whole(company: Canonical) -> None:
    found = kept_tables(company, client(), Agreements(), period=MONTH)
    assert {name: tuple(table.columns) for name, table in found.items()} == dict(TABLES)
    drawn = found["winloss_draw"]
    # of the month: d1 (looked back on already), d2; the renewal and the deal of November are not in the draw
    assert list(drawn["deal_id"]) == ["d2"] and list(drawn["of"]) == [1]
    assert list(found["campaigns"]["promise"]) == ["Half the time"]
    assert list(found["comments"]["words"]) == ["", "Long approvals"]
    assert list(found["content_unused"]["days"]) == [152]  # 1 June to 31 October
    assert list(found["meetings"]["month"]) == [f"2026-{n:02d}" for n in range(1, 11)]
    assert list(found["decisions_open"]["overdue"]) == [True]
    assert list(found["incentives"]["words"]) == ["Revenue won", "New customers"]


def test_equal_tables_give_equal_facts_and_rows(company: Canonical, facts: pd.DataFrame) -> None:
    again = kept_facts(company, client(), Agreements(), period=MONTH, start=MONTH, contract=Contract())
    pd.testing.assert_frame_equal(facts, again)
    one_, two = (kept_tables(company, client(), Agreements(), period=MONTH) for _ in range(2))
    for name in TABLES:
        pd.testing.assert_frame_equal(one_[name], two[name])


def test_without_any_form_every_figure_names_the_one_that_would_tell(tmp_path: Path) -> None:
    empty = opened(tmp_path, {})
    found = kept_facts(empty, client(), Agreements(), period=MONTH, start=MONTH, contract=Contract())
    assert set(found["note"]) <= NOTES - {""}
    assert found.loc[found["metric"] != "comment", "value"].isna().all()
    for name, table in kept_tables(empty, client(), Agreements(), period=MONTH).items():
        assert len(table) == (2 if name == "comments" else 0), name  # two blanks, shown as blanks
