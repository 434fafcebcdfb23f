"""A lesson as a page, without a browser: escaped, whole, the same each time."""

import re

import pytest
from tests.lessons.test_desk import SHEET, Opened

from helpers.lessons import page as pages
from helpers.lessons.lesson import plans
from helpers.look import Look


class Known(Opened):
    """As much of a lesson as a page asks for."""

    plan = next(iter(plans().values()))
    text = SHEET

    class basis:  # noqa: N801
        class engagement:  # noqa: N801
            client = "Acme & <Sons>"


@pytest.fixture(params=["en", "es", "es_419"])
def lesson(request, monkeypatch):
    monkeypatch.setattr(pages, "sheet", lambda lesson: SHEET)
    return Known(request.param)


def test_text_is_escaped_and_the_language_named(lesson):
    made = pages.page(lesson)
    assert f'<html lang="{lesson.words.lang.replace("_", "-")}">' in made
    for raw in ("Write <it>", "It is <so>", "Leads of <script>", "a <b>", "& <Sons>"):
        assert raw not in made
    assert "Acme &amp; &lt;Sons&gt;" in made and made.count("<script") == 2
    assert r"It is \u003cso\u003e" in made


def test_equal_arguments_give_equal_pages_and_no_address_is_asked(lesson):
    made = pages.page(lesson)
    assert made == pages.page(lesson)
    assert "connect-src" not in made and "default-src 'none'" in made
    assert re.findall(r"(?:src|href)=\"(?!#|data:|index\.html)[^\"]*", made) == []


def test_a_page_wears_the_look_of_the_client(lesson):
    made = pages.page(lesson, look=Look(actual="#7a2048"))
    assert "--actual:#7a2048" in made and "#1f4e79" not in made


def test_neighbours_are_linked_where_there_are_any(lesson):
    made = pages.page(lesson, around=pages.Around("01_a.html", "03_b.html"))
    assert '<a href="01_a.html" rel="prev">' in made and '<a href="03_b.html" rel="next">' in made
    assert 'rel="prev"' not in pages.page(lesson) and 'rel="next"' not in pages.page(lesson)


def test_the_list_names_notebooks_only_where_there_are_some(lesson):
    assert ".ipynb" in pages.index([lesson], notebooks="notebooks/")
    plain = pages.index([lesson])
    assert ".ipynb" not in plain and 'class="out"' not in plain and "<script" not in plain
