"""The lessons as pages in a real browser, under their own policy: by keyboard alone, on a telephone, saved."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.lessons.classroom import LANGS, lesson

from browsing import PHONE, axe, beyond_disk, opened, paper, sideways, strict
from helpers.lessons.lesson import plans
from helpers.lessons.page import LeftOut, write_pages
from helpers.lessons.plan_words import stem
from helpers.lessons.sheet import sheet
from helpers.words import Words

pytestmark = pytest.mark.debian
each_language = pytest.mark.parametrize("lang", LANGS)
FIRST = next(iter(plans()))


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Every lesson in both languages, as somebody would copy them to a stick."""
    home = tmp_path_factory.mktemp("pages")
    for lang in LANGS:
        out = [LeftOut("One that <nobody> needs", "the data do not say enough")]
        write_pages(home / lang, [lesson(id, lang) for id in plans()], left_out=out, notebooks="notebooks/")
    return {lang: home / lang for lang in LANGS}


def focused(page: Page) -> str:
    """Name or id of what has the focus, or the kind of element."""
    return str(page.evaluate("(({name, id, tagName}) => name || id || tagName)(document.activeElement)"))


def tab(page: Page, *, to: str) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == to


def saved(page: Page, folder: Path) -> dict[str, Any]:
    """Press the button that has the focus; the file that comes of it."""
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    name = coming.value.suggested_filename
    assert re.fullmatch(r"lesson-[a-z-]+-[0-9a-f]{8}\.json", name)
    coming.value.save_as(folder / name)
    found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


@each_language
def test_from_the_question_to_the_saved_answer_by_keyboard_alone(browser: Browser, pages, lang, tmp_path):
    made = sheet(lesson(FIRST, lang))
    wrong = next(place for place, option in enumerate(made.options) if not option.right)
    right = made.options.index(made.right)
    with strict(browser, pages[lang] / f"{stem(plans()[FIRST])}.html") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        tab(page, to="prediction")
        page.keyboard.type("About half, ¿no? <b>")
        for number in range(1, len(made.looks) + 1):
            tab(page, to=f"show-{number}")
            assert not page.locator(f"#figure-{number}").is_visible()
            page.keyboard.press("Enter")
            assert page.locator(f"#figure-{number} [role=img]").is_visible()
            tab(page, to="SUMMARY")
        tab(page, to="option")
        page.keyboard.press("Space")
        for _ in range(wrong):
            page.keyboard.press("ArrowDown")
        tab(page, to="sure")
        page.keyboard.press("Space")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        tab(page, to="answer")
        assert page.locator("#said").inner_text() == ""
        page.keyboard.press("Enter")
        assert made.options[wrong].feedback in page.locator("#said").inner_text()
        assert not page.locator("#found").is_visible()
        for _ in range(2):
            page.keyboard.press("Shift+Tab")
        for _ in range((right - wrong) % len(made.options)):
            page.keyboard.press("ArrowDown")
        for expected in ("sure", "answer"):
            tab(page, to=expected)
        page.keyboard.press("Enter")
        assert made.right.feedback in page.locator("#said").inner_text()
        tab(page, to="reveal")
        page.keyboard.press("Enter")
        assert made.reveal in page.locator("#found").inner_text()
        assert page.locator("#reveal").get_attribute("aria-expanded") == "true"
        tab(page, to="SUMMARY")
        tab(page, to="save")
        assert saved(page, tmp_path) == {
            "tandem": "lesson", "version": 1, "lang": lang, "on": date.today().isoformat(), "lesson": FIRST,
            "option": made.options[wrong].id, "sure": 80, "prediction": "About half, ¿no? <b>",
        }  # fmt: skip
        assert page.said == [] and beyond_disk(page) == []


@each_language
def test_an_answer_needs_both_and_an_empty_page_saves_nothing(browser, pages, lang):
    words = Words(lang)
    with strict(browser, pages[lang] / f"{stem(plans()[FIRST])}.html") as page:
        page.locator("#save").click()
        assert page.locator("#saved").inner_text() == words.say("There is nothing to save yet.")
        incomplete = words.say("Choose one option and how sure you are, then answer.")
        page.locator("#answer").click()
        assert page.locator("#said").inner_text() == incomplete
        page.locator("input[name=option]").first.check()
        page.locator("#answer").click()
        assert page.locator("#said").inner_text() == incomplete
        assert page.said == []


@each_language
@pytest.mark.parametrize("id", list(plans()))
def test_everybody_can_read_every_lesson(browser, pages, lang, id):
    with opened(browser, pages[lang] / f"{stem(plans()[id])}.html", viewport=PHONE) as page:
        assert (axe(page), sideways(page)) == ([], 0)
        for button in page.locator("button[aria-controls]").all():
            button.click()
        page.locator("input[name=option]").first.check()
        page.locator("input[name=sure]").first.check()
        page.locator("#answer").click()
        for summary in page.locator("summary").all():
            summary.click()
        assert (axe(page), sideways(page)) == ([], 0)
        assert page.locator("figure svg:visible").count() == len(plans()[id].figures)
        assert page.said == [] and beyond_disk(page) == []


@each_language
def test_the_list_leads_to_every_lesson_and_each_to_the_next(browser, pages, lang):
    with strict(browser, pages[lang] / "index.html", viewport=PHONE) as page:
        assert page.locator(".lessons h2 a").count() == len(plans())
        assert "One that <nobody> needs" in page.locator(".out").inner_text()
        page.locator(".lessons h2 a").first.click()
        for plan in plans().values():
            assert page.url.endswith(f"{stem(plan)}.html")
            following = page.locator("a[rel=next]")
            if following.count():
                following.click()
        assert page.locator("a[rel=next]").count() == 0 and page.locator("a[rel=prev]").count() == 1
        assert page.locator("html").get_attribute("lang") == lang


@each_language
def test_the_list_can_be_read_by_everybody(browser, pages, lang):
    with opened(browser, pages[lang] / "index.html", viewport=PHONE) as page:
        assert (axe(page), sideways(page)) == ([], 0)


def test_on_paper_the_figures_are_there_and_the_answer_is_not(browser, pages):
    with opened(browser, pages["en"] / f"{stem(plans()[FIRST])}.html") as page:
        page.emulate_media(media="print")
        assert page.locator("#figure-1").is_visible() and page.locator("#prediction").is_visible()
        assert not page.locator("#found").is_visible() and not page.locator("#answer").is_visible()
        assert paper(page) <= 3


def test_without_scripts_everything_stands_open(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages["en"] / f"{stem(plans()[FIRST])}.html").as_uri())
    assert page.locator("#figure-1").is_visible() and page.locator("#found").is_visible()
    context.close()
