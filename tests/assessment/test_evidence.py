"""Which figures speak for what: declared whole, read with their window, judged only against the client itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from assessment.factbook import CONSTRUCTS, MONTH, YEAR, agree, fact, row, share, shelved
from helpers.assessment.evidence import ROLES, Evidence, Speaks, evidence, readings
from helpers.assessment.shelf import Figure, turned
from helpers.catalog import catalog
from helpers.facts import unpair


def said(facts, construct, decisions=None):
    found = readings(shelved(facts), decisions or {})
    return [(each.role, each.row.metric, each.met) for each in found if each.construct == construct]


def test_every_construct_can_be_practised_measured_and_improved():
    assert tuple(evidence().speaks) == CONSTRUCTS
    for figures in evidence().speaks.values():
        assert {each.role for each in figures} == set(ROLES)
    assert evidence().metrics() <= set(catalog())


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"role": "measured", "metric": "sla_complianze"}, "did you mean 'sla_compliance'"),
        ({"role": "improved", "metric": "sla_compliance"}, "needs a change to judge"),
        ({"role": "measured", "metric": "sla_compliance", "earlier": True}, "needs a change to judge"),
        ({"role": "practised", "metric": "sla_compliance"}, "needs 'above' or 'at_most'"),
        ({"role": "improved", "metric": "sla_compliance", "of": "own"}, "'of' is for decision_effect"),
        ({"role": "measured", "metric": "sla_compliance", "window": 7}, "window"),
    ],
)
def test_a_wrong_declaration_is_refused(wrong, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Speaks(**wrong)


def test_a_construct_that_nobody_speaks_for_is_refused():
    with pytest.raises(ValidationError, match="constructs missing or unknown: \\['goals'\\]"):
        Evidence(speaks={name: each for name, each in evidence().speaks.items() if name != "goals"})


def test_practised_reads_the_month_and_minds_no_small_numbers():
    month = share("sla_compliance", 2, 3, period=MONTH, clock="cohort", status="too_few", note="too_few")
    assert said([month], "handoff") == [("practised", "sla_compliance", True)]
    none = share("sla_compliance", 0, 3, period=MONTH, clock="cohort", status="too_few", note="too_few")
    assert said([none], "handoff") == [("practised", "sla_compliance", False)]


def test_measured_wants_enough_cases_well_recorded():
    for rest, met in (({}, True), ({"status": "too_few"}, False), ({"note": "low_coverage"}, False)):
        year = share("sla_compliance", 20, 40, clock="cohort", **rest)
        assert said([year], "handoff") == [("measured", "sla_compliance", met)]


def test_what_has_no_value_says_nothing():
    empty = fact("sla_compliance", float("nan"), unit="share", period=YEAR, clock="cohort", status="undefined",
                 note="no_sla")  # fmt: skip
    assert readings(shelved([empty]), {}) == ()


@pytest.mark.parametrize(
    ("before", "now", "met"),
    [((300, 1000), (400, 1000), True), ((400, 1000), (300, 1000), False), ((30, 100), (33, 100), False)],
)
def test_improved_is_clear_and_for_the_better(before, now, met):
    facts = [
        share("sla_compliance", *now, clock="cohort"),
        share("sla_compliance", *before, clock="cohort", period=YEAR.prior()),
    ]
    assert ("improved", "sla_compliance", met) in said(facts, "handoff")


def test_less_is_better_where_the_catalogue_says_so():
    facts = [
        share("handoff_unanswered", 100, 1000, clock="cohort"),
        share("handoff_unanswered", 300, 1000, clock="cohort", period=YEAR.prior()),
    ]
    assert ("improved", "handoff_unanswered", True) in said(facts, "handoff")


def test_pay_is_agreed_not_observed_so_any_change_of_it_is_one():
    facts = [
        fact("shared_pay", value, unit="share", period=period, n=4, numerator=4 * value, denominator=4)
        for value, period in ((0.5, MONTH), (0.25, MONTH.prior()))
    ]
    assert ("improved", "shared_pay", True) in said(facts, "incentives")
    same = [facts[0], replace(facts[1], value=0.5)]
    assert ("improved", "shared_pay", False) in said(same, "incentives")


def test_a_decision_counts_where_its_figure_belongs_and_moved_the_right_way():
    effect = fact("decision_effect", 0.2, unit="share", period=YEAR, segment="decision=D1", status="clear")
    worse = fact("decision_effect", -0.2, unit="share", period=YEAR, segment="decision=D2", status="clear")
    dull = fact("decision_effect", 0.2, unit="share", period=YEAR, segment="decision=D3", status="noise")
    decided = dict.fromkeys(("D1", "D2", "D3"), "sla_compliance")
    found = {each.row.segment: each.met for each in readings(shelved([effect, worse, dull]), decided)
             if each.construct == "handoff"}  # fmt: skip
    assert found == {"decision=D1": True, "decision=D2": False, "decision=D3": False}
    of = {each.construct for each in readings(shelved([effect]), decided)}
    assert of == {"handoff", "reporting"}, "its own construct, and measuring together"
    assert readings(shelved([effect]), {}) == (), "a decision about no figure improves none"


def test_the_goal_is_the_one_both_teams_share():
    rows = [
        fact("target_attainment", 0.9, unit="share", variant=f"metric={name}") for name in ("customers", "revenue_won")
    ]
    found = shelved(rows, goal="revenue_won").find(
        Figure(metric="target_attainment", variant="metric={goal}", window=1)
    )
    assert [each.variant for each in found] == ["metric=revenue_won"]


def test_a_star_stands_for_any_value_of_its_pair_and_no_other_pair():
    rows = [
        fact("icp_lift", 2.0, unit="ratio", period=YEAR, variant="on=margin", segment=segment)
        for segment in ("team=marketing;tier=A", "team=sales;tier=A", "team=sales;tier=B", "team=sales")
    ]
    found = shelved(rows).find(Figure(metric="icp_lift", variant="on=*", segment="team=*;tier=A"))
    assert [each.segment for each in found] == ["team=marketing;tier=A", "team=sales;tier=A"]
    assert unpair("topic=a;b=c") == {"topic": "a", "b": "c"}


def test_turned_round_is_the_opposite_and_twice_is_itself():
    agreed = row(agree("handoff_3", 15, 20))
    other = turned(agreed)
    assert other is not None
    assert (other.value, other.numerator) == (0.25, 5.0)
    assert other.low == pytest.approx(1 - agreed.high)
    back = turned(other)
    assert back is not None
    assert back.value == pytest.approx(agreed.value)
    gap = turned(row(fact("perception_gap", 30.0, unit="points", low=10.0, high=50.0)))
    assert gap is not None
    assert (gap.value, gap.low, gap.high) == (-30.0, -50.0, -10.0)
    assert turned(row(fact("document_age", 100.0, unit="days"))) is None


def test_a_shelf_is_never_changed_in_place():
    facts = [agree("handoff_3", 15, 20), agree("goals_1", 5, 20)]
    shelf = shelved(facts)
    keys = [each.key for each in shelf]
    assert len(list(shelf.without(keys[:1]))) == 1
    assert [each.value for each in shelf.turned(keys)] == pytest.approx([1 - each.value for each in shelf])
    assert [each.key for each in shelf] == keys
