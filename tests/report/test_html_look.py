"""The page in a client's look: its colours in style and drawings, its logo in the header, nothing fetched."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import axe, beyond_disk, opened, sideways, strict
from helpers.engagement import Brand
from helpers.look import Look, look_of
from helpers.report.html import render

from .everything import HOSTILE, everything

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
WORN = Look(actual="#7a2048", band="#e4d2da", logo=LOGO, logo_kind="svg")


def test_style_and_drawings_wear_the_client_s_colours() -> None:
    page = render(everything(), look=WORN)
    assert "--actual:#7a2048" in page and "header{border-bottom-color:#7a2048}" in page
    drawings = "".join(re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL))
    assert "#7a2048" in drawings and "#e4d2da" in drawings
    assert "#1f4e79" not in drawings and "#cbdcec" not in drawings


def test_without_a_brand_the_page_is_the_kit_s_own() -> None:
    page = render(everything())
    assert page == render(everything(), look=Look())
    assert "<img" not in page and "border-bottom-color" not in page


def test_the_logo_lies_in_the_page_and_says_whose_it_is() -> None:
    page = render(everything(client=HOSTILE[:60]), look=WORN)
    image = re.search(r'<img class="logo" src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]*)">', page)
    assert image and base64.b64decode(image[1]) == LOGO
    assert image[2].startswith("#panic(1)") and "<lab>" not in page
    assert "img-src data:" in page
    assert "data:image/jpeg;base64," in render(everything(), look=Look(logo=b"x", logo_kind="jpeg"))


@pytest.mark.parametrize("colour", ["#ffd400", "#777777"])
def test_axe_finds_nothing_whatever_the_colour(colour: str, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(LOGO)
    look, remarks = look_of(tmp_path, Brand(logo="logo.svg", colour=colour))
    path = tmp_path / "report.html"
    path.write_text(render(everything(client="Ficticia SL"), look=look), encoding="utf-8")
    with opened(browser, path) as page:
        assert axe(page) == []
    with strict(browser, path, viewport={"width": 360, "height": 800}) as page:
        drawn = page.evaluate(
            "(() => { const logo = document.querySelector('img.logo'); return logo.naturalWidth; })()"
        )
        assert drawn > 0 and sideways(page) == 0
        assert beyond_disk(page) == [] and page.said == []
    assert remarks
