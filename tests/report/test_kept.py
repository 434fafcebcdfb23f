"""Campaigns, content, decisions and the loop in the report: whole, without any form, and with strange words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest

from helpers.agreements import Agreements, Codes
from helpers.agreements.codes import Code
from helpers.contract import Contract
from helpers.facts import Fact, frame, merge
from helpers.feedback.decisions import Decision
from helpers.feedback.kept import facts_of, gathered, tables_of
from helpers.feedback.said import said_facts, said_tables
from helpers.periods import Period
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.report.html import render
from helpers.report.model import Block, Figure, Heading, Narrative, Note, Report, Table
from helpers.report.sections.campaigns import campaigns
from helpers.report.sections.content import content, content_rule
from helpers.report.sections.decided import decided, overdue_rule
from helpers.report.sections.loop import loop, ritual_rule
from helpers.words import Words
from metrics.workbook import client, opened

from .called import case_of, fact
from .reading import Page
from .test_plain_words import found as forbidden

MONTH = Period.parse("2026-10")
SECTIONS: tuple[Callable[[Case], list[Block]], ...] = (campaigns, content, decided, loop)
RULES = (ritual_rule, content_rule, overdue_rule)
CODES = Codes(codes={"price": Code(en="Price", es="Precio"), "trust": Code(en="Trust <b>", es="Solvencia <b>")})


def asset(name: str, **more: object) -> dict[str, object]:
    return {"asset_id": name, "title": f"Title {name}", "by_marketing": True, "by_sales": False,
            "published_on": date(2025, 1, 1)} | more  # fmt: skip


def voices() -> list[dict[str, object]]:
    """Sixty deals hear that they lack trust, forty of a hundred that it costs too much, ten of each of the others."""
    heard = [("trust", n) for n in range(60)] + [("price", n) for n in range(60, 100)]
    heard += [(theme, n) for start, theme in ((100, "timing"), (110, "support"), (120, "fit"))
              for n in range(start, start + 10)]  # fmt: skip
    return [
        {"voice_id": f"v{n}{theme}", "origin": "feedback", "on": date(2026, 8, 1), "kind": "objection", "theme": theme,
         "deal_id": f"d{n}", "stage": "offer" if n % 3 else None, "quotable": False}
        for theme, n in heard
    ]  # fmt: skip


def weekly(until: date) -> list[dict[str, object]]:
    """Every Monday from 6 January 2025 to 26 October 2026, held before a day: 78 times before 1 July 2026.

    Missed after it: four in July, four in September, three in October; August and the last week do not count.
    """
    days = [date(2025, 1, 6) + timedelta(days=7 * n) for n in range(95)]
    return [
        {"row": n, "ritual": "handoff-standup", "planned_on": day, "held_on": day if day < until else None,
         "marketing": day < until, "sales": day < until}
        for n, day in enumerate(days, 100)
    ]  # fmt: skip


DECISIONS = [
    {"decision_id": "D1", "on": date(2026, 5, 8), "kind": "decision", "words": "Call every guest <b>within</b> a day",
     "metric": "win_rate", "expected": "up", "owner_team": "sales", "due_on": date(2026, 6, 1),
     "closed_on": date(2026, 6, 1), "verdict": "done"},
    {"decision_id": "D2", "on": date(2026, 9, 8), "kind": "decision", "words": "One case a month", "owner_team": "both",
     "metric": "content_coverage", "due_on": date(2026, 10, 1)},
    {"decision_id": "D3", "on": date(2026, 3, 8), "kind": "hypothesis", "words": "Visits shorten the road",
     "metric": "unified_cac", "test": "Days with and without", "owner_team": "marketing",
     "due_on": date(2026, 9, 1), "closed_on": date(2026, 9, 1), "verdict": "refuted"},
]  # fmt: skip
COMPANY: dict[str, Any] = {
    "deals": [
        {"deal_id": f"deal {outcome}", "account_id": "a", "kind": "new", "amount_flag": "ok", "amount_base": 4000,
         "created_on": date(2026, 1, 5), "closed_on": date(2026, 10, 9), "outcome": outcome, "timed": True,
         "source_group": "web"}
        for outcome in ("won", "lost")
    ],
    "voices": voices(),
    "content": [asset("p", objection="price", stage="offer"), asset("q", objection="timing"),
                asset("r", objection="support"), asset("s", objection="fit")],
    "campaigns": [
        {"campaign": "Fair & <i>friends</i>", "segment": "plants", "promise": "Half the time",
         "from_on": date(2026, 9, 1), "to_on": date(2026, 11, 30), "for_sales": "Bring photos"},
        {"campaign": "Mailing", "from_on": date(2026, 9, 1), "to_on": date(2026, 10, 31)},
        {"campaign": "Silent", "from_on": date(2026, 7, 1), "to_on": date(2026, 9, 30)},
    ],
    "decisions": DECISIONS,
    "meetings": weekly(date(2026, 7, 1)),
    "winloss": [{"row": 1, "on": date(2026, 9, 9), "deal_id": "x", "outcome": "lost", "theme": "price", "consent": True,
                 "quotable": False}],
    "comments": [
        {"row": 1, "period": "2026-10", "team": "sales", "kind": "comment", "words": "Long <em>approvals</em>"},
        {"row": 2, "period": "2026-10", "team": "both", "kind": "joint_win", "words": "A tender together"},
    ],
}  # fmt: skip


def measured() -> list[Fact]:
    """The metric that the first decision named, clearly better since."""
    return [
        Fact(period=period, metric="win_rate", unit="share", value=value, low=value - 0.05, high=value + 0.05, n=300)
        for period, value in (("2026-02/2026-04", 0.25), ("2026-06/2026-08", 0.5))
    ]


@cache
def made(which: str) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Facts and rows of the company with its forms, or with none."""
    with TemporaryDirectory() as folder:
        found = gathered(opened(Path(folder), COMPANY if which == "forms" else {}), period=MONTH)
    agreed = Agreements(themes=CODES)
    decisions = [Decision(**row) for row in DECISIONS] if which == "forms" else []
    said = said_facts(frame(measured()), decisions, period=MONTH)
    rows = merge([facts_of(found, client(), agreed, period=MONTH), said, frame(measured())])
    tables = tables_of(found, client(), agreed, period=MONTH)
    return rows, tables | said_tables(frame(measured()), decisions, period=MONTH)


