"""Deals won with content made together: compared at the same stage, and what an unequal stage would pretend."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.feedback.strata import Stratum
from helpers.feedback.use import content_won, strata
from helpers.periods import Period

YEAR = Period.parse("2025-11/2026-10")


def facts(tables: list[Stratum]) -> dict[str, object]:
    return {fact.variant: fact for fact in content_won(tables, period=YEAR, few=30, registered=True)}


def row(stage: str, together: int, outcome: str, n: int) -> dict[str, object]:
    return {"stage": stage, "together": together, "outcome": outcome, "n": n}


def test_rows_become_strata_by_stage() -> None:
    rows = [
        row("offer", 1, "won", 8), row("offer", 1, "lost", 2), row("offer", 0, "won", 30), row("offer", 0, "lost", 70),
        row("opportunity", 1, "won", 1), row("opportunity", 1, "lost", 9),
    ]  # fmt: skip
    assert strata(rows) == [Stratum(8, 10, 30, 100), Stratum(1, 10, 0, 0)]


def test_what_the_stage_explains_is_no_difference() -> None:
    # Content made together is used late: 80 of 100 at offer, where half are won; 20 at opportunity, where a tenth is.
    # Other content the other way round. In sum 42 % against 18 %; at each stage the same.
    found = facts([Stratum(40, 80, 10, 20), Stratum(2, 20, 8, 80)])
    assert found["change=together"].value == pytest.approx(0.0)
    # the others at the stages of the first: (80 · 10/20 + 20 · 8/80) / 100 = 0.42
    assert found["together=yes"].value == 0.42 and found["together=no"].value == pytest.approx(0.42)
    assert (found["together=yes"].numerator, found["together=yes"].denominator) == (42, 100)
    assert (found["together=no"].numerator, found["together=no"].denominator) == (18, 100)
    assert found["change=together"].status == "noise"


def test_a_difference_at_every_stage_is_clear() -> None:
    found = facts([Stratum(60, 100, 30, 100), Stratum(50, 100, 20, 100)])
    change = found["change=together"]
    assert change.value == pytest.approx(0.3) and change.status == "clear"
    # 110 of 200 lies between 0.481 and 0.617, 50 of 200 (effectively) between 0.195 and 0.314:
    # 0.3 − √((0.55 − 0.481)² + (0.314 − 0.25)²) = 0.206
    assert change.low == pytest.approx(0.206, abs=0.001) and change.n == 400
    # difference of the sides is the change
    assert found["together=yes"].value - found["together=no"].value == pytest.approx(change.value)


def test_few_deals_are_said_to_be_few() -> None:
    found = facts([Stratum(5, 6, 2, 9)])
    assert {fact.status for fact in found.values()} == {"too_few"}
    assert {fact.note for fact in found.values()} == {"too_few"}


def test_nothing_to_compare_and_no_register() -> None:
    (one,) = content_won([Stratum(3, 9, 0, 0)], period=YEAR, few=30, registered=True)
    (none,) = content_won([], period=YEAR, few=30, registered=False)
    assert (one.note, none.note) == ("zero_denominator", "no_content") and math.isnan(one.value)


cells = st.tuples(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40)).map(
    lambda c: Stratum(min(c[0], c[1]), c[1], min(c[2], c[3]), c[3])
)


@settings(deadline=None, max_examples=40)
@given(st.lists(cells, min_size=1, max_size=4))
def test_shares_stay_shares_and_the_change_is_their_difference(tables: list[Stratum]) -> None:
    found = facts(tables)
    yes, no, change = (found[name] for name in ("together=yes", "together=no", "change=together"))
    for fact in (yes, no):
        assert 0 <= fact.low <= fact.value + 1e-12 and fact.value <= fact.high + 1e-12 <= 1 + 1e-9
    assert yes.value - no.value == pytest.approx(change.value, abs=1e-9)
    assert change.low <= change.value + 1e-12 and change.value <= change.high + 1e-12
