"""Tiers under a written profile, and which attributes may stand in one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.agreements.profile import Criterion
from helpers.engagement import Engagement
from helpers.icp.attributes import country, cuts, head_count, refused
from helpers.icp.scoring import known, meets, tier, tiers
from icp.firms import profile


def one(operator: str, value: Any, attribute: str = "industry") -> Criterion:
    return Criterion.model_validate({"attribute": attribute, "operator": operator, "value": value})


@pytest.mark.parametrize(
    ("criterion", "value", "expected"),
    [
        (one("is", "Alimentación"), "ALIMENTACION", True),
        (one("is", "Alimentación"), "Acero", False),
        (one("in", ["Food", "Steel"]), " steel ", True),
        (one("not_in", ["Food", "Steel"]), "Steel", False),
        (one("not_in", ["Food"]), "Wood", True),
        (one("in", ["España"], "country"), "ES", True),
        (one("in", ["UK"], "country"), "Reino Unido", True),
        (one("at_least", 50, "employees"), 50, True),
        (one("at_least", 50, "employees"), 49, False),
        (one("at_most", 200, "employees"), 200, True),
        (one("between", [50, 200], "employees"), 201, False),
        (one("at_least", 50, "size"), "250", True),
        (one("at_least", 50, "size"), "large", None),
        (one("is", "Food"), None, None),
        (one("not_in", ["Food"]), float("nan"), None),
        (one("is", "Food"), "", None),
    ],
)
def test_meeting_a_criterion(criterion: Criterion, value: object, expected: bool | None) -> None:
    assert meets(criterion, value) is expected


FIRM = profile(
    {"attribute": "employees", "operator": "at_least", "value": 50, "weight": 2},
    {"attribute": "industry", "operator": "is", "value": "Food", "weight": 1},
    {"attribute": "country", "operator": "is", "value": "ES", "weight": 1},
    anti=[{"attribute": "industry", "operator": "is", "value": "Arms"}],
)


@pytest.mark.parametrize(
    ("employees", "industry", "where", "expected"),
    [
        (60, "Food", "FR", "A"),  # 3 of 4
        (60, "Steel", "FR", "B"),  # 2 of 4
        (9, "Food", "FR", "C"),  # 1 of 4
        (60, "Food", None, "A"),  # 3 of the 3 known
        (9, None, "ES", "C"),  # 1 of the 3 known
        (None, None, "ES", "A"),  # 1 of the 1 known
        (900, "Arms", "ES", "out"),
        (None, None, None, None),
    ],
)
def test_tiers_by_hand(employees: int | None, industry: str | None, where: str | None, expected: str | None) -> None:
    assert tier(FIRM, {"employees": employees, "industry": industry, "country": where}) == expected


def test_equal_shares_are_equal_whatever_the_last_digit() -> None:
    """0.1 + 0.2 of 0.6 is half, though not in binary."""
    thirds = profile(
        {"attribute": "a", "operator": "is", "value": "x", "weight": 0.1},
        {"attribute": "b", "operator": "is", "value": "x", "weight": 0.2},
        {"attribute": "c", "operator": "is", "value": "x", "weight": 0.3},
    )
    assert tier(thirds, {"a": "x", "b": "x", "c": "y"}) == "B"


def test_a_profile_may_name_one_tier_only() -> None:
    strict = profile({"attribute": "a", "operator": "is", "value": "x"}, tiers={"A": 0.9})
    assert [tier(strict, {"a": value}) for value in ("x", "y")] == ["A", "C"]


numbers = st.integers(0, 400)
criteria = st.one_of(
    st.tuples(st.sampled_from(["at_least", "at_most"]), st.floats(0, 400)),
    st.tuples(st.just("between"), st.lists(st.floats(0, 400), min_size=2, max_size=2).map(sorted)),
    st.tuples(st.just("is"), numbers.map(float)),
    st.tuples(st.sampled_from(["in", "not_in"]), st.lists(numbers.map(float), min_size=1, max_size=3)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(criteria, min_size=1, max_size=4), numbers)
def test_a_band_of_head_counts_answers_as_the_head_count_does(asked: list[tuple[str, Any]], employees: int) -> None:
    made = profile(*({"attribute": "employees", "operator": name, "value": value} for name, value in asked))
    edges = cuts([made])
    band = sum(employees >= cut for cut in edges)
    whole = [meets(criterion, employees) for criterion in made.criteria]
    assert [meets(criterion, head_count(band, edges)) for criterion in made.criteria] == whole


def test_combinations_are_read_by_name() -> None:
    cells = pd.DataFrame({"a0": ["ES", None], "a1": [1.0, float("nan")], "a2": ["Food", "Steel"]})
    values = known(cells, attributes=["country", "employees", "industry"], cuts=[50])
    assert values[0] == {"country": "ES", "employees": 50, "industry": "Food"}
    assert values[1] == {"country": None, "employees": None, "industry": "Steel"}
    assert tiers(values, FIRM).tolist() == ["A", "C"]


@pytest.mark.parametrize(
    ("name", "spec", "expected"),
    [
        ("employees", "", False), ("industry", "companies.industry", False), ("size", "companies:Tamaño", False),
        ("channel", "people.source_group", False), ("region", "companies:Sales region", False),
        ("turnover", "companies:Annual Revenue", False), ("facturación anual", "", False),
        ("product", "deals:Product", True), ("owner", "deals.owner", True), ("industry", "deals:Industry", True),
        ("series", "catalogue:series", True), ("zone", "places:zone", False),
        ("since", "companies:Customer Since", True), ("x", "companies:Cliente desde", True),
        ("tier", "companies:Lifecycle Stage", True), ("importe", "companies:x", True),
        ("x", "companies:Number of Orders", True), ("x", "companies:Motivo de baja", True),
        ("estado", "people:Fase del ciclo de vida", True), ("total_revenue", "", True),
    ],
)  # fmt: skip
def test_what_is_known_only_after_the_outcome_is_refused(name: str, spec: str, expected: bool) -> None:
    lookups = [
        {"name": "catalogue", "file": "x.csv", "table": "deals", "on": "Product", "key": "product"},
        {"name": "places", "file": "y.csv", "table": "companies", "on": "City", "key": "city"},
    ]
    made = Engagement.model_validate({
        "client": "x", "currency": "EUR", "time_zone": "UTC", "segments": {name: spec} if spec else {},
        "lookups": lookups,
    })  # fmt: skip
    assert refused(name, made) is expected


def test_countries_by_name_or_code() -> None:
    assert {country(each) for each in ("Alemania", "Germany", "de", "GERMANY ")} == {"DE"}
