"""Rituals: held, moved, late, with both teams; a run of misses against the ritual's own record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.feedback.meetings import both_present, chance_of_row, known, quiet, ritual_dying, ritual_held
from helpers.periods import Period, add_months

MONTH = Period.parse("2026-10")
YEAR = MONTH.rolling(12)
OCTOBER = MONTH.as_of


def row(planned: date, held: date | None, *, ritual: str = "monthly-review", sales: bool = True) -> dict[str, object]:
    return {"ritual": ritual, "planned_on": planned, "held_on": held, "marketing": True, "sales": sales}


def monthly(misses: int, *, months: int = 22, ritual: str = "monthly-review", day: int = 9, also: tuple[int, ...] = ()):
    """A meeting a month up to October 2026, the last ``misses`` not held, nor those ``also`` months ago."""
    rows = []
    for back in range(months - 1, -1, -1):
        on = add_months(OCTOBER, -back) + timedelta(days=day)
        rows.append(row(on, None if back < misses or back in also else on, ritual=ritual))
    return rows


def dying(rows: list[dict[str, object]], period: Period = MONTH):
    return {fact.segment: fact for fact in ritual_dying(known(rows, as_of=period.as_of), period=period)}


def test_late_and_moved_are_held_and_the_future_is_not_known() -> None:
    rows = [
        row(date(2026, 5, 5), date(2026, 5, 20)),  # late
        row(date(2026, 6, 2), None), row(date(2026, 6, 9), date(2026, 6, 9)),  # moved: half of 28 days is 14
        row(date(2026, 7, 7), date(2026, 7, 7), sales=False),
        row(date(2026, 8, 4), None),
        row(date(2026, 9, 1), date(2026, 11, 2)),  # held after the end of October: missed so far
        row(date(2026, 10, 27), None),  # four days old: may still be held
        row(date(2026, 11, 3), date(2026, 11, 3)),
    ]  # fmt: skip
    found = known(rows, as_of=OCTOBER)
    assert [each.planned_on.isoformat() for each in found] == [
        "2026-05-05", "2026-06-09", "2026-07-07", "2026-08-04", "2026-09-01",
    ]  # fmt: skip
    (held,) = ritual_held(found, period=YEAR)
    assert (held.numerator, held.denominator, held.segment) == (3, 5, "ritual=monthly-review")
    (both,) = both_present(found, period=YEAR)
    assert (both.numerator, both.denominator) == (2, 3)


def test_two_misses_side_by_side_are_two_misses() -> None:
    rows = [row(date(2026, 6, 2), None), row(date(2026, 6, 9), None), row(date(2026, 7, 7), date(2026, 7, 7))]
    assert len(known(rows, as_of=OCTOBER)) == 3


def test_the_chance_of_a_row_by_hand() -> None:
    # Jeffreys' prior with none of four missed: 0.5/5 · 1.5/6 · 2.5/7
    assert chance_of_row(3, missed=0, of=4) == pytest.approx(0.5 / 5 * 1.5 / 6 * 2.5 / 7)
    assert chance_of_row(0, missed=3, of=9) == 1.0


def test_a_ritual_that_stopped_is_clear() -> None:
    # October, September and (August does not count) July: three in a row after none of 18 missed
    fact = dying(monthly(4))["ritual=monthly-review"]
    assert (fact.value, fact.numerator, fact.denominator, fact.status) == (3, 0, 18, "clear")


@pytest.mark.parametrize("misses", [0, 1, 2, 3])
def test_fewer_than_three_that_count_are_not(misses: int) -> None:
    fact = dying(monthly(misses))["ritual=monthly-review"]
    assert fact.value == min(misses, 2) and fact.status == "noise"


def test_august_and_christmas_are_not_the_end_of_a_ritual() -> None:
    weekly = [
        row(date(2026, 1, 12) + timedelta(days=7 * n), date(2026, 1, 12) + timedelta(days=7 * n)) for n in range(28)
    ]
    august = [row(date(2026, 8, 3) + timedelta(days=7 * n), None) for n in range(4)]
    fact = dying([*weekly, *august], Period.parse("2026-08"))["ritual=monthly-review"]
    assert (fact.value, fact.status) == (0, "noise")
    assert quiet(date(2026, 8, 1)) and quiet(date(2026, 12, 20)) and quiet(date(2027, 1, 7))
    assert not quiet(date(2027, 1, 8)) and not quiet(date(2026, 12, 19))


def test_three_weeks_without_a_weekly_meeting_are_a_holiday() -> None:
    start = date(2026, 1, 12)
    rows = [row(start + timedelta(days=7 * n), None if n >= 39 else start + timedelta(days=7 * n)) for n in range(42)]
    assert rows[-1]["planned_on"] == date(2026, 10, 26)
    fact = dying([each for each in rows if each["planned_on"] <= date(2026, 10, 23)])["ritual=monthly-review"]
    assert fact.value == 2 and fact.status == "noise"
    later = dying(rows, Period.parse("2026-11"))["ritual=monthly-review"]
    assert later.value == 3 and later.status == "clear"  # 29 days later nobody has met yet


def test_a_ritual_always_missed_now_and_then_is_not_dying() -> None:
    # every second meeting was missed before: three in a row have the probability 9.5/20 · 10.5/21 · 11.5/22 = 0.124
    rows = monthly(3, day=9, months=22, also=tuple(range(4, 22, 2)))
    fact = dying(rows)["ritual=monthly-review"]
    assert fact.status == "noise"


def test_a_new_ritual_has_no_record_and_many_rituals_share_the_doubt() -> None:
    assert dying(monthly(4, months=7))["ritual=monthly-review"].status == "noise"  # three before
    # none of 8 missed, three in a row: 0.5/9 · 1.5/10 · 2.5/11 = 0.0019
    alone = monthly(4, months=12)
    assert dying(alone)["ritual=monthly-review"].status == "clear"
    others = [each for n in range(30) for each in monthly(0, ritual=f"other {n}")]
    assert dying([*alone, *others])["ritual=monthly-review"].status == "noise"  # 0.05 / 31 = 0.0016


def test_without_the_form_every_figure_names_it() -> None:
    facts = [*ritual_held([], period=YEAR), *both_present([], period=YEAR), *ritual_dying([], period=MONTH)]
    assert {fact.note for fact in facts} == {"no_meetings"}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 700), st.booleans(), st.integers(0, 20)), max_size=30))
def test_shares_and_runs_stay_within_what_was_planned(cells: list[tuple[int, bool, int]]) -> None:
    first = date(2024, 12, 1)
    rows = [row(first + timedelta(days=n), first + timedelta(days=n + late) if held else None)
            for n, held, late in cells]  # fmt: skip
    found = known(rows, as_of=OCTOBER)
    assert all(each.planned_on <= OCTOBER for each in found)
    for fact in ritual_held(found, period=YEAR):
        assert fact.note or 0 <= fact.low <= fact.value <= fact.high <= 1
    for fact in ritual_dying(found, period=MONTH):
        assert fact.note or fact.value + fact.denominator <= fact.n
