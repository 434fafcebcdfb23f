"""The agenda: minutes that add up, who leads, what each item is given, and Markdown that stays text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.agreements import Agreements, Codes
from helpers.agreements.codes import Code
from helpers.contract import Contract, FileAccount
from helpers.facts import Fact, frame
from helpers.periods import Period
from helpers.report.agenda import Agenda, Item, compose_agenda
from helpers.report.agenda_markdown import agenda_markdown, escaped
from helpers.report.case import Case
from helpers.report.decisions import decide
from helpers.report.narrative import moved
from helpers.report.review import open_case

from . import facts

YEAR = str(facts.PERIOD.rolling(12))
THEMES = Codes(codes={"price": Code(en="Price", es="Precio"), "service": Code(en="Service", es="Servicio")})
NO_TABLES: Mapping[str, pd.DataFrame] = {}


def loop_facts() -> pd.DataFrame:
    """What hand-forensics and feedback add to the facts of a month, as docs/architecture.md lists them."""
    share = {"unit": "share", "status": "ok"}
    return frame([
        # the month has 8 hand-offs, too few; the quarter leads: 12 of 40 without an answer
        Fact(period="2026-10", metric="handoff_unanswered", clock="cohort", value=0.5, numerator=4, denominator=8,
             n=8, unit="share", status="too_few", note="too_few"),
        Fact(period="2026-08/2026-10", metric="handoff_unanswered", clock="cohort", value=0.3, numerator=12,
             denominator=40, n=40, **share),
        Fact(period="2026-08/2026-10", metric="sla_compliance", clock="cohort", value=0.6, numerator=24,
             denominator=40, n=40, **share),
        Fact(period=YEAR, metric="leak_customers", clock="cohort", segment="leak=unanswered", value=4, low=1.2,
             high=7.4, unit="count", status="ok"),
        Fact(period=YEAR, metric="leak_customers", clock="cohort", segment="leak=late", value=1, low=0, high=2.4,
             unit="count", status="ok"),
        Fact(period=YEAR, metric="objection_share", segment="theme=price", value=0.5, numerator=20, denominator=40,
             n=40, **share),
        Fact(period=YEAR, metric="objection_share", segment="theme=service", value=0.25, numerator=10, denominator=40,
             n=40, **share),
        Fact(period=YEAR, metric="objection_gap", segment="theme=service", value=0.25, unit="share", status="clear"),
        Fact(period="2026-10", metric="decisions_open", value=3, unit="count", status="ok"),
        Fact(period=YEAR, metric="decision_effect", segment="decision=D1", value=-2, unit="days", status="clear"),
    ])  # fmt: skip


def loop_tables(words: str = "Call every lead of a fair within two days") -> dict[str, pd.DataFrame]:
    """The row tables of the loop, with the words people wrote."""
    late, soon = date(2026, 9, 30), date(2026, 11, 30)
    return {
        "comments": pd.DataFrame(
            [("comment", "marketing", ""), ("comment", "sales", words), ("joint_win", "both", "A plant in Lugo")],
            columns=["kind", "team", "words"],
        ),
        "we_said": pd.DataFrame(
            [("D2", "No number yet", "customers", None, None, None, None, "count"),
             ("D1", words, "time_to_close", -12.0, True, 82.0, 70.0, "days")],
            columns=["decision_id", "words", "metric", "change", "clear", "before", "after", "unit"],
        ),
        "decisions_open": pd.DataFrame(
            [("D3", words, "sales", "Head of sales", late, True), ("D4", "Write the case", "both", None, soon, False),
             ("D5", "A third", "marketing", None, None, False)],
            columns=["decision_id", "words", "owner_team", "owner_role", "due_on", "overdue"],
        ),
        "voices": pd.DataFrame([("service", "Nobody called back")], columns=["theme", "words"]),
        "winloss_draw": pd.DataFrame(
            [("D-1042", "won", date(2026, 10, 5), 5000.0, 6), ("D-1077", "lost", date(2026, 10, 9), 900.0, 9)],
            columns=["deal_id", "outcome", "closed_on", "value", "of"],
        ),
    }  # fmt: skip


def case_of(
    lang: str = "en", *, context: str = "digital-native", loop: bool = True, internal: bool = False,
    period: Period = facts.PERIOD, contract: Contract | None = None, words: str = "Call every lead within two days",
    **settings: object,
) -> Case:  # fmt: skip
    rows = facts.sales_led() if context == "sales-led" else facts.digital_native()
    engagement = facts.engagement(context).model_copy(update=settings)
    return open_case(
        pd.concat([rows, loop_facts()], ignore_index=True) if loop else rows, contract or facts.contract(), engagement,
        period=period, lang=lang, internal=internal, names={"D-1042": "Acme Steel"},
        tables=loop_tables(words) if loop else NO_TABLES, agreements=Agreements(themes=THEMES),
    )  # fmt: skip


def agenda_of(case: Case) -> Agenda:
    return compose_agenda(case, decide=decide(case), moved=moved(case))


def texts(agenda: Agenda, name: str) -> list[str]:
    (item,) = [item for item in agenda.items if item.id == name]
    return [line.text.replace("\xa0", " ") for line in item.lines]


# -- time and chair --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("context", "minutes"), [("digital-native", 60), ("sales-led", 45)])
@pytest.mark.parametrize("loop", [True, False])
def test_minutes_add_up_and_items_follow_each_other(context, minutes, loop):
    agenda = agenda_of(case_of(context=context, loop=loop))
    assert agenda.minutes == minutes == sum(item.minutes for item in agenda.items)
    ends = [item.start + item.minutes for item in agenda.items]
    assert [item.start for item in agenda.items] == [0, *ends[:-1]]
    assert all(item.minutes >= 5 for item in agenda.items)


def test_the_teams_lead_items_in_turn_the_chair_first():
    agenda = agenda_of(case_of())
    assert [item.lead for item in agenda.items] == ["sales", "marketing"] * 3 + ["sales"]
    assert agenda.chair == "sales" and agenda.led_by == "Led by sales this month."


@pytest.mark.parametrize(
    ("month", "start", "chair", "leads"),
    [
        ("2026-10", 1, "rotating", "sales"),  # October is 9 months after January: odd
        ("2026-09", 1, "rotating", "marketing"),
        ("2026-10", 10, "rotating", "marketing"),  # the first month of a year from October on
        ("2026-09", 10, "rotating", "sales"),  # 11 months after October: odd
        ("2026-09", 1, "sales", "sales"),
        ("2026-10", 1, "marketing", "marketing"),
    ],
)
def test_the_chair_rotates_by_the_month_of_the_fiscal_year(month, start, chair, leads):
    case = case_of(period=Period.parse(month), fiscal_year_start=start, chair=chair, loop=False)
    assert agenda_of(case).chair == leads


# -- what each item is given -----------------------------------------------------------------------------------------


def test_the_win_and_both_comments_a_blank_shows_as_a_blank():
    assert texts(agenda_of(case_of()), "win") == [
        "Joint win: A plant in Lugo", "Marketing: (left blank)", "Sales: Call every lead within two days",
    ]  # fmt: skip


def test_only_what_changed_clearly_is_said_to_have_moved():
    case = case_of()
    clear = {row.key for row in case.book.cards if row.status == "clear" and "change" in row.how}
    (item,) = [item for item in agenda_of(case).items if item.id == "moved"]
    assert item.lines and all(clear & set(line.facts) for line in item.lines)
    assert len(item.lines) < len(moved(case).sentences), "the others are left to the review"


def test_what_was_said_what_happened_and_what_is_open():
    found = agenda_of(case_of())
    assert texts(found, "said") == [
        "We said: “Call every lead within two days.” It happened: time to close went from 82 days to 70 days, "
        "a clear change.",
        "Overdue: Call every lead within two days (Head of sales, 30 Sept 2026)",
        "Open: Write the case (Both teams, 30 Nov 2026)",
    ]
    (item,) = [item for item in found.items if item.id == "said"]
    assert item.lines[0].facts == (f"{YEAR}|decision_effect||decision=D1|period",)
    assert item.lines[1].facts == ("2026-10|decisions_open|||period".replace("|||", "||all|"),)


def test_open_decisions_beyond_two_are_counted():
    case = case_of()
    tables = {**case.tables, "we_said": pd.DataFrame()}
    found = texts(agenda_of(_with(case, tables)), "said")
    assert found[2] == "1 more decision is open."


def _with(case: Case, tables: Mapping[str, pd.DataFrame]) -> Case:
    return Case(case.book, case.words, case.contract, case.engagement, case.period, tables=tables,
                agreements=case.agreements)  # fmt: skip


def test_the_hand_off_over_the_shortest_window_with_enough_cases():
    assert texts(agenda_of(case_of()), "handoff") == [
        "12 of 40 leads handed over from August to October 2026 have no answer on record (30%).",
        "24 of 40 leads handed over from August to October 2026 were answered in the time both teams agreed on (60%).",
        "Had leads without an answer gone like the others: between 1 and 7 customers more a year.",
    ]


def test_one_objection_the_one_that_nothing_answers():
    """Price is heard more often (20 of 40), but service (10 of 40) is what no content answers."""
    assert texts(agenda_of(case_of("es")), "heard") == [
        "«Servicio» apareció en 10 de 40 oportunidades o comentarios con alguna objeción de noviembre de 2025 a "
        "octubre de 2026 (25 %).",
        "Ningún contenido en uso la responde.",
        "En palabras de un cliente: «Nobody called back»",
    ]


def test_company_names_only_for_the_two_teams():
    inside, outside = (texts(agenda_of(case_of(internal=flag)), "deals") for flag in (True, False))
    assert inside[0] == "Acme Steel (D-1042): won on 5 October 2026, drawn by lot"
    assert outside == ["D-1042: won on 5 October 2026, drawn by lot", "D-1077: lost on 9 October 2026, drawn by lot"]


def test_decisions_to_take_are_those_of_the_first_screen():
    case = case_of()
    assert texts(agenda_of(case), "decide") == [line.text.replace("\xa0", " ") for line in decide(case).sentences]


def test_the_one_form_to_fill_in_next():
    """Nothing filled: costs; costs filled: decisions; the name is that of the sheet in the reader's language."""
    costs = Contract(files=[FileAccount(name="c.csv", table="costs", rows_read=3, rows_used=3)])
    first, second = agenda_of(case_of()).ask, agenda_of(case_of("es", contract=costs)).ask
    assert first and first.text == "The form to fill in next is “Costs”: it would tell what a new customer costs."
    assert second and second.text.startswith("El siguiente formulario que conviene rellenar es «Decisiones»:")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("context", ["digital-native", "sales-led"])
