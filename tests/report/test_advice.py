"""Which thresholds are met: each kind by hand-made facts, which row is asked, and which part stands for all."""

from __future__ import annotations

import math

import pytest

from helpers.agreements import Agreements, Sla
from helpers.contract import Contract, Finding
from helpers.facts import Fact
from helpers.pages.page import Advice, Threshold
from helpers.report.advice import called_for

from .called import BEFORE, MONTH, YEAR, card, case_of, fact, given, parts, share, values

# -- target ------------------------------------------------------------------------------------------------------------


def test_below_its_own_target_and_not_on_it_or_above():
    for value, side, found in (
        (79.0, "below", [79.0]),
        (80.0, "below", []),
        (81.0, "below", []),
        (81.0, "above", [81.0]),
    ):
        case = case_of(fact("customers", value, unit="count", target=80.0))
        assert values(case, "customers", side, "target") == found


def test_without_a_target_nothing_can_be_missed():
    assert values(case_of(fact("customers", 1.0, unit="count")), "customers", "below", "target") == []


def test_what_the_agreement_promises_is_a_target_of_the_plain_figure():
    """Sales promised 80 %, marketing at most 30 % without a field: 70 % is below, 0.25 is not above."""
    promises = {"sales": [{"what": "Answer", "metric": "sla_compliance", "at_least": 0.8}],
                "marketing": [{"what": "Ask", "metric": "recycling", "at_most": 0.3}]}  # fmt: skip
    agreed = Agreements(sla=Sla.model_validate(promises))
    rows = (share("sla_compliance", 70, 100, clock="cohort"), share("recycling", 25, 100, clock="cohort"),
            share("recycling", 60, 100, clock="cohort", variant="back=yes"))  # fmt: skip
    case = case_of(*rows, agreements=agreed)
    (found,) = given(case, "sla_compliance", "below", "target")
    assert found.against == 0.8
    assert values(case, "recycling", "above", "target") == []
    assert values(case, "recycling", "above", "target", variant="back=yes") == [], "another figure was not promised"
    assert values(case_of(*rows), "sla_compliance", "below", "target") == []


def test_attainment_and_pace_of_the_shared_goal_are_held_to_their_whole():
    """The goal is customers; of pace the longest period that holds the month speaks, of attainment one that is over."""
    rows = (
        fact("pacing", 0.9, "2026-10", variant="metric=customers"),
        fact("pacing", 1.1, "2026-01/2026-10", variant="metric=customers"),
        fact("pacing", 0.2, "2026-01/2026-12", variant="metric=revenue_won"),
        fact("target_attainment", 0.5, "2026-10/2026-12", variant="metric=customers"),
        fact("target_attainment", 0.95, "2026-01/2026-10", variant="metric=customers"),
    )
    case = case_of(*rows)
    assert values(case, "pacing", "below", "target") == []
    assert values(case, "target_attainment", "below", "target") == [0.95]
    assert values(case_of(rows[0]), "pacing", "below", "target") == [0.9]


# -- prior -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "difference", "found"),
    [("clear", -0.05, [0.1]), ("noise", -0.05, []), ("clear", 0.05, []), ("too_few", -0.05, [])],
)
def test_a_card_is_judged_by_its_own_change(verdict, difference, found):
    case = case_of(
        *card(verdict, difference), share("mql_to_customer", 10, 1000, YEAR), share("mql_to_customer", 90, 1000, BEFORE)
    )
    assert values(case, "mql_to_customer", "below", "prior") == found, "and no other window is asked"


def test_a_change_must_be_clear_after_all_the_others_that_the_month_compares():
    """54 of 100 after 69 of 100: a chance of 0.028 alone; beside another comparison it is doubled, and too much."""
    line, advice = ["win_rate", "price_lost"], Advice(looks="So.", do="Do.")
    asked = [("sla", Threshold.model_validate({"metric": name, "is": "below", "than": "prior"}), advice)
             for name in line]  # fmt: skip
    rows = [share("win_rate", 54, 100), share("win_rate", 69, 100, period=BEFORE), share("price_lost", 50, 100),
            share("price_lost", 50, 100, period=BEFORE)]  # fmt: skip
    assert [each.row.metric for each in called_for(case_of(*rows), asked[:1])] == ["win_rate"]
    assert called_for(case_of(*rows), asked) == []
    assert len(called_for(case_of(*rows), [asked[0], asked[0]])) == 2, "one comparison that two pages ask for"


