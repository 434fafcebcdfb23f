"""The right option, from findings and from truths, on tables small enough to check by hand."""

import math

import pytest

from helpers.lessons.answering import Answer, from_findings, from_truths, size, subject
from helpers.lessons.lesson import Plan
from helpers.patterns.finding import Finding
from helpers.samples.plants.plant import Truth

PLAN = Plan(
    id="two", patterns=("unanswered", "forecast-regions"), company="first", file="contacts", teaching=5, exercises=5,
    figures=("one",), right="there", otherwise="nowhere",
)  # fmt: skip


def finding(where: str, value: float, *, claimed: bool = True, pattern: str = "unanswered", unit: str = "share"):
    return Finding(pattern, where, value, value - 0.1, value + 0.1, unit, claimed, 40)


def truth(where: str, effect: float | None, kind: str = "planted", pattern: str = "unanswered") -> Truth:
    return Truth(pattern, kind, where, "as told", effect)


def test_the_largest_claim_is_the_answer_and_every_claim_a_place():
    found = [finding("channel=a", 0.2), finding("channel=b", -0.4), finding("channel=c", 0.9, claimed=False)]
    assert from_findings(PLAN, found) == Answer("there", "channel=b", -0.4, frozenset({"channel=a", "channel=b"}))
    assert subject(PLAN, found) == found[1]


def test_without_a_claim_the_other_option_holds_and_the_lesson_talks_of_the_largest_difference():
    found = [finding("channel=a", 0.1, claimed=False), finding("channel=b", -0.3, claimed=False)]
    assert from_findings(PLAN, found) == Answer("nowhere")
    assert subject(PLAN, found) == found[1]
    assert from_findings(PLAN, []) == Answer("nowhere") and subject(PLAN, []) is None


def test_patterns_come_in_the_order_of_the_lesson_and_equal_effects_in_that_of_their_places():
    regions = finding("region=x", 9.0, pattern="forecast-regions", unit="ratio")
    assert from_findings(PLAN, [regions, finding("channel=b", 0.1), finding("channel=a", 0.1)]).where == "channel=a"


def test_a_ratio_is_as_far_from_one_on_either_side():
    # 0.5 is as far off as 2; 1.9 is nearer than 0.5
    found = [finding("region=x", 1.9, pattern="forecast-regions", unit="ratio"),
             finding("region=y", 0.5, pattern="forecast-regions", unit="ratio")]  # fmt: skip
    assert from_findings(PLAN, found).where == "region=y"
    assert size(0.0, "ratio") == math.inf and size(1.0, "ratio") == 0.0


def test_the_key_knows_what_was_planted_and_what_another_plant_makes_true():
    told = [truth("channel=a", 0.1), truth("channel=b", 0.6, kind="also"), truth("channel=c", 0.0, kind="decoy"),
            truth("month=2026-01", 300.0, pattern="bulk-dates")]  # fmt: skip
    assert from_truths(PLAN, told) == Answer("there", "channel=a", 0.1, frozenset({"channel=a", "channel=b"}))


@pytest.mark.parametrize("kind", ["planted", "also"])
def test_an_effect_that_is_left_open_is_still_there(kind):
    assert from_truths(PLAN, [truth("all", None, kind=kind)]) == Answer("there", "all", None, frozenset({"all"}))


def test_what_is_slight_alone_is_nothing_to_find_and_beside_a_plant_no_mistake():
    slight = truth("channel=d", 0.02, kind="slight")
    assert from_truths(PLAN, [slight]) == Answer("nowhere")
    assert from_truths(PLAN, [slight, truth("channel=a", 0.1)]).places == frozenset({"channel=a", "channel=d"})


def test_decoys_and_plants_of_other_lessons_make_nothing_true():
    told = [truth("channel=c", 0.0, kind="decoy"), truth("all", 0.0, pattern="growth")]
    assert from_truths(PLAN, told) == Answer("nowhere") == from_truths(PLAN, [])
