"""Contradictions are beyond noise on both sides; decoys are none; nothing is compared that may not be shown."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessment.factbook import CONSTRUCTS, MONTH, WAITING, YEAR, agree, fact, share, shelved, written
from helpers.assessment.contradictions import Claim, claims, contradictions
from helpers.instrument import instrument

SLA = {"clock": "cohort"}


def found(facts, artefacts=()):
    return {each.claim: each for each in contradictions(shelved(facts), tuple(artefacts))}


def holds(facts, claim, artefacts=()):
    """1 or 0 as the fact says, None where the claim could not be compared."""
    each = found(facts, artefacts).get(claim)
    return None if each is None else int(each.fact(MONTH).value)


def test_claims_cover_every_construct():
    per_construct = Counter(each.of for each in claims().values())
    assert set(per_construct) == set(CONSTRUCTS)
    assert len(claims()) >= 14
    assert min(per_construct.values()) >= 2


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"of": "handoff", "item": "goals_1", "figure": {"metric": "sla_compliance"}}, "no statement of 'handoff'"),
        ({"of": "handoff", "item": "handoff_3", "figure": {"metric": "sla_complianze"}}, "did you mean"),
        ({"of": "handoff", "item": "handoff_3"}, "a figure or an artefact"),
        ({"of": "handoff", "item": "handoff_1", "artefact": {"id": "sla", "state": "used"}}, "unknown artefact"),
        ({"of": "profile", "item": "profile_2", "figure": {"metric": "icp_age"}, "beats": "bound"}, "'bound' goes"),
    ],
)
def test_a_wrong_claim_is_refused(wrong, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Claim.model_validate(wrong)


def test_everyone_says_24_hours_and_the_record_says_61():
    each = found(WAITING)["handoff_kept"]
    assert (each.contradicts, each.said, each.shown) == (True, 0.9, 0.4)
    metrics = [ref.split("|")[1] for ref in each.refs]
    assert metrics == ["perception_agree", "sla_compliance", "handoff_response_median", "leak_customers"]
    assert [ref.split("|")[1] for ref in each.rests] == ["perception_agree", "sla_compliance"]
    written_down = each.fact(MONTH)
    assert (written_down.segment, written_down.status) == ("claim=handoff_kept;construct=handoff", "clear")
    assert (written_down.numerator, written_down.denominator) == (0.9, 0.4)


@pytest.mark.parametrize(
    ("said", "shown", "expected"),
    [
        ((18, 20), (40, 100), 1),  # they say yes, the record no
        ((2, 20), (90, 100), 1),  # they say no, the record yes
        ((18, 20), (90, 100), 0),  # decoy: said and true
        ((2, 20), (10, 100), 0),  # said not to work, and it does not
        ((18, 20), (4, 10), 0),  # decoy: few cases, their interval holds a half
        ((12, 20), (40, 100), 0),  # decoy: 12 of 20 is no clear majority (.387 to .781)
        ((4, 5), (40, 100), 0),  # decoy: four of five people (.376 to .964)
        ((8, 8), (40, 100), 1),  # eight of eight is one (.676 to 1)
    ],
)
def test_beyond_noise_on_both_sides(said, shown, expected):
    assert holds([agree("handoff_3", *said), share("sla_compliance", *shown, **SLA)], "handoff_kept") == expected


def test_what_may_not_be_shown_is_not_compared():
    hidden = fact("perception_agree", math.nan, unit="share", segment="item=handoff_3", status="undefined",
                  note="few_respondents")  # fmt: skip
    record = share("sla_compliance", 40, 100, **SLA)
    assert holds([hidden, record], "handoff_kept") is None
    assert holds([record], "handoff_kept") is None
    assert holds([agree("handoff_3", 18, 20)], "handoff_kept") is None


@pytest.mark.parametrize("rest", [{"status": "too_few", "note": "too_few"}, {"note": "low_coverage"}])
def test_a_figure_that_rests_on_too_little_is_not_compared(rest):
    assert holds([agree("handoff_3", 18, 20), share("sla_compliance", 4, 100, **SLA, **rest)], "handoff_kept") is None


@pytest.mark.parametrize(("ages", "expected"), [((120, 300), 1), ((120, 30), 0), ((30, 60), 0)])
def test_a_document_is_as_old_as_its_newer_half_says(ages, expected):
    documents = [
        fact("document_age", age, unit="days", segment=f"document={name}")
        for name, age in zip(("icp_marketing", "icp_sales"), ages, strict=True)
    ]
    assert holds([agree("profile_2", 18, 20), *documents], "profile_fresh") == expected
    reverse = {(120, 300): 0, (120, 30): 0, (30, 60): 1}[ages]
    assert holds([agree("profile_2", 2, 20), *documents], "profile_fresh") == reverse


def pay(shared):
    return fact("shared_pay", shared / 4, unit="share", n=4, numerator=shared, denominator=4)


@pytest.mark.parametrize(("shared", "expected"), [(0, 1), (1, 1), (2, 0), (4, 0)])
def test_pay_is_known_without_doubt_however_few_its_parts(shared, expected):
    assert holds([agree("incentives_1", 18, 20), pay(shared)], "incentives_pay") == expected


def test_a_row_of_missed_meetings_counts_where_the_fact_calls_it_clear():
    for status, expected in (("clear", 1), ("noise", 0)):
        missed = fact("ritual_dying", 5.0, segment="ritual=win-loss", status=status)
        assert holds([agree("channels_3", 18, 20), missed], "channels_lookback") == expected


def test_less_is_better_for_reasons_that_are_missing():
    for missing, expected in ((80, 1), (10, 0)):
        unexplained = share("handoff_reason", missing, 100, segment="reason=none", **SLA)
        assert holds([agree("handoff_2", 18, 20), unexplained], "handoff_reasons") == expected


def test_a_count_is_held_as_a_part_of_all():
    untold = fact("campaigns_running", 4.0, variant="untold=yes", denominator=5.0)
    assert holds([agree("communication_1", 18, 20), untold], "communication_campaigns") == 1
    none = fact("campaigns_running", 0.0, variant="untold=yes", denominator=0.0)
    assert holds([agree("communication_1", 18, 20), none], "communication_campaigns") is None


def test_what_is_in_writing_against_what_is_said():
    said = [agree("profile_1", 18, 20)]
    unused = found(said, [written("buying_cycle_map", both=True)])["profile_used"]
    assert (unused.contradicts, unused.shown, unused.artefact) == (True, 0.0, "buying_cycle_map")
    assert "buying_cycle_map" in unused.refs
    assert holds(said, "profile_used", [written("buying_cycle_map", used=True)]) == 0
    assert holds(said, "profile_used") is None, "nobody looked"
    doubted = [agree("profile_1", 2, 20)]
    assert holds(doubted, "profile_used", [written("buying_cycle_map", used=True)]) == 1


def test_a_statement_of_taste_is_not_refuted_by_a_good_record():
    doubting = agree("data_2", 2, 20)
    recorded = share("handoff_recorded", 90, 100, **SLA)
    assert holds([doubting, recorded], "data_trusted") == 0
    assert holds([agree("data_2", 18, 20), share("handoff_recorded", 10, 100, **SLA)], "data_trusted") == 1


def level(name, value, width):
    return fact("perception_score", value, unit="points", segment=f"construct=goals;level={name}", n=5,
                low=value - width, high=value + width)  # fmt: skip


@pytest.mark.parametrize(
    ("above", "below", "width", "expected"),
    [(85, 40, 10, 1), (40, 85, 10, 1), (85, 75, 10, 0), (85, 40, math.nan, 1), (60, 40, math.nan, 0)],
)
def test_management_sees_what_the_field_does_not(above, below, width, expected):
    rows = [level("management", above, width), level("field", below, width)]
    assert holds(rows, "goals_levels") == expected
    assert holds(rows[:1], "goals_levels") is None


def test_both_ways_of_sorting_accounts_are_held_apart():
    said = agree("customer_1", 18, 20)
    counted = fact("icp_agreement", 0.4, unit="share", period=YEAR, variant="on=accounts", n=500, numerator=200,
                   denominator=500)  # fmt: skip
    blind = share("icp_agreement", 9, 20, variant="on=blind_sort")
    each = found([said, counted, blind])
    assert (each["customer_accounts"].contradicts, each["customer_sorted"].contradicts) == (True, False)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 200), st.data())
def test_either_side_alone_in_doubt_is_no_contradiction(agreed, more, cases, data):
    """A contradiction needs both intervals clear of a half, on opposite sides."""
    n = max(agreed + more, 1)
    kept = data.draw(st.integers(0, cases))
    facts = [agree("handoff_3", min(agreed, n), n), share("sla_compliance", kept, cases, **SLA)]
    says, record = (
        1 if each.low > 0.5 else -1 if each.high < 0.5 else 0 for each in facts
    )  # fmt: skip
    assert holds(facts, "handoff_kept") == int(says * record == -1)


def test_statements_are_those_of_the_instrument():
    known = {name for name, _, _ in instrument().statements()}
    assert {each.item for each in claims().values()} <= known
