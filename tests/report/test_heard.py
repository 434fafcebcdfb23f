"""What customers say and respond to, in both languages: the answer first, and no more than the facts say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from tests.feedback import heardbook
from tests.metrics.workbook import client, opened

from helpers.contract import Contract
from helpers.facts import Fact, frame
from helpers.feedback.heard import heard_both
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.report.html import render
from helpers.report.model import Block, Figure, Heading, Narrative, Note, Paste, Report, Table
from helpers.report.sections.heard import heard, heard_rule
from helpers.report.sections.messages import contradiction_rule, messages
from helpers.report.sections.responded import responded
from helpers.report.sections.week import week
from helpers.report.weekly import Which, weekly_text
from helpers.words import Words

from .test_plain_words import found as forbidden

LANGUAGES = ("en", "es")
SECTIONS: tuple[Callable[[Case], list[Block]], ...] = (heard, responded, messages, week)
YEAR = str(heardbook.YEAR)


@cache
def made(which: str) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Facts and tables of a company with everything, or of one with nothing."""
    with TemporaryDirectory() as folder:
        rows = heardbook.company() if which == "whole" else {}
        return heard_both(opened(Path(folder), rows), client(), heardbook.AGREED, period=heardbook.PERIOD)


def case(lang: str, *, which: str = "whole", more: tuple[Fact, ...] = ()) -> Case:
    facts, tables = made(which)
    if more:
        key = ["period", "metric", "variant", "segment", "clock"]
        facts = pd.concat([facts, frame(more)]).drop_duplicates(key, keep="last")
    return Case(Book(facts), Words(lang), Contract(), client(), heardbook.PERIOD, tables=tables,
                agreements=heardbook.AGREED)  # fmt: skip


@cache
def drawn(section: Callable[[Case], list[Block]], lang: str) -> tuple[Block, ...]:
    """A section of the company with everything, drawn once."""
    return tuple(section(case(lang)))


def text(blocks: Sequence[Block]) -> str:
    """All a reader reads of these blocks."""
    page = Report(client="Test", period="2026-10", period_text="October 2026", lang="en", as_of="2026-10-31",
                  as_of_text="31 October 2026", title="Review", blocks=tuple(blocks), version="0")  # fmt: skip
    html = render(page).split("</style>")[1]
    return re.sub(r"<[^>]+>", " ", html)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_every_section_is_whole_in_both_languages(section: Callable[[Case], list[Block]], lang: str) -> None:
    """Warnings are errors here, so a sentence without a translation fails."""
    blocks = drawn(section, lang)
    assert isinstance(blocks[0], Heading) and blocks[0].level == 2
    if section is not week:
        assert isinstance(blocks[1], Narrative) and blocks[1].role == "answer"
        assert re.search(r"\d", blocks[1].sentences[0].text)
    assert "{" not in text(blocks) and "nan" not in text(blocks).lower().split()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_walks_back_to_a_fact(lang: str) -> None:
    facts = made("whole")[0]
    keys = set(facts[["period", "metric", "variant", "segment", "clock"]].agg("|".join, axis=1))
    blocks = [block for section in SECTIONS for block in drawn(section, lang)]
    named = {key for block in blocks for key in getattr(block, "facts", ())}
    named |= {key for block in blocks if isinstance(block, Narrative) for each in block.sentences for key in each.facts}
    tables = [
        block.data if isinstance(block, Figure) else block for block in blocks if isinstance(block, Figure | Table)
    ]
    named |= {cell.fact for table in tables for row in table.rows for cell in row if cell.fact}
    assert len(named) > 30 and named <= keys


def test_the_objections_stand_in_order_with_their_change() -> None:
    figure = next(block for block in drawn(heard, "en") if isinstance(block, Figure))
    assert [row[0].text for row in figure.data.rows] == ["Price", "Delivery time", "Support", "(fits no theme)"]
    remarks = {row[0].text: row[-1].text for row in figure.data.rows}
    assert remarks["Price"] == "less than before" and remarks["Support"] == ""
    assert figure.title == "Objections: Price in 39% of the deals with any"


