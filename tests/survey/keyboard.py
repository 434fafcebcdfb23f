"""A person without a mouse: moves by Tab, chooses by arrows, ticks by the space bar, and never clicks."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from helpers.instrument import instrument

#: What stands before the first question: the skip link, the earlier file.
BEFORE = 2
PROFILE = {"team": "sales", "level": "field", "tenure": "over3"}
TOP = ["handoff", "data", "goals"]
TEXTS = {
    "open_change": 'Menos «urgente» <b>y</b> más "datos" & plazos',
    "open_keep": "The Monday call\nwith both teams",
}
NAME = "Persona Inventada Uno"


def values(name: str) -> list[int | str]:
    """What a question on a scale offers, in its order."""
    return [*(range(5) if name.endswith("_often") else range(1, 6)), "unknown"]


def answers() -> dict[str, int | str]:
    """An answer to each question on a scale; every step of both scales and "don't know" are among them."""
    return {name: values(name)[place % 6] for place, name in enumerate(instrument().questions("en"))}


def in_page_order() -> list[str]:
    """Ids of the questions on a scale as they follow each other on the page."""
    made = [name for each in instrument().constructs for name in (*each.item_ids, each.often_id)]
    return made + [each.mirror_id for each in instrument().constructs if each.mirror]


def focused(page: Page) -> tuple[str, str]:
    """Name or id, and value, of what has the focus."""
    found: list[str] = page.evaluate(
        "(({name, id, value, tagName}) => [name || id || tagName, String(value ?? '')])(document.activeElement)"
    )
    return found[0], found[1]


def tab(page: Page, expected: str) -> None:
    """One Tab must lead here."""
    page.keyboard.press("Tab")
    assert focused(page)[0] == expected


def choose(page: Page, name: str, offered: list[Any], value: Any) -> None:
    """Tab into a group of radio buttons and go to an answer by the arrows."""
    tab(page, name)
    page.keyboard.press("Space")
    for _ in range(offered.index(value)):
        page.keyboard.press("ArrowRight")
    assert focused(page) == (name, str(value))


def begin(page: Page) -> None:
    """Pass over what stands before the first question."""
    for _ in range(BEFORE):
        page.keyboard.press("Tab")
    assert focused(page)[0] == "earlier"


def profile(page: Page) -> None:
    """The three questions about the person."""
    for name, value in PROFILE.items():
        choose(page, name, list(instrument().words[name]), value)


def scales(page: Page, given: dict[str, int | str]) -> None:
    """Every question on a scale; those without an answer in ``given`` are passed over."""
    for name in in_page_order():
        if name in given:
            choose(page, name, values(name), given[name])
        else:
            tab(page, name)


def top(page: Page, wanted: list[str]) -> None:
    """The boxes of what to mend first."""
    for construct in instrument().constructs:
        tab(page, "top")
        if construct.id in wanted:
            page.keyboard.press("Space")


def words(page: Page, *, named: bool) -> None:
    """The two texts, the leave to quote, and the part with the name."""
    for name, text in TEXTS.items():
        tab(page, name)
        page.keyboard.type(text)
    tab(page, "quotable")
    page.keyboard.press("Space")
    tab(page, "consent")
    if named:
        page.keyboard.press("Space")
    tab(page, "name")
    if named:
        page.keyboard.type(NAME)
