"""Facts and tables of the ideal customer on small companies."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
import yaml

from helpers.agreements import Agreements, Profile
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.facts import pick
from helpers.icp.joint import joint_profile_yaml, proposed
from helpers.icp.review import icp_facts, icp_parts, icp_tables
from helpers.periods import Period
from helpers.settings import validated
from icp.firms import both, company, deal, invoice, passed, profile, sorting
from metrics.workbook import client, opened

PERIOD, START = Period.parse("2026-10"), Period.parse("2024-11")
YEAR, WHOLE = "2025-11/2026-10", "2024-11/2026-10"
LARGE = {"attribute": "employees", "operator": "at_least", "value": 50, "weight": 3}
FOOD = {"attribute": "industry", "operator": "is", "value": "Food", "weight": 1}


def facts(folder: Path, agreements: Agreements, tables: dict[str, Any], made: Engagement | None = None) -> pd.DataFrame:
    return icp_facts(opened(folder, tables), made or client(), agreements, period=PERIOD, start=START,
                     contract=Contract())  # fmt: skip


def value(rows: pd.DataFrame, metric: str, *, variant: str = "", segment: str = "all", field: str = "value") -> Any:
    found = pick(rows, metric, variant=variant, segment=segment)
    assert len(found) == 1, f"{metric} {variant} {segment}"
    return found[field].iloc[0]


def sector(n: int, *, start: int = 0) -> dict[str, Any]:
    """``n`` large food makers, n large steel makers and n small steel makers, all bought from two years ago.

    Food makers came back and brought 200 or 220, the steel makers brought 100 or 110 and one in five came back.
    """
    kinds = (("f", "Food", 80.0, 2.0, 1), ("s", "Steel", 80.0, 1.0, 5), ("t", "Steel", 8.0, 1.0, 5))
    firms, deals, lines = [], [], []
    for letter, industry, employees, times, every in kinds:
        for i in range(start, start + n):
            account = f"{letter}{i}"
            firms.append(company(account, industry, employees))
            deals.append(deal(f"d{account}", account, "won" if i % 2 else "lost", date(2024, 10, 1)))
            lines.append(
                invoice(len(lines) + 1, account, date(2024, 10, 1), f"o{account}", 500, times * (100 + i % 2 * 10))
            )
            if i % every == 0:
                lines.append(invoice(len(lines) + 1, account, date(2025, 3, 1), f"p{account}", 1, 0))
    return {"companies": firms, "deals": deals, "revenue": lines}


def test_without_any_form_there_are_reasons_and_what_the_data_know(tmp_path: Path) -> None:
    rows = facts(tmp_path, both(), sector(4))
    assert {value(rows, "icp_agreement", variant=f"on={on}", field="note") for on in ("accounts", "criteria")} == {
        "no_profile"
    }
    assert value(rows, "icp_agreement", variant="on=blind_sort", field="note") == "no_blind_sort"
    assert value(rows, "icp_ac1", field="note") == "no_blind_sort"
    assert value(rows, "icp_known", segment="attribute=industry") == 1.0
    assert not {"icp_lift", "icp_worked", "icp_age"} & set(rows["metric"])
    tables = icp_tables(opened(tmp_path, sector(4)), client(), both(), period=PERIOD)
    assert {name: len(table) for name, table in tables.items()} == {
        "icp_differences": 0, "icp_joint": 0, "icp_sorted": 0, "icp_model": 0
    }  # fmt: skip


def test_nothing_at_all(tmp_path: Path) -> None:
    rows = facts(tmp_path, both(profile(LARGE), profile(FOOD)), {})
    assert value(rows, "icp_agreement", variant="on=accounts", field="note") == "zero_denominator"
    assert value(rows, "icp_known", segment="attribute=country", field="note") == "zero_denominator"
    assert rows.loc[rows["metric"] == "icp_worked", "value"].sum() == 0


def test_one_profile_has_tiers_and_no_comparison(tmp_path: Path) -> None:
    rows = facts(tmp_path, both(sales=profile(LARGE)), sector(4))
    assert value(rows, "icp_agreement", variant="on=accounts", field="note") == "one_profile"
    assert value(rows, "icp_worked", variant="pool=all", segment="team=sales;tier=A") == 8


def test_accounts_both_would_work(tmp_path: Path) -> None:
    """Large: 2 food, 2 steel; food: 2 of those, and small ones none. An unknown account is judged by neither.

    Marketing wants large ones, sales food: both would work 2, marketing alone 2, neither 2 of 6; alike 4 of 6.
    """
    tables = sector(2)
    tables["companies"].append(company("x", None, None, country="FR"))
    tables["handoffs"] = [passed("p", "f0", date(2026, 2, 1)), passed("q", "x", date(2026, 2, 1))]
    rows = facts(tmp_path, both(profile(LARGE), profile(FOOD)), tables)
    parts = {name: value(rows, "icp_agreement", variant=f"on=accounts;would={name}", field="numerator")
             for name in ("both", "marketing", "sales", "neither")}  # fmt: skip
    assert parts == {"both": 2, "marketing": 2, "sales": 0, "neither": 2}
    assert value(rows, "icp_agreement", variant="on=accounts") == pytest.approx(4 / 6)
    assert value(rows, "icp_agreement", variant="on=accounts", field="denominator") == 6
    # worked in the year: two, of which one can be judged
    assert value(rows, "icp_worked", segment="team=marketing;tier=A") == 1
    assert value(rows, "icp_worked", segment="team=marketing;tier=A", field="denominator") == 2


def test_lifts_by_hand(tmp_path: Path) -> None:
    """Forty a kind. Margin: food 210 on average, all others 105 (40 each). Back: 40 of 40 against 16 of 80."""
    rows = facts(tmp_path, both(sales=profile(FOOD)), sector(40))
    where = "team=sales;tier=A"
    assert value(rows, "icp_lift", variant="on=margin", segment=where) == pytest.approx(2.0)
    assert value(rows, "icp_lift", variant="on=margin", segment=where, field="numerator") == pytest.approx(210)
    assert value(rows, "icp_lift", variant="on=repeat", segment=where) == pytest.approx(5.0)
    assert value(rows, "icp_lift", variant="on=repeat", segment=where, field="denominator") == pytest.approx(0.2)
    assert value(rows, "icp_lift", variant="on=wins", segment=where) == pytest.approx(1.0)
    states = {
        on: value(rows, "icp_lift", variant=f"on={on}", segment=where, field="status")
        for on in ("margin", "repeat", "wins")
    }
    assert states == {"margin": "clear", "repeat": "clear", "wins": "noise"}
    assert set(rows.loc[rows["metric"] == "icp_lift", "period"]) == {WHOLE}


def test_few_cases_are_never_called_clear(tmp_path: Path) -> None:
    rows = facts(tmp_path, both(sales=profile(FOOD)), sector(20))
    assert set(rows.loc[rows["metric"] == "icp_lift", "status"]) == {"too_few"}


def test_margins_without_a_margin(tmp_path: Path) -> None:
    tables = sector(3)
    tables["revenue"] = [{**line, "margin_base": None} for line in tables["revenue"]]
    rows = facts(tmp_path, both(sales=profile(FOOD)), tables)
    found = value(rows, "icp_lift", variant="on=margin", segment="team=sales;tier=A", field="note")
    assert found == "no_margin"


def test_what_is_known_after_the_outcome_is_refused(tmp_path: Path) -> None:
    """A criterion on the first product bought is no criterion: the profile is judged by the other one alone."""
    made = client(segments={"product": "deals:Product", "size": "companies:Size"})
    product = {"attribute": "product", "operator": "is", "value": "Press", "weight": 10}
    agreed = both(profile(product, FOOD))
    tables = sector(2)
    tables["segments"] = [
        {"grain": "account", "entity_id": "s0", "name": "product", "value": "Press"},
        {"grain": "account", "entity_id": "f0", "name": "product", "value": "Oven"},
    ]
    rows = facts(tmp_path, agreed, tables, made)
    assert value(rows, "icp_odds", segment="attribute=product", field="note") == "after_outcome"
    assert value(rows, "icp_worked", variant="pool=all", segment="team=marketing;tier=A") == 2
    joint = icp_tables(opened(tmp_path, tables), made, agreed, period=PERIOD)["icp_joint"]
    assert joint[["attribute", "weight", "note"]].values.tolist()[-1] == ["product", 0.0, "after_outcome"]


def test_the_age_of_the_documents(tmp_path: Path) -> None:
    one = profile({**LARGE, "edited_on": date(2026, 10, 1)}, edited_on=date(2025, 1, 1), review_in_days=60)
    rows = facts(tmp_path, both(one, profile(FOOD)), {})
    assert value(rows, "icp_age", segment="team=marketing") == 30
    assert value(rows, "icp_age", segment="team=marketing", field="target") == 60
    assert value(rows, "icp_age", segment="team=sales", field="note") == "no_data"


def test_the_latest_blind_sort_up_to_the_day(tmp_path: Path) -> None:
    """Twelve items in spring, nine alike; a session after the period is not known yet."""
    rows = []
    for session, day, alike in (
        ("spring", date(2026, 3, 1), 9),
        ("winter", date(2026, 1, 9), 12),
        ("next", date(2026, 11, 3), 0),
    ):
        for i in range(12):
            ours, theirs = "accept" if i % 2 else "reject", "accept" if (i % 2 == 1) == (i < alike) else "reject"
            rows += [
                sorting(session, f"i{i}", "marketing", ours, on=day),
                sorting(session, f"i{i}", "sales", theirs, on=day),
            ]
    found = facts(tmp_path, both(), {"blind_sort": rows})
    sorted_ = pick(found, "icp_agreement", variant="on=blind_sort").iloc[0]
    assert (sorted_["numerator"], sorted_["denominator"], sorted_["status"]) == (9, 12, "ok")
    # marketing says yes to 6 of 12; sales to 4 of the 9 alike or, among i = 9, 10, 11, to i = 10 only: 5; habit
    # 11/24, chance 2 · 11/24 · 13/24
    chance = 2 * 11 / 24 * 13 / 24
    assert value(found, "icp_ac1") == pytest.approx((0.75 - chance) / (1 - chance))
    assert value(found, "icp_ac1", variant="session=winter") == 1.0
    assert "session=next" not in set(found["variant"])
    tables = icp_tables(opened(tmp_path, {"blind_sort": rows}), client(), both(), period=PERIOD)
    assert len(tables["icp_sorted"]) == 12 and set(tables["icp_sorted"]["session"]) == {"spring"}


def sorted_twice(*alike: int, n: int = 20, of: tuple[str, str] = ("account", "account")) -> list[dict[str, Any]]:
    """Two sessions of ``n`` items, so many of each sorted alike, the earlier one first."""
    return [
        sorting(name, f"i{i}", team, "a" if team == "marketing" or i < same else "b", on=day) | {"of": kind}
        for name, day, same, kind in zip(
            ("winter", "spring"), (date(2026, 1, 9), date(2026, 3, 1)), alike, of, strict=True
        )
        for i in range(n)
        for team in ("marketing", "sales")
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (sorted_twice(18, 6), (6 / 20 - 18 / 20, 18 / 20, "clear")),
        (sorted_twice(12, 13), (13 / 20 - 12 / 20, 12 / 20, "noise")),
        (sorted_twice(4, 1, n=5), (1 / 5 - 4 / 5, 4 / 5, "too_few")),
    ],
)
def test_a_blind_sort_is_compared_with_the_one_before(
    rows: list[dict[str, Any]], expected: tuple[float, float, str], tmp_path: Path
) -> None:
    found = pick(
        facts(tmp_path, both(), {"blind_sort": rows}), "icp_agreement", variant="change=prior;on=blind_sort"
    ).iloc[0]
    assert (found["value"], found["prior"], found["status"]) == (pytest.approx(expected[0]), *expected[1:])
    assert found["low"] <= found["value"] <= found["high"]


@pytest.mark.parametrize("rows", [sorted_twice(9, 9, of=("lead", "account")), sorted_twice(9, 9)[:40], []])
def test_other_things_or_one_session_are_no_comparison(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    assert not (facts(tmp_path, both(), {"blind_sort": rows})["variant"] == "change=prior;on=blind_sort").any()


@cache
def twelve_a_kind() -> pd.DataFrame:
    """The facts of three dozen accounts under two profiles."""
    with TemporaryDirectory() as folder:
        return facts(Path(folder), both(profile(LARGE), profile(FOOD)), sector(12))


def test_what_happens_later_changes_nothing(tmp_path: Path) -> None:
    agreed, tables, before = both(profile(LARGE), profile(FOOD)), sector(12), twelve_a_kind()
    tables["deals"] += [deal("later", "f1", "lost", date(2026, 11, 1), created=date(2026, 11, 1))]
    tables["revenue"] += [invoice(9999, "s1", date(2026, 11, 2), "later", 900, 900)]
    tables["handoffs"] = [passed("p", "t1", date(2026, 11, 1))]
    pd.testing.assert_frame_equal(before, facts(tmp_path, agreed, tables))


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    agreed, tables, before = both(profile(LARGE), profile(FOOD)), sector(12), twelve_a_kind()
    pd.testing.assert_frame_equal(before, facts(tmp_path, agreed, {name: rows[::-1] for name, rows in tables.items()}))


def test_both_at_once_are_the_same(tmp_path: Path) -> None:
    agreed, canonical = both(profile(LARGE), profile(FOOD)), opened(tmp_path, sector(12))
    rows, tables = icp_parts(canonical, client(), agreed, period=PERIOD, start=START)
    pd.testing.assert_frame_equal(rows, twelve_a_kind())
    for name, table in icp_tables(canonical, client(), agreed, period=PERIOD).items():
        pd.testing.assert_frame_equal(table, tables[name])


# -- the joint profile ----------------------------------------------------------------------------------------------


def joint(folder: Path, agreed: Agreements, n: int = 40) -> pd.DataFrame:
    return icp_tables(opened(folder, sector(n)), client(), agreed, period=PERIOD)["icp_joint"]


def test_the_evidence_beside_each_criterion(tmp_path: Path) -> None:
    """Food pays twice as much: the weight one team gives stands. Large ones (80 of 120, 157.50 against 105) pay
    clearly more too. What neither wants pays clearly less: it stays unwanted."""
    steel = {"attribute": "industry", "operator": "is", "value": "Steel"}
    rows = joint(tmp_path, both(profile(LARGE, FOOD), profile({**LARGE, "weight": 2}, anti=[steel])))
    assert rows[
        ["kind", "attribute", "weight_marketing", "weight_sales", "weight", "on", "status"]
    ].values.tolist() == [
        ["criterion", "employees", 3.0, 2.0, 3.0, "margin", "clear"],
        ["criterion", "industry", 1.0, 0.0, 1.0, "margin", "clear"],
        ["anti", "industry", 0.0, 1.0, 1.0, "margin", "clear"],
    ]
    assert rows["ratio"].tolist() == pytest.approx([157.5 / 105, 2.0, 0.5])
    assert set(rows["agree"]) == {""}


def test_the_rule_of_the_proposed_weight() -> None:
    assert proposed((2.0, 1.0), "clear", 1.4) == 2.0
    assert proposed((2.0, 1.0), "clear", 0.7) == 0.0
    assert proposed((2.0, 1.0), "noise", 0.7) == proposed((2.0, 1.0), "too_few", 3.0) == 1.5
    assert proposed((1.0, 0.0), "clear", 0.7, anti=True) == 1.0
    assert proposed((1.0, 0.0), "clear", 1.4, anti=True) == 0.0
    assert proposed((0.0, 0.0), "clear", 1.4) == 1.0


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_proposal_reads_back_as_a_profile(tmp_path: Path, lang: str) -> None:
    between = {"attribute": "employees", "operator": "between", "value": [50, 200]}
    several = {"attribute": "country", "operator": "in", "value": ["España", "No: land"]}
    steel = {"attribute": "industry", "operator": "is", "value": "Steel"}
    text = joint_profile_yaml(joint(tmp_path, both(profile(between, several), profile(LARGE, anti=[steel]))), lang=lang)
    read = validated(Profile, yaml.safe_load(text), where="joint")
    assert [(one.attribute, one.operator, one.value) for one in read.criteria] == [
        ("country", "in", ("España", "No: land")), ("employees", "at_least", 50.0),
        ("employees", "between", (50.0, 200.0)),
    ]  # fmt: skip
    assert [one.value for one in read.anti] == ["Steel"]
    said = {"en": "of margin per customer against", "es": "de margen por cliente frente a"}[lang]
    assert said in read.criteria[1].evidence
    assert text.startswith("# A proposal" if lang == "en" else "# Una propuesta")


def test_no_criteria_no_document(tmp_path: Path) -> None:
    assert joint_profile_yaml(joint(tmp_path, both(), n=2)) == ""


def test_what_neither_team_wrote_is_proposed_where_it_is_clear(tmp_path: Path) -> None:
    """Won and back: all 20 won food makers, and of the steel makers those whose number is odd and a multiple of five
    (5, 15, 25, 35) twice. Country is all that is written."""
    where = {"attribute": "country", "operator": "is", "value": "ES"}
    rows = joint(tmp_path, both(profile(where)))
    assert rows[["attribute", "value", "weight_marketing", "weight", "on", "hits", "cases"]].values.tolist()[-1] == [
        "industry", "Food", 0.0, 1.0, "odds", 20.0, 40.0
    ]  # fmt: skip
    assert not math.isnan(rows["ratio"].iloc[-1])
