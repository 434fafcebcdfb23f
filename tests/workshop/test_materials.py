"""Every sheet that the guides name prints on A4, in both languages, with everything on the page it belongs to."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from helpers.agreements import Sla
from helpers.errors import RenderError
from helpers.lessons.lesson import plans, text
from helpers.patterns.basis import Basis
from helpers.words import Words
from helpers.workshop.learning.questions import questions
from helpers.workshop.materials import MATERIALS, documents, write_materials
from helpers.workshop.materials.blocks import Document, Page, title
from helpers.workshop.materials.sheets import AGREEMENT
from helpers.workshop.materials.typesetting import typeset
from helpers.workshop.sorting import drawn

from .leads import basis

LANGS = ("en", "es")
PAIRS = 3
#: Pages of each: a tent page for each pair, two commitments on a page, two lessons on a page, questions on both sides.
PAGES = dict.fromkeys(MATERIALS, 1) | {
    "name-tents": PAIRS, "sorting-sheets": 2, "prediction-sheets": 7, "question-sheets": 4, "commitment-cards": 2,
    "objection-map": 2,
}  # fmt: skip
FLIPPED = {("plan-90", 1), ("objection-map", 1)}
#: A4 in points, upright.
A4 = (595.276, 841.89)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Basis:
    return basis(tmp_path_factory.mktemp("materials"))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, company: Basis) -> dict[str, list[Path]]:
    out = tmp_path_factory.mktemp("print")
    return {lang: write_materials(out / lang, lang=lang, company=company, pairs=PAIRS) for lang in LANGS}


def told(debian, path: Path, *how: str) -> str:
    made = [debian(how[0], "poppler-utils"), *how[1:], str(path), *(["-"] if how[0] == "pdftotext" else [])]
    return subprocess.run(made, capture_output=True, text=True, encoding="utf-8", check=True).stdout


@pytest.mark.parametrize("lang", LANGS)
def test_there_is_one_file_for_each_material_in_order(lang: str, printed) -> None:
    assert [path.name for path in printed[lang]] == [f"{id}.pdf" for id in MATERIALS]
    assert all(path.read_bytes().startswith(b"%PDF") for path in printed[lang])


@pytest.mark.debian
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", MATERIALS)
def test_it_prints_on_a4(id: str, lang: str, printed, debian) -> None:
    """Every page of every sheet, upright or on its side; as many pages as it is meant to have."""
    path = printed[lang][MATERIALS.index(id)]
    said = told(debian, path, "pdfinfo", "-f", "1", "-l", "99")
    sizes = [(float(w), float(h)) for w, h in re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", said)]
    assert len(sizes) == PAGES[id]
    for number, size in enumerate(sizes, 1):
        wanted = A4[::-1] if (id, number) in FLIPPED else A4
        assert size == pytest.approx(wanted, abs=0.5), (id, number)


@pytest.mark.debian
@pytest.mark.parametrize("lang", LANGS)
def test_sorting_sheets_hold_the_leads_and_no_outcome(lang: str, printed, debian, company: Basis) -> None:
    words = told(debian, printed[lang][MATERIALS.index("sorting-sheets")], "pdftotext", "-layout")
    key = told(debian, printed[lang][MATERIALS.index("sorting-key")], "pdftotext", "-layout")
    cards = drawn(company)
    assert words.count("☐") == 2 * 2 * len(cards)
    ended = {"en": ("taken on", "turned down"), "es": ("aceptado", "rechazado")}[lang]
    assert all(word in key and word not in words for word in ended)
    assert not re.search(r"p_[0-9a-f]{12}|\ba\d{3}\b", words + key)


@pytest.mark.debian
@pytest.mark.parametrize("lang", LANGS)
def test_every_lesson_has_a_prediction_and_no_blank_is_left_open(lang: str, printed, debian) -> None:
    words = " ".join(told(debian, printed[lang][MATERIALS.index("prediction-sheets")], "pdftotext").split())
    for id in plans():
        assert text(id, lang).title in words, id
    assert "{" not in words


@pytest.mark.debian
@pytest.mark.parametrize("lang", LANGS)
def test_the_eight_questions_stand_on_paper_twice_with_their_options(lang: str, printed, debian) -> None:
    words = " ".join(told(debian, printed[lang][MATERIALS.index("question-sheets")], "pdftotext").split())
    for each in questions():
        said = each.said(lang)
        for sentence in (said.ask, *said.options.values()):
            assert words.count(" ".join(sentence.split())) >= 2, sentence


def test_the_draft_asks_for_every_field_of_its_form() -> None:
    assert [field for field, _ in AGREEMENT[:4]] == ["capacity", "answer_within", "decide_within", "required"]
    assert {field for field, _ in AGREEMENT} == set(Sla.model_fields)


@pytest.mark.parametrize("lang", ["en", "es", "es_419"])
def test_the_poster_holds_every_rule_of_the_guide(lang: str, company: Basis) -> None:
    poster = next(made for made in documents(Words(lang), company=company) if made.id == "ground-rules")
    (_, rules) = poster.pages[0].blocks
    assert len(rules["items"]) == 8 and all(each["head"] and each["text"] for each in rules["items"])


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path, company: Basis) -> None:
    one, two = (
        write_materials(tmp_path / name, lang="en", company=company, pairs=1, lessons=["growth"]) for name in ("a", "b")
    )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_what_a_client_writes_is_never_a_command() -> None:
    made = Document("a", "#panic()", (Page((title("*x* #import $y$ \\", under="<a> @b"),)),))
    assert typeset(made, words=Words("en")).startswith(b"%PDF")


def test_a_sheet_that_cannot_be_made_is_said_in_one_line() -> None:
    made = Document("plan-90", "A", (Page(({"kind": "title", "text": 3, "under": 4},)),))
    with pytest.raises(RenderError, match="plan-90: the sheet cannot be made"):
        typeset(made, words=Words("en"))
