"""From one round of answers to the next."""

from __future__ import annotations

import pytest

from helpers.assessment.permutation import compared
from helpers.assessment.scores import POINT

from .surveybook import alike, facts, person


def rounds(before: dict[str, list[float]], now: dict[str, list[float]]) -> list[dict[str, object]]:
    return [
        person(team, alike(each), wave=wave)
        for wave, answers in ((1, before), (2, now))
        for team, values in answers.items()
        for each in values
    ]


LOW = {"marketing": [2, 2, 1, 2, 2, 3], "sales": [2, 1, 2, 2, 3, 2]}
HIGH = {"marketing": [4, 5, 4, 4, 3, 5], "sales": [4, 4, 5, 4, 4, 3]}


def test_a_clear_rise_of_both_teams_and_of_each() -> None:
    rows = facts(rounds(LOW, HIGH)).loc["perception_score"].loc["change=prior"]
    row = rows.loc["construct=goals"]
    # before 12 answers with a sum of 24, now 49: (49/12 − 2) · 25
    assert row["value"] == pytest.approx(25 * (49 / 12 - 2)) and row["prior"] == pytest.approx(25)
    assert row["low"] > 0 and row["status"] == "clear" and row["n"] == 24
    sixths = [[6 * each for values in side.values() for each in values] for side in (HIGH, LOW)]
    found = compared(*([int(each) for each in side] for side in sixths))
    assert (row["low"], row["high"]) == pytest.approx((found.low * POINT, found.high * POINT))
    assert rows.loc["construct=goals;team=marketing", "value"] == pytest.approx(25 * (25 / 6 - 2))
    assert set(rows["status"]) == {"clear"} and len(rows) == 27


def test_nothing_has_moved() -> None:
    mixed = {"marketing": [1, 2, 3, 4, 5, 3], "sales": [2, 2, 3, 4, 4, 5]}
    rows = facts(rounds(mixed, mixed)).loc["perception_score"].loc["change=prior"]
    assert set(rows["value"]) == {0.0}
    both = rows[~rows.index.str.contains("team=")]
    assert set(both["status"]) == {"noise"} and (both["low"] < 0).all() and (both["high"] > 0).all()


def test_the_gap_of_the_round_before_stands_beside_the_gap() -> None:
    row = facts(rounds(HIGH, LOW | {"sales": HIGH["sales"]})).loc[("perception_gap", "", "construct=data")]
    assert row["prior"] == pytest.approx(25 * (25 / 6 - 24 / 6)) and row["value"] == pytest.approx(25 * (2 - 4))


def test_without_a_round_before_there_is_no_movement() -> None:
    rows = facts(rounds({}, HIGH)).loc["perception_score"].loc["change=prior"]
    assert rows["value"].isna().all() and set(rows["note"]) == {"no_prior"}


@pytest.mark.parametrize("small", [0, 1])
def test_a_round_with_a_small_team_tells_nothing_of_the_other_round(small: int) -> None:
    sides = [LOW, HIGH]
    sides[small] = sides[small] | {"sales": sides[small]["sales"][:3]}
    rows = facts(rounds(*sides)).loc["perception_score"]
    assert rows.loc["change=prior"][["value", "prior", "low", "high", "n"]].isna().all(axis=None)
    assert rows["prior"].isna().all()


def test_few_people_move_without_a_verdict() -> None:
    few = [{team: values[:4] for team, values in side.items()} for side in (LOW, HIGH)]
    rows = facts(rounds(*few)).loc["perception_score"].loc["change=prior"]
    assert rows.loc["construct=goals;team=sales", "status"] == "too_few"  # 9 · 2/70
    assert rows.loc["construct=goals", "status"] == "clear"  # eight against eight
