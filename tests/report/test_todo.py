"""What a reader is told to do: pages in order, each with its numbers and its own words, in report and agenda."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.agreements import Agreements, LivingPage
from helpers.contract import Contract, Finding
from helpers.engagement import preset
from helpers.facts import Fact
from helpers.pages import IDS, shipped
from helpers.report import advice
from helpers.report.advice import met, opening, plain
from helpers.report.agenda import LINE, _one_line, compose_agenda
from helpers.report.agenda_markdown import agenda_markdown
from helpers.report.case import Case
from helpers.report.decisions import decide
from helpers.report.html import render
from helpers.report.measured import GAPS, VARIANTS, number
from helpers.report.model import Actions, Heading, Narrative, Pages, Report, Sentence
from helpers.report.narrative import moved
from helpers.report.sections.todo import MOST, todo

from .called import BEFORE, MONTH, YEAR, card, case_of, fact, given, parts, share
from .conftest import report
from .reading import Page

NOTHING_DECIDED = Narrative(role="decide", sentences=())

# -- pages -------------------------------------------------------------------------------------------------------------

LATE = fact("decisions_open", 3.0, "2026-10", variant="overdue=yes", unit="count")


def test_the_line_of_a_page_is_the_one_of_its_threshold():
    (found,) = [each for each in met(case_of(LATE)) if each.page == "monthly-review"]
    front, lines = shipped("en")["monthly-review"].front, shipped("en")["monthly-review"].advice
    assert front.thresholds[lines.index(found.advice)].variant == "overdue=yes"


def test_a_page_that_does_not_apply_is_never_called_for():
    row = fact(
        "handoff_gap",
        0.3,
        clock="cohort",
        variant="against=rest;of=unanswered",
        segment="channel=fairs",
        status="clear",
    )
    assert "handoff-standup" in {each.page for each in met(case_of(row))}
    inside = {each.page for each in met(case_of(row, LATE, context="no-marketing"))}
    assert inside and inside <= set(preset("no-marketing")["playbook"]["pages"]) and "handoff-standup" not in inside


def blocks(case: Case, decided: Narrative = NOTHING_DECIDED) -> tuple[list[Any], Actions | None]:
    found = todo(case, decided)
    return found, next((block for block in found if isinstance(block, Actions)), None)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_met_is_one_sentence(lang):
    found, actions = blocks(case_of(lang=lang))
    assert actions is None and isinstance(found[0], Heading) and found[0].anchor == "todo"
    assert len(found) == 2 and len(found[1].sentences) == 1


def every_page(*, lang: str = "en", **settings: Any) -> Case:
    """A month in which many pages are called for."""
    rows = [
        LATE, fact("campaigns_running", 2.0, "2026-10", variant="untold=yes", unit="count"),
        fact("icp_age", 200.0, unit="days", target=90.0, segment="team=sales"),
        *parts("objection_gap", price=0.5), share("win_rate", 100, 1000), share("win_rate", 300, 1000, BEFORE),
        fact("message_contradicted", 0.2, str(MONTH.rolling(24)), status="clear", segment="message=M1"),
        fact("customers", 10.0, unit="count", target=20.0), fact("revenue_won", 10.0, unit="money", target=20.0),
        fact("handoff_gap", 0.3, clock="cohort", variant="against=rest;of=unanswered", segment="channel=fairs",
             status="clear"),
    ]  # fmt: skip
    return case_of(*rows, lang=lang, **settings)


def test_pages_of_decisions_come_first_then_those_in_use_then_those_that_wait():
    case = every_page()
    decided = Narrative(
        role="decide", sentences=tuple(Sentence(text="d", page=page) for page in ("messages", "forecast", "incentives"))
    )
    _, actions = blocks(case, decided)
    assert actions is not None and len(actions.actions) == MOST and actions.others
    order = [link.page for links in (actions.actions, actions.others) for link in links]
    called = {each.page for each in met(case)}
    first = [page for page in ("messages", "forecast", "incentives") if page in called]
    assert order[: len(first)] == first and first
    rest = order[len(first) :]
    assert rest == sorted(rest, key=lambda page: (case.waits(page), IDS.index(page)))
    assert set(order) == called and len(order) == len(called)
    assert not called & {"onboarding", "first-90-days"}


def test_a_page_that_waits_says_that_the_number_calls_for_it():
    _, actions = blocks(every_page())
    assert actions is not None
    remarks = {action.page: action.remark for action in actions.actions}
    assert remarks["monthly-review"] == "" and remarks["ideal-customer"] == ""
    assert set(remarks.values()) == {"", "This page waits; the number calls for it."}


def test_the_clients_own_page_says_whether_it_waits():
    own = [LivingPage(id=id, lang="en", status=status, owner="both", last_reviewed_on="2026-10-01", review_in=90)
           for id, status in (("ideal-customer", "waiting"), ("messages", "active"))]  # fmt: skip
    case = case_of(agreements=Agreements(pages=tuple(own)))
    assert case.waits("ideal-customer") and not case.waits("messages")
    assert not case.waits("sla") and case.waits("forecast")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_number_is_told_against_what_it_was_held(lang):
    case = every_page(lang=lang)
    said = {(each.page, each.row.metric): number(case, each).text.replace("\xa0", " ") for each in met(case)}
    wanted = {
        "en": {
            ("monthly-review", "decisions_open"): "Decisions past their day, in October 2026: 3.",
            ("ideal-customer", "icp_age"):
                "Age of the ideal customer, “Sales”, from November 2025 to October 2026: 200 days, against a target of "
                "90 days.",
            ("handoff-standup", "handoff_gap"):
                "Leads without an answer, channel “Fairs”, from November 2025 to October 2026: +30 points compared "
                "with the rest.",
        },
        "es": {
            ("monthly-review", "decisions_open"): "Decisiones vencidas, en octubre de 2026: 3.",
            ("ideal-customer", "icp_age"):
                "Antigüedad del cliente ideal, «Ventas», de noviembre de 2025 a octubre de 2026: 200 días, frente a un "
                "objetivo de 90 días.",
        },
    }[lang]  # fmt: skip
    assert {key: said[key] for key in wanted} == wanted


def test_a_change_is_told_with_both_values_and_its_verdict():
    rows = [*card("clear", -0.05), share("objection_share", 30, 100, segment="theme=price"),
            fact("objection_share", 0.2, variant="change=prior", segment="theme=price", status="clear", prior=0.1),
            share("win_rate", 100, 1000), share("win_rate", 300, 1000, BEFORE)]  # fmt: skip
    case = case_of(*rows)

    def told(*arguments: str, **rest: str) -> tuple[str, int]:
        sentence = number(case, given(case, *arguments, **rest)[0])
        return sentence.text, len(sentence.facts)

    assert told("mql_to_customer", "below", "prior") == (
        "MQL → customer, those who came in from April to June 2026: 10.0%; 15.0% before, a clear change for the worse.",
        2,
    )
    assert told("objection_share", "above", "noise", variant="change=prior", segment="any") == (
        "Objections heard, “Price”, from November 2025 to October 2026: 30.0%; 10.0% before, a clear change for the "
        "worse.",
        2,
    )
    assert told("win_rate", "below", "prior") == (
        "Win rate, from November 2025 to October 2026: 10.0%; 30.0% before.",
        2,
    )


def test_a_finding_is_told_in_its_own_words():
    row = fact("data_finding", 7.0, "2026-10", variant="code=blank_source", unit="count")
    contract = Contract(findings=[Finding(code="blank_source", count=7, of=20)])
    case = case_of(row, contract=contract)
    (found,) = given(case, "data_finding", "above", "noise", variant="code=blank_source")
    assert number(case, found).text.startswith("7 of 20 people have no source")


def test_every_variant_a_page_asks_for_has_a_name_of_its_own():
    """Under another variant's name it would be a false sentence: leads without a decision are not leads accepted."""
    for id, page in shipped("en").items():
        for each in page.front.thresholds:
            pairs = advice.unpair(each.variant)
            alone = (
                not pairs
                or each.metric == "data_finding"
                or set(pairs) <= {"change", "against"}
                or set(pairs) == {"of"}
            )
            gap = each.metric == "handoff_gap" and pairs.get("of") in GAPS
            assert alone or gap or (each.metric, each.variant) in VARIANTS, (id, each.metric, each.variant)