def test_only_what_may_be_quoted_is_quoted() -> None:
    rows = made("whole")[1]["voices"]
    quotes = next(block for block in drawn(heard, "en") if isinstance(block, Table) and "quoted" in block.caption)
    said = {row[2].text.strip("“”") for row in quotes.rows}
    assert 0 < len(said) <= 6 and said <= set(rows["words"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_feedback_and_reasons_one_remark_names_the_form(lang: str) -> None:
    blocks = heard(case(lang, which="nothing"))
    assert [type(block) for block in blocks] == [Heading, Note]
    assert isinstance(blocks[1], Note) and blocks[1].tone == "missing"
    assert {"en": "“feedback”", "es": "«comentarios de clientes»"}[lang] in blocks[1].text
    assert responded(case(lang, which="nothing")) == []
    assert list(heard_rule(case(lang, which="nothing"))) + list(contradiction_rule(case(lang, which="nothing"))) == []


def test_no_facts_at_all_is_no_section() -> None:
    bare = Case(Book(frame([])), Words("en"), Contract(), client(), heardbook.PERIOD)
    assert [section(bare) for section in SECTIONS] == [[], [], [], []]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("which", ["for_sales", "for_marketing"])
def test_the_text_of_the_week_is_plain_and_copied_as_it_stands(which: Which, lang: str) -> None:
    said = weekly_text(case(lang), which)
    lines = said.splitlines()
    assert lines[1] == "" and all(line.startswith("- ") for line in lines[2:]) and 4 <= len(lines[2:]) <= 6
    assert forbidden(said.lower().replace("\xa0", " "), lang) == []
    assert said in [block.text for block in drawn(week, lang) if isinstance(block, Paste)]
    assert ".”." not in said and ".»." not in said
    assert not re.search(r"because|caused|thanks to|porque|gracias a|debido", said.lower())


def test_the_week_says_nothing_stands_out_where_nothing_does() -> None:
    assert weekly_text(case("en", which="nothing"), "for_marketing").count("\n- ") == 1
    facts, tables = made("whole")
    noisy = facts.assign(status=facts["status"].replace("clear", "noise"))
    plain = tables["for_sales"].assign(
        why="noise", what="energy", kind="topic", fact=f"{YEAR}|topic_response||topic=energy|period"
    )
    bare = Case(Book(noisy), Words("en"), Contract(), client(), heardbook.PERIOD, tables={"for_sales": plain.head(1)},
                agreements=heardbook.AGREED)  # fmt: skip
    assert "used most, with no clear difference to the rest (84 of 139 moved on)" in weekly_text(bare, "for_sales")


def claim(value: float, status: str) -> Fact:
    return Fact(period=str(heardbook.PERIOD.rolling(24)), metric="message_contradicted", segment="message=low price",
                unit="share", value=value, low=value - 0.1, high=value + 0.1, prior=0.12, n=40,
                status=status)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_contradicted_promise_is_said_and_becomes_a_decision(lang: str) -> None:
    clashing = case(lang, more=(claim(0.4, "clear"),))
    said = " ".join(
        each.text for block in messages(clashing) if isinstance(block, Narrative) for each in block.sentences
    )
    assert "promise of low price" in said and re.search(r"52\s?%", said) and re.search(r"12\s?%", said)
    (rule,) = contradiction_rule(clashing)
    assert rule.page == "messages" and forbidden(rule.text.lower(), lang) == []


@pytest.mark.parametrize("fact", [claim(0.4, "noise"), claim(-0.4, "clear")])
def test_a_promise_that_is_not_clearly_contradicted_is_not_blamed(fact: Fact) -> None:
    assert list(contradiction_rule(case("en", more=(fact,)))) == []
    said = " ".join(each.text for block in messages(case("en", more=(fact,))) if isinstance(block, Narrative)
                    for each in block.sentences)  # fmt: skip
    assert "No promise is clearly contradicted" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_objection_that_rises_becomes_a_decision(lang: str) -> None:
    rising = Fact(period=str(heardbook.QUARTER), metric="objection_share", segment="theme=support", unit="share",
                  variant="change=prior", value=0.2, low=0.1, high=0.3, prior=0.05, status="clear")  # fmt: skip
    (rule,) = heard_rule(case(lang, more=(rising,)))
    assert rule.page == "objections" and {"en": "“Support”", "es": "«Soporte»"}[lang] in rule.text
    assert forbidden(rule.text.lower(), lang) == []


def test_without_messages_the_form_is_named() -> None:
    facts, tables = made("whole")
    gap = frame([Fact(period=str(heardbook.PERIOD.rolling(24)), metric="message_contradicted", unit="share",
                      status="undefined", note="no_messages")])  # fmt: skip
    rows = pd.concat([facts[facts["metric"] != "message_contradicted"], gap])
    bare = Case(Book(rows), Words("en"), Contract(), client(), heardbook.PERIOD, agreements=heardbook.AGREED,
                tables={**tables, "messages": tables["messages"].head(0)})  # fmt: skip
    last = messages(bare)[-1]
    assert isinstance(last, Note) and last.tone == "missing" and "“messages”" in last.text


def test_words_of_people_are_never_markup() -> None:
    facts, tables = made("whole")
    sly = tables["voices"].assign(words="<script>alert(1)</script>")
    bare = Case(Book(facts), Words("en"), Contract(), client(), heardbook.PERIOD, agreements=heardbook.AGREED,
                tables={**tables, "voices": sly})  # fmt: skip
    page = Report(client="Test", period="2026-10", period_text="October 2026", lang="en", as_of="2026-10-31",
                  as_of_text="31 October 2026", title="Review", blocks=tuple(heard(bare)), version="0")  # fmt: skip
    assert "<script>alert" not in render(page) and "&lt;script&gt;alert(1)" in render(page)
