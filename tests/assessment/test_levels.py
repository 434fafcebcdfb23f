"""Levels of 0 to 5: what two sources bear out; opinion alone never passes 2."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.factbook import MONTH, fact, row, same
from helpers.assessment.evidence import Reading
from helpers.assessment.levels import construct_level, data_level, level, survey_level, triangulated

NONE = math.nan
levels = st.sampled_from([NONE, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
known = st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])


@pytest.mark.parametrize(
    ("score", "expected"), [(0, 0), (19.99, 0), (20, 1), (59.9, 2), (60, 3), (99, 4), (100, 5), (60.0 - 1e-12, 3)]
)
def test_twenty_points_a_level(score, expected):
    assert survey_level(score) == expected


def test_no_score_no_level():
    assert math.isnan(survey_level(NONE))


@pytest.mark.parametrize(
    ("survey", "artefacts", "data", "expected"),
    [
        (NONE, NONE, NONE, NONE),
        (5, NONE, NONE, 2),  # opinion alone
        (1, NONE, NONE, 1),
        (NONE, 2, NONE, 2),
        (NONE, NONE, 5, 3),  # one source alone
        (5, 0, NONE, 0),  # the lower of two
        (5, NONE, 4, 4),
        (NONE, 3, 5, 3),
        (5, 0, 4, 4),  # the middle of three
        (1, 3, 4, 3),
        (5, 2, 0, 2),
    ],
)
def test_what_at_least_two_sources_bear_out(survey, artefacts, data, expected):
    assert same(triangulated(survey, artefacts, data), expected)


@given(levels, levels, levels, st.integers(0, 2), known)
def test_more_in_one_source_never_lowers_the_level(survey, artefacts, data, place, higher):
    before = [survey, artefacts, data]
    if math.isnan(before[place]):
        return
    after = list(before)
    after[place] = max(before[place], higher)
    assert triangulated(*after) >= triangulated(*before)


@given(known)
def test_opinion_alone_never_passes_two(survey):
    assert triangulated(survey, NONE, NONE) <= 2


@given(levels, levels, levels)
def test_no_level_is_above_what_some_evidence_beside_opinion_bears_out(survey, artefacts, data):
    value = triangulated(survey, artefacts, data)
    evidence = [each for each in (artefacts, data) if not math.isnan(each)]
    if evidence:
        assert value <= max(evidence)
    elif not math.isnan(value):
        assert value <= 2


@given(levels, levels, levels, known)
def test_adding_evidence_never_lets_opinion_alone_decide(survey, artefacts, data, another):
    """However high people score, the level stays between what the two other sources say."""
    if math.isnan(artefacts) or math.isnan(data):
        return
    low, high = sorted((artefacts, data))
    for opinion in (survey, another):
        if not math.isnan(opinion):
            assert low <= triangulated(opinion, artefacts, data) <= high


def reading(role, met):
    return Reading("handoff", role, row(fact("sla_compliance", 1.0, unit="share")), met)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], NONE),
        ([("improved", True)], NONE),  # a change of nothing known
        ([("practised", False)], 0),
        ([("practised", False), ("measured", False)], 0),
        ([("practised", False), ("measured", True)], 2),
        ([("measured", True)], 2),
        ([("practised", True)], 3),
        ([("practised", True), ("practised", False), ("measured", True)], 4),
        ([("practised", True), ("measured", True), ("improved", True)], 5),
        ([("practised", True), ("measured", False), ("improved", True)], 3),
        ([("practised", False), ("measured", True), ("improved", True)], 2),
    ],
)
def test_what_the_record_shows(found, expected):
    assert same(data_level(reading(*each) for each in found), expected)


def test_facts_carry_sources_and_the_level_before():
    one = level("goals", survey=4.0, artefacts=NONE, data=NONE)
    two = level("handoff", survey=3.0, artefacts=2.0, data=4.0)
    before = {("", "construct=handoff"): 2.0, ("by=data", "construct=handoff"): 3.0}
    facts = {(each.segment, each.variant): each for each in construct_level([one, two], period=MONTH, before=before)}
    assert len(facts) == 8
    goals = facts["construct=goals", ""]
    assert (goals.value, goals.note, goals.n) == (2.0, "no_evidence", 1)
    assert (facts["construct=goals", "by=survey"].value, facts["construct=goals", "by=survey"].note) == (4.0, "")
    assert facts["construct=goals", "by=data"].status == "undefined"
    handoff = facts["construct=handoff", ""]
    assert (handoff.value, handoff.note, handoff.prior, handoff.n) == (3.0, "", 2.0, 3)
    assert facts["construct=handoff", "by=data"].prior == 3.0
    assert math.isnan(facts["construct=goals", ""].prior)
