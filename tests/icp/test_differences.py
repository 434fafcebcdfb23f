"""Two written profiles side by side."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.icp.differences import differences
from icp.firms import profile


def asked(attribute: str, operator: str, value: Any) -> dict[str, Any]:
    return {"attribute": attribute, "operator": operator, "value": value}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("at_least", 50), ("at_least", 50), "alike"),
        (("at_least", 50), ("between", [50, 900]), "partly"),
        (("at_least", 500), ("at_most", 100), "differs"),
        (("between", [10, 49]), ("between", [50, 249]), "differs"),
        (("is", "Food"), ("in", ["FOOD"]), "alike"),
        (("in", ["Food", "Steel"]), ("in", ["Steel", "Wood"]), "partly"),
        (("in", ["Food"]), ("in", ["Wood"]), "differs"),
        (("in", ["Food"]), ("not_in", ["Food", "Wood"]), "differs"),
        (("in", ["Food"]), ("not_in", ["Wood"]), "partly"),
        (("not_in", ["Food"]), ("not_in", ["Wood"]), "partly"),
        (("not_in", ["Wood", "Food"]), ("not_in", ["food", "wood"]), "alike"),
    ],
)
def test_how_alike_two_criteria_are(one: tuple[str, Any], other: tuple[str, Any], expected: str) -> None:
    rows = differences(profile(asked("x", *one)), profile(asked("x", *other)))
    assert rows["alike"].tolist() == [expected]


def test_countries_are_the_same_in_either_language() -> None:
    rows = differences(
        profile(asked("country", "in", ["España", "PT"])), profile(asked("country", "in", ["Portugal", "Spain"]))
    )
    assert rows.values.tolist() == [["criterion", "country", "España, PT", "Portugal, Spain", "alike"]]


def test_several_criteria_on_one_attribute_are_one() -> None:
    one = profile(asked("employees", "at_least", 50), asked("employees", "at_most", 200))
    rows = differences(one, profile(asked("employees", "between", [50, 200])))
    assert rows.values.tolist() == [["criterion", "employees", "≥ 50; ≤ 200", "50 – 200", "alike"]]


def test_what_one_team_alone_names_and_what_neither_wants() -> None:
    one = profile(asked("employees", "at_least", 50), anti=[asked("industry", "is", "Arms")])
    other = profile(asked("country", "is", "ES"), anti=[asked("industry", "is", "arms")])
    assert differences(one, other).values.tolist() == [
        ["criterion", "country", "", "ES", "sales_only"],
        ["criterion", "employees", "≥ 50", "", "marketing_only"],
        ["anti", "industry", "Arms", "arms", "alike"],
    ]
