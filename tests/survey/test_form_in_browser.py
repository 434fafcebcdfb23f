"""The form in a real browser under its own policy: by keyboard alone, saved, read back; nothing is sent."""

from __future__ import annotations

import json
import re
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as Impatient
from tests.survey import keyboard
from tests.survey.keyboard import NAME, PROFILE, TEXTS, TOP, answers, focused

from browsing import PHONE, axe, beyond_disk, opened, paper, sideways, strict
from helpers.survey.page import page as made

pytestmark = pytest.mark.debian
each_language = pytest.mark.parametrize("lang", ["en", "es"])
SAVED = re.compile(r"survey-[0-9a-f]{8}\.json")


@pytest.fixture
def form(tmp_path: Path):
    """``form(lang)``: the page on the disk."""

    def write(lang: str) -> Path:
        path = tmp_path / f"survey.{lang}.html"
        path.write_text(made(lang, client="Muestra & Cía"), encoding="utf-8")
        return path

    return write


def choose(page: Page, path: Path) -> None:
    """Press the button that has the focus, which asks for a file; a busy machine may overhear the first press."""
    for patience in (5_000, 10_000, 30_000):
        try:
            with page.expect_file_chooser(timeout=patience) as asked:
                page.keyboard.press("Space")
        except Impatient:
            continue
        return asked.value.set_files(path)
    raise AssertionError("the button asks for no file")