# -- plain text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Open** the [list](content.md#agenda), then *go* on.", "Open the list, then go on."),
        ("Use `tandem` and __both__ _ears_", "Use tandem and both ears"),
        ("mql_to_customer stays, 3 * 4 too, and a_b", "mql_to_customer stays, 3 * 4 too, and a_b"),
        ("**[Both](sla.md)**", "Both"),
    ],
)
def test_markdown_leaves_its_words(written, shown):
    assert plain(written) == shown


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("Open it. Each gets a day.", "Open it."),
        ("¿Quién? Él. No", "¿Quién?"),
        ("One, e.g. this one", "One, e.g. this one"),
        ("", ""),
    ],
)
def test_an_agenda_gets_the_first_sentence(line, first):
    assert opening(line) == first


# -- the report --------------------------------------------------------------------------------------------------------


def test_the_section_follows_the_first_screen_in_every_report(review: Report, html: str) -> None:
    heads = [block for block in review.blocks if isinstance(block, Heading) and not block.first_screen]
    assert heads[0].anchor == "todo" and heads[0].text == {"en": "What to do", "es": "Qué hacer"}[review.lang]
    actions = [block for block in review.blocks if isinstance(block, Actions)]
    listed = {page.id for block in review.blocks if isinstance(block, Pages) for page in block.pages}
    named = {link.page for block in actions for links in (block.actions, block.others) for link in links}
    assert named <= listed
    assert all(
        action.reasons and reason.number.facts
        for block in actions
        for action in block.actions
        for reason in action.reasons
    )
    for action in (action for block in actions for action in block.actions):
        assert f'<h3><a href="#page-{action.page}">' in html
    assert Report.from_json(review.to_json()) == review


