"""What both teams of a sample answer: the planted truth can be read back from the files."""

from __future__ import annotations

from statistics import mean

import pytest

from helpers.instrument import instrument
from helpers.samples.survey import answers

from .made import Made

FILES = {"saas_en": "forms/survey.csv", "industrial_es": "forms/encuesta.csv"}


def test_one_row_a_person_and_every_question_a_column(sample: Made) -> None:
    people = answers(sample.company.survey, seed=sample.company.seed)
    rows = sample.rows(FILES[sample.name])
    lang = "en" if sample.name == "saas_en" else "es"
    assert len(rows) == len(people)
    assert set(instrument().questions(lang).values()) <= set(rows[0])
    assert [row[instrument().questions(lang)["goals_1"]] for row in rows] == [
        instrument().unknown[lang == "es"] if value is None else instrument().agree[value - 1][lang == "es"]
        for value in (person.values["goals_1"] for person in people)
    ]


def test_rounds_hold_as_many_people_as_they_name_and_one_stops_half_way(sample: Made) -> None:
    survey = sample.company.survey
    people = answers(survey, seed=sample.company.seed)
    for round_ in survey.rounds:
        mine = [person for person in people if 0 <= (person.on - round_.first).days < 5]
        assert len(mine) == sum(round_.marketing.values()) + sum(round_.sales.values())
        halves = [person for person in mine if len(person.values) < len(instrument().questions("en"))]
        assert len(halves) == round_.half == 1 and halves[0].top == ()


def test_answers_lie_on_their_scales_and_three_are_chosen(sample: Made) -> None:
    for person in answers(sample.company.survey, seed=sample.company.seed):
        for name, value in person.values.items():
            low, high = (0, 4) if name.endswith("_often") else (1, 5)
            assert value is None or low <= value <= high
        assert len(set(person.top)) == len(person.top) and len(person.top) in (0, 3)


def test_the_plants_are_in_the_answers(sample: Made) -> None:
    """Those who contradict the data do so by a wide majority; what hardly anybody knows is not known by a third."""
    survey, last = sample.company.survey, sample.company.survey.rounds[-1].first
    people = [person for person in answers(survey, seed=sample.company.seed) if person.on >= last]
    for statement in survey.planted.contradictions:
        said = [person.values[statement] for person in people if person.values.get(statement) is not None]
        agree = mean(value >= 4 for value in said)
        assert agree > 0.7 or agree < 0.2, statement
    for construct in survey.planted.unseen:
        asked = [person.values[name] for person in people for name in instrument().of(construct).item_ids
                 if name in person.values]  # fmt: skip
        assert mean(value is None for value in asked) > 0.3


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_is_other_people(sample: Made, seed: int) -> None:
    own = answers(sample.company.survey, seed=sample.company.seed)
    assert answers(sample.company.survey, seed=seed) != own == answers(sample.company.survey, seed=sample.company.seed)


def test_the_manifest_tells_the_plants(sample: Made) -> None:
    told = sample.manifest["survey"]
    assert set(told["contradictions"]) & set(told["decoys"]) == set() and told["gaps"] == ["channels"]
    assert len(told["means"]) == len(instrument().constructs)
