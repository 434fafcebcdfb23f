"""The sheets as people fill them in: by keyboard alone, without a network, read back as they were meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from browsing import PHONE, axe, beyond_disk, opened, sideways, strict
from helpers.samples.plants.plant import Truth
from helpers.workshop.learning.forms import question_page, task_page
from helpers.workshop.learning.given import Answer, Claim, read_given
from helpers.workshop.learning.learnt import learnt
from helpers.workshop.learning.living import Paper, Promise, checked
from helpers.workshop.learning.page import report_page
from helpers.workshop.learning.questions import questions

from .test_learning import workshop

pytestmark = pytest.mark.debian
TRUTHS = [Truth("growth", "planted", "all", ""), Truth("unanswered", "decoy", "seller_group=<b>Norte</b>", "")]
LANGUAGES = ("en", "es")
SHEETS = {"before": lambda lang: question_page("before", lang), "after": lambda lang: question_page("after", lang),
          "task": lambda lang: task_page(lang, TRUTHS)}  # fmt: skip


@pytest.fixture(scope="module")
def sheets(scratch):
    for lang in LANGUAGES:
        for name, made in SHEETS.items():
            (scratch / f"{name}.{lang}.html").write_text(made(lang), encoding="utf-8")
    return scratch


def report(lang: str) -> str:
    """The trainer's report with every part it can have."""
    promises = [Promise("Answer within a day", "sales", date(2026, 10, 1), date(2026, 12, 1), None)]
    held, on = date(2026, 9, 10), date(2026, 11, 20)
    living = checked(
        [Paper("sla", date(2026, 9, 20)), Paper("icp_sales", None, there=False)], promises, held=held, on=on
    )
    return report_page(learnt(workshop(7), TRUTHS, living), lang, of="Acme")


def tab_to(page: Any, selector: str) -> None:
    """Tab until an element has the focus."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is never reached")


def save(page: Any, folder: Path, name: str) -> None:
    tab_to(page, "#save")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    (folder / "answers").mkdir(exist_ok=True)
    waiting.value.save_as(folder / "answers" / name)
    assert waiting.value.suggested_filename in page.get_by_role("status").inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_eight_questions_by_keyboard_alone_are_read_back_as_they_were_meant(browser, sheets, tmp_path, lang):
    with strict(browser, sheets / f"after.{lang}.html") as page:
        tab_to(page, "#code")
        page.keyboard.type("Pa 17")
        for place, question in enumerate(questions()):
            tab_to(page, f"input[name='{question.id}']")
            page.keyboard.press("Space")
            for _ in range(place % 4):
                page.keyboard.press("ArrowDown")
            tab_to(page, f"input[name='sure-{question.id}']")
            page.keyboard.press("Space")
            for _ in range(place % 6):
                page.keyboard.press("ArrowRight")
        save(page, tmp_path, "mine.json")
        assert page.said == [] and beyond_disk(page) == []
    found = read_given(tmp_path)
    assert found.left_out == ()
    assert set(found.answers) == {
        Answer("pa17", "after", each.id, "abcd"[place % 4], 50 + 10 * (place % 6))
        for place, each in enumerate(questions())
    }


def test_the_task_by_keyboard_alone(browser, sheets, tmp_path):
    with strict(browser, sheets / "task.es.html") as page:
        tab_to(page, "#code")
        page.keyboard.type("mo3")
        tab_to(page, "#pattern-1")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        tab_to(page, "input[name='sure-1']")
        page.keyboard.press("Space")
        tab_to(page, "#pattern-2")
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        tab_to(page, "#where-2")
        page.keyboard.press("ArrowDown")
        save(page, tmp_path, "task.json")
        assert "<b>" not in page.locator("#where-1").inner_html()
    assert read_given(tmp_path).claims == (
        Claim("mo3", "growth", "all", 50), Claim("mo3", "unanswered", "seller_group=<b>Norte</b>"),
    )  # fmt: skip


def test_without_a_code_nothing_is_saved_and_the_page_says_why(browser, sheets):
    with strict(browser, sheets / "before.en.html") as page:
        page.locator("#save").press("Enter")
        assert page.get_by_role("status").inner_text() == "Without the code nobody can lay both sheets side by side."
        assert page.evaluate("document.activeElement.id") == "code"
        page.keyboard.type("x1")
        page.locator("#save").press("Enter")
        assert page.get_by_role("status").inner_text() == "There is nothing to save yet."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_and_report_are_for_everybody(browser, sheets, lang):
    (sheets / f"learnt.{lang}.html").write_text(report(lang), encoding="utf-8")
    for name in (*SHEETS, "learnt"):
        with opened(browser, sheets / f"{name}.{lang}.html", viewport=PHONE) as page:
            assert axe(page) == [], name
            assert sideways(page) == 0, name
            assert page.said == [] and beyond_disk(page) == [], name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_holds_no_answer(lang):
    """Which option is right, and what somebody believes who takes another, is nowhere in it."""
    text = question_page("before", lang)
    assert not [said for each in questions() for said in each.said(lang).wrong.values() if said in text]
    assert "right" not in text.replace("ArrowRight", "")
    assert text.count('type="radio"') == 8 * (4 + 6)
