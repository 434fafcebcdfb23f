"""The first screen has no word of statistics or of software, in either language."""

from __future__ import annotations

import re

import pytest

from helpers.catalog import catalog
from helpers.forms.order import ORDERS, TELLS, form_title
from helpers.pages import shipped
from helpers.report.advice import opening
from helpers.report.agenda import compose_agenda
from helpers.report.agenda_markdown import agenda_markdown
from helpers.report.decisions import decide
from helpers.report.html import render
from helpers.report.model import Report
from helpers.report.narrative import moved
from helpers.report.review import open_case
from helpers.words import Words
from plain_words import found

from . import facts
from .conftest import given
from .test_agenda import case_of


def first_screen(review: Report) -> str:
    """What a reader of the first screen sees or hears."""
    html = render(review)
    sheet = html[html.index('<div class="sheet">') : html.index("<nav ")]
    spoken = " ".join(re.findall(r'aria-label="([^"]*)"', sheet))
    text = re.sub(r"<[^>]+>", " ", sheet) + " " + spoken
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).lower()


def test_the_first_screen_is_plain(review: Report, which: tuple[str, str]) -> None:
    assert found(first_screen(review), which[1]) == []


def test_the_agenda_is_plain(which: tuple[str, str]) -> None:
    rows, contract, context = given(which[0])
    case = open_case(rows, contract, facts.engagement(context), period=facts.PERIOD, lang=which[1])
    agenda = compose_agenda(case, decide=decide(case), moved=moved(case))
    assert found(agenda_markdown(agenda).replace("\xa0", " ").lower(), which[1]) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_agenda_is_plain_with_all_that_the_loop_says(lang: str) -> None:
    case = case_of(lang)
    agenda = compose_agenda(case, decide=decide(case), moved=moved(case))
    assert found(agenda_markdown(agenda).replace("\xa0", " ").lower(), lang) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_whatever_a_page_advises_may_stand_on_the_agenda(lang: str) -> None:
    """The agenda gives the opening of a page's line below its title; the page with a forbidden word is named."""
    lines = [(id, opening(each.do)) for id, page in shipped(lang).items() for each in page.advice]
    titles = [(id, page.front.title) for id, page in shipped(lang).items()]
    wrong = {(id, *words) for id, text in [*lines, *titles] if (words := found(text.lower(), lang))}
    assert len(lines) > 40 and wrong == set()


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("context", ORDERS)
def test_any_form_can_be_asked_for_on_the_agenda(lang: str, context: str) -> None:
    words = Words(lang)
    for name in ORDERS[context]:
        assert found(f"{form_title(name, lang=lang)} {words.say(TELLS[name])}".lower(), lang) == [], name


@pytest.mark.parametrize("lang", ["en", "es"])
def test_any_metric_can_be_a_card(lang: str) -> None:
    """Labels and plain names of the whole catalogue keep to the same words."""
    words = Words(lang)
    for record in catalog().values():
        assert found(f"{words.say(record.plain)}".lower(), lang) == [], record.id


@pytest.mark.parametrize(("lang", "text"), [("en", "the median is 74 days"), ("es", "la mediana es de 74 días")])
def test_the_list_catches_what_it_should(lang: str, text: str) -> None:
    assert found(text, lang)


def test_the_page_never_says_that_one_thing_caused_another(html: str, which: tuple[str, str]) -> None:
    text = re.sub(r"<[^>]+>", " ", html.split("</style>")[1]).lower()
    for phrase in {"en": ("caused by", "thanks to", "led to"), "es": ("causado por", "gracias a")}[which[1]]:
        assert phrase not in text
