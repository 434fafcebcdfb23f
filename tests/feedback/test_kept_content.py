"""Content: what is active, what is unused, which cells are covered, which objections nothing answers."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.agreements import Agreements, Profile
from helpers.feedback.content import Asset, active, assets, content_unused, unused
from helpers.feedback.coverage import Heard, buyer_roles, content_coverage, heard_table, matrix, objection_gap
from helpers.periods import Period

MONTH = Period.parse("2026-10")
YEAR = MONTH.rolling(12)


def asset(name: str, **more: object) -> Asset:
    return Asset(asset_id=name, title=name.upper(), **more)


def profile(*roles: str) -> Profile:
    return Profile.model_validate({
        "criteria": [{"attribute": "employees", "operator": "at_least", "value": 10}],
        "roles": [{"role": role} for role in roles],
    })  # fmt: skip


def test_the_register_says_who_made_it_together() -> None:
    row = {"asset_id": "a", "title": "A", "stage": None, "role": None, "objection": "price", "published_on": None,
           "retired_on": None}  # fmt: skip
    made = assets([row | {"by_marketing": True, "by_sales": True}, row | {"by_marketing": True, "by_sales": False}])
    assert [each.together for each in made] == [True, False]


def test_unused_are_active_old_enough_and_idle_for_ninety_days() -> None:
    # 31 October 2026 − 90 days = 2 August 2026.
    register = [
        asset("idle", published_on=date(2025, 1, 1)),
        asset("edge", published_on=date(2025, 1, 1)),  # last used on the day itself: 90 days ago
        asset("used", published_on=date(2025, 1, 1)),
        asset("young", published_on=date(2026, 8, 3)),  # nobody had ninety days for it
        asset("retired", published_on=date(2025, 1, 1), retired_on=date(2026, 10, 31)),
        asset("planned", published_on=date(2026, 11, 1)),
        asset("undated"),
    ]
    used = {"edge": date(2026, 8, 2), "used": date(2026, 8, 3), "retired": date(2025, 2, 1)}
    idle = unused(register, used, as_of=MONTH.as_of)
    assert [(each.asset_id, last) for each, last in idle] == [
        ("idle", None), ("undated", None), ("edge", date(2026, 8, 2)),
    ]  # fmt: skip
    (fact,) = content_unused(register, used, period=MONTH)
    # active: idle, edge, used, young, undated
    assert (fact.numerator, fact.denominator, fact.value) == (3, 5, 0.6)


def test_without_a_register_or_without_an_active_asset_nothing_is_said() -> None:
    (missing,) = content_unused([], {}, period=MONTH)
    (retired,) = content_unused([asset("a", retired_on=date(2026, 1, 1))], {}, period=MONTH)
    assert (missing.note, retired.note) == ("no_content", "zero_denominator")
    assert math.isnan(missing.value) and math.isnan(retired.value)


HEARD = heard_table(
    [
        {"theme": "price", "stage": "offer", "heard": 6}, {"theme": "price", "stage": "any", "heard": 2},
        {"theme": "price", "stage": "all", "heard": 7}, {"theme": "timing", "stage": "offer", "heard": 1},
        {"theme": "timing", "stage": "all", "heard": 1},
    ],
    units=8,
)  # fmt: skip


def test_cells_are_stage_by_role_by_objection_heard_there() -> None:
    register = [
        asset("offer finance", objection="price", stage="offer", role="Finanzas"),
        asset("any stage", objection="price", role="Compras"),
        asset("old", objection="timing", stage="offer", retired_on=date(2026, 1, 1)),
        asset("elsewhere", objection="timing", stage="lead", role="compras"),
    ]
    cells = matrix(HEARD, register, ["Compras", "Finanzas"], period=YEAR)
    found = {(cell.stage, cell.role, cell.theme): (cell.heard, cell.assets, cell.deals) for cell in cells}
    assert found == {
        ("any", "Compras", "price"): (2, 1, 7),  # an asset without a stage; 'any' takes assets of every stage
        ("any", "Finanzas", "price"): (2, 1, 7),
        ("offer", "Compras", "price"): (6, 1, 7),
        ("offer", "Finanzas", "price"): (6, 1, 7),
        ("offer", "Compras", "timing"): (1, 0, 1),  # retired; and one for another stage
        ("offer", "Finanzas", "timing"): (1, 0, 1),
    }
    facts = {fact.segment: fact for fact in content_coverage(cells, register, period=YEAR)}
    assert (facts["all"].numerator, facts["all"].denominator) == (4, 6)
    assert facts["stage=offer"].value == 0.5 and facts["stage=any"].value == 1.0
    assert facts["theme=price"].value == 1.0 and facts["theme=timing"].value == 0.0


def test_roles_come_from_the_profiles_else_from_the_register_else_there_is_one_for_all() -> None:
    register = [asset("a", role="IT"), asset("b", role="it "), asset("c")]
    both = Agreements(icp_marketing=profile("Dirección técnica", "Compras"), icp_sales=profile("direccion  tecnica"))
    assert len(buyer_roles(both, register)) == 2
    assert buyer_roles(Agreements(), register) == ["IT"]
    assert buyer_roles(Agreements(), [asset("c")]) == ["any"]


def test_an_asset_that_names_a_role_serves_where_nobody_named_any() -> None:
    cells = matrix(HEARD, [asset("a", objection="price", role="IT")], ["any"], period=YEAR)
    assert {cell.assets for cell in cells if cell.theme == "price"} == {1}


def test_coverage_names_the_form_that_is_missing() -> None:
    nothing = heard_table([], units=0)
    assert content_coverage([], [], period=YEAR)[0].note == "no_content"
    assert content_coverage(matrix(nothing, [asset("a")], ["any"], period=YEAR), [asset("a")], period=YEAR)[0].note == (
        "no_feedback"
    )
    assert objection_gap(nothing, [], period=YEAR)[0].note == "no_content"
    assert objection_gap(nothing, [asset("a")], period=YEAR)[0].note == "no_feedback"


def gaps(counts: dict[str, float], units: float, register: list[Asset]) -> dict[str, object]:
    facts = objection_gap(Heard({}, counts, units), register, period=YEAR)
    return {fact.segment if fact.segment != "all" else fact.variant: fact for fact in facts}


def test_the_average_objection_and_the_gaps_by_hand() -> None:
    # 100 deals with an objection; four themes heard 40 + 20 + 20 + 20 = 100 times → an objection is heard in
    # 100 / (4 × 100) = 25 % of them on average. 40 of 100 has the Wilson interval 0.309 to 0.498, above 0.25.
    counts = {"a": 40.0, "b": 20.0, "c": 20.0, "d": 20.0}
    found = gaps(counts, 100, [asset("x", objection="d"), asset("y", objection="a", retired_on=date(2026, 9, 1))])
    assert found["stat=average"].value == 0.25
    assert set(found) == {"stat=average", "theme=a", "theme=b", "theme=c"}
    assert (round(found["theme=a"].low, 3), round(found["theme=a"].high, 3)) == (0.309, 0.498)
    assert [found[f"theme={name}"].status for name in "abc"] == ["clear", "noise", "noise"]


def test_what_an_active_asset_answers_is_no_gap() -> None:
    found = gaps({"a": 40.0, "b": 20.0}, 60, [asset("x", objection="a"), asset("y", objection="b")])
    assert set(found) == {"stat=average"}


def test_one_objection_alone_is_the_average_and_no_gap() -> None:
    found = gaps({"a": 30.0}, 30, [asset("x")])
    assert found["theme=a"].status == "noise"


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50).map(float), min_size=1), st.integers(0, 40))
def test_a_clear_gap_is_heard_more_than_the_average(counts: dict[str, float], more: int) -> None:
    units = max(counts.values()) + more
    found = gaps(counts, units, [asset("x", objection="a")])
    average = found.pop("stat=average").value
    for fact in found.values():
        assert 0 <= fact.low <= fact.value <= fact.high <= 1
        assert fact.status == "noise" or fact.low > average


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(-400, 400), st.integers(-400, 400)), max_size=6))
def test_active_is_between_publishing_and_retiring(days: list[tuple[int, int]]) -> None:
    day = date(2026, 6, 30).toordinal()
    register = [
        asset(str(n), published_on=date.fromordinal(day + a), retired_on=date.fromordinal(day + b))
        for n, (a, b) in enumerate(days)
    ]
    assert len(active(register, as_of=date(2026, 6, 30))) == sum(a <= 0 < b for a, b in days)


@pytest.mark.parametrize("units", [0.0, 1.0])
def test_heard_is_read_from_its_rows(units: float) -> None:
    found = heard_table([{"theme": "a", "stage": "all", "heard": 1}], units=units)
    assert found == Heard({}, {"a": 1.0}, units)
