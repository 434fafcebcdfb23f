"""The room as people meet it: six pairs in real browsers, one of which breaks its copy while the others go on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from browsing import PHONE, axe, sideways

from .rooms import Running, running

pytestmark = pytest.mark.debian
_PATIENCE = 120_000
PAIRS = 6


@pytest.fixture(scope="module")
def room(scratch):
    folder = scratch / "room"
    folder.mkdir()
    with running(folder, pairs=PAIRS) as found:
        yield found


@pytest.fixture
def windows(browser):
    """Opens windows that know nothing of each other, and closes them."""
    made = []

    def window(**options: Any) -> Any:
        context = browser.new_context(locale="en-GB", **options)
        made.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.asked = []
        page.on("request", lambda one: page.asked.append(one.url))
        return page

    yield window
    for context in made:
        context.close()


def come_in(page: Any, room: Running, code: str) -> None:
    page.goto(room.address)
    page.get_by_label("Code on the card of the pair").fill(code)
    page.keyboard.press("Enter")


def run(page: Any) -> None:
    """All cells of the notebook that is open."""
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def count(page: Any) -> None:
    """The first lesson, to its answer."""
    page.get_by_role("link", name="Counting leads").click()
    run(page)
    page.locator(".jp-OutputArea-output", has_text="45 leads").wait_for()


def state(room: Running, pair: int) -> dict[str, bytes]:
    lessons = room.copies[pair] / "lessons"
    return {path.relative_to(lessons).as_posix(): path.read_bytes()
            for path in sorted(lessons.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts}  # fmt: skip


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_one_of_six_pairs_breaks_its_copy_and_the_others_go_on(room, windows):
    pages = {number: windows() for number in room.codes}
    assert len(pages) == PAIRS
    for number, page in pages.items():
        come_in(page, room, room.codes[number].upper())
        page.get_by_role("heading", name=f"Pair {number}", exact=True).wait_for()
        count(page)
    before = {number: state(room, number) for number in room.codes}

    broken = pages[3]
    broken.goto(room.address)
    broken.get_by_role("link", name="What happens if").click()
    run(broken)
    eventually(lambda: state(room, 3) == {})

    for number in set(pages) - {3}:
        pages[number].get_by_role("menuitem", name="Run", exact=True).click()
        pages[number].get_by_text("Run All Cells", exact=True).click()
        pages[number].locator(".jp-OutputArea-output", has_text="45 leads").wait_for()
        assert state(room, number) == before[number]

    trainer = windows()
    come_in(trainer, room, room.trainer)
    trainer.get_by_role("button", name="Start pair 3 again from the beginning").click()
    trainer.get_by_text("The copy is as it was at the start.").wait_for()
    broken.goto(room.address)
    count(broken)
    assert set(state(room, 3)) == set(before[1])
    for number in set(pages) - {3}:
        assert state(room, number) == before[number]
    hosts = {urlsplit(url).netloc for page in pages.values() for url in page.asked if url.startswith("http")}
    assert hosts <= {f"127.0.0.1:{room.port + place}" for place in range(PAIRS + 1)}


def test_a_pair_starts_again_by_itself(room, windows):
    page = windows()
    come_in(page, room, room.codes[5])
    (room.copies[5] / "lessons" / "en" / "01_count.ipynb").write_text("spoilt", encoding="utf-8")
    page.get_by_role("button", name="Start again from the beginning").press("Enter")
    page.get_by_text("The copy is as it was at the start.").wait_for()
    assert b"leads" in state(room, 5)["en/01_count.ipynb"]


def test_one_pair_cannot_open_what_another_is_given(room, windows):
    """The token of a pair opens no other server, and nothing opens without one."""
    page = windows()
    come_in(page, room, room.codes[1])
    mine = page.get_by_role("link", name="Counting leads").get_attribute("href")
    token = urlsplit(mine).query
    answers = {
        number: page.request.get(f"http://127.0.0.1:{room.port + number}/api/contents?{token}").status
        for number in room.codes
    }
    assert answers == {1: 200, **dict.fromkeys(range(2, PAIRS + 1), 403)}
    fresh = windows()
    assert fresh.request.get(f"http://127.0.0.1:{room.port + 1}/api/contents").status == 403
    assert fresh.request.get(f"http://127.0.0.1:{room.port + 1}/api/terminals?{token}").status == 404


def test_a_wrong_code_and_a_form_from_elsewhere_are_told_in_one_sentence(room, windows):
    page = windows()
    come_in(page, room, "zzzzzz")
    assert page.get_by_role("alert").inner_text() == "No pair has this code: look at the card again."
    answer = page.request.post(f"{room.address}/again", form={"pair": "1"})
    assert answer.status == 403 and "too old" in answer.text() and "Traceback" not in answer.text()
    assert page.request.get(f"{room.address}/nothing").status == 404


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_pages_of_the_room_are_for_everybody(room, windows, lang):
    page = windows(viewport=PHONE, bypass_csp=True)
    for code, name in ((None, "door"), (room.codes[2], "pair"), (room.trainer, "trainer")):
        page.context.clear_cookies()
        page.goto(f"{room.address}/?lang={lang}")
        if code:
            page.locator("#code").fill(code)
            page.locator("#code").press("Enter")
            page.locator("section.again, table").first.wait_for()
        assert page.locator("html").get_attribute("lang") == lang
        assert axe(page) == [], name
        assert sideways(page) == 0, name
