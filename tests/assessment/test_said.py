"""All that the survey says, and all that it must not."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.assessment.said import assess_dots, assess_quotes, assess_statements, said_facts, said_tables
from helpers.catalog import catalog
from helpers.engine import Canonical
from helpers.facts import frame, unpair
from helpers.instrument import instrument
from metrics.workbook import opened

from .surveybook import CONSTRUCTS, DAY, PERIOD, alike, drawn, facts, person, survey, waves_of

NUMBERS = ["value", "low", "high", "n", "numerator", "denominator", "prior", "target"]
METRICS = {
    "respondents", "perception_score", "perception_gap", "perception_superiority", "perception_spread", "dont_know",
    "perception_agree", "reported_practice", "mirror_error", "priority", "perception_reliability",
}  # fmt: skip


def canonical(folder: Path, people: list[dict[str, Any]]) -> Canonical:
    return opened(folder, survey(people))


def test_the_engine_and_python_say_the_same(tmp_path: Path) -> None:
    people = drawn(3, marketing=6, sales=7)
    rows = frame(said_facts(canonical(tmp_path, people), period=PERIOD, on=DAY))
    pd.testing.assert_frame_equal(rows.set_index(["metric", "variant", "segment"]), facts(people))


def test_the_vocabulary_is_whole_and_in_the_catalogue() -> None:
    rows = facts(drawn(3, marketing=12, sales=12)).reset_index()
    assert set(rows["metric"]) == METRICS and set(catalog()) >= METRICS
    plain = rows[~rows["variant"].str.startswith("stat=")]
    assert {(name, unit) for name, unit in zip(plain["metric"], plain["unit"], strict=True)} == {
        (name, catalog()[name].unit) for name in METRICS
    }
    shares = rows[rows["unit"] == "share"]["value"].dropna()
    points = rows[(rows["unit"] == "points") & (rows["metric"] != "perception_gap")]["value"].dropna()
    assert shares.between(0, 1).all() and points.between(0, 100).all()


def test_nobody_answered(tmp_path: Path) -> None:
    rows = frame(said_facts(canonical(tmp_path, []), period=PERIOD, on=DAY))
    assert rows[NUMBERS].isna().all(axis=None) and set(rows["note"]) == {"no_survey"}
    assert set(rows["status"]) == {"undefined"}


def test_shares_by_hand() -> None:
    """Marketing answers 4 to goals_1, sales 3; one of sales does not know; three of four of marketing pick goals."""
    often = {"goals_often": 1.0, "communication_often": 1.0}
    people = [person("marketing", alike(4) | often | {"top_goals" if k else "top_data": 1.0}) for k in range(4)]
    people += [person("sales", alike(3) | often | {"top_data": 1.0}) for _ in range(5)]
    people[8]["answers"]["goals_1"] = None
    rows = facts(people)
    names = ["value", "numerator", "denominator"]
    assert rows.loc[("perception_agree", "", "item=goals_1"), names].tolist() == [0.5, 4, 8]
    assert rows.loc[("perception_agree", "", "item=goals_1;team=sales"), names].tolist() == [0, 0, 4]
    assert rows.loc[("dont_know", "", "construct=goals"), names].tolist() == [1 / 27, 1, 27]
    assert rows.loc[("dont_know", "", "construct=goals;team=sales"), names].tolist() == [1 / 15, 1, 15]
    assert rows.loc[("priority", "", "construct=goals"), names].tolist() == [3 / 9, 3, 9]
    assert rows.loc[("priority", "", "construct=goals;team=sales"), names].tolist() == [0, 0, 5]
    # once in 60 days: 25 of 100; of being surprised the other way round
    assert rows.loc[("reported_practice", "", "construct=goals"), "value"] == 25
    assert rows.loc[("reported_practice", "", "construct=communication;team=sales"), "value"] == 75
    assert math.isnan(rows.loc[("reported_practice", "", "construct=data"), "value"])


def test_who_knows_nothing_is_told_even_where_nobody_has_a_score() -> None:
    people = [person(team, alike(None)) for team in ("marketing", "sales") for _ in range(4)]  # type: ignore[arg-type]
    rows = facts(people)
    assert rows.loc[("dont_know", "", "construct=data;team=sales"), "value"] == 1
    assert rows.loc[("perception_score", "", "construct=data"), "note"] == "few_respondents"


# -- what must not be said ---------------------------------------------------------------------------------------------

ANSWER = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, None, "left out"])
ITEMS = [*instrument().of("handoff").item_ids, "handoff_often", "handoff_mirror"]


@st.composite
def small(
    draw: st.DrawFn, *, marketing: tuple[int, int] = (0, 6), sales: tuple[int, int] = (0, 6)
) -> list[dict[str, Any]]:
    """Small surveys about one construct; answers missing, unknown, levels left open."""
    people = []
    for team, bounds in (("marketing", marketing), ("sales", sales)):
        for _ in range(draw(st.integers(*bounds))):
            given_ = {item: draw(ANSWER) for item in ITEMS}
            answers = {item: value for item, value in given_.items() if value != "left out"}
            level = draw(st.sampled_from(["management", "lead", "field", "field", None]))
            people.append(person(team, answers | {"top_handoff": 1.0}, level=level))
    return people


def blank(rows: pd.DataFrame) -> bool:
    return bool(rows[NUMBERS].isna().all(axis=None))


@given(small(marketing=(0, 3), sales=(0, 6)), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_a_team_under_four_hides_everything_whatever_was_answered(people: list[dict[str, Any]], rng: Any) -> None:
    """Three against two, four against one: only how many answered, and how many half, and no answer changes a fact."""
    rows = facts(people)
    answered = rows.index.get_level_values("metric") == "respondents"
    assert blank(rows[~answered])
    if people:
        told = rows[answered]["value"].dropna()
        assert told.to_dict() == {
            ("respondents", "", "all"): len(people), ("respondents", "half=yes", "all"): len(people),
        }  # fmt: skip
    answers = [each["answers"] for each in people]
    rng.shuffle(answers)
    changed = [each | {"answers": dict.fromkeys(given_, 5.0)} for each, given_ in zip(people, answers, strict=True)]
    pd.testing.assert_frame_equal(rows, facts(changed))


@given(small())
@settings(max_examples=10, deadline=None)
def test_every_survey_has_the_same_rows(people: list[dict[str, Any]]) -> None:
    """Their number tells nothing; what has no value has no other number, and a reason."""
    rows, whole = facts(people), facts(drawn(1, marketing=5, sales=5))
    assert rows.index.equals(whole.index)
    missing = rows[rows["value"].isna()]
    assert blank(missing) and set(missing["status"]) <= {"undefined"} and "" not in set(missing["note"])


@given(small())
@settings(max_examples=20, deadline=None)
def test_no_figure_of_a_construct_with_fewer_than_four_scores_in_a_team(people: list[dict[str, Any]]) -> None:
    """Every number of people that is told, of a team or of both, stands for at least four."""
    rows = facts(people)
    answered = {team: [each for each in people if each["team"] == team] for team in ("marketing", "sales")}
    scored = [
        sum(sum(each["answers"].get(item) is not None for item in ITEMS[:3]) >= 2 for each in mine)
        for mine in answered.values()
    ]
    of_scores = ("perception_score", "perception_superiority", "perception_spread", "perception_reliability")
    if min(scored) < 4:
        for metric in of_scores:
            assert blank(rows.loc[metric])
        gaps = rows.loc["perception_gap"].reset_index()
        assert blank(gaps[gaps["segment"].str.startswith("construct=")])
    told = rows.drop("respondents", level="metric")["n"].dropna()
    assert (told >= 4).all()


def members(people: list[dict[str, Any]], segment: str) -> list[float]:
    """Who of those with a score is in the figure of a segment."""
    named = {"management": "management", "lead": "management", "field": "field", None: ""}
    wanted = {key: value for key, value in unpair(segment).items() if key != "construct"}
    return [
        float(all({"team": each["team"], "level": named[each["level"]]}[key] == value for key, value in wanted.items()))
        for each in people
    ]


@st.composite
def structured(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Surveys in which whole cells of team and level are often empty: there differences tell most."""
    people = []
    for team in ("marketing", "sales"):
        for level in ("management", "field", None):
            for _ in range(draw(st.sampled_from([0, 0, 1, 2, 4, 5]))):
                missing = draw(st.sampled_from([0, 0, 0, 1, 2]))
                answers = {item: float(draw(st.integers(1, 5))) for item in ITEMS[missing:]}
                people.append(person(team, answers, level=level))
    return people


