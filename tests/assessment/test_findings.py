"""What is said first: kind before all, then what people want mended, what it costs, and how large it is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from assessment.factbook import (
    CONSTRUCTS,
    MONTH,
    WAITING,
    YEAR,
    agree,
    basis,
    fact,
    scores,
    share,
    written,
)
from helpers.assessment.conclusion import concluded
from helpers.assessment.findings import BASE, COLUMNS, table


def said(facts, artefacts=(), **rest):
    return concluded(basis(facts, artefacts, **rest)).findings


def names(facts, artefacts=(), **rest):
    return [each.finding for each in said(facts, artefacts, **rest)]


def one(facts, name, artefacts=()):
    return {each.finding: each for each in said(facts, artefacts)}[name]


def picked(construct, k, n=20):
    return share("priority", k, n, period=MONTH, segment=f"construct={construct}")


def spread(value, team="sales"):
    return fact("perception_spread", value, unit="points", segment=f"construct=goals;team={team}", n=6)


def test_nothing_known_nothing_said():
    assert said([]) == ()
    assert table(()).columns.tolist() == COLUMNS


def test_a_contradiction_carries_what_is_needed_to_say_it():
    each = one(WAITING, "handoff.contradiction.handoff_kept")
    metrics = [ref.split("|")[1] for ref in each.refs]
    assert metrics == [
        "contradiction",
        "perception_agree",
        "sla_compliance",
        "handoff_response_median",
        "leak_customers",
    ]
    assert (each.page, each.claim, each.nature, each.acts) == ("sla", "handoff_kept", "", True)
    # 60 for its kind, 15 since a leak says what it costs, 10 × (0.9 − 0.4)
    assert each.weight == pytest.approx(60 + 15 + 5)


def test_importance_is_the_share_who_would_mend_it_first():
    assert one([*WAITING, picked("handoff", 10)], "handoff.contradiction.handoff_kept").weight == pytest.approx(92.5)


@pytest.mark.parametrize("rest", [{"status": "noise"}, {"status": "too_few"}])
def test_nothing_is_at_stake_within_noise_or_of_too_few(rest):
    facts = [replace(each, **rest) if each.metric == "leak_customers" else each for each in WAITING]
    assert one(facts, "handoff.contradiction.handoff_kept").weight == pytest.approx(65)


def test_what_works_unseen_waits_behind_what_fails_unseen():
    denied = [agree("handoff_3", 2, 20), share("sla_compliance", 90, 100, clock="cohort")]
    each = one(denied, "handoff.contradiction.handoff_kept")
    assert each.treat == "unseen"
    assert each.weight == pytest.approx(60 - 5 + 8)


def test_kinds_in_their_order():
    facts = [
        *WAITING,
        *scores("communication", 30, 40),  # both low
        *scores("data", 70, 70),
        fact("dont_know", 0.5, unit="share", segment="construct=data;team=sales", numerator=15, denominator=30),
        *scores("channels", 85, 50),  # a gap about the process
        fact("perception_gap", 60, unit="points", segment="item=channels_1"),
        *scores("goals", 70, 70),
        spread(30.0),
        *scores("customer", 70, 70),
        fact("mirror_error", 40, unit="points", segment="construct=customer;team=sales", numerator=90, denominator=50),
    ]
    assert names(facts) == [
        "handoff.contradiction.handoff_kept", "communication.low", "data.unseen", "channels.gap", "goals.split",
        "customer.mirror",
    ]  # fmt: skip
    assert list(BASE.values()) == sorted(BASE.values(), reverse=True)


def test_a_productive_gap_says_keep():
    facts = [*scores("goals", 85, 50), fact("perception_gap", 60, unit="points", segment="item=goals_2")]
    (each,) = said(facts)
    assert (each.kind, each.nature, each.acts) == ("gap", "productive", False)
    assert each.weight == pytest.approx(5 + 3.5)


def test_a_strength_is_seen_by_both_and_shown_by_the_record():
    shown = [fact("ritual_dying", 0.0, segment="ritual=monthly-review"), *scores("reporting", 80, 70)]
    (each,) = said(shown)
    assert (each.finding, each.kind, each.acts) == ("reporting.strength", "strength", False)
    assert "2026-09|ritual_dying||ritual=monthly-review|period" in each.refs
    assert said(scores("reporting", 80, 70)) == (), "what people say alone is no strength"


def test_no_strength_beside_a_contradiction():
    held = [
        *scores("reporting", 80, 70),
        agree("reporting_1", 18, 20),
        fact("ritual_dying", 0.0, segment="ritual=monthly-review"),
    ]
    assert names(held, [written("joint_report", used=True, both=True)]) == ["reporting.strength"]
    unused = [written("joint_report")]
    assert names(held, unused) == ["reporting.contradiction.reporting_together"]


def test_low_is_what_both_see_failing_or_nothing_shows():
    failing = one(scores("goals", 30, 40), "goals.low")
    assert (failing.opinion, failing.treat) == (True, "low")
    unshown = one(scores("goals", 80, 80), "goals.low", [written("joint_goals", exists=False)])
    assert unshown.opinion is False
    assert names(scores("goals", 80, 80)) == [], "nothing to look at is no proof of anything"


def test_what_is_practised_and_seen_as_failing_is_shown_not_begun_anew():
    practised = [fact("ritual_dying", 0.0, segment="ritual=monthly-review")]
    log = [written("decision_log", used=True, both=True)]
    each = one([*scores("communication", 30, 40), *practised], "communication.low", log)
    assert each.treat == "unseen"


def test_what_many_know_nothing_of_is_shown_first():
    unknown = fact("dont_know", 0.4, unit="share", segment="construct=data;team=sales", numerator=12, denominator=30)
    nothing = [written("funnel_view", exists=False)]
    facts = scores("data", 40, 40)
    assert one([*facts, unknown], "data.low", nothing).treat == "unseen"
    assert one(facts, "data.low", nothing).treat == "low"


def test_management_against_the_field_is_a_split_without_nature():
    levels = [
        fact("perception_score", value, unit="points", segment=f"construct=goals;level={level}", low=value - 8,
             high=value + 8, n=5)
        for level, value in (("management", 85), ("field", 40))
    ]  # fmt: skip
    each = one(levels, "goals.split.goals_levels")
    assert (each.kind, each.claim, each.opinion) == ("split", "goals_levels", True)
    assert [ref.split("|")[1] for ref in each.refs] == ["contradiction", "perception_score", "perception_score"]


@pytest.mark.parametrize(("value", "found"), [(25.0, True), (24.9, False)])
def test_thresholds_are_a_whole_step_of_the_scale(value, found):
    assert ("goals.split" in names([spread(value)])) is found
    guess = fact("mirror_error", value, unit="points", segment="construct=goals;team=sales")
    assert ("goals.mirror" in names([guess])) is found


def test_pages_are_those_of_the_context():
    alone = {each.construct: each.page for each in said([*WAITING, *scores("channels", 20, 20)], context="no-marketing",
             pages=("monthly-review", "stages", "win-loss"))}  # fmt: skip
    assert alone == {"handoff": "stages", "channels": "win-loss"}
    nowhere = said(WAITING, pages=("forecast",))
    assert {each.page for each in nowhere} == {""}


def test_order_of_rows_makes_no_difference():
    facts = [*WAITING, *(row for name in CONSTRUCTS[4:] for row in scores(name, 30, 35)), picked("data", 12)]
    expected = said(facts)
    for seed in range(3):
        shuffled = facts.copy()
        random.Random(seed).shuffle(shuffled)
        assert said(shuffled) == expected


def test_the_table_ranks_from_one_and_keeps_keys_line_by_line():
    rows = table(said([*WAITING, *scores("communication", 30, 40)]))
    assert rows["rank"].tolist() == [1, 2]
    assert rows["weight"].is_monotonic_decreasing
    assert rows.loc[0, "refs"].split("\n")[1] == "2026-09|perception_agree||item=handoff_3|period"
    assert str(YEAR) in rows.loc[0, "refs"]
