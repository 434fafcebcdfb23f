"""How much of variable pay both teams share: sums over sums, roles that share nothing, and what nobody wrote down."""

from __future__ import annotations

import math

import pytest

from helpers.facts import Fact
from helpers.feedback.incentives import incentive_rows, shared_pay, unshared_roles
from helpers.periods import Period

MONTH = Period.parse("2026-10")


def paid(team: str, role: str | None, part: float, shared: bool, row: int = 1) -> dict[str, object]:
    return {"row": row, "team": team, "role": role, "metric": None, "words": f"{role}-{part}", "part": part,
            "shared": shared, "from_on": None, "to_on": None}  # fmt: skip


ROWS = [
    paid("sales", "Seller", 0.75, False, 1), paid("sales", "Seller", 0.25, True, 2),
    paid("sales", "Head", 1.0, False, 3), paid("marketing", "Head", 0.5, True, 4),
]  # fmt: skip


def found(rows: list[dict[str, object]]) -> dict[str, Fact]:
    return {fact.segment: fact for fact in shared_pay(rows, period=MONTH)}


def alone(rows: list[dict[str, object]]) -> dict[str, tuple[float, float]]:
    return {fact.segment: (fact.value, fact.denominator) for fact in unshared_roles(rows, period=MONTH)}


def test_the_share_is_a_sum_over_a_sum() -> None:
    facts = found(ROWS)
    # sales: 0.25 of 2; marketing wrote down half of its pay only, and all of that is shared; both: 0.75 of 2.5
    assert (facts["team=sales"].value, facts["team=marketing"].value) == (0.125, 1.0)
    whole = facts["all"]
    assert (whole.value, whole.numerator, whole.denominator, whole.n) == (pytest.approx(0.3), 0.75, 2.5, 3)
    assert (whole.period, whole.clock, whole.unit, whole.status) == ("2026-10", "period", "share", "ok")


def test_heads_of_two_teams_are_two_roles_and_only_one_shares_nothing() -> None:
    assert alone(ROWS) == {"all": (1, 3), "team=sales": (1, 2), "team=marketing": (0, 1)}
    assert {(fact.unit, fact.period) for fact in unshared_roles(ROWS, period=MONTH)} == {("count", "2026-10")}


def test_a_role_written_in_two_ways_is_one_and_none_is_all_of_the_team() -> None:
    twice = [paid("sales", "Head of Sales", 0.5, False), paid("sales", "head of sales", 0.5, True)]
    assert (found(twice)["all"].n, alone(twice)["all"]) == (1, (0, 1))
    assert alone([paid("sales", None, 1.0, False)])["team=sales"] == (1, 1)


def test_nothing_shared_is_zero_and_nothing_written_is_not() -> None:
    rows = [paid("sales", "Seller", 1.0, False)]
    assert (found(rows)["all"].value, found(rows)["team=sales"].value) == (0.0, 0.0)
    missing = [fact for made in (shared_pay, unshared_roles) for fact in made(rows, period=MONTH)
               if fact.segment == "team=marketing"]  # fmt: skip
    missing += [*shared_pay([], period=MONTH), *unshared_roles([], period=MONTH)]
    assert [fact.segment for fact in missing] == ["team=marketing", "team=marketing", "all", "all"]
    assert all(math.isnan(fact.value) and fact.status == "undefined" for fact in missing)
    assert {fact.note for fact in missing} == {"no_incentives"}


def test_the_list_has_marketing_first_and_the_largest_part_of_a_role_on_top() -> None:
    assert [(row["team"], row["role"], row["part"]) for row in incentive_rows(ROWS)] == [
        ("marketing", "Head", 0.5), ("sales", "Head", 1.0), ("sales", "Seller", 0.75), ("sales", "Seller", 0.25),
    ]  # fmt: skip
    assert incentive_rows([]) == []
