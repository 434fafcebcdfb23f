"""At most five commitments, prerequisites first, pages and roles of the client's context."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.factbook import CONSTRUCTS, MONTH, WAITING, agree, basis, fact, scores, share, written
from helpers.assessment.conclusion import concluded
from helpers.assessment.findings import KINDS
from helpers.assessment.plan import (
    COLUMNS,
    MOST,
    ROOM,
    Setting,
    actions,
    checked,
    commitments,
    declared,
    role,
    sentences,
    table,
    treating,
)
from helpers.engagement import Playbook, preset
from helpers.errors import ConfigError
from helpers.instrument import instrument
from helpers.pages.page import IDS
from helpers.words import LOCALES, Words, catalogue
from plain_words import found as jargon

CONTEXTS = ("sales-led", "mixed", "digital-native", "no-marketing")
#: everything fails everywhere
FAILING = [row for name in CONSTRUCTS for row in scores(name, 20, 25)]


def setting(context):
    return Setting.of(context, Playbook.model_validate(preset(context)["playbook"]).pages)


def planned(facts, artefacts=(), *, context="mixed", pages=()):
    return concluded(basis(facts, artefacts, context=context, pages=pages)).plan


def in_context(facts, context):
    return planned(facts, context=context, pages=setting(context).pages)


# -- what is declared --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("context", CONTEXTS)
def test_something_can_be_done_about_every_finding_in_every_context(context):
    pages = setting(context).pages
    for construct in instrument().constructs:
        for kind in KINDS:
            possible = kind != "strength" and (kind != "mirror" or construct.mirror)
            able = [each for each in actions().values() if each.of == construct.id and kind in each.kinds]
            assert bool([each for each in able if each.page(pages)]) is bool(possible), (construct.id, kind)


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_construct_has_a_page_in_every_context(context):
    found = treating(setting(context))
    assert set(found) == set(CONSTRUCTS)
    assert set(found.values()) <= set(setting(context).pages)


def test_actions_are_in_plain_words_and_whole_in_spanish():
    for each in actions().values():
        assert len(each.title) <= 120, each.id
        assert each.done_when.endswith("."), each.id
        assert each.why.endswith("."), each.id
        assert not each.title.endswith("."), each.id
    assert sentences() <= set(catalogue("es"))
    for text in sentences():
        assert jargon(text.lower(), "en") == [], text
        assert jargon(Words("es").say(text).lower(), "es") == [], text
    assert Words("es").say(role("crm", "mixed")) == "Quien lleva el CRM"
    assert (LOCALES / "es" / "LC_MESSAGES" / "assessment_plan.po").is_file()


def test_prerequisites_need_nothing_themselves():
    for each in actions().values():
        for need in each.needs:
            assert need != each.of
            assert not any(other.needs for other in actions().values() if other.of == need)


def written_plan(**changes):
    plan = declared().model_dump()
    plan["actions"] = {each.pop("id"): each for each in plan["actions"]}
    return plan | changes


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"page": "slla"}, "did you mean 'sla'"),
        ({"role": "captain"}, "unknown role 'captain'"),
        ({"of": "handover"}, "constructs missing or unknown: \\['handover'\\]"),
        ({"needs": ["money"]}, "constructs missing or unknown: \\['money'\\]"),
        ({"effort": 0}, "effort"),
        ({"effect": [{"metric": "leak_customer"}]}, "did you mean 'leak_customers'"),
        ({"due": 30}, "unknown key"),
    ],
)
def test_a_wrong_plan_is_refused_in_one_line(change, complaint):
    change = {"pages": [change["page"]]} if "page" in change else change
    plan = written_plan()
    plan["actions"]["goals_sheet"] |= change
    with pytest.raises(ConfigError, match=complaint) as raised:
        checked(plan)
    assert "\n" not in str(raised.value)


def test_what_is_shipped_reads_back():
    assert checked(written_plan()) == declared()


# -- what follows ------------------------------------------------------------------------------------------------------


def test_nothing_found_nothing_to_do():
    assert planned([]) == ()
    assert table(()).columns.tolist() == COLUMNS
    assert [each.value for each in commitments((), period=MONTH)] == [0, 0, 0, 0]


def test_a_commitment_says_who_when_how_much_and_what_it_may_bring():
    (each,) = planned(WAITING)
    assert (each.by, each.action, each.page, each.owner_team) == (30, "handoff_list", "handoff-standup", "sales")
    assert (each.owner_role, each.effort) == ("Whoever assigns leads in sales", 2.0)
    assert each.effect == "2025-10/2026-09|leak_customers||leak=unanswered|cohort"
    assert each.finding == "handoff.contradiction.handoff_kept"
    assert each.refs[1] == "2026-09|perception_agree||item=handoff_3|period"


def test_the_largest_known_loss_bounds_the_effect():
    money = [
        fact("leak_money", value, unit="money", segment=f"leak={leak}", clock="cohort", period=MONTH.rolling(12))
        for leak, value in (("late", 0.0), ("unanswered", 900.0), ("undecided", 2000.0))
    ]
    assert planned([*WAITING, *money])[0].effect.split("|")[3] == "leak=undecided"
    nothing = [each for each in WAITING if each.metric != "leak_customers"]
    assert planned([*nothing, money[0]])[0].effect == ""


def test_five_at_most_and_two_in_a_month():
    taken = planned(FAILING)
    assert len(taken) == MOST
    assert [sum(each.by == by for each in taken) for by in ROOM] == [2, 2, 1]
    assert len({each.construct for each in taken}) == MOST


def test_what_another_needs_comes_first_and_takes_its_place():
    """The rule of pay needs the shared goal: with both open and pay the heavier, the goal still comes before it."""
    wanted = share("priority", 20, 20, period=MONTH, segment="construct=incentives")
    taken = [each.construct for each in planned([*scores("incentives", 20, 20), *scores("goals", 40, 40), wanted])]
    assert taken == ["goals", "incentives"]
    alone = planned([*scores("incentives", 20, 20), wanted])
    assert [(each.construct, each.by) for each in alone] == [("incentives", 90)]


def test_no_commitment_without_room_for_what_it_needs():
    """Four others are heavier; the fifth place goes to what is needed, and what needs it waits."""
    heavy = [
        share("priority", 20, 20, period=MONTH, segment=f"construct={name}")
        for name in ("handoff", "communication", "channels", "customer")
    ]
    light = [share("priority", 10, 20, period=MONTH, segment="construct=incentives")]
    constructs = [each.construct for each in planned([*FAILING, *heavy, *light])]
    assert len(constructs) == MOST
    assert "incentives" not in constructs
    assert "goals" in constructs


def test_a_good_record_that_nobody_sees_is_shown():
    denied = [agree("communication_2", 1, 20), share("decisions_on_time", 90, 100)]
    assert [each.action for each in planned(denied)] == ["communication_log"]


def test_productive_gaps_and_strengths_ask_for_nothing():
    keep = [*scores("goals", 85, 50), fact("perception_gap", 60, unit="points", segment="item=goals_2")]
    strong = [*scores("reporting", 80, 80), fact("ritual_dying", 0.0, segment="ritual=monthly-review")]
    assert planned([*keep, *strong]) == ()


def test_without_a_marketing_team_sales_owes_it_and_roles_have_other_names():
    facts = [*scores("channels", 20, 20), *scores("handoff", 20, 20)]
    found = {each.construct: each for each in in_context(facts, "no-marketing")}
    assert (found["channels"].page, found["channels"].owner_team) == ("win-loss", "sales")
    assert found["channels"].owner_role == "Whoever plans trade fairs and campaigns"
    assert (found["handoff"].page, found["handoff"].owner_role) == (
        "stages", "Management and the head of sales, together",
    )  # fmt: skip
    led = {each.construct: each for each in in_context(facts, "sales-led")}
    assert (led["channels"].page, led["channels"].owner_role) == (
        "feedback-to-marketing", "Whoever answers for marketing",
    )  # fmt: skip


def test_no_page_applies_no_commitment():
    assert planned(FAILING, pages=("forecast",)) == ()


def test_facts_count_commitments_and_their_days():
    taken = planned(FAILING)
    facts = {each.variant: each for each in commitments(taken, period=MONTH)}
    assert facts[""].value == len(taken) == sum(facts[f"by={by}"].value for by in ROOM)
    assert facts[""].numerator == sum(each.effort for each in taken)
    assert facts[""].numerator == sum(facts[f"by={by}"].numerator for by in ROOM)


def test_the_table_is_in_the_order_of_the_days():
    rows = table(planned(FAILING))
    assert rows["place"].tolist() == [1, 2, 3, 4, 5]
    assert rows["by"].is_monotonic_increasing


scored = st.lists(
    st.tuples(st.sampled_from(range(0, 101, 5)), st.sampled_from(range(0, 101, 5))), min_size=9, max_size=9
)
shares = st.lists(st.integers(0, 20), min_size=9, max_size=9)
papers = st.lists(st.sampled_from(["", "none", "exists", "used"]), min_size=len(instrument().artefacts),
                  max_size=len(instrument().artefacts))  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(scored, shares, papers, st.sampled_from(CONTEXTS), st.lists(st.sampled_from(IDS), max_size=6, unique=True),
       st.integers(0, 9))  # fmt: skip
def test_whatever_is_found_a_plan_keeps_its_rules(given_, importance, states, context, only, seed):
    facts = [row for name, pair in zip(CONSTRUCTS, given_, strict=True) for row in scores(name, *pair)]
    facts += [
        share("priority", k, 20, period=MONTH, segment=f"construct={name}")
        for name, k in zip(CONSTRUCTS, importance, strict=True)
    ]
    found = [
        written(each.id, exists=state != "none", used=state == "used", both=state == "used")
        for each, state in zip(instrument().artefacts, states, strict=True) if state
    ]  # fmt: skip
    pages = tuple(only) or setting(context).pages
    taken = planned(facts, found, context=context, pages=pages)
    assert len(taken) <= MOST
    assert all(sum(each.by == by for each in taken) <= room for by, room in ROOM.items())
    assert len({each.construct for each in taken}) == len(taken)
    assert {each.page for each in taken} <= set(pages)
    days = {each.construct: each.by for each in taken}
    places = {each.construct: place for place, each in enumerate(taken)}
    for each in taken:
        action = actions()[each.action]
        assert each.by >= action.by
        for need in action.needs:
            if need in days:
                assert (days[need], places[need]) < (each.by, places[each.construct])
        assert each.owner_team == "sales" or context != "no-marketing" or each.owner_team == "both"
    random.Random(seed).shuffle(facts)
    assert planned(facts, found[::-1], context=context, pages=pages) == taken