def saved(page: Page, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Press the button that has the focus; the file that comes of it."""
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    assert SAVED.fullmatch(path.name)
    return path, json.loads(path.read_text(encoding="utf-8"))


def quiet(page: Page) -> bool:
    return page.said == [] and beyond_disk(page) == []


@each_language
def test_by_keyboard_alone_every_answer_is_in_the_file(browser: Browser, form, tmp_path, lang):
    with strict(browser, form(lang)) as page:
        keyboard.begin(page)
        keyboard.profile(page)
        keyboard.scales(page, answers())
        keyboard.top(page, TOP)
        keyboard.words(page, named=True)
        keyboard.tab(page, "save")
        assert page.locator("#progress-words").inner_text().startswith("40 ")
        _, response = saved(page, tmp_path)
        assert response == {
            "tandem": "survey", "version": 1, "lang": lang, "on": date.today().isoformat(), **PROFILE,
            "answers": answers(), "top": ["goals", "handoff", "data"], "open": TEXTS,
            "quotable": True, "name": NAME, "consent": True,
        }  # fmt: skip
        assert quiet(page)


def test_every_step_of_both_scales_was_among_the_answers():
    given = answers()
    assert {value for name, value in given.items() if name.endswith("_often")} == {0, 1, 2, 3, 4, "unknown"}
    assert {value for name, value in given.items() if not name.endswith("_often")} == {1, 2, 3, 4, 5, "unknown"}


@each_language
def test_half_filled_it_says_what_is_missing_and_is_saved_on_the_second_press(browser, form, tmp_path, lang):
    given = {name: value for name, value in answers().items() if name not in ("customer_2", "data_often", "data_3")}
    with strict(browser, form(lang)) as page:
        keyboard.begin(page)
        keyboard.profile(page)
        keyboard.scales(page, given)
        keyboard.top(page, [])
        keyboard.words(page, named=False)
        keyboard.tab(page, "save")
        page.keyboard.press("Enter")
        assert focused(page)[0] == "missing"
        assert "3 " in page.locator("#missing p").first.inner_text()
        assert page.locator("#missing a").count() == 2
        assert page.locator(".mark:visible").count() == 3
        keyboard.tab(page, "A")
        page.keyboard.press("Enter")
        assert focused(page)[0] == "customer_2"
        page.keyboard.press("Space")
        assert page.locator(".mark:visible").count() == 2
        page.locator("#save").focus()
        page.keyboard.press("Enter")
        assert focused(page)[0] == "missing"
        for expected in ("A", "save"):
            keyboard.tab(page, expected)
        _, response = saved(page, tmp_path)
        assert response["answers"] == given | {"customer_2": 1}
        assert (response["top"], response["name"], response["consent"]) == ([], "", False)
        assert quiet(page)


def test_an_empty_form_may_be_saved_and_says_that_the_team_is_needed(browser, form, tmp_path):
    with strict(browser, form("en")) as page:
        page.locator("#save").focus()
        page.keyboard.press("Enter")
        assert "Without the team" in page.locator("#missing").inner_text()
        assert page.locator("#missing a").first.get_attribute("href") == "#q-team"
        page.locator("#save").focus()
        _, response = saved(page, tmp_path)
        assert response["answers"] == {} and response["team"] is None and response["level"] is None


def test_a_fourth_choice_is_refused_in_words(browser, form):
    with strict(browser, form("en")) as page:
        boxes = page.locator("input[name=top]")
        for place in range(3):
            boxes.nth(place).focus()
            page.keyboard.press("Space")
        assert page.locator("#top-said").inner_text() == "3 of 3 chosen"
        boxes.nth(8).focus()
        page.keyboard.press("Space")
        assert page.locator("#top-said").inner_text() == "Three are chosen already: take one away first."
        assert page.locator("input[name=top]:checked").count() == 3 and not boxes.nth(8).is_checked()
        assert page.locator("#top-said").get_attribute("role") == "status"


def test_a_name_without_consent_stays_out_and_consent_without_a_name_is_asked_about(browser, form, tmp_path):
    with strict(browser, form("en")) as page:
        page.locator("#name").focus()
        page.keyboard.type(NAME)
        assert "left out of the file" in page.locator("#name-said").inner_text()
        page.locator("#save").focus()
        page.keyboard.press("Enter")
        page.locator("#save").focus()
        path, response = saved(page, tmp_path)
        assert response["name"] == "" and response["consent"] is False and NAME not in path.read_text()
        page.locator("#name").fill(" ")
        page.locator("#consent").focus()
        page.keyboard.press("Space")
        page.locator("#save").focus()
        page.keyboard.press("Enter")
        assert "there is no name" in page.locator("#missing").inner_text()


@each_language
def test_an_earlier_file_is_opened_and_goes_on_under_its_name(browser, form, tmp_path, lang):
    response = {
        "tandem": "survey", "version": 1, "lang": "es", "on": "2026-10-06", "team": "marketing", "level": None,
        "answers": {"goals_1": 4, "goals_2": "unknown", "handoff_often": 0, "data_mirror": 3, "goals_3": 9,
                    "data_1": None},
        "top": ["data"], "open": {"open_keep": "<i>así</i>"}, "quotable": True,
        "name": "Persona Inventada Dos", "consent": False,
    }  # fmt: skip
    earlier = tmp_path / "survey-0a1b2c3d (1).json"
    earlier.write_text(json.dumps(response), encoding="utf-8")
    with strict(browser, form(lang)) as page:
        keyboard.begin(page)
        choose(page, earlier)
        page.locator("#opened a").wait_for()
        said = page.locator("#opened").inner_text()
        assert "survey-0a1b2c3d (1).json" in said and "3 " in said and "2 " in said
        page.locator("#opened a").focus()
        page.keyboard.press("Enter")
        assert focused(page)[0] == "goals_3"
        assert page.locator("#name").input_value() == ""
        page.locator("#save").focus()
        page.keyboard.press("Enter")
        page.locator("#save").focus()
        path, again = saved(page, tmp_path)
        assert path.name == "survey-0a1b2c3d.json"
        assert again["answers"] == {"goals_1": 4, "goals_2": "unknown", "handoff_often": 0}
        assert (again["team"], again["top"], again["quotable"]) == ("marketing", ["data"], True)
        assert again["open"] == {"open_change": "", "open_keep": "<i>así</i>"}
        assert quiet(page)


@pytest.mark.parametrize(
    "text",
    ["", "no form", "[]", "null", '"survey"', '{"tandem": "survey", "version": 2, "answers": {}}',
     '{"tandem": "survey", "version": 1, "answers": null}', "{" * 5],
)  # fmt: skip
def test_a_file_that_is_no_saved_form_changes_nothing(browser, form, tmp_path, text):
    (tmp_path / "other.json").write_text(text)
    with strict(browser, form("en")) as page:
        page.locator("input[name=goals_1]").nth(3).focus()
        page.keyboard.press("Space")
        page.locator("#earlier").set_input_files(tmp_path / "other.json")
        page.locator("#opened:not(:empty)").wait_for()
        assert page.locator("#opened").inner_text() == (
            "other.json is not a file that this form saved; nothing was changed."
        )
        assert page.locator("#progress-words").inner_text() == "1 of 40 questions answered · not saved yet"
        assert quiet(page)


def test_it_warns_before_leaving_with_unsaved_answers_and_only_then(browser, form, tmp_path):
    asked: list[str] = []
    with strict(browser, form("en")) as page:
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.locator("input[name=goals_1]").nth(3).focus()
        page.keyboard.press("Space")
        page.reload()
        assert asked == ["beforeunload"]
        assert page.locator("input:checked").count() == 0, "a draft stayed on the computer"
        page.locator("input[name=goals_1]").nth(3).focus()
        page.keyboard.press("Space")
        page.locator("#save").focus()
        page.keyboard.press("Enter")
        page.locator("#save").focus()
        saved(page, tmp_path)
        page.reload()
        assert asked == ["beforeunload"]
        assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_the_form_is_emptied_for_the_next_person(browser, form, tmp_path):
    with strict(browser, form("en")) as page:
        names = []
        for _ in range(2):
            page.locator("input[name=goals_1]").nth(3).focus()
            page.keyboard.press("Space")
            for _ in range(2):
                page.locator("#save").focus()
                if page.locator("#save").inner_text() == "Save half-filled":
                    break
                page.keyboard.press("Enter")
            names.append(saved(page, tmp_path)[0].name)
            page.locator("#empty").focus()
            page.keyboard.press("Enter")
            assert page.locator("input:checked").count() == 0
            assert page.locator("#saved").inner_text() == "The form is empty."
        assert names[0] != names[1], "two people under one name"


@each_language
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_before_nor_with_messages_and_nothing_scrolls_sideways(browser, form, lang, viewport):
    with opened(browser, form(lang), viewport=viewport) as page:
        assert (axe(page), sideways(page)) == ([], 0)
        for place in range(4):
            page.locator("input[name=top]").nth(place).focus()
            page.keyboard.press("Space")
        page.locator("#consent").check()
        page.locator("input[name=goals_1]").nth(2).check()
        page.locator("#save").click()
        assert page.locator("#missing").is_visible()
        assert (axe(page), sideways(page)) == ([], 0)
        with page.expect_download():
            page.locator("#save").click()
        assert page.locator("#saved p").count() == 2
        assert (axe(page), sideways(page)) == ([], 0)
        assert quiet(page)


def test_what_has_the_focus_is_never_under_the_line_of_progress(browser, form):
    with strict(browser, form("es"), viewport=PHONE) as page:
        keyboard.begin(page)
        for _ in range(60):
            page.keyboard.press("Tab")
            if focused(page)[0] == "empty":
                break
            low, bar = page.evaluate(
                "[document.activeElement.getBoundingClientRect().bottom,"
                " document.querySelector('.bar').getBoundingClientRect().top]"
            )
            assert low <= bar, focused(page)
        assert focused(page)[0] == "empty", "the end was not reached"


def test_the_policy_lets_nothing_out(browser, form):
    """Somebody listens, and hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener, strict(browser, form("en")) as page:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        for attempt in (
            f"fetch('{address}/x').then(() => 'out', () => 'blocked')",
            "new Promise(told => { const image = new Image(); image.onerror = () => told('blocked');"
            f" image.onload = () => told('out'); image.src = '{address}/x.png'; }})",
        ):
            assert page.evaluate(attempt) == "blocked"
        listener.settimeout(0.5)
        with pytest.raises(TimeoutError):
            listener.accept()
        assert any("Content Security Policy" in line for line in page.said), "the policy was not what stopped it"


@each_language
def test_it_prints_whole(browser, form, lang):
    with opened(browser, form(lang)) as page:
        assert 6 <= paper(page) <= 11
