"""Facts and tables together: whole, empty, blind to what comes later, and silent on what may not be printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from tests.metrics.workbook import client, opened

from helpers.catalog import catalog
from helpers.contract import Contract
from helpers.engine import Canonical, fetch
from helpers.feedback.counts import decided
from helpers.feedback.heard import heard_both, heard_facts, heard_tables
from helpers.feedback.messages import MONTHS, followed, message_contradicted

from .heardbook import AGREED, PERIOD, YEAR, company, deal, touch, voice

TABLES = {"voices", "suggestions", "for_sales", "for_marketing", "messages", "price_deals"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Canonical:
    return opened(tmp_path_factory.mktemp("company"), company())


@pytest.fixture(scope="module")
def both(whole: Canonical) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    return heard_both(whole, client(), AGREED, period=PERIOD)


def test_both_ways_in_give_the_same(whole: Canonical, both: tuple[pd.DataFrame, dict[str, pd.DataFrame]]) -> None:
    facts = heard_facts(whole, client(), AGREED, period=PERIOD, start=PERIOD, contract=Contract())
    pd.testing.assert_frame_equal(facts, both[0])
    tables = heard_tables(whole, client(), AGREED, period=PERIOD)
    assert set(tables) == TABLES == set(both[1])
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, both[1][name])


def test_every_metric_is_declared_and_every_line_of_the_week_rests_on_a_fact(
    both: tuple[pd.DataFrame, dict[str, pd.DataFrame]],
) -> None:
    facts, tables = both
    assert set(facts["metric"]) <= set(catalog())
    keys = set(facts[["period", "metric", "variant", "segment", "clock"]].agg("|".join, axis=1))
    for name in ("for_sales", "for_marketing"):
        named = {key for key in tables[name]["fact"] if key}
        assert named and named <= keys


def test_parts_and_wholes_agree(both: tuple[pd.DataFrame, dict[str, pd.DataFrame]]) -> None:
    facts = both[0]
    year = facts[(facts["period"] == str(YEAR)) & (facts["variant"] == "") & (facts["unit"] == "share")]
    year = year[year["value"].notna()]
    assert (year["numerator"] <= year["denominator"]).all()
    assert ((year["low"] <= year["value"]) & (year["value"] <= year["high"])).all()
    # a deal may have several objections, so their shares add up to at least one
    assert year.loc[year["metric"] == "objection_share", "value"].sum() >= 1


def test_what_may_not_be_printed_is_in_no_table(tmp_path: Path) -> None:
    rows = {
        **company(),
        "voices": [
            voice("v1", date(2026, 5, 1), "price", words="SECRET words", theme_raw="SECRET label"),
            voice("v2", date(2026, 5, 1), "unmapped", words="SECRET too", theme_raw="SECRET raw"),
        ],
    }
    facts, tables = heard_both(opened(tmp_path, rows), client(), AGREED, period=PERIOD)
    assert "SECRET" not in facts.to_csv() + "".join(table.to_csv() for table in tables.values())


def test_nothing_that_happened_later_is_known(
    tmp_path: Path, both: tuple[pd.DataFrame, dict[str, pd.DataFrame]]
) -> None:
    later, rows = date(2026, 11, 5), company()
    more = {
        **rows,
        "deals": [*rows["deals"], deal("later", "lost", later, reason_theme="price")],
        "voices": [*rows["voices"], voice("later", later, "price", words="later", quotable=True)],
        "touches": [*rows["touches"], touch("later", later, person_id="p001", campaign="spring")],
    }
    facts, tables = heard_both(opened(tmp_path, more), client(), AGREED, period=PERIOD)
    pd.testing.assert_frame_equal(facts, both[0])
    for name in TABLES:
        pd.testing.assert_frame_equal(tables[name], both[1][name])


def test_an_engagement_without_any_of_the_forms_has_facts_that_say_so(tmp_path: Path) -> None:
    facts, tables = heard_both(opened(tmp_path, {}), client(), AGREED, period=PERIOD)
    assert facts["value"].isna().all()
    notes = dict(zip(facts["metric"], facts["note"], strict=True))
    assert notes["objection_share"] == "no_feedback" and notes["message_contradicted"] == "no_messages"
    assert set(tables) == TABLES
    for name, table in tables.items():
        table.to_parquet(tmp_path / f"kept-{name}.parquet")  # as a run keeps them


def test_a_message_whose_promise_is_objected_to_is_claimed_and_the_other_is_not(tmp_path: Path) -> None:
    rows = company()
    extra = [
        voice(f"x{i}", each["closed_on"], "price", deal_id=each["deal_id"])
        for i, each in enumerate(rows["deals"])
        if i % 3 == 0 and i % 2 == 0
    ]
    tables = opened(tmp_path, {**rows, "people": [], "reached": [], "voices": [*rows["voices"], *extra]}).tables
    known = followed(fetch(tables["messages"]))
    met = fetch(decided.met(tables, window=PERIOD.rolling(MONTHS), recent=YEAR.first, messages=known))
    claims = {fact.segment: fact.status for fact in message_contradicted(known, met, period=PERIOD)}
    assert claims["message=low price"] == "clear" and claims["message=fast"] != "clear"
