"""A lesson in JupyterLab as a person without a mouse does it: from running it to what the kit found."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from tests.lessons.classroom import lesson
from tests.lessons.test_notebooks import committed
from tests.start.lab import Lab, jupyter
from tests.start.test_start_in_browser import axe_source

from browsing import RULES
from helpers.lessons.lesson import plans
from helpers.lessons.sheet import sheet

pytestmark = pytest.mark.debian
_PATIENCE = 240_000
FIRST, LANG = next(iter(plans())), "es"


@pytest.fixture(scope="module")
def lab(scratch):
    """The committed notebook in a JupyterLab of its own; its company is imported before, so that nobody waits twice."""
    sheet(lesson(FIRST, LANG))
    with jupyter(scratch / "lessons") as running:
        shutil.copy(committed(FIRST, LANG), running.clients.parent / "notebooks" / "lesson.ipynb")
        yield running


@pytest.fixture
def page(browser, lab: Lab, tmp_path):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    window = context.new_page()
    window.set_default_timeout(_PATIENCE)
    said: list[str] = []
    window.on("pageerror", lambda error: said.append(str(error)))
    yield window
    window.screenshot(path=tmp_path / "last.png")
    context.close()
    assert said == [] and lab.outside == []


def focused(page: Any) -> tuple[str, str]:
    """What has the focus: its kind, and the words of it or of its label."""
    found: list[str] = page.evaluate(
        """(() => { const one = document.activeElement;
            return [one.tagName, (one.innerText || one.closest('label')?.innerText || '').trim()]; })()"""
    )
    return found[0], found[1]


def inside(page: Any) -> bool:
    return bool(page.evaluate("Boolean(document.activeElement.closest('.tandem-lesson'))"))


def tab_to(page: Any, kind: str, words: str = "") -> None:
    """Tab until that control has the focus; at most as often as a lesson has controls."""
    for _ in range(25):
        page.keyboard.press("Tab")
        if inside(page) and focused(page)[0] == kind and words in focused(page)[1]:
            return
    raise AssertionError(f"no {kind} '{words}' is reached by Tab; the focus is on {focused(page)}")


def run_all(page: Any) -> None:
    """By the palette of commands, as somebody without a mouse runs a notebook."""
    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input").wait_for()
    page.keyboard.type("Run All Cells")
    page.locator(".lm-CommandPalette-item.lm-mod-active").filter(has_text="Run All Cells").wait_for()
    page.keyboard.press("Enter")


def violations(page: Any) -> list[str]:
    """What axe-core finds in the lesson; JupyterLab around it is another's."""
    page.evaluate(axe_source())
    found = page.evaluate(
        "rules => axe.run('.tandem-lesson', {runOnly: {type: 'tag', values: rules}, iframes: false})", RULES
    )
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]


def test_from_start_to_end_by_keyboard_alone(page, lab):
    made = sheet(lesson(FIRST, LANG))
    say = lesson(FIRST, LANG).words.say
    wrong = next(option for option in made.options if not option.right)
    page.goto(lab.url("/lab/tree/notebooks/lesson.ipynb"))
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    run_all(page)
    controls = page.locator(".tandem-lesson")
    controls.nth(len(made.looks) + 2).wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()

    tab_to(page, "TEXTAREA")
    page.keyboard.type("Más o menos la mitad")
    assert page.locator(".tandem-lesson figure").count() == 0
    for number, look in enumerate(made.looks, start=1):
        tab_to(page, "BUTTON", say("Show figure {n}", n=number))
        page.keyboard.press("Space")
        page.get_by_text(look.at).wait_for()
        assert page.locator(".tandem-lesson figure [role=img]").count() == number

    tab_to(page, "INPUT", wrong.says)
    page.keyboard.press("Space")
    tab_to(page, "SELECT")
    page.keyboard.type("80")
    tab_to(page, "BUTTON", say("Give my answer"))
    page.keyboard.press("Space")
    page.get_by_text(wrong.feedback).wait_for()
    assert page.get_by_text(made.reveal).count() == 0

    page.keyboard.press("Shift+Tab")
    for _ in made.options:
        page.keyboard.press("Shift+Tab")
        if made.right.says in focused(page)[1]:
            break
    page.keyboard.press("Space")
    tab_to(page, "BUTTON", say("Give my answer"))
    page.keyboard.press("Space")
    page.get_by_text(made.right.feedback).wait_for()

    tab_to(page, "BUTTON", say("Show what the kit found"))
    page.keyboard.press("Space")
    page.get_by_text(made.reveal).wait_for()
    assert page.locator(".tandem-lesson textarea").input_value() == "Más o menos la mitad"
    assert violations(page) == []
