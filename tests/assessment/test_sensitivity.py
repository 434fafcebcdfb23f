"""What would change if the weakest evidence were wrong: found by concluding again, not by judging."""

from __future__ import annotations

from assessment.factbook import CONSTRUCTS, WAITING, agree, basis, fact, scores, share, written
from helpers.assessment.conclusion import concluded
from helpers.assessment.sensitivity import COLUMNS, MOST, sensitivity, weakest

SAID = "2026-09|perception_agree||item=handoff_3|period"
KEPT = "2025-10/2026-09|sla_compliance||all|cohort"


def rows(facts, artefacts=()):
    given = basis(facts, artefacts)
    found = sensitivity(given, concluded(given))
    assert found.columns.tolist() == COLUMNS
    return list(found.itertuples(index=False, name=None))


def doubted(facts, artefacts=()):
    given = basis(facts, artefacts)
    return [each.ref for each in weakest(given, concluded(given))]


def test_no_plan_nothing_to_doubt():
    assert rows([]) == []


def test_a_commitment_falls_with_either_side_of_its_contradiction():
    assert rows(WAITING) == [
        (SAID, "survey", "dropped", "handoff_list"),
        (KEPT, "data", "dropped", "handoff_list"),
    ]


def test_fewest_cases_come_first_and_what_only_illustrates_is_not_doubted():
    few = [
        share("sla_compliance", 1, 12, clock="cohort") if each.metric == "sla_compliance" and each.n == 100 else each
        for each in WAITING
    ]
    assert doubted(few) == [KEPT, SAID]
    assert doubted(WAITING) == [SAID, KEPT]


def test_opinion_alone_is_doubted_before_any_number_of_cases():
    facts = [*WAITING, *scores("communication", 20, 25, n=400)]
    found = doubted(facts)
    assert all("construct=communication" in ref for ref in found[:2])
    assert len(found) == MOST


def test_what_changes_nothing_is_said_too():
    """With two documents against one statement, neither document decides; both accounts of agreement do not either."""
    kept = [
        agree("customer_1", 18, 20),
        fact("icp_agreement", 0.2, unit="share", variant="on=accounts", n=500, numerator=100, denominator=500,
             period=basis().shelf.period.rolling(12)),
        share("icp_agreement", 1, 20, variant="on=blind_sort"),
    ]  # fmt: skip
    changes = {(ref.split("|")[2], change) for ref, _, change, _ in rows(kept)}
    assert ("on=blind_sort", "") in changes or ("on=accounts", "") in changes


def test_what_was_out_comes_in_and_what_stays_may_move():
    """Six topics fail; without what people say of the heaviest, the sixth enters and others move up."""
    failing = [row for name in CONSTRUCTS if name not in ("handoff", "incentives", "reporting", "profile")
               for row in scores(name, 30, 30)]  # fmt: skip
    changes = {change for _, _, change, _ in rows([*failing, *WAITING])}
    assert {"dropped", "moved"} <= changes
    more = [*failing, *WAITING, *scores("reporting", 40, 40)]
    assert "added" in {change for _, _, change, _ in rows(more)}


def test_an_artefact_can_be_doubted_as_well():
    held = [agree("reporting_1", 18, 20), *scores("reporting", 50, 90)]
    found = rows(held, [written("joint_report")])
    assert ("joint_report", "artefact") in {(ref, source) for ref, source, _, _ in found}


def test_the_same_twice():
    facts = [*WAITING, *scores("communication", 20, 25)]
    assert rows(facts) == rows(facts[::-1])
