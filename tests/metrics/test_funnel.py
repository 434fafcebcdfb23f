"""The composition: the vocabulary it speaks, what it may know, and what it says of thin or missing tables."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from babel.messages.pofile import read_po
from workbook import client, opened

import helpers
from helpers.catalog import catalog
from helpers.facts import pick, unpair
from helpers.metrics.funnel import funnel_facts
from helpers.metrics.scope import Scope
from helpers.metrics.volume import customers, leads
from helpers.periods import Period

PERIOD, START = Period.parse("2026-06"), Period.parse("2026-01")
STAGES = ("lead", "mql", "sql", "opportunity", "customer")
ENGAGEMENT = client(segments={"channel": "people.source_group"}, windows={"horizon_days": 60, "usual_cycle_days": 30})


def company(people=240):
    """People who come in day by day, go on by fixed rules, and their deals; some after the period under review."""
    tables = {name: [] for name in ("reached", "segments", "deals", "acquisitions", "targets")}
    for i in range(people):
        first = date(2025, 7, 1) + timedelta(days=int(1.6 * i))
        depth = 1 + (i % 2 == 0) * (1 + (i % 4 == 0) * (1 + (i % 8 == 0) * 1))
        days = [first + timedelta(days=12 * k) for k in range(depth)]
        for grain, entity in (("person", f"p{i}"), ("account", f"a{i}")):
            for stage, on in zip(STAGES, days, strict=False):
                tables["reached"].append(stage_row(grain, entity, f"a{i}", stage, on))
            tables["segments"].append(
                {"grain": grain, "entity_id": entity, "name": "channel", "value": "web" if i % 3 else "events"}
            )
        if depth == 4:
            close_deal(tables, i, days[-1])
    tables["targets"] = [
        {"period": "2026-01/2026-12", "metric": "revenue_won", "segment": "all", "owner": "both", "value": 10000.0}
    ]
    return tables


def stage_row(grain, entity, account, stage, on):
    return {
        "grain": grain, "entity_id": entity, "account_id": account, "episode": 1, "stage": stage, "on": on,
        "observed": True, "timed": True,
    }  # fmt: skip


def close_deal(tables, i, created):
    won, closed = i % 16 == 0, created + timedelta(days=20 + i % 30)
    tables["deals"].append({
        "deal_id": f"d{i}", "account_id": f"a{i}", "kind": "new", "amount": 100 + i, "amount_base": 100 + i,
        "amount_flag": "ok", "created_on": created, "closed_on": closed, "outcome": "won" if won else "lost",
        "timed": True, "source_group": "web",
    })  # fmt: skip
    tables["segments"].append({"grain": "deal", "entity_id": f"d{i}", "name": "channel", "value": "web"})
    if won:
        tables["acquisitions"].append(
            {"account_id": f"a{i}", "on": closed, "kind": "first", "source_group": "web", "deal_id": f"d{i}"}
        )
        for grain, entity in (("person", f"p{i}"), ("account", f"a{i}")):
            tables["reached"].append(stage_row(grain, entity, f"a{i}", "customer", closed))


def known_by(tables, as_of):
    """The same tables as an export of ``as_of`` would show them."""
    return tables | {
        "reached": [row for row in tables["reached"] if row["on"] <= as_of],
        "acquisitions": [row for row in tables["acquisitions"] if row["on"] <= as_of],
        "deals": [
            row if row["closed_on"] <= as_of else row | {"closed_on": None, "outcome": "open"}
            for row in tables["deals"]
            if row["created_on"] <= as_of
        ],
    }


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return funnel_facts(opened(tmp_path_factory.mktemp("all"), company()), ENGAGEMENT, period=PERIOD, start=START)


def test_it_speaks_the_vocabulary(facts):
    spoken = {
        (row.metric, row.clock, tuple(sorted(unpair(row.variant))))
        for row in facts.itertuples()
        if row.segment == "all"
    }
    rates = (
        "lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_customer", "mql_to_customer",
        "offer_to_order",
    )  # fmt: skip
    grains = [(name, "period", key) for name in ("leads", "mqls", "sqls", "opportunities") for key in ((), ("grain",))]
    conversions = [
        (name, clock, key)
        for name in rates
        for clock, keys in (("cohort", (("horizon",), ("grain", "horizon"))), ("period", ((), ("grain",))))
        for key in keys
    ]
    others = [
        ("customers", "period", ()), ("won_within", "cohort", ("days",)), ("won_within", "cohort", ("days", "from")),
        ("time_to_close", "cohort", ()), ("time_to_close", "cohort", ("quantile",)),
        ("time_to_close", "cohort", ("from",)),
        ("time_to_close", "cohort", ("from", "quantile")), ("time_to_close", "cohort", ("method", "stat")),
        ("time_to_close", "cohort", ("from", "method", "stat")), ("time_to_close", "period", ("method", "stat")),
        ("win_rate", "period", ()), ("win_rate", "period", ("weight",)), ("win_rate", "period", ("no_decision",)),
        ("win_rate", "cohort", ("horizon",)), ("no_decision", "period", ()), ("open_pipeline", "period", ()),
        ("open_deals", "period", ()), ("pipeline_velocity", "period", ()), ("pipeline_velocity", "period", ("method",)),
        ("coverage", "period", ()), ("revenue_won", "period", ()), ("revenue_won", "period", ("kind",)),
    ]  # fmt: skip
    assert spoken == {*grains, *conversions, *others}


def test_every_id_and_unit_is_the_catalogues(facts):
    records = catalog()
    for metric, unit in set(zip(facts["metric"], facts["unit"], strict=True)):
        assert records[metric].unit == unit


def test_every_window_of_every_month(facts):
    found = set(pick(facts, "mqls", clock="period")["period"])
    months = Period(START.first, PERIOD.last).months()
    assert found == {str(month.rolling(length)) for month in months for length in (1, 3, 12)}


def test_nothing_after_the_period_counts(facts, tmp_path):
    cut = opened(tmp_path, known_by(company(), PERIOD.as_of))
    pd.testing.assert_frame_equal(facts, funnel_facts(cut, ENGAGEMENT, period=PERIOD, start=START))


def test_the_order_of_rows_changes_nothing(facts, tmp_path):
    backwards = {name: rows[::-1] for name, rows in company().items()}
    found = funnel_facts(opened(tmp_path, backwards), ENGAGEMENT, period=PERIOD, start=START)
    pd.testing.assert_frame_equal(facts, found)


def test_totals_against_a_count_by_hand(facts):
    reached = pd.DataFrame(company()["reached"])
    june = reached[(reached["grain"] == "person") & (reached["on"] >= PERIOD.first) & (reached["on"] <= PERIOD.last)]
    expected = june["stage"].value_counts()
    for metric, stage in (("leads", "lead"), ("mqls", "mql"), ("sqls", "sql"), ("opportunities", "opportunity")):
        assert pick(facts, metric, period="2026-06")["value"].tolist() == [expected.get(stage, 0)]
    won = pd.DataFrame(company()["acquisitions"])
    assert pick(facts, "customers", period="2026-04/2026-06")["value"].tolist() == [
        won["on"].between(date(2026, 4, 1), date(2026, 6, 30)).sum()
    ]


def test_segments_add_up_to_the_whole(facts):
    year = facts[(facts["metric"] == "mql_to_sql") & (facts["period"] == "2025-07/2026-06")]
    rows = year[year["variant"] == "horizon=60"]
    whole, parts = rows[rows["segment"] == "all"], rows[rows["segment"] != "all"]
    assert len(parts) == 2
    for column in ("numerator", "denominator"):
        assert parts[column].sum() == whole[column].sum()


def test_undefined_rows_say_why(facts):
    undefined = facts[facts["status"] == "undefined"]
    assert (undefined["note"] != "").all()
    valued = undefined[undefined["value"].notna()]
    assert set(valued["note"]) <= {"left_truncated"}
    assert not np.isinf(facts["value"]).any()


def test_shares_stay_within_their_interval(facts):
    banded = facts[facts["low"].notna() & facts["high"].notna() & facts["value"].notna()]
    assert len(banded) > 50
    assert ((banded["low"] <= banded["value"] + 1e-9) & (banded["value"] <= banded["high"] + 1e-9)).all()


def test_wins_recorded_late_mark_their_cohorts(tmp_path):
    canonical = opened(tmp_path, company())
    found = funnel_facts(canonical, ENGAGEMENT, period=PERIOD, start=START, observed_from=date(2026, 3, 10))
    rows = pick(found, "mql_to_customer", variant="horizon=60", clock="cohort").set_index("period")
    assert rows.loc["2026-01", ["status", "note"]].tolist() == ["undefined", "left_truncated"]
    assert rows.loc["2026-04", "note"] != "left_truncated"
    assert set(pick(found, "mql_to_sql", variant="horizon=60", clock="cohort")["note"]) & {"left_truncated"} == set()
    before = pick(found, "customers", period="2026-01")
    assert before[["status", "note"]].to_numpy().tolist() == [["undefined", "left_truncated"]]


def test_only_a_list_of_deals(tmp_path):
    deals = {name: rows for name, rows in company().items() if name == "deals"}
    found = funnel_facts(opened(tmp_path, deals), client(), period=PERIOD, start=START)
    assert pick(found, "win_rate", period="2025-07/2026-06")["value"].notna().all()
    assert set(found.loc[found["metric"] == "mql_to_sql", "note"]) == {"no_stage"}
    assert pick(found, "time_to_close", variant="from=mql")["note"].tolist() == ["no_stage"]


def test_empty_tables(tmp_path):
    found = funnel_facts(opened(tmp_path, {}), client(), period=PERIOD, start=START)
    assert (found["status"] == "undefined").all() and found["value"].isna().all()
    assert (found["note"] != "").all()


def test_one_person(tmp_path):
    one = {"reached": [stage_row("person", "p", "a", "lead", date(2026, 6, 30))]}
    found = funnel_facts(opened(tmp_path, one), client(), period=PERIOD, start=START)
    assert pick(found, "leads", period="2026-06")["value"].tolist() == [1]
    assert pick(found, "leads", period="2026-05")["note"].tolist() == ["left_truncated"]


def test_a_total_over_months_before_the_record_is_marked(facts):
    year = pick(facts, "leads", period="2025-02/2026-01")
    assert year[["status", "note"]].to_numpy().tolist() == [["undefined", "left_truncated"]]
    assert pick(facts, "leads", period="2025-07/2026-06")["status"].tolist() == ["ok"]


def test_a_semicolon_in_a_segment_does_not_break_its_name(tmp_path):
    tables = company(40)
    tables["segments"] = [row | {"value": "a;b=c"} for row in tables["segments"]]
    found = funnel_facts(opened(tmp_path, tables), ENGAGEMENT, period=PERIOD, start=START)
    named = {tuple(unpair(name).items()) for name in found["segment"] if name.startswith("channel")}
    assert named == {(("channel", "a,b=c"),)}


def test_volume_leaves_its_input_alone():
    june = date(2026, 6, 1)
    entries = pd.DataFrame(
        [("", "", "person", "lead", june, 3, 3)], columns=["name", "value", "grain", "stage", "month", "n", "seen"]
    )
    before = entries.copy(deep=True)
    scope = Scope(period=PERIOD, start=PERIOD, horizon=60, few=30, grain="person", usual_cycle=90, begins=june)
    assert [fact.value for fact in leads(entries, scope=scope) if fact.period == "2026-06" and not fact.variant] == [3]
    assert customers(entries.head(0), scope=scope)[0].note == "no_customers"
    pd.testing.assert_frame_equal(entries, before)


def test_the_catalogue_is_whole_in_both_languages():
    folder = Path(helpers.__file__).parent
    records = tomllib.loads((folder / "catalog" / "funnel.toml").read_text(encoding="utf-8"))
    with (folder / "locales" / "es" / "LC_MESSAGES" / "catalog_funnel.po").open("rb") as stream:
        spanish = {message.id: message.string for message in read_po(stream) if message.id}
    words = {"label", "plain", "question", "formula", "numerator", "denominator", "pitfall"}
    english = {text for record in records.values() for name, text in record.items() if name in words}
    assert english == set(spanish) and all(spanish.values())
    assert set(records) <= set(catalog())
