"""One file, sound markup, no network, nothing from data read as code."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from helpers.contract import Contract, FileAccount, Finding
from helpers.report.drawing import INK, MUTED
from helpers.report.html import render
from helpers.report.model import Cards, Figure, Report, Table

from . import facts
from .composing import compose
from .reading import Page


def test_markup_is_sound(html: str) -> None:
    page = Page(html)
    assert page.broken == [] and page.open == []
    assert html.lstrip().startswith("<!DOCTYPE html>")


def test_ids_are_unique_and_every_anchor_resolves(html: str) -> None:
    page = Page(html)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in page.values("href") + page.values("xlink:href") if link.startswith("#")]
    inside += re.findall(r"url\(#([^)]+)\)", html)
    inside += page.values("aria-labelledby")
    assert inside and set(inside) <= set(ids)


def test_headings_are_in_order(html: str) -> None:
    levels = Page(html).headings
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_nothing_is_fetched(html: str) -> None:
    links = re.findall(r"https?://[^\s\"'<>]+", re.sub(r'xmlns(:\w+)?="[^"]*"', "", html))
    assert links == []
    page = Page(html)
    assert not [tag for tag, _ in page.tags if tag in ("link", "img", "iframe", "object", "embed")]
    assert [attrs for tag, attrs in page.tags if tag == "script"] in ([], [{}])
    assert page.values("src") == [] and "@import" not in html and "url(http" not in html
    assert all(link.startswith("#") for link in page.values("href"))


def test_the_page_says_its_language_and_serves_a_keyboard(html: str, which: tuple[str, str]) -> None:
    page = Page(html)
    assert dict(page.tags[[tag for tag, _ in page.tags].index("html")][1])["lang"] == which[1]
    links = [attrs for tag, attrs in page.tags if tag == "a"]
    assert links[0]["href"] == "#main" and "main" in page.values("id")


def test_tables_have_captions_and_scopes(html: str) -> None:
    tables = re.findall(r"<table>.*?</table>", html, flags=re.DOTALL)
    for table in tables:
        assert "<caption>" in table and re.search(r'<th scope="row"', table)
        assert not re.search(r"<th(?! scope=)[ >]", table)
    regions = re.findall(r'<div class="scroll"[^>]*>', html)
    assert all('tabindex="0"' in region and "aria-label" in region for region in regions)


def test_every_figure_tells_its_finding_and_has_its_table(html: str, review: Report) -> None:
    figures = [block for block in review.blocks if isinstance(block, Figure)]
    parts = re.findall(r"<figure .*?</figure>", html, flags=re.DOTALL)
    assert len(parts) == len(figures)
    for part in parts:
        assert re.search(r'role="img" aria-label="[^"]{20,}"', part)
        assert "<details>" in part and "<table>" in part


def test_cards_and_cells_carry_their_facts(html: str, review: Report) -> None:
    keys = set(Page(html).values("data-fact"))
    cards = next(block for block in review.blocks if isinstance(block, Cards)).cards
    assert {card.fact for card in cards if card.fact} <= keys


def test_the_file_is_small(html: str) -> None:
    assert len(html.encode()) < 1_000_000


def test_contrast_is_enough() -> None:
    """Every text colour of the style and of the figures on white: at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    style = re.search(r":root\{([^}]*)\}", render(_hostile()))
    assert style
    colours = dict(part.split(":") for part in style[1].split(";") if part)
    texts = {INK, MUTED, *(colours[f"--{name}"] for name in ("ink", "muted", "actual", "bad", "good"))}
    assert min(_contrast(colour) for colour in texts) >= 4.5


def _contrast(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


EVIL = "<script>alert('x')</script>"


@cache
def _hostile() -> Report:
    """Markup wherever a client's words reach the page."""
    engagement = facts.engagement("sales-led").model_copy(update={"client": EVIL})
    rows = facts.sales_led()
    rows["segment"] = rows["segment"].str.replace("channel=events", f"channel={EVIL} <b>&\"'", regex=False)
    rows["segment"] = rows["segment"].str.replace("deal=8841", f"deal={EVIL}", regex=False)
    rows["segment"] = rows["segment"].str.replace("file=leads.csv", f"file={EVIL}.csv", regex=False)
    contract = Contract(
        files=[FileAccount(name=EVIL)],
        findings=[Finding(code="bad_dates", count=3, detail=EVIL), Finding(code=EVIL, detail="x")],
    )
    return compose(rows, contract, engagement, period=facts.PERIOD, lang="en")


def test_text_from_data_is_never_code() -> None:
    html = render(_hostile())
    assert "<script" not in html
    assert "&lt;script&gt;alert(" in html
    assert "<b>" not in html
    page = Page(html)
    assert page.broken == [] and not [tag for tag, _ in page.tags if tag in ("script", "b")]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_internal_copy_says_so(lang: str) -> None:
    said = {"en": "For the two teams only", "es": "Solo para los dos equipos"}[lang]
    rows = facts.nothing("digital-native")
    engagement = facts.engagement("digital-native")
    inside = compose(rows, Contract(), engagement, period=facts.PERIOD, lang=lang, internal=True)
    outside = compose(rows, Contract(), engagement, period=facts.PERIOD, lang=lang)
    assert said in render(inside) and said not in render(outside)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_companies_stand_in_the_internal_copy_and_nowhere_else(lang: str) -> None:
    rows = facts.sales_led()
    rows = rows[rows["metric"].isin(["deal_value", "no_decision", "open_deals"])]
    names = {"8841": "Ribera Fictional Foods", "9001": "Norte Invented Works"}
    stale = ("9001", "9002")
    engagement = facts.engagement("sales-led")
    inside, outside = (
        compose(
            rows, Contract(), engagement, period=facts.PERIOD, lang=lang, internal=internal, names=names, stale=stale
        )
        for internal in (True, False)
    )
    tables = [block for block in inside.blocks if isinstance(block, Table)]
    closed = next(table for table in tables if any(cell.text == "8841" for row in table.rows for cell in row))
    assert [row[1].text for row in closed.rows if row[0].text in ("8841", "8850")] == ["Ribera Fictional Foods", "–"]
    assert [[cell.text for cell in row] for table in tables for row in table.rows if row[0].text.startswith("9")] == [
        ["9001", "Norte Invented Works"],
        ["9002", "–"],
    ]
    for text in (outside.to_json(), render(outside)):
        assert not any(word in text for word in (*names.values(), "9001", "9002"))
