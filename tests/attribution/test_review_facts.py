"""The facts as a whole: they add up to the metrics, stop where too little is recorded, and are the same each time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.metrics.workbook import client, opened

from helpers.attribution.coverage import touch_coverage
from helpers.attribution.models import MODELS
from helpers.attribution.review import ENDS, OF, attribution_facts
from helpers.attribution.spend import MODELS as MONEY_MODELS
from helpers.catalog import catalog
from helpers.contract import Contract, Finding
from helpers.facts import merge, unpair
from helpers.facts import write as written
from helpers.intervals import wilson
from helpers.metrics.funnel import funnel_facts
from helpers.metrics.money import money_facts
from helpers.periods import Period, add_months

from .journeybook import acquired, deal, person, reach, touch

JUNE, YEAR = Period.parse("2026-06"), Period.parse("2025-07/2026-06")
SAMPLES = ("saas_en", "industrial_es")
ENGAGEMENT = client(attribution={"resamples": 60}, rules={"few_events": 2})


def one(rows: pd.DataFrame, metric: str, variant: str = "", segment: str = "all", period: Period = YEAR) -> Any:
    """The one fact with this key."""
    keep = (rows["metric"] == metric) & (rows["variant"] == variant) & (rows["segment"] == segment)
    found = rows[keep & (rows["period"] == str(period))]
    assert len(found) == 1, (metric, variant, segment, len(found))
    return found.iloc[0]


def values(rows: pd.DataFrame, metric: str, variant: str, period: Period = YEAR) -> dict[str, float]:
    """Segment → value of one metric and variant."""
    keep = (rows["metric"] == metric) & (rows["variant"] == variant) & (rows["period"] == str(period))
    return dict(zip(rows[keep]["segment"], rows[keep]["value"], strict=True))


# --- one small company, by hand -------------------------------------------------------------------------------------


def company() -> dict[str, list[dict[str, Any]]]:
    """Three customers, two of whose journeys are recorded; four MQLs, one of whom is; one SQL; no deal."""
    costs = [
        {"row": 3 * month + place, "month": add_months(YEAR.first, month), "team": team, "category": "media",
         "channel": channel, "amount_base": amount, "acquisition_share": 1.0}
        for month in range(12)
        for place, (team, channel, amount) in enumerate(
            [("marketing", "WEB", 10), ("sales", None, 20), ("marketing", "fairs", 5)], 1
        )
    ]  # fmt: skip
    mqls = [reach("mql", date(2026, 5, 5))]
    mqls += [reach("mql", date(2026, 5, 5), who=f"p{n}", account=f"b{n}") for n in (2, 3, 4)]
    return {
        "people": [person()],
        "reached": [reach("lead", date(2025, 6, 1), who="p0", account="b0"), *mqls, reach("sql", date(2026, 6, 5))],
        "acquisitions": [
            acquired(date(2026, 6, 10), account="a1"),
            acquired(date(2026, 5, 10), account="a2"),
            acquired(date(2026, 4, 1), account="a3"),
        ],
        "touches": [
            touch("t1", date(2026, 5, 1)),
            touch("t2", date(2026, 6, 1), channel="call", direction="sales"),
            touch("t3", date(2026, 5, 1), who=None, account="a2"),
            touch("t4", date(2025, 8, 1), who=None, account="a7", channel="mail"),  # given up in January
            touch("t5", date(2026, 6, 11), channel="mail"),  # after its customer: in nobody's journey
        ],
        "costs": costs,
    }


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    tables = opened(tmp_path_factory.mktemp("company"), company())
    return attribution_facts(tables, ENGAGEMENT, period=JUNE, contract=Contract())


def test_coverage_comes_first(facts: pd.DataFrame) -> None:
    found = one(facts, "touch_coverage", "of=customers")
    low, high = wilson(2, 3)
    assert (found["numerator"], found["denominator"], found["low"], found["high"]) == (2, 3, low[0], high[0])
    assert one(facts, "touch_coverage", "of=mqls")["note"] == "low_coverage"
    assert one(facts, "touch_coverage", "of=sqls")["value"] == 1
    for of in ("opportunities", "deals"):
        row = one(facts, "touch_coverage", f"of={of}")
        assert (row["status"], row["note"]) == ("undefined", "zero_denominator")


def test_credit_of_customers_by_hand(facts: pd.DataFrame) -> None:
    # a1: web then call; a2: web; a3: nothing is recorded
    assert values(facts, "credited", "model=first;of=customers") == {"channel=web": 2, "channel=(none)": 1,
                                                                    "channel=call": 0, "all": 3}  # fmt: skip
    assert values(facts, "credited", "model=last;of=customers") == {"channel=web": 1, "channel=call": 1,
                                                                    "channel=(none)": 1, "all": 3}  # fmt: skip
    for model in ("linear", "shapley"):
        found = values(facts, "credited", f"model={model};of=customers")
        assert found == pytest.approx({"channel=web": 1.5, "channel=call": 0.5, "channel=(none)": 1, "all": 3})
    # web > call: 1, web: 1, mail: nothing. P = 2/3; without web 0, without call 2/3 · 1/2 = 1/3: effects 1 and 1/2,
    # so that web has 2 · 1/1.5 of the two customers with a touch; mail has no part, for nobody came by it
    found = values(facts, "credited", "model=markov1;of=customers")
    assert found == pytest.approx({"channel=web": 4 / 3, "channel=call": 2 / 3, "channel=(none)": 1, "all": 3})
    effects = values(facts, "removal_effect", "of=customers;order=1")
    assert effects == pytest.approx({"channel=web": 1, "channel=call": 0.5, "channel=mail": 0})


def test_origin_and_last_action_also_for_the_month(facts: pd.DataFrame) -> None:
    assert values(facts, "credited", "model=first;of=customers", JUNE) == {"channel=web": 1, "channel=call": 0,
                                                                          "all": 1}  # fmt: skip
    assert values(facts, "credited", "model=last;of=sqls", JUNE) == {"channel=web": 0, "channel=call": 1, "all": 1}
    month = facts[(facts["period"] == str(JUNE)) & (facts["metric"] == "credited")]
    assert {unpair(variant)["model"] for variant in month["variant"]} == set(ENDS)


def test_where_little_is_recorded_only_origin_and_last_action_are_said(facts: pd.DataFrame) -> None:
    rows = facts[facts["variant"].map(unpair).map(lambda named: named.get("of") == "mqls")]
    assert set(rows["metric"]) == {"touch_coverage", "journeys_under_way", "credited"}
    credit = rows[rows["metric"] == "credited"]
    assert {unpair(variant)["model"] for variant in credit["variant"]} == set(ENDS)
    assert set(credit["note"]) == {"low_coverage"}
    assert values(facts, "credited", "model=first;of=mqls") == {"channel=web": 1, "channel=(none)": 3, "all": 4}


def test_one_conversion_is_too_few(facts: pd.DataFrame) -> None:
    found = one(facts, "credited", "model=markov1;of=sqls", "channel=web")
    assert (found["status"], found["note"]) == ("too_few", "too_few")
    assert sum(values(facts, "credited", "model=markov3;of=sqls").values()) == pytest.approx(2)


def test_cost_of_a_customer_by_hand(facts: pd.DataFrame) -> None:
    assert values(facts, "channel_spend", "") == {"all": 420, "channel=(none)": 240, "channel=fairs": 60,
                                                  "channel=web": 120}  # fmt: skip
    web = one(facts, "credited_cost", "model=linear;of=customers", "channel=web")
    assert (web["value"], web["numerator"], web["denominator"]) == (80, 120, 1.5)
    assert one(facts, "credited_cost", "model=linear;of=customers")["value"] == 140
    notes = {segment: one(facts, "credited_cost", "model=linear;of=customers", segment)["note"]
             for segment in ("channel=fairs", "channel=call", "channel=(none)")}  # fmt: skip
    assert notes == {"channel=fairs": "no_credit", "channel=call": "no_channel_costs", "channel=(none)": "no_channel"}


def test_what_does_not_depend_on_the_rule(facts: pd.DataFrame) -> None:
    row = one(facts, "credit_spread", "of=customers", "channel=web")
    credit = [values(facts, "credited", f"model={model};of=customers")["channel=web"] for model in MODELS]
    assert (row["low"], row["high"], row["n"]) == (min(credit), max(credit), len(MODELS))
    assert (row["numerator"], row["denominator"]) == (1, 1)
    assert row["status"] == "noise"  # first in every model, but by two customers: intervals touch


def test_no_deals_no_money(facts: pd.DataFrame) -> None:
    assert not len(facts[facts["metric"].isin(["credited_revenue", "credited_return"])])
    assert set(facts[facts["metric"] == "influenced"]["note"]) == {"zero_denominator"}
    assert set(facts[facts["metric"] == "sourced_revenue"]["value"]) == {0}


def test_the_same_tables_give_the_same_bytes_in_any_order(facts: pd.DataFrame, tmp_path: Path) -> None:
    turned = {name: rows[::-1] for name, rows in company().items()}
    (tmp_path / "turned").mkdir()
    again = attribution_facts(opened(tmp_path / "turned", turned), ENGAGEMENT, period=JUNE, contract=Contract())
    for name, rows in (("one.csv", facts), ("two.csv", again)):
        written(rows, tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_nothing_at_all_is_said_as_such(tmp_path: Path) -> None:
    rows = attribution_facts(opened(tmp_path, {}), ENGAGEMENT, period=JUNE, contract=Contract())
    coverage = rows[rows["metric"] == "touch_coverage"]
    assert list(coverage["note"]) == ["zero_denominator"] * len(OF)
    assert one(rows, "channel_spend")["note"] == "no_costs"
    assert not rows["metric"].isin(["credited", "uplift", "credited_cost", "self_reported", "experiment_lift"]).any()


def test_deals_without_touches_and_a_cut_record(tmp_path: Path) -> None:
    tables = company() | {
        "touches": [],
        "deals": [deal("d1", date(2026, 6, 2)), deal("d2", date(2026, 5, 2), amount=50)],
    }
    contract = Contract(findings=[Finding(code="no_wins_before", date="2025-09-01")])
    rows = attribution_facts(opened(tmp_path, tables), ENGAGEMENT, period=JUNE, contract=contract)
    assert one(rows, "touch_coverage", "of=deals")["note"] == "no_touches"
    for model in ENDS:
        assert values(rows, "credited_revenue", f"model={model}") == {"all": 150, "channel=(none)": 150}
    assert not rows["metric"].isin(["removal_effect", "credited_cost", "credited_return", "credit_spread"]).any()
    for definition in ("first_touch", "before_sales"):
        assert values(rows, "sourced_revenue", f"definition={definition}")["team=unknown"] == 150


@pytest.mark.parametrize(
    ("touched", "conversions", "expected"),
    [
        (0, 0, ("undefined", "zero_denominator")),
        (0, 40, ("ok", "no_touches")),
        (19, 40, ("ok", "low_coverage")),
        (20, 40, ("ok", "")),
        (5, 5, ("too_few", "too_few")),
        (1, 5, ("too_few", "low_coverage")),
    ],
)
def test_standing_of_coverage(touched: float, conversions: float, expected: tuple[str, str]) -> None:
    fact = touch_coverage("sqls", touched=touched, conversions=conversions, window=YEAR, few=30, enough=0.5)
    assert (fact.status, fact.note) == expected
    assert math.isnan(fact.value) == (not conversions)


def test_coverage_at_the_bound_is_enough() -> None:
    # 0.55 · 20 is 11.000000000000002 in floats; 11 / 20 is not below 0.55
    fact = touch_coverage("sqls", touched=11, conversions=20, window=YEAR, few=3, enough=0.55)
    assert fact.note == ""


# --- both samples, against the metrics ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """Facts of attribution and of the metrics for the same month."""

    ours: pd.DataFrame
    metrics: pd.DataFrame
    year: Period
    month: Period


@pytest.fixture(scope="module")
def sample(imported: Callable[[str], Any]) -> Callable[[str], Sample]:
    @lru_cache
    def both(name: str) -> Sample:
        tables, engagement = imported(name)
        quick = engagement.model_copy(
            update={"attribution": engagement.attribution.model_copy(update={"resamples": 60})}
        )
        month = Period.parse("2026-09")
        ours = attribution_facts(tables, quick, period=month, contract=Contract())
        bare = engagement.model_copy(update={"segments": {}})
        theirs = [made(tables, bare, period=month, start=month) for made in (funnel_facts, money_facts)]
        return Sample(ours, merge(theirs), month.rolling(12), month)

    return both


@pytest.mark.parametrize("name", SAMPLES)
def test_credit_adds_up_to_the_metrics_under_every_model(name: str, sample: Callable[[str], Sample]) -> None:
    found = sample(name)
    shown = found.ours.loc[found.ours["metric"] == "credited", "variant"].map(unpair)
    assert {named["model"] for named in shown} == set(MODELS)
    for of in ("mqls", "sqls", "opportunities", "customers"):
        counted = one(found.metrics, of, period=found.year)["value"]
        for model in MODELS:
            credit = values(found.ours, "credited", f"model={model};of={of}", found.year)
            assert credit.pop("all") == counted
            assert math.fsum(credit.values()) == pytest.approx(counted, abs=1e-9)
    won = one(found.metrics, "revenue_won", period=found.year)["value"]
    for model in MODELS:
        money = values(found.ours, "credited_revenue", f"model={model}", found.year)
        assert money.pop("all") == pytest.approx(won, rel=1e-12)
        assert math.fsum(money.values()) == pytest.approx(won, rel=1e-9)


@pytest.mark.parametrize("name", SAMPLES)
def test_money_is_that_of_the_metrics(name: str, sample: Callable[[str], Sample]) -> None:
    found = sample(name)
    spend = values(found.ours, "channel_spend", "", found.year)
    assert spend["all"] == one(found.metrics, "spend", period=found.year)["value"]
    assert math.fsum(value for segment, value in spend.items() if segment != "all") == pytest.approx(spend["all"])
    cac = one(found.metrics, "unified_cac", period=found.year)
    for model in MONEY_MODELS:
        ours = one(found.ours, "credited_cost", f"model={model};of=customers", period=found.year)
        for column in ("value", "low", "high", "numerator", "denominator", "status"):
            assert ours[column] == cac[column], column
        rows = found.ours[(found.ours["metric"] == "credited_cost") & (found.ours["segment"] != "all")]
        parts = rows[rows["variant"] == f"model={model};of=customers"]
        assert parts["numerator"].sum() == pytest.approx(cac["numerator"])
        assert parts["denominator"].sum() == pytest.approx(cac["denominator"], abs=1e-9)
    won = one(found.metrics, "revenue_won", period=found.year)["value"]
    for definition in ("lead_source", "first_touch", "before_sales"):
        teams = values(found.ours, "sourced_revenue", f"definition={definition}", found.year)
        assert teams.pop("all") == pytest.approx(won)
        assert math.fsum(teams.values()) == pytest.approx(won)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_fact_is_one_of_the_catalogue(name: str, sample: Callable[[str], Sample]) -> None:
    rows, records = sample(name).ours, catalog()
    assert {records[metric].unit == unit for metric, unit in zip(rows["metric"], rows["unit"], strict=True)} == {True}
    year, before = sample(name).year, rows[rows["period"] == str(sample(name).year.prior())]
    assert set(rows["period"]) == {str(year), str(sample(name).month), str(year.prior())}
    # what pages of the playbook compare with the year before, and nothing else
    assert set(before["metric"] + " " + before["variant"]) == {
        "touch_coverage of=customers", "influenced by=marketing;outcome=lost", "influenced by=marketing;outcome=won",
    }  # fmt: skip
    assert before["denominator"].gt(0).all() and before["numerator"].le(before["denominator"]).all()
    bounded = rows.dropna(subset=["low", "high"])
    assert (bounded["low"] <= bounded["high"]).all()
    assert rows.loc[rows["metric"] == "removal_effect", "value"].between(0, 1).all()
    assert rows.loc[rows["status"] == "undefined", "note"].ne("").all()
