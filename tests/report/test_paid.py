"""What people are paid for, in the section on the goal: how much both share, and each result of each role."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from helpers.contract import Contract
from helpers.facts import frame
from helpers.feedback.incentives import incentive_rows, shared_pay, unshared_roles
from helpers.periods import Period
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.report.model import Block, Heading, Narrative, Note, Table
from helpers.report.sections.goal import goal
from helpers.words import Words
from metrics.workbook import client

MONTH = Period.parse("2026-10")


def paid(team: str, role: str | None, metric: str | None, part: float, shared: bool) -> dict[str, Any]:
    return {"row": 1, "team": team, "role": role, "metric": metric, "words": "Posts <b>written", "part": part,
            "shared": shared, "from_on": date(2026, 1, 1), "to_on": None}  # fmt: skip


ROWS = [
    paid("sales", "Seller", "revenue_won", 0.7, False), paid("sales", "Seller", "customers", 0.3, True),
    paid("marketing", None, None, 1.0, False),
]  # fmt: skip


def blocks(rows: list[dict[str, Any]], lang: str = "en", *, pages: tuple[str, ...] = ()) -> list[Block]:
    facts = frame([*shared_pay(rows, period=MONTH), *unshared_roles(rows, period=MONTH)])
    tables = {"incentives": pd.DataFrame(incentive_rows(rows), columns=list(ROWS[0])[1:])}
    settings = client(playbook={"pages": pages})
    return goal(Case(Book(facts), Words(lang, "EUR"), Contract(), settings, MONTH, tables=tables))


def said(found: list[Block]) -> list[str]:
    return [
        line.text.replace("\xa0", " ") for block in found if isinstance(block, Narrative) for line in block.sentences
    ]


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("en", ["15% of variable pay hangs on results that both teams share.", "By team: Marketing 0% and Sales 30%.",
                "1 role of 2 shares no result with the other team."]),
        ("es", ["El 15 % de la retribución variable depende de resultados que comparten los dos equipos.",
                "Por equipo: Marketing 0 % y Ventas 30 %.",
                "1 puesto de 2 no comparte ningún resultado con el otro equipo."]),
    ],
)  # fmt: skip
def test_what_is_said(lang: str, sentences: list[str]) -> None:
    # 0.3 of 1 + 1
    assert said(blocks(ROWS, lang)) == sentences


def test_nothing_shared_is_said_in_words_and_not_team_by_team() -> None:
    found = said(blocks([ROWS[0], ROWS[2]]))
    assert found == ["None of the variable pay hangs on a result that both teams share.",
                     "2 roles of 2 share no result with the other team."]  # fmt: skip


def test_each_result_of_each_role_in_the_words_of_the_catalogue_or_ones_own() -> None:
    (listed,) = [block for block in blocks(ROWS) if isinstance(block, Table)]
    assert [[cell.text for cell in row] for row in listed.rows] == [
        ["Marketing", "all of the team", "Posts <b>written", "100%", "no", "1 January 2026"],
        ["Sales", "Seller", "Revenue won", "70%", "no", "1 January 2026"],
        ["Sales", "Seller", "New customers", "30%", "yes", "1 January 2026"],
    ]
    # no row has a last day, so that column is left out
    assert [column.title for column in listed.columns][-2:] == ["Shared", "From"]


def test_every_number_is_the_number_of_its_fact_and_leads_to_the_page() -> None:
    (answer,) = [block for block in blocks(ROWS) if isinstance(block, Narrative)]
    assert answer.sentences[0].page == "incentives"
    assert all(line.facts for line in answer.sentences)


def test_without_the_form_a_note_names_it_where_the_page_applies() -> None:
    found = blocks([])
    assert [type(block) for block in found] == [Heading, Heading, Note]
    assert "fill in the form “incentives”" in found[2].text  # type: ignore[union-attr]
    assert blocks([], pages=("sla", "forecast")) == []


def test_without_facts_there_is_no_section() -> None:
    assert goal(Case(Book(frame([])), Words("en", "EUR"), Contract(), client(), MONTH)) == []
