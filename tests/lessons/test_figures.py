"""The figures of the lessons: drawn where something is planted and where nothing is, in both languages, honestly."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers.lessons.figures
from helpers.lessons.drawing import drawn
from helpers.lessons.figures.days_of_the_month import columns as days
from helpers.lessons.figures.entries_by_month import columns as months
from helpers.lessons.figures.forecast_by_region import plated as forecast
from helpers.lessons.figures.marks import Heads, about, moved, share, shared
from helpers.lessons.figures.marks import figure as marked
from helpers.lessons.figures.unanswered_by_place import MOST, places
from helpers.lessons.figures.won_by_stage import stages
from helpers.lessons.importing import imported
from helpers.lessons.lesson import companies, plans
from helpers.lessons.opening import Lesson, lessons_of
from helpers.model import rank
from helpers.patterns.finding import Finding
from helpers.periods import Period
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.run.workspace import open_work
from helpers.words import Words
from plain_words import found as jargon

from .classroom import lesson

LANGS = ("en", "es")
EN, ES = Words("en"), Words("es")
NAMES = sorted({name for plan in plans().values() for name in plan.figures})
#: "_" begins no word here: alt text names a place as the client does
SPOKEN = {"_"}


@cache
def plain() -> dict[str, Lesson]:
    """Every lesson on the company in which nothing is planted."""
    review = open_work(imported(companies()["plain"], lang="en"))
    return {each.plan.id: each for each in lessons_of(review, lang="en")}


def whole(figure: Figure) -> list[str]:
    """What is wrong with a figure, in words."""
    texts = [figure.title, figure.subtitle, figure.alt, *(cell.text for row in figure.data.rows for cell in row)]
    wrong = ["an empty text" for text in (figure.title, figure.subtitle, figure.alt) if not text.strip()]
    wrong += ["a figure is missing" for text in texts if "nan" in re.findall(r"\w+", text.lower())]
    wrong += ["no drawing" for svg in (figure.svg, figure.svg_narrow) if not svg.startswith("<svg")]
    wrong += ["nothing behind it"] if not figure.data.rows else []
    wrong += ["not what is drawn"] if figure.chart and len(figure.chart.categories) != len(figure.data.rows) else []
    return wrong


def finding(where: str, value: float = 0.1, *, n: int = 100, claimed: bool = False, **shown: float) -> Finding:
    return Finding("unanswered", where, value, value - 0.05, value + 0.05, "share", claimed, n, shown)


def test_every_module_is_a_figure_of_a_lesson_or_what_they_share():
    folder = Path(helpers.lessons.figures.__file__).parent
    assert sorted(path.stem for path in folder.glob("*.py")) == sorted([*NAMES, "__init__", "marks"])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", plans())
def test_figures_of_a_lesson_draw_on_its_company(id: str, lang: str):
    on = lesson(id, "en")
    figures = [drawn(name, on.basis, on.found, Words(lang)) for name in on.plan.figures]
    assert [whole(figure) for figure in figures] == [[]] * len(figures)
    assert len({figure.anchor for figure in figures}) == len(figures)
    for figure in figures:
        spoken = f"{figure.title}\n{figure.subtitle}".lower()
        assert [word for word in jargon(spoken, lang) if word not in SPOKEN] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", plans())
def test_figures_of_a_lesson_draw_where_nothing_is_planted(id: str, lang: str):
    on = plain()[id]
    drawing = [drawn(name, on.basis, on.found, Words(lang)) for name in on.plan.figures] if on.found else []
    assert [whole(figure) for figure in drawing] == [[]] * len(drawing)
    assert on.found or id == "forecast-regions", "only a forecast by region may be missing"


@pytest.mark.parametrize("id", plans())
def test_a_figure_is_the_same_each_time_and_no_two_share_an_id(id: str):
    on = lesson(id, "en")
    once, again = ([drawn(name, on.basis, on.found, EN) for name in on.plan.figures] for _ in range(2))
    assert once == again
    ids = [
        found
        for figure in once
        for svg in (figure.svg, figure.svg_narrow)
        for found in re.findall(r' id="(\S+?)"', svg)
    ]
    assert len(ids) == len(set(ids))


def test_months_name_the_highest_and_the_last():
    rows = [(Period.parse(month), n) for month, n in (("2026-01", 40.0), ("2026-02", 90.0), ("2026-03", 41.0))]
    figure = months(rows, words=EN)
    assert [[cell.text for cell in row] for row in figure.data.rows] == [
        ["Jan 26", "40"],
        ["Feb 26", "90"],
        ["Mar 26", "41"],
    ]
    assert figure.alt.endswith(
        "Most in February 2026: 90. The other months lie between 40 and 41; the last one has 41."
    )
    assert ">90<" in figure.svg and ">41<" in figure.svg and ">40<" not in figure.svg


def test_one_month_alone_can_be_drawn():
    assert "between 7 and 7" in months([(Period.parse("2026-01"), 7.0)], words=EN).alt


def test_days_say_how_far_the_highest_stands_out():
    figure = days([(date(2026, 2, 1), 3.0), (date(2026, 2, 2), 130.0), (date(2026, 2, 3), 12.0)], words=ES)
    assert figure.title == "MQL de febrero de 2026, día a día"
    assert figure.alt.endswith("El día que más, 2 de febrero de 2026: 130. Ningún otro día pasa de 12.")


def test_a_deal_without_it_stands_beside_every_stage_it_got_to():
    # With it: met at opportunity 1 of 2 won; met at offer 3 of 4. Without it (every less with): 10 lost at opportunity;
    # at offer 5 lost, 5 won. So beside opportunity stand 20 (5 won), beside offer 10 (5 won).
    low, high = rank("opportunity"), rank("offer")
    met = pd.DataFrame([(low, low, 0, 1), (low, high, 1, 1), (high, high, 1, 3), (high, high, 0, 1)],
                       columns=["at", "reach", "won", "n"])  # fmt: skip
    every = pd.DataFrame([(low, 0, 11), (high, 0, 6), (high, 1, 9)], columns=["reach", "won", "n"])
    assert [tuple(row) for row in stages(met, every)] == [
        ("opportunity", (1.0, 2.0), (5.0, 20.0)),
        ("offer", (3.0, 4.0), (5.0, 10.0)),
    ]


def test_a_stage_nobody_else_got_to_is_left_out():
    met = pd.DataFrame([(4, 4, 1, 2)], columns=["at", "reach", "won", "n"])
    assert stages(met, pd.DataFrame([(4, 1, 2)], columns=["reach", "won", "n"])) == []


def test_a_forecast_is_of_money_or_of_customers():
    customers = Finding("forecast-regions", "region=North", 0.5, 0.3, 0.8, "ratio", True, 20,
                        {"actual": 20, "forecast": 40})  # fmt: skip
    money = Finding("forecast-regions", "region=North", 0.5, 0.3, 0.8, "ratio", True, 20,
                    {"actual": 200_000, "forecast": 400_000})  # fmt: skip
    one, two = (forecast([each], EN, key="k", title="t") for each in (customers, money))
    assert [cell.text for cell in one.data.rows[0]] == ["Region North", "20", "40", "12 – 32"]
    assert [cell.text for cell in two.data.rows[0]] == ["Region North", "€200,000", "€400,000", "€120,000 – €320,000"]


def test_the_place_of_the_lesson_is_always_among_those_shown():
    large = [finding(f"size={number}", 0.01, n=500) for number in range(MOST + 3)]
    small = finding("size=small", 0.4, n=12, claimed=True)
    shown = places([*large, small])
    assert small in shown
    assert len(shown) == MOST


@given(st.lists(st.tuples(st.floats(-1, 1), st.integers(1, 900), st.booleans()), min_size=1, max_size=12))
def test_a_lesson_is_about_a_claim_where_there_is_one(rows: list[tuple[float, int, bool]]):
    found = [finding(f"size={place}", value, n=n, claimed=claimed) for place, (value, n, claimed) in enumerate(rows)]
    subject = about(found)
    among = [each for each in found if each.claimed] or found
    assert subject in among
    assert abs(subject.value) == max(abs(each.value) for each in among)


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_share_lies_in_its_interval(events: int, more: int):
    cases = events + more
    mark = shared("x", events / cases, cases, words=EN)
    assert 0 <= mark.low <= mark.value + 1e-9 and mark.value - 1e-9 <= mark.high <= 1
    assert mark.hollow == (cases < 10)


@given(st.floats(0, 1))
def test_shares_are_said_in_whole_points_but_for_small_ones(value: float):
    said = share(value, EN)
    assert ("." in said) == (value < 0.1)
    assert math.isclose(float(said.rstrip("%")) / 100, value, abs_tol=0.0051)


def test_a_change_has_its_sign_once_in_either_language():
    assert (moved(0.3, 0.2, EN), moved(0.3, 0.2, ES)) == ("30 → 20%", "30 → 20\xa0%")


def test_what_is_drawn_hollow_is_said_to_be_too_few():
    thin, thick = (
        marked(
            charts.dots, [shared("x", 0.5, cases, words=ES)], key="k", words=ES,
            caption=Caption(title="t", subtitle="s"), heads=Heads(rows="r", value="v"),
        )
        for cases in (8, 80)
    )  # fmt: skip
    assert (thin.subtitle, thick.subtitle) == ("s; hueco: demasiado pocos casos para sacar conclusiones", "s")