@pytest.mark.parametrize(
    ("now", "before", "found"),
    # 200 and 300 of 1,000 differ clearly (10 points, standard error 1.9); 290 and 300 do not; nor do 4 and 6 of 20
    [
        ((200, 1000), (300, 1000), [0.2]),
        ((290, 1000), (300, 1000), []),
        ((4, 20), (6, 20), []),
        ((300, 1000), (200, 1000), []),
    ],
)
def test_a_share_without_a_verdict_is_held_to_the_one_rule_of_the_kit(now, before, found):
    case = case_of(share("win_rate", *now), share("win_rate", *before, period=BEFORE))
    assert values(case, "win_rate", "below", "prior") == found


def test_counts_and_estimates_alike():
    """60 after 30 is clear, 33 after 30 is not; 100 (95 to 105) after 80 (75 to 85) is, after 80 (40 to 130) not."""
    for now, before, found in ((60.0, 30.0, [60.0]), (33.0, 30.0, [])):
        rows = [
            fact("no_decision", value, period, unit="count")
            for value, period in ((now, "2026-10"), (before, "2026-09"))
        ]
        assert values(case_of(*rows), "no_decision", "above", "prior") == found
    now = fact("unified_cac", 100, unit="money", low=95, high=105)
    for low, high, found in ((75, 85, [100]), (40, 130, [])):
        before = fact("unified_cac", 80, BEFORE, unit="money", low=low, high=high)
        assert values(case_of(now, before), "unified_cac", "above", "prior") == found


def test_a_sum_without_an_interval_has_no_noise():
    rows = [fact("spend", value, period, unit="money") for value, period in ((101.0, YEAR), (100.0, BEFORE))]
    assert values(case_of(*rows), "spend", "above", "prior") == [101.0]


def test_without_a_window_before_there_is_no_change():
    assert values(case_of(share("win_rate", 1, 100)), "win_rate", "below", "prior") == []


def test_a_figure_that_follows_cases_is_compared_over_the_year_alone():
    """Leads of the last month had less time to be decided than those of the month before."""
    months = [
        share("handoff_unanswered", part, 100, period, clock="cohort")
        for part, period in ((60, "2026-10"), (20, "2026-09"))
    ]
    assert values(case_of(*months), "handoff_unanswered", "above", "prior") == []
    years = [
        share("handoff_unanswered", part, 100, period, clock="cohort") for part, period in ((50, YEAR), (20, BEFORE))
    ]
    assert values(case_of(*months, *years), "handoff_unanswered", "above", "prior") == [0.5]


def test_a_rate_that_rises_where_wins_were_not_recorded_is_no_rise():
    rows = share("lead_to_mql", 50, 100), share("lead_to_mql", 20, 100, BEFORE)
    truncated = Contract(findings=[Finding(code="no_wins_before", date="2025-03-05", count=9)])
    assert values(case_of(*rows), "lead_to_mql", "above", "prior") == [0.5]
    assert values(case_of(*rows, contract=truncated), "lead_to_mql", "above", "prior") == []


def test_a_change_the_facts_judge_themselves_outweighs_the_windows():
    """From 10 % to 30 %, in so few deals that the review calls it no clear change."""
    now = share("objection_share", 30, 100, segment="theme=price")
    before = share("objection_share", 10, 100, BEFORE, segment="theme=price")
    judged = fact("objection_share", 0.2, variant="change=prior", segment="theme=price", status="noise", prior=0.1)
    rows = (now, before, judged)
    assert values(case_of(*rows), "objection_share", "above", "prior", segment="any") == []


