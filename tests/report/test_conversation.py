"""The talk with names: who stands where, what comes first, and that nothing is counted and nobody else is named."""

from __future__ import annotations

import math
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from browsing import PHONE, axe, opened, sideways
from helpers.report.conversation import GUIDE, page

from . import assessed
from .reading import Page

TEXTS = pd.DataFrame(
    [("Ana Inventada", "open_change", "One list <b>for all</b>"), ("Blas Ficticio", "open_keep", "Coffee on Mondays")],
    columns=["name", "question", "words"],
)


def said(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Answers; ``nan`` is 'I don't know'."""
    table = pd.DataFrame(list(rows), columns=["name", "team", "item", "value"])
    return table.assign(unknown=table["value"].isna())


def text(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html.split("</style>")[1]).split()))


def test_where_people_stand_two_steps_apart_comes_first() -> None:
    """goals_1: 2 and 3, one step; handoff_3: 1 and 5, four; customer_1: 2 and 4, two."""
    html = page(
        said(
            ("Ana", "marketing", "goals_1", 3), ("Blas", "sales", "goals_1", 2), ("Ana", "marketing", "customer_1", 4),
            ("Blas", "sales", "customer_1", 2), ("Ana", "marketing", "handoff_3", 5), ("Blas", "sales", "handoff_3", 1),
        ),
        lang="en",
    )  # fmt: skip
    shown = text(html)
    order = [
        "Here you stand two steps or more apart",
        "No qualified contact waits longer",
        "Both teams would turn down",
        "Here you stand close together",
        "I know which goal of the other team",
    ]
    places = [shown.index(each) for each in order]
    assert places == sorted(places)
    assert "Strongly disagree Blas Disagree Neither agree nor disagree Agree Strongly agree Ana" in shown


def test_not_knowing_is_a_place_of_its_own_and_guesses_stand_below() -> None:
    shown = text(
        page(
            said(
                ("Ana", "marketing", "handoff_3", math.nan),
                ("Blas", "sales", "handoff_3", 4),
                ("Ana", "marketing", "handoff_mirror", 2),
            ),
            lang="en",
        )
    )
    assert "I don't know: Ana" in shown and "What they expected of the other team: Ana: Disagree" in shown


def test_how_often_has_its_own_scale() -> None:
    shown = text(page(said(("Ana", "marketing", "goals_often", 0), ("Blas", "sales", "goals_often", 4)), lang="es"))
    assert "Nunca Ana Una vez Dos o tres veces Casi cada semana Varias veces por semana Blas" in shown


@pytest.mark.parametrize(
    ("lang", "left", "sentence"),
    [
        ("en", 1, "1 person answered and did not agree to be named"),
        ("en", 3, "3 people answered and did not agree to be named"),
        ("es", 2, "2 personas respondieron y no quisieron aparecer con nombre"),
    ],
)
def test_how_many_are_left_out_is_said_and_never_who(lang: str, left: int, sentence: str) -> None:
    shown = text(page(assessed.statements(), lang=lang, left_out=left))
    assert sentence in shown
    assert sentence[2:] not in text(page(assessed.statements(), lang=lang))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_everybody_who_agreed_is_named_with_consent_and_nothing_is_counted(lang: str) -> None:
    html = page(assessed.statements(), lang=lang, client="Acme <i>", on=assessed.ON, texts=TEXTS)
    shown = text(html)
    consent = {"en": "Everybody named here has agreed", "es": "Todas las personas nombradas aquí han aceptado"}[lang]
    assert consent in shown and all(name in shown for name in ("Ana Inventada", "Blas Ficticio", "Cira Ejemplo"))
    assert "%" not in shown and not re.search(r"\d[.,]\d", shown)
    assert "One list &lt;b&gt;for all&lt;/b&gt;" in html and "<b>" not in html and "<i>" not in html
    markup = Page(html)
    assert markup.broken == [] == markup.open and markup.values("src") == []
    assert "default-src 'none'" in html


def test_the_guide_takes_an_hour() -> None:
    assert sum(minutes for minutes, _, _ in GUIDE) == 60
    assert "55–60" in text(page(assessed.statements(), lang="en"))


def test_without_consent_there_is_no_talk() -> None:
    html = page(assessed.statements().iloc[:0], lang="en", left_out=5)
    assert "Nobody has agreed to be shown with their name" in html and "statements" not in Page(html).values("class")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (assessed.statements().drop(columns="team"), "missing column 'team'"),
        (said(("", "sales", "goals_1", 3)), "a row without a name"),
        (assessed.statements().assign(name=None), "a row without a name"),
    ],
)
def test_a_table_that_must_not_come_this_far_is_refused(rows: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        page(rows, lang="en")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_it_can_be_read_by_everybody_and_on_a_phone(browser: Browser, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "talk.html"
    file.write_text(page(assessed.statements(), lang=lang, left_out=2, texts=TEXTS), encoding="utf-8")
    with opened(browser, file) as window:
        assert axe(window) == [] and window.said == []  # type: ignore[attr-defined]
    with opened(browser, file, viewport=PHONE) as window:
        assert sideways(window) == 0


@pytest.mark.parametrize(("lang", "said"), [("en", "the report shows both teams"), ("es", "muestra los dos equipos")])
def test_large_teams_need_no_names_and_are_told_so(lang: str, said: str) -> None:
    nothing = pd.DataFrame({name: [] for name in ("name", "team", "item", "value", "unknown")})
    assert said in page(nothing, lang=lang, shown=True) and said not in page(nothing, lang=lang)