def case(which: str, lang: str) -> Case:
    rows, tables = made(which)
    return Case(Book(rows), Words(lang, "EUR"), Contract(), client(), MONTH, tables=tables,
                agreements=Agreements(themes=CODES))  # fmt: skip


def blocks(which: str, lang: str) -> list[Block]:
    return [block for section in SECTIONS for block in section(case(which, lang))]


def page(which: str, lang: str) -> str:
    return render(Report(client="C", period="2026-10", period_text="x", lang=lang, as_of="2026-10-31", as_of_text="x",
                         title="T", blocks=tuple(blocks(which, lang)), version="0"))  # fmt: skip


def texts(which: str, lang: str) -> list[str]:
    """Every sentence of the answers and notes."""
    said = [line.text for block in blocks(which, lang) if isinstance(block, Narrative) for line in block.sentences]
    return said + [block.text for block in blocks(which, lang) if isinstance(block, Note)]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_section_opens_with_its_answer(lang: str) -> None:
    for section in SECTIONS:
        found = section(case("forms", lang))
        assert isinstance(found[0], Heading) and found[0].level == 2
        assert isinstance(found[1], Narrative) and found[1].role == "answer" and found[1].sentences


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_is_sound_and_says_of_nothing_that_it_caused_another(lang: str) -> None:
    html = page("forms", lang)
    read = Page(html)
    assert not read.broken and not read.open
    assert "<i>friends" not in html and "<em>approvals" not in html and "<b>within" not in html
    plain = " ".join(read.text).lower()
    for phrase in ("caused by", "thanks to", "led to", "because of", "due to", "causado por", "gracias a", "debido a"):
        assert phrase not in plain


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_figure_is_drawn_twice_and_has_its_table(lang: str) -> None:
    figures = [block for block in blocks("forms", lang) if isinstance(block, Figure)]
    assert [figure.anchor for figure in figures] == ["figure-coverage", "figure-rituals"]
    for figure in figures:
        assert figure.svg.startswith("<svg") and figure.svg_narrow.startswith("<svg") and figure.data.rows
    assert all(figure.facts for figure in figures)


def test_every_number_with_a_key_is_the_number_of_its_fact() -> None:
    given = case("forms", "en")
    keys = {row.key for metric in made("forms")[0]["metric"].unique() for row in given.book.rows(metric, segment=None)}
    cells = [cell for block in blocks("forms", "en") if isinstance(block, Table) for row in block.rows for cell in row]
    said = [key for block in blocks("forms", "en") if isinstance(block, Narrative) for line in block.sentences
            for key in line.facts]  # fmt: skip
    used = {cell.fact for cell in cells if cell.fact} | set(said)
    assert used and used <= keys


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "No content answers “Trust <b>”, heard in 60 of 130 deals with an objection, clearly more than most."),
        ("en", "“Weekly hand-off meeting” has been missed 11 times in a row; before that it missed 0 of 78."),
        ("en", "For 1 of them nobody has noted what sales must know."),
        ("en", "Open at the end of the month: 1; past their day: 1."),
        ("en", "Decisions whose number can be compared: 1; with a clear change since: 1; in the direction "
               "hoped for: 1."),
        ("en", "Joint win of the month: A tender together"),
        ("es", "«Reunión semanal de traspaso» lleva 11 veces seguidas sin celebrarse; antes había fallado 0 de 78."),
        ("es", "Abiertas al cierre del mes: 1; fuera de plazo: 1."),
    ],
)  # fmt: skip
def test_what_is_said(lang: str, sentence: str) -> None:
    assert sentence in texts("forms", lang)