# -- noise -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "status", "unit", "side", "found"),
    [
        (0.2, "clear", "share", "above", [0.2]),
        (0.2, "noise", "share", "above", []),
        (0.2, "ok", "share", "above", []),  # a share without a verdict claims nothing
        (-0.2, "clear", "share", "above", []),
        (-0.2, "clear", "share", "below", [-0.2]),
        (0.6, "clear", "ratio", "below", [0.6]),  # a ratio says nothing at 1, not at 0
        (0.6, "clear", "ratio", "above", []),
        (3.0, "ok", "count", "above", [3.0]),
        (0.0, "ok", "count", "above", []),
        (3.0, "ok", "count", "below", []),
        (3.0, "noise", "count", "above", []),
    ],
)
def test_a_claim_must_be_clear_and_a_count_must_be_there(value, status, unit, side, found):
    assert (
        values(
            case_of(fact("message_contradicted", value, status=status, unit=unit)),
            "message_contradicted",
            side,
            "noise",
        )
        == found
    )


# -- which row ---------------------------------------------------------------------------------------------------------


def test_twelve_months_speak_before_three_and_one_and_no_other_is_asked():
    """The month is below its target and the year is not: the year speaks."""
    rows = [fact("customers", value, str(MONTH.rolling(length)), unit="count", target=10.0)
            for length, value in ((1, 5.0), (3, 6.0), (12, 11.0))]  # fmt: skip
    assert values(case_of(*rows), "customers", "below", "target") == []
    assert values(case_of(*rows[:2]), "customers", "below", "target") == [6.0]
    assert values(case_of(rows[0]), "customers", "below", "target") == [5.0]


@pytest.mark.parametrize(
    "flaw",
    [
        {"period": "2026-09"}, {"status": "too_few", "note": "too_few"}, {"note": "low_coverage"},
        {"status": "immature", "mature": False, "note": "immature"}, {"variant": "weight=value"},
        {"value": math.nan, "status": "undefined", "note": "no_data"},
    ],
)  # fmt: skip
def test_a_row_that_says_too_little_or_something_else_is_never_taken(flaw):
    sound = {"period": "2026-10", "metric": "win_rate", "value": 0.1, "unit": "share", "target": 0.5}
    assert values(case_of(Fact(**sound)), "win_rate", "below", "target") == [0.1]
    assert values(case_of(Fact(**(sound | flaw))), "win_rate", "below", "target") == []


def test_after_the_last_recorded_entry_a_falling_number_calls_for_nothing():
    ended = Contract(findings=[Finding(code="no_entries_after", date="2026-08-01", count=9)])
    row = fact("customers", 1.0, unit="count", target=10.0)
    assert values(case_of(row), "customers", "below", "target") == [1.0]
    assert values(case_of(row, contract=ended), "customers", "below", "target") == []


def test_figures_about_what_is_recorded_may_say_that_little_is():
    row = share("touch_coverage", 20, 100, variant="of=customers", note="low_coverage", target=0.5)
    assert values(case_of(row), "touch_coverage", "below", "target", variant="of=customers") == [0.2]


# -- parts -------------------------------------------------------------------------------------------------------------


def test_of_all_parts_the_one_farthest_on_that_side_stands_for_them():
    case = case_of(
        *parts("objection_gap", price=0.2, service=0.5, delay=-0.4), fact("objection_gap", 0.9, status="clear")
    )
    assert [found.row.segment for found in given(case, "objection_gap", "above", "noise", segment="any")] == [
        "theme=service"
    ]
    assert [found.row.segment for found in given(case, "objection_gap", "below", "noise", segment="any")] == [
        "theme=delay"
    ]
    assert [found.row.segment for found in given(case, "objection_gap", "above", "noise")] == ["all"]


def test_the_part_farthest_past_its_own_target_not_the_largest():
    ages = [fact("icp_age", value, unit="days", target=target, segment=f"team={team}")
            for team, value, target in (("sales", 200.0, 190.0), ("marketing", 150.0, 90.0))]  # fmt: skip
    (found,) = given(case_of(*ages), "icp_age", "above", "target", segment="any")
    assert (found.row.segment, found.against) == ("team=marketing", 90.0)


def test_what_fits_no_code_and_what_is_blank_is_no_part():
    rows = [fact("objection_gap", 0.9, status="clear", segment=f"{name}={value}")
            for name, value in (("theme", "unmapped"), ("channel", "(none)"), ("channel", "blank"))]  # fmt: skip
    assert values(case_of(*rows), "objection_gap", "above", "noise", segment="any") == []