def seller_alone() -> list[dict[str, Any]]:
    """All of marketing in the field; four of sales manage and one sells."""
    cells = [("marketing", "field")] * 4 + [("sales", "management")] * 4 + [("sales", "field")]
    return [person(team, dict.fromkeys(ITEMS, 3.0), level=level) for team, level in cells]


@given(structured())
@example(seller_alone())
@settings(max_examples=40, deadline=None)
def test_no_sum_or_difference_of_figures_is_that_of_fewer_than_four(people: list[dict[str, Any]]) -> None:
    """Score × n of each figure shown is a sum over people. No combination of these sums is one over one to three of
    those with a score, tried person by person.
    """
    scored = [each for each in people if sum(each["answers"].get(item) is not None for item in ITEMS[:3]) >= 2]
    rows = facts(people).loc["perception_score"].loc[""]
    shown = rows[rows["value"].notna()]
    if shown.empty:
        return
    sums = np.array([members(scored, name) for name in shown.index])
    assert sums.sum(axis=1).tolist() == shown["n"].tolist()
    basis = np.linalg.pinv(sums) @ sums
    for size in (1, 2, 3):
        for group in combinations(range(len(scored)), size):
            wanted = np.zeros(len(scored))
            wanted[list(group)] = 1
            assert not np.allclose(basis @ wanted, wanted), (group, list(shown.index))