def table(which: str, lang: str, caption: str) -> list[list[str]]:
    found = [block for block in blocks(which, lang) if isinstance(block, Table) and block.caption == caption]
    assert len(found) == 1, caption
    return [[cell.text for cell in row] for row in found[0].rows]


def test_a_blank_comment_is_shown_as_a_blank() -> None:
    assert table("forms", "en", "Comments of both heads of team") == [["(left blank)", "Long <em>approvals</em>"]]
    assert table("forms", "es", "Comentarios de los responsables de los dos equipos")[0][0] == "(en blanco)"


def test_we_said_it_happened() -> None:
    rows = table("forms", "en", "What both teams decided, and what happened since")
    assert [row[0] for row in rows] == ["One case a month", "Call every guest <b>within</b> a day"]
    assert rows[1][3:] == ["Win rate", "25.0%", "50.0%", "+25 points: a clear change, as hoped"]
    assert rows[0][2] == "past its day"
    # the third names a number that is not there: said, not listed
    assert any(text.startswith("For 1 more decision there is nothing to compare") for text in texts("forms", "en"))


def test_campaigns_say_what_is_missing_and_which_ended_untold() -> None:
    rows = table("forms", "en", "Campaigns running at the end of the month")
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("Mailing", "(nothing noted)", "on the last day of the month"),
        ("Fair & <i>friends</i>", "Bring photos", "in 30 days"),
    ]
    assert [row[0] for row in table("forms", "en", "Ended in the last 90 days without a word for sales")] == ["Silent"]


def test_companies_are_named_only_where_the_edition_gives_names() -> None:
    public = decided(case("forms", "en"))
    inside = decided(replace(case("forms", "en"), names={"deal won": "Acme"}))
    heads = [[column.title for column in block.columns] for blocks_ in (public, inside) for block in blocks_
             if isinstance(block, Table) and block.caption.startswith("Deals to look back on")]  # fmt: skip
    assert "Company" not in heads[0] and "Company" in heads[1]
    assert "Acme" not in str(public) and "Acme" in str(inside)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_without_forms_each_section_is_one_note_that_names_the_form(lang: str) -> None:
    for section in (campaigns, content, decided):
        found = section(case("none", lang))
        assert [type(block) for block in found] == [Heading, Note]
        assert any(sign in str(found[1]) for sign in ("“", "«"))
    found = loop(case("none", lang))
    notes = [block for block in found if isinstance(block, Note)]
    assert len(notes) == 2 and all(note.tone == "missing" for note in notes)  # meetings, comments
    assert [rule for rule in RULES if list(rule(case("none", lang)))] == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_without_facts_there_is_no_section(lang: str) -> None:
    empty = Case(Book(frame([])), Words(lang, "EUR"), Contract(), client(), MONTH)
    assert [section(empty) for section in SECTIONS] == [[], [], [], []]
    assert [list(rule(empty)) for rule in RULES] == [[], [], []]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_decisions_of_the_first_screen_are_plain_and_lead_to_their_page(lang: str) -> None:
    said = [line for rule in RULES for line in rule(case("forms", lang))]
    assert [line.page for line in said] == ["when-a-ritual-dies", "content", "monthly-review"]
    assert all(forbidden(line.text.lower(), lang) == [] for line in said)
    assert all(line.facts for line in said)


@pytest.mark.parametrize(("stages", "heads"), [(("offer", "sql"), ["SQL", "Offer"]), (("offer",), ["Compras", "IT"])])
def test_the_picture_of_coverage_is_by_stage_or_else_by_buyer_role(stages: tuple[str, ...], heads: list[str]) -> None:
    cells = [
        {"stage": stage, "role": role, "theme": "price", "heard": 5.0, "assets": int(role == "IT"), "deals": 9.0}
        for stage in (*stages, "any")
        for role in ("IT", "Compras")
    ]
    given = replace(case("forms", "en"), tables={"content_matrix": pd.DataFrame(cells)})
    (figure,) = [block for block in content(given) if isinstance(block, Figure)]
    shown = [column.title for column in figure.data.columns][1:]
    assert [name for name in shown if name != "Stage not noted"] == heads
    last = figure.data.rows[0][-1].text
    assert last == ("heard 5, content 1" if len(stages) > 1 else "heard 9, content 1")


def test_pages_of_the_playbook_stand_among_the_documents_under_their_own_title() -> None:
    """The agreement is a form and a page: two lines, two ages."""
    rows = [
        fact("loop_health", 0.5, numerator=0.5, denominator=1),
        *(fact("document_age", value, "2026-10", unit="days", target=90.0, segment=segment)
          for segment, value in (("document=messages", 30.0), ("page=messages", 100.0), ("page=unheard-of", 1.0))),
    ]  # fmt: skip
    tables = [block for block in loop(case_of(*rows, lang="es")) if isinstance(block, Table)]
    (found,) = [table for table in tables if table.rows and table.rows[0][1].text == "30 días"]
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["Mensajes", "30 días", "90 días", ""], ["Playbook: Mensajes", "100 días", "90 días", "toca revisarlo"],
    ]  # fmt: skip
