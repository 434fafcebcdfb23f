"""The section on the ideal customer: its answer, what it shows, and what it says where a form is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest

from helpers.contract import Contract
from helpers.facts import KEY
from helpers.icp.review import icp_parts
from helpers.periods import Period
from helpers.report import charts
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Heading, Narrative, Note, Sentence, Table
from helpers.report.sections.ideal import ideal, ideal_rule
from helpers.words import Words
from icp.firms import both, profile, sorting
from icp.test_review import FOOD, LARGE, sector
from metrics.workbook import client, opened

from .test_plain_words import found as not_plain

PERIOD, START = Period.parse("2026-10"), Period.parse("2024-11")
ROLES = [{"role": "Plant manager", "decides": "decides"}]
OBJECTIONS = [{"stage": "offer", "text": "Too dear", "answer": "Cost per pack"}]
FRESH = {"edited_on": date(2026, 9, 1), "review_in_days": 90}
OLD = {"edited_on": date(2026, 1, 31), "review_in_days": 90}


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests read words and tables."""
    monkeypatch.setattr(charts, "drawn", lambda *_, **__: "<svg></svg>")


def twelve(alike: int) -> list[dict[str, Any]]:
    """Twelve leads sorted by both teams, so many of them alike."""
    rows = []
    for i in range(12):
        rows.append(sorting("spring", f"i{i}", "marketing", "accept" if i % 2 else "reject", on=date(2026, 3, 1)))
        rows.append(sorting("spring", f"i{i}", "sales", "accept" if (i % 2 == 1) == (i < alike) else "reject",
                            on=date(2026, 3, 1)))  # fmt: skip
    return rows


AGREED = {
    "none": both(),
    "full": both(
        profile(LARGE, FOOD, roles=ROLES, objections=OBJECTIONS, **OLD), profile(FOOD, roles=ROLES, **OLD)
    ),
    "sales": both(sales=profile(FOOD, **OLD)),
    "fresh": both(profile(FOOD, **FRESH), profile(FOOD, **FRESH)),
}  # fmt: skip
CLIENT = client(segments={"product": "deals:Product"})


