"""Conversions on tables of a few rows, and their equality with what the metrics count."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from attribution.journeybook import AS_OF, acquired, deal, minute, reach, rows
from helpers.attribution.counts.conversions import KINDS, completed, conversions, every, key_grain
from helpers.engine import fetch
from helpers.metrics.counts.deals import deal_ledger
from helpers.metrics.funnel import funnel_facts
from helpers.periods import Period
from metrics.workbook import client, opened

MAY = Period.parse("2026-05")


def found(tmp_path, kind, *columns, tables, grain="person", window=None):
    tables = opened(tmp_path, tables).tables
    return rows(conversions(tables, kind=kind, grain=grain, as_of=AS_OF, window=window), *columns)


def test_each_entry_into_a_stage_is_a_conversion_episodes_apart(tmp_path):
    reached = [
        reach("mql", date(2026, 5, 4), at=minute(date(2026, 5, 4), "09:30")),
        reach("mql", date(2026, 6, 1), episode=2),
        reach("mql", date(2026, 7, 1), who="p2"),  # after as_of
        reach("mql", date(2026, 5, 4), who="a1", grain="account"),  # the other grain
        reach("lead", date(2026, 5, 1)),
    ]
    columns = ("of", "conversion_id", "grain", "journey_key", "episode", "account_id", "deal_id", "on", "value")
    assert found(tmp_path, "mql", *columns, tables={"reached": reached}) == [
        ("mql", "mql:p1:1", "person", "p1", 1, "a1", None, date(2026, 5, 4), None),
        ("mql", "mql:p1:2", "person", "p1", 2, "a1", None, date(2026, 6, 1), None),
    ]


def test_account_grain_counts_accounts(tmp_path):
    reached = [
        reach("sql", date(2026, 5, 4)),
        reach("sql", date(2026, 5, 5), who="p2"),
        reach("sql", date(2026, 5, 4), who="a1", grain="account"),
    ]
    columns = ("conversion_id", "grain", "journey_key")
    assert found(tmp_path, "sql", *columns, tables={"reached": reached}, grain="account") == [
        ("sql:a1:1", "account", "a1")
    ]


def test_a_customer_is_an_acquisition_with_or_without_deal_and_value(tmp_path):
    acquisitions = [
        acquired(date(2023, 1, 9), deal_id="d1"),
        acquired(date(2026, 5, 9), amount=None, kind="returned"),
        acquired(date(2026, 5, 9), account="deal:d7", deal_id="d7", amount=7.5),
    ]
    columns = ("conversion_id", "journey_key", "deal_id", "value", "after_on")
    assert found(tmp_path, "customer", *columns, tables={"acquisitions": acquisitions}) == [
        ("customer:a1:20230109", "a1", "d1", Decimal("100.00"), None),
        ("customer:a1:20260509", "a1", None, None, date(2023, 1, 9)),
        ("customer:deal:d7:20260509", "deal:d7", "d7", Decimal("7.50"), None),
    ]


def test_deals_are_what_revenue_counts(tmp_path):
    day = date(2026, 5, 9)
    deals = [
        deal("won", day, closed_at=minute(day, "12:00")),
        deal("renewal", day, kind="renewal"),
        deal("lost", day, outcome="lost"),
        deal("guess", day, amount_flag="placeholder"),
        deal("blank", day, amount=None, amount_flag="missing"),
        deal("undated", None),
        deal("later", date(2026, 7, 1)),
    ]
    columns = ("conversion_id", "deal_id", "on", "at", "value")
    assert found(tmp_path, "deal", *columns, tables={"deals": deals}) == [
        ("deal:won", "won", day, pd.Timestamp("2026-05-09 12:00"), Decimal("100.00"))
    ]


def test_what_lies_before_the_window_still_comes_before(tmp_path):
    deals = [deal("d1", date(2026, 4, 30)), deal("d2", date(2026, 5, 1)), deal("d3", date(2026, 6, 1))]
    assert found(tmp_path, "deal", "deal_id", "after_on", tables={"deals": deals}, window=MAY) == [
        ("d2", date(2026, 4, 30))
    ]


def test_conversions_of_one_day_come_after_the_same_earlier_day(tmp_path):
    first, second = date(2026, 5, 1), date(2026, 5, 9)
    deals = [
        deal("d1", first, closed_at=minute(first, "08:00")),
        deal("d2", first, closed_at=minute(first, "10:00")),
        deal("d3", second),
        deal("d4", second),
        deal("d5", second, account="a2"),
    ]
    # the last minute of the first day is known, since both deals of that day have one
    assert found(tmp_path, "deal", "deal_id", "after_on", "after_at", tables={"deals": deals}) == [
        ("d1", None, None), ("d2", None, None), ("d3", first, pd.Timestamp("2026-05-01 10:00")),
        ("d4", first, pd.Timestamp("2026-05-01 10:00")), ("d5", None, None),
    ]  # fmt: skip


def test_one_conversion_without_a_minute_leaves_its_day_without_one(tmp_path):
    first = date(2026, 5, 1)
    deals = [deal("d1", first, closed_at=minute(first, "08:00")), deal("d2", first), deal("d3", date(2026, 5, 9))]
    last = found(tmp_path, "deal", "deal_id", "after_on", "after_at", tables={"deals": deals})[-1]
    assert last == ("d3", first, None)


def test_every_is_the_kinds_together_with_ids_of_their_own(tmp_path):
    tables = opened(
        tmp_path,
        {
            "reached": [reach(stage, date(2026, 5, 4)) for stage in ("mql", "sql", "opportunity")],
            "acquisitions": [acquired(date(2026, 5, 9))],
            "deals": [deal("d1", date(2026, 5, 9))],
        },
    ).tables
    together = fetch(every(tables, grain="person", as_of=AS_OF))
    apart = [fetch(conversions(tables, kind=kind, grain="person", as_of=AS_OF)) for kind in KINDS]
    pd.testing.assert_frame_equal(
        together, pd.concat(apart).sort_values("conversion_id", ignore_index=True), check_dtype=False
    )
    assert together["conversion_id"].is_unique
    assert set(together["of"]) == set(KINDS)


def test_no_rows_give_no_conversions(tmp_path):
    assert fetch(every(opened(tmp_path, {}).tables, grain="person", as_of=AS_OF)).empty


def test_other_ends_are_completed_and_conversions_left_alone(tmp_path):
    tables = opened(tmp_path, {"deals": [deal("d1", date(2026, 5, 9))]}).tables
    won = conversions(tables, kind="deal", grain="person", as_of=AS_OF)
    assert completed(won) is won
    bare = completed(won.select("conversion_id", "journey_key", "on", "at"))
    assert rows(bare, "of", "grain", "episode", "deal_id", "after_on", "after_at") == [
        ("", "account", 1, None, None, None)
    ]


def test_keys_are_accounts_from_the_customer_on():
    assert [key_grain(kind, grain="person") for kind in KINDS] == ["person"] * 3 + ["account"] * 2
    assert [key_grain(kind, grain="account") for kind in KINDS] == ["account"] * 5


# Equality with the metrics: the totals that credit is later reconciled with.


def totals(tables, *, grain, as_of):
    """``of, period`` → number and value of the conversions of each month and of the rolling year."""
    table = fetch(every(tables, grain=grain, as_of=as_of))
    month = table["on"].map(lambda day: f"{day:%Y-%m}")
    value = table["value"].map(lambda money: float(money or 0))
    return pd.DataFrame({"of": table["of"], "period": month, "n": 1, "value": value}).groupby(["of", "period"]).sum()


METRICS = {"mqls": "mql", "sqls": "sql", "opportunities": "opportunity", "customers": "customer", "revenue_won": "deal"}


def assert_equal_to_the_metrics(canonical, engagement, *, start, period):
    facts = funnel_facts(canonical, engagement, period=period, start=start)
    plain = facts[(facts["variant"] == "") & (facts["segment"] == "all") & (facts["clock"] == "period")]
    plain = plain[plain["metric"].isin(METRICS) & ~plain["period"].str.contains("/")]
    sums = totals(canonical.tables, grain=engagement.grain, as_of=period.as_of)
    seen = 0.0
    for metric, month, value in zip(plain["metric"], plain["period"], plain["value"], strict=True):
        column = "value" if metric == "revenue_won" else "n"
        ours = float(sums[column].get((METRICS[metric], month), 0.0))
        assert ours == pytest.approx(0.0 if pd.isna(value) else float(value), abs=1e-6), (metric, month)
        seen += ours
    assert set(plain["metric"]) == set(METRICS)
    assert seen > 0
    ledger = fetch(deal_ledger(canonical["deals"], canonical["segments"], as_of=period.as_of))
    won = ledger[(ledger["name"] == "") & (ledger["kind"] == "new") & (ledger["state"] == "won")]
    assert sums["n"].get("deal", pd.Series(dtype=float)).sum() == won["valued"].sum()


@pytest.mark.parametrize("grain", ["person", "account"])
def test_counts_equal_the_metrics_on_a_workbook(tmp_path, grain):
    days = [date(2026, 4, 2), date(2026, 5, 4), date(2026, 5, 30), date(2026, 6, 1)]
    reached = [
        reach(stage, day, who=f"{level[0]}{place}", grain=level, episode=place % 2 + 1)
        for level in ("person", "account")
        for stage in ("lead", "mql", "sql", "opportunity")
        for place, day in enumerate(days if level == "person" else days[1:])
    ]
    tables = {
        "reached": reached,
        "acquisitions": [acquired(day, account=f"a{place}") for place, day in enumerate(days)],
        "deals": [deal(f"d{place}", day, amount=place * 10 + 0.5) for place, day in enumerate(days)]
        + [deal("x", days[1], kind="expansion"), deal("y", days[2], amount_flag="placeholder", amount=999999)],
    }
    start, period = Period.parse("2026-04"), Period.parse("2026-06")
    assert_equal_to_the_metrics(opened(tmp_path, tables), client(grain=grain), start=start, period=period)


@pytest.mark.parametrize("sample", ["industrial_es", "saas_en"])
def test_counts_equal_the_metrics_on_a_sample(sample, imported):
    canonical, engagement = imported(sample)
    start, period = Period.parse("2025-10"), Period.parse("2026-09")
    assert_equal_to_the_metrics(canonical, engagement, start=start, period=period)
