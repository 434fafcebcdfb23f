"""Heads that agree and a field that does not: on hand-made answers."""

from datetime import date

import pytest
from tests.assessment.surveybook import alike, person, survey, waves_of

from helpers.patterns.leaders_field import apart, find

from .loopbook import basis

DAY = date(2026, 9, 8)


def people(heads, field, *, marketing_heads=None):
    """Four heads and nine others of each team; answers to every statement of ``goals``, and 3 or 4 to the others."""
    found = []
    for team in ("marketing", "sales"):
        own = marketing_heads if team == "marketing" and marketing_heads else heads
        for level, answers in (("management", own), ("field", field)):
            for place, value in enumerate(answers):
                other = {name: 3 + place % 2 for name in alike(3) if not name.startswith("goals_")}
                goals = dict.fromkeys((f"goals_{number}" for number in (1, 2, 3)), value)
                found.append(person(team, goals | other, level=level, on=DAY))
    return found


HIGH, LOW = (4, 4, 5, 5), (2, 2, 1, 2, 3, 2, 2, 1, 2)


def claims(found):
    return [one.where for one in found if one.claimed]


def test_heads_of_both_teams_high_and_the_field_low():
    now, _, _ = waves_of(people(HIGH, LOW))
    found = apart(now)
    assert claims(found) == ["construct=goals"]
    goals = next(one for one in found if one.where == "construct=goals")
    # heads answer 4.5 on average, 87.5 points; the field 17/9, 22.2 points
    assert goals.shown == pytest.approx({"leaders": 87.5, "field": 100 * (17 / 9 - 1) / 4})
    assert goals.value == pytest.approx(87.5 - 100 * (17 / 9 - 1) / 4)
    assert (goals.unit, goals.n) == ("points", 26)
    assert 0 < goals.low < goals.value < goals.high


@pytest.mark.parametrize(
    ("heads", "field", "why"),
    [
        ((4, 4, 3, 5), (4, 4, 4, 5, 3, 4, 4, 4, 3), "both see it working"),
        ((2, 2, 2, 2), (1, 1, 1, 1, 1, 1, 1, 1, 2), "heads score higher and see it fail"),
        ((1, 1, 2, 1), (4, 5, 4, 4, 5, 4, 4, 4, 4), "the field sees it working and the heads do not"),
    ],
)
def test_what_is_no_such_gap(heads, field, why):
    assert claims(apart(waves_of(people(heads, field))[0])) == [], why


def test_heads_of_one_team_alone_do_not_agree_with_the_others():
    found = apart(waves_of(people((5, 5, 5, 5), LOW, marketing_heads=(2, 3, 3, 2)))[0])
    goals = next(one for one in found if one.where == "construct=goals")
    assert goals.shown["leaders"] > 60 and goals.low > 0 and not goals.claimed


def test_of_fewer_than_four_heads_nothing_is_said():
    few = [one for one in people(HIGH, LOW) if one["level"] == "field"] + people(HIGH, LOW)[:1]
    assert apart(waves_of(few)[0]) == []


def test_answers_are_read_from_tables_up_to_the_end_of_the_period(tmp_path):
    rows = survey(people(HIGH, LOW))
    (tmp_path / "a").mkdir()
    assert claims(find(basis(tmp_path / "a", rows))) == ["construct=goals"]
    later = {**rows, "respondents": [row | {"on": date(2026, 10, 2)} for row in rows["respondents"]]}
    for name, each in (("b", later), ("c", {})):
        (tmp_path / name).mkdir()
        assert find(basis(tmp_path / name, each)) == []