def test_some_report_has_something_to_do(reviews: Any) -> None:
    assert any(isinstance(block, Actions) for block in reviews("digital-native", "es").blocks)


def test_links_go_to_the_clients_own_playbook_where_it_has_one():
    review = report("digital-native", "es")
    page = Page(render(review, playbook="../playbook/es/"))
    targets = [link for link in page.values("href") if not link.startswith("#")]
    ids = {block_page.id for block in review.blocks if isinstance(block, Pages) for block_page in block.pages}
    assert set(targets) == {f"../playbook/es/{id}.html" for id in ids} and len(targets) > len(ids)
    assert not any(link.startswith("#page-") for link in page.values("href"))
    assert "tandem playbook" not in render(review, playbook="../playbook/es/")
    assert "tandem playbook" in render(review)


def test_the_agenda_says_below_a_decision_what_its_page_advises():
    case = every_page(lang="es")
    chosen = tuple(Sentence(text=f"d {page}", page=page, facts=facts) for page, facts in (
        ("monthly-review", ("2026-10|decisions_open|overdue=yes|all|period",)), ("onboarding", ()),
        ("ideal-customer", ()),
    ))  # fmt: skip
    agenda = compose_agenda(case, decide=Narrative(role="decide", sentences=chosen), moved=moved(case))
    (item,) = [item for item in agenda.items if item.id == "decide"]
    assert len(item.advice) == 3 and item.advice[1] == ""
    late = next(each for each in met(case) if each.page == "monthly-review")
    assert item.advice[0] == f"Revisión conjunta mensual: {opening(late.advice.do)}"
    text = agenda_markdown(agenda)
    assert f"- d monthly-review\n  - *{item.advice[0]}*\n- d onboarding\n- d ideal-customer\n  - *" in text
    assert all(not other.advice for other in agenda.items if other.id != "decide")


def test_advice_below_a_decision_stays_short():
    """Page and advice on one line, else the advice alone, cut at 120 characters."""
    assert _one_line("Page", "Do it.") == "Page: Do it."
    assert _one_line("P" * LINE, "Do it.") == "Do it."
    long = _one_line("A page", "word " * 40)
    assert len(long) <= 121 and long.endswith("word…") and not long.startswith("A page")


# -- context -----------------------------------------------------------------------------------------------------------


def test_what_leads_to_a_page_that_does_not_apply_carries_no_link():
    case = case_of(context="no-marketing")
    assert case.leads_to("sla") == {} and case.answer("Text", page="sla").page == ""
    assert case.answer("Text", page="win-loss").page_title == "Win and loss review"
    assert case.introducing("What to do with it:", page="sla") == []
    assert [each.page for each in case.introducing("What to do with it:", page="win-loss")] == ["win-loss"]
    assert case.page("sla_compliance") == "shared-metrics"


def test_decisions_of_one_rule_whose_page_does_not_apply_are_told_once():
    """Both a channel and a group leave leads without an answer: two lines of one rule, about one page."""
    gap = {"unit": "share", "clock": "cohort", "status": "clear"}
    rows = [
        *(Fact(period=YEAR, metric="handoff_gap", variant="against=rest;of=unanswered", segment=segment, value=0.3,
               numerator=0.5, denominator=0.2, **gap) for segment in ("channel=fairs", "seller_group=North")),
        Fact(period=YEAR, metric="ignored_channel", segment="channel=fairs", value=0.3, **gap),
        *(Fact(period=YEAR, metric="handoff_unanswered", segment=segment, value=0.5, numerator=50, denominator=100,
               unit="share", clock="cohort") for segment in ("channel=fairs", "seller_group=North")),
    ]  # fmt: skip
    for context, link in (("mixed", "handoff-standup"), ("no-marketing", "")):
        about = [line for line in decide(case_of(*rows, context=context)).sentences if "handoff" in "".join(line.facts)]
        assert [line.page for line in about] == [link], context


@pytest.mark.parametrize("context", ["sales-led", "mixed", "digital-native", "no-marketing"])
def test_a_report_of_any_context_leads_only_to_pages_that_apply(context):
    case = every_page(context=context)
    decided = decide(case)
    actions = blocks(case, decided)[1]
    assert actions is not None
    links = {link.page for group in (actions.actions, actions.others) for link in group}
    assert links | {line.page for line in decided.sentences} - {""} <= set(case.pages)
