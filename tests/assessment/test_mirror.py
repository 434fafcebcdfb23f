"""What each team thinks that the other answers."""

from __future__ import annotations

import pytest

from helpers.instrument import instrument

from .surveybook import alike, facts, person


def people() -> list[dict[str, object]]:
    """Marketing agrees with everything (4) and thinks that sales does too; sales says 2 and guesses 5."""
    guesses = [construct.mirror_id for construct in instrument().constructs if construct.mirror]
    ours = [person("marketing", alike(4) | dict.fromkeys(guesses, 4.0)) for _ in range(4)]
    return ours + [person("sales", alike(2) | dict.fromkeys(guesses, 5.0)) for _ in range(5)]


def test_guess_answer_and_how_far_they_are_apart() -> None:
    rows = facts(people()).loc["mirror_error"].loc[""]
    names = ["value", "numerator", "denominator", "n"]
    assert rows.loc["construct=handoff;team=marketing", names].tolist() == [50, 75, 25, 4]  # guessed 4, answered 2
    assert rows.loc["construct=handoff;team=sales", names].tolist() == [25, 100, 75, 5]  # guessed 5, answered 4
    assert len(rows) == 8


@pytest.mark.parametrize("item", ["handoff_mirror", "handoff_3"])
def test_four_guesses_and_four_answers_of_each_team_are_needed(item: str) -> None:
    """Somebody of marketing does not know: then neither direction is told, since both stand side by side."""
    made = people()
    made[0]["answers"][item] = None  # type: ignore[index]
    rows = facts(made).loc["mirror_error"].loc[""]
    mine = rows[rows.index.str.contains("handoff")]
    assert mine[["value", "numerator", "denominator", "n"]].isna().all(axis=None)
    assert rows.loc["construct=goals;team=sales", "value"] == 25


def test_other_statements_of_the_construct_do_not_matter() -> None:
    made = people()
    for each in made:
        each["answers"]["handoff_1"] = 1.0  # type: ignore[index]
    assert facts(made).loc[("mirror_error", "", "construct=handoff;team=marketing"), "value"] == 50