def test_without_any_form_every_item_still_says_how_to_begin(lang, context):
    agenda = agenda_of(case_of(lang, context=context, loop=False))
    assert all(item.lines and item.question.endswith("?") for item in agenda.items)


def test_without_anything_at_all_there_is_an_agenda():
    case = open_case(facts.nothing("digital-native"), Contract(), facts.engagement("digital-native"),
                     period=facts.PERIOD, lang="es")  # fmt: skip
    assert agenda_markdown(agenda_of(case)).startswith("# Orden del día")


# -- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_it_is_one_page(lang):
    """A4 less its margins is 267 mm: 63 lines of 4.2 mm and 95 characters; a heading takes two."""
    text = agenda_markdown(agenda_of(case_of(lang, words="as long as it may be " * 13)))
    lines = [line for line in text.splitlines() if line]
    assert sum(2 if line.startswith("#") else 1 + len(line) // 95 for line in lines) <= 63


def test_slots_are_blank_lines_to_write_on():
    text = agenda_markdown(agenda_of(case_of()))
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert table[0] == "| What | Who (role) | By when | How we will know |"
    assert len(table) == 5 and all(set(line) <= {"|", " "} for line in table[2:])
    assert {line.count("|") for line in table} == {5}


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab1.#*_`|<>[]()!-+=~\\ \n&"), max_size=30))
def test_text_from_people_never_becomes_markup(words):
    shown = escaped(words)
    assert "\n" not in shown and "<" not in shown and ">" not in shown
    bare = shown.replace("\\\\", "")
    for sign in "*_`|[]#~":
        assert bare.count(sign) == bare.count("\\" + sign)
    assert not shown.startswith(("- ", "+ ", "# ", "1. "))


def test_an_agenda_is_the_same_twice_and_holds_odd_words():
    words = "<script>alert(1)</script> | *now*\n# Heading\n1. one"
    one, two = (agenda_markdown(agenda_of(case_of(words=words))) for _ in range(2))
    assert one == two and "<script>" not in one
    assert len([line for line in one.splitlines() if line.startswith("#")]) == 8


def test_every_number_of_a_line_leads_back_to_its_fact():
    case = case_of()
    keys = {"|".join(row[:5]) for rows in case.book._rows.values() for row in rows}
    items: tuple[Item, ...] = agenda_of(case).items
    assert all(set(line.facts) <= keys for item in items for line in item.lines)
    numbered = [line for item in items if item.id in ("moved", "handoff") for line in item.lines]
    assert all(line.facts for line in numbered)