# -- tables ------------------------------------------------------------------------------------------------------------


def talk(marketing: int, sales: int) -> list[dict[str, Any]]:
    """Everybody wrote something; some agreed to be quoted, and every second to be named."""
    return [
        person(team, alike(3 + k % 2), name=f"Test Person {team} {k}" if k % 2 else None,
               remarks=[("open_change", f"words {team} {9 - k}", k % 2 == 0), ("open_keep", "kept", False)])
        for team, size in (("marketing", marketing), ("sales", sales))
        for k in range(size)
    ]  # fmt: skip


def test_dots_quotes_and_no_names_of_large_teams(tmp_path: Path) -> None:
    made = canonical(tmp_path, talk(5, 4))
    dots = assess_dots(made, DAY)
    mine = dots[(dots["construct"] == "goals") & (dots["team"] == "marketing")]
    assert list(dots.columns) == ["construct", "team", "score"] and mine["score"].tolist() == [50, 50, 50, 75, 75]
    assert list(dict.fromkeys(dots["construct"])) == list(CONSTRUCTS)
    quotes = assess_quotes(made, DAY)
    assert list(quotes.columns) == ["question", "words"]
    assert quotes["words"].tolist() == sorted(quotes["words"]) and len(quotes) == 5
    assert assess_statements(made, DAY).empty
    tables = said_tables(made, DAY)
    assert {name: len(rows) for name, rows in tables.items()} == {"assess_dots": len(dots), "assess_quotes": 5}


@pytest.mark.parametrize(("marketing", "sales"), [(3, 2), (4, 1), (6, 3)])
def test_only_names_of_small_teams(tmp_path: Path, marketing: int, sales: int) -> None:
    """Those who agreed, with their answers; nobody else, and no dot and no quote."""
    made = canonical(tmp_path, talk(marketing, sales))
    assert assess_dots(made, DAY).empty and assess_quotes(made, DAY).empty
    rows = assess_statements(made, DAY)
    assert list(rows.columns) == ["name", "team", "item", "value", "unknown"]
    assert set(rows["name"]) == {
        f"Test Person {team} {k}"
        for team, size in (("marketing", marketing), ("sales", sales))
        for k in range(1, size, 2)
    }
    assert len(rows) == 27 * rows["name"].nunique() and set(rows["value"]) == {4.0}


def test_the_same_answers_give_the_same_facts_in_any_order() -> None:
    people = drawn(5, marketing=6, sales=6)
    order = np.random.default_rng(1).permutation(len(people))
    pd.testing.assert_frame_equal(facts(people), facts([people[place] for place in order]))


def test_a_round_of_its_own_is_not_mixed_with_the_one_before() -> None:
    now, before, values = waves_of([*drawn(1, marketing=4, sales=4), *drawn(2, marketing=5, sales=5, wave=2)])
    assert now.sizes == {"marketing": 5, "sales": 5} and before.sizes == {"marketing": 4, "sales": 4}
    assert len(values) == 270