@cache
def parts(which: str, n: int, alike: int | None) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Facts and tables under some agreements, ``n`` accounts a kind, so many leads sorted alike."""
    tables = sector(n) | ({} if alike is None else {"blind_sort": twelve(alike)})
    with TemporaryDirectory() as folder:
        return icp_parts(opened(Path(folder), tables), CLIENT, AGREED[which], period=PERIOD, start=START)


def case(which: str = "full", *, n: int = 40, alike: int | None = 9, lang: str = "en") -> Case:
    rows, listed = parts(which, n, alike)
    return Case(Book(rows), Words(lang, "EUR"), Contract(), CLIENT, PERIOD, tables=listed, agreements=AGREED[which])


def sentences(blocks: list[Block], *, role: str = "answer") -> list[str]:
    return [
        one.text for block in blocks if isinstance(block, Narrative) and block.role == role for one in block.sentences
    ]


def tables_of(blocks: list[Block]) -> dict[str, Table]:
    shown = [block.data if isinstance(block, Figure) else block for block in blocks]
    return {block.caption: block for block in shown if isinstance(block, Table)}


def test_the_answer_comes_first() -> None:
    blocks = ideal(case())
    assert isinstance(blocks[0], Heading) and blocks[0].anchor == "ideal"
    assert isinstance(blocks[1], Narrative)
    said = [one.text for one in blocks[1].sentences]
    assert said[0].startswith("They agree on 9 of 12 that both sorted without seeing each other's answer (between 46")
    assert said[1].startswith("Leaving out what chance alone would give, they agree 50% of the way")
    assert said[2] == (
        "By what they have written, both would work 40 of 120 accounts; only marketing would work 40, only sales 0."
    )
    # large ones: tier A or B of marketing; A are the large food makers (4 of 4) and the large steel makers (3 of 4)
    assert said[3] == (
        "Accounts in tier A of marketing bring 1.5× the margin per customer of the others, between 1.4× and 1.6×: "
        "a clear difference."
    )
    assert said[4].startswith("Accounts in tier A of sales bring 2.0× the margin per customer of the others")


def test_every_part_is_there_in_both_languages() -> None:
    for lang in ("en", "es"):
        blocks = ideal(case(lang=lang))
        heads = [block.anchor for block in blocks if isinstance(block, Heading)]
        assert heads == ["ideal", "ideal-lift", "ideal-differences", "ideal-odds", "ideal-joint"]
        assert len(tables_of(blocks)) == 6
        assert not any(isinstance(block, Note) and block.tone == "missing" for block in blocks)


def cells(blocks: list[Block]) -> Iterator[Cell]:
    for table in tables_of(blocks).values():
        for row in table.rows:
            yield from row


def test_every_number_names_a_fact_that_exists() -> None:
    rows, _ = parts("full", 40, 9)
    keys = set(rows[KEY].agg("|".join, axis=1))
    blocks = ideal(case())
    named = {cell.fact for cell in cells(blocks) if cell.fact}
    named |= {key for block in blocks if isinstance(block, Narrative) for one in block.sentences for key in one.facts}
    assert named and named <= keys


def test_what_both_ask_and_what_is_proposed() -> None:
    shown = tables_of(ideal(case()))
    differ = [[cell.text for cell in row] for row in shown["What each team asks of an ideal customer"].rows]
    assert differ == [["Employees", "≥ 50", "–", "marketing only"], ["Industry", "Food", "Food", "the same"]]
    joint = [[cell.text for cell in row] for row in shown["Proposed joint profile"].rows]
    assert [row[:5] for row in joint] == [["Employees", "≥ 50", "3", "–", "3"], ["Industry", "Food", "1", "1", "1"]]
    assert joint[1][5] == (
        "€210 of margin per customer against €105 (40 and 80 customers): 2.0× as much, about 2.0× (a clear difference)"
    )
    assert {row[6] for row in joint} == {"☐"}
    people = [[cell.text for cell in row] for row in list(shown.values())[-1].rows]
    assert people == [
        ["Buyer role", "Plant manager", "decides", "decides"],
        ["Objection", "Too dear", "Cost per pack", "–"],
    ]


def test_a_refused_attribute_is_named() -> None:
    notes = [block.text for block in ideal(case()) if isinstance(block, Note)]
    assert any("Left out, since they are known only after the outcome: Product." in note for note in notes)


def test_without_forms_one_note_names_both() -> None:
    blocks = ideal(case("none", n=3, alike=None))
    assert [type(block) for block in blocks] == [Heading, Note]
    (note,) = [block for block in blocks if isinstance(block, Note)]
    assert "“ideal customer”" in note.text and "“blind sort”" in note.text and note.tone == "missing"
    assert note.facts


def test_one_profile_says_so_and_shows_what_it_can() -> None:
    blocks = ideal(case("sales", alike=12))
    notes = [block.text for block in blocks if isinstance(block, Note) and block.tone == "missing"]
    assert len(notes) == 1 and notes[0].startswith("Only one team has written down its ideal customer")
    said = sentences(blocks)
    assert said[0].startswith("They agree on 12 of 12")
    assert any(one.startswith("The profile of sales was last edited 273 days ago") for one in said)
    assert "What each team asks of an ideal customer" not in tables_of(blocks)


def test_no_section_where_nothing_was_computed() -> None:
    empty = Case(Book(pd.DataFrame(columns=[*KEY, "value", "unit", "low", "high", "n", "numerator", "denominator",
                                            "mature", "status", "prior", "target", "note"])),
                 Words("en"), Contract(), client(), PERIOD)  # fmt: skip
    assert ideal(empty) == [] and list(ideal_rule(empty)) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_to_decide_is_plain(lang: str) -> None:
    said: list[Sentence] = list(ideal_rule(case(lang=lang)))
    assert len(said) == 3 and {one.page for one in said} == {"ideal-customer"}
    assert all(one.facts for one in said)
    assert not_plain(" ".join(one.text for one in said).lower(), lang) == []
    if lang == "en":
        assert said[0].text == "Both teams agree on 9 of 12 leads that they sorted: decide together whom both want."
        assert said[1].text.startswith("The ideal customer of marketing was last edited 273 days ago")


def test_nothing_to_decide_where_both_agree_and_look_again() -> None:
    assert list(ideal_rule(case("fresh", alike=12))) == []
    # without a blind sort the accounts speak: all 120 alike
    assert list(ideal_rule(case("fresh", alike=None))) == []


def test_too_few_sorted_leads_decide_nothing(tmp_path: Path) -> None:
    rows = [row for row in twelve(0) if row["item"] in ("i1", "i2", "i3")]
    made = client()
    facts, listed = icp_parts(opened(tmp_path, {"blind_sort": rows}), made, both(), period=PERIOD, start=START)
    small = Case(Book(facts), Words("en"), Contract(), made, PERIOD, tables=listed)
    assert list(ideal_rule(small)) == []


def test_no_word_of_cause() -> None:
    for lang, words in (
        ("en", ("caused", "because of", "due to", "thanks to", "led to")),
        ("es", ("gracias a", "debido")),
    ):
        blocks = ideal(case(lang=lang))
        text = " ".join([*sentences(blocks), *(cell.text for cell in cells(blocks)),
                         *(block.text for block in blocks if isinstance(block, Note))]).lower()  # fmt: skip
        assert not [word for word in words if word in text]
