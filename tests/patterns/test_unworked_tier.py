"""A tier that nobody works: on hand-made accounts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.icp.firms import both, company, deal, passed, profile

from helpers.patterns.unworked_tier import find, unworked

from .loopbook import basis

FOOD = {"attribute": "industry", "operator": "is", "value": "Food"}
LARGE = {"attribute": "employees", "operator": "at_least", "value": 50.0}
AGREED = both(profile(FOOD), profile(FOOD))


def accounts(industry, *, number, worked, employees=10.0, prefix=""):
    """Accounts of an industry, the first of them handed over this year."""
    names = [f"{prefix}{industry}{place}" for place in range(number)]
    return {
        "companies": [company(name, industry, employees) for name in names],
        "handoffs": [passed(f"p_{name}", name, date(2026, 4, 2)) for name in names[:worked]],
    }


def together(*parts):
    return {name: [row for part in parts for row in part.get(name, ())] for name in ("companies", "handoffs", "deals")}


def test_a_tier_left_alone_is_claimed_with_its_difference():
    (found,) = unworked({"A": (2, 40), "C": (30, 60)})
    assert (found.where, found.unit, found.n, found.claimed) == ("tier=A", "share", 40, True)
    assert found.value == pytest.approx(0.05 - 0.5)
    # Newcombe: Wilson of 2/40 is .0138 to .1650 and of 30/60 .3774 to .6226;
    # low = -.45 - sqrt(.0362² + .1226²), high = -.45 + sqrt(.1150² + .1226²)
    assert found.low == pytest.approx(-0.5778, abs=2e-4) and found.high == pytest.approx(-0.2819, abs=2e-4)
    assert found.shown == pytest.approx({"worked": 0.05, "others": 0.5, "accounts": 40})


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        ({"A": (18, 40), "C": (30, 60)}, "a small difference may be chance"),
        ({"A": (300, 1000), "C": (500, 1000)}, "worked less, and not left alone"),
        ({"A": (35, 40), "C": (30, 60)}, "worked more"),
    ],
)
def test_what_is_no_tier_left_alone(counted, why):
    (found,) = unworked(counted)
    assert not found.claimed, why


@pytest.mark.parametrize("counted", [{}, {"C": (3, 50)}, {"A": (0, 9), "C": (30, 60)}, {"A": (0, 50)}])
def test_without_enough_accounts_on_both_sides_nothing_is_said(counted):
    assert unworked(counted) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(30, 60)), min_size=2, max_size=4))
def test_the_interval_holds_the_value_and_a_claim_lies_below_zero(pairs):
    for found in unworked(dict(zip("ABC", pairs, strict=False)) | ({"out": pairs[3]} if len(pairs) > 3 else {})):
        assert -1 <= found.low <= found.value <= found.high <= 1
        assert not found.claimed or found.high < 0


def test_accounts_that_fit_and_nobody_handed_over(tmp_path):
    rows = together(accounts("Food", number=40, worked=1), accounts("Steel", number=60, worked=30))
    (found,) = find(basis(tmp_path, rows, agreements=AGREED))
    assert (found.where, found.n, found.claimed) == ("tier=A", 40, True)
    assert found.value == pytest.approx(1 / 40 - 30 / 60)


def test_a_deal_is_work_too_and_one_of_another_year_is_not(tmp_path):
    rows = together(accounts("Food", number=40, worked=0), accounts("Steel", number=60, worked=30))
    rows["deals"] = [deal(f"d{place}", f"Food{place}", "lost", date(2026, 2, 3)) for place in range(20)]
    rows["deals"] += [deal(f"e{place}", f"Food{20 + place}", "lost", date(2024, 2, 3)) for place in range(20)]
    (found,) = find(basis(tmp_path, rows, agreements=AGREED))
    assert found.shown["worked"] == pytest.approx(0.5)
    assert not found.claimed


def test_a_tier_is_what_both_teams_say(tmp_path):
    """Sales wants large ones: of those that are Food alone it would work none."""
    rows = together(
        accounts("Food", number=40, worked=0, employees=200.0, prefix="large "),
        accounts("Food", number=40, worked=20), accounts("Steel", number=60, worked=30),
    )  # fmt: skip
    agreed = both(profile(FOOD), profile(FOOD, LARGE, tiers={"A": 0.9, "B": 0.8}))
    (found,) = find(basis(tmp_path, rows, agreements=agreed))
    assert (found.n, found.claimed) == (40, True)


def test_what_is_known_only_of_those_somebody_worked_judges_nobody(tmp_path):
    """Head counts stand at accounts that were worked: by them, whoever is known to be large looks worked."""
    rows = together(accounts("Food", number=40, worked=20), accounts("Steel", number=60, worked=30))
    handed = {row["account_id"] for row in rows["handoffs"]}
    for row in rows["companies"]:
        row["employees"] = 200.0 if row["account_id"] in handed else None
    agreed = both(profile(FOOD, LARGE), profile(FOOD, LARGE))
    (found,) = find(basis(tmp_path, rows, agreements=agreed))
    assert found.value == pytest.approx(0.0)  # 20 of 40 against 30 of 60


def test_without_both_profiles_or_without_accounts_nothing_is_said(tmp_path):
    rows = together(accounts("Food", number=40, worked=1), accounts("Steel", number=60, worked=30))
    for place, (each, agreed) in enumerate(((rows, both(profile(FOOD))), (rows, both()), ({}, AGREED))):
        folder = tmp_path / f"{place}"
        folder.mkdir()
        assert find(basis(folder, each, agreements=agreed)) == []
