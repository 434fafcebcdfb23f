"""The PDF for everyone: PDF/UA-1 as declared and as built, its outline, its languages, its fonts, its size."""

from __future__ import annotations

import io
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from helpers.look import Look
from helpers.report.model import Cards, Figure, Heading, Report, Table
from helpers.report.pdf import render

from . import reading_pdf
from .everything import everything

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
REVIEWS = {
    "en": SAMPLES / "saas_en" / "build" / "2026-09" / "report.en.json",
    "es": SAMPLES / "industrial_es" / "build" / "2026-09" / "report.es.json",
}


@cache
def whole(lang: str = "en") -> bytes:
    return render(everything(lang=lang))


@cache
def review(lang: str) -> Report:
    return Report.from_json(REVIEWS[lang].read_text(encoding="utf-8"))


@cache
def made(lang: str) -> tuple[bytes, float]:
    """The review of a sample, and the seconds of this process that it took."""
    report, begun = review(lang), time.process_time()
    return render(report), time.process_time() - begun


def test_it_says_that_it_is_tagged_and_by_which_standard() -> None:
    inside = reading_pdf.structure(whole())
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", inside)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    assert re.search(rb"/ViewerPreferences\s*<<[^>]*/DisplayDocTitle true", inside)
    assert b"/StructTreeRoot" in inside


@pytest.mark.parametrize(("lang", "said"), [("en", b"en"), ("es", b"es"), ("es_419", b"es-MX")])
def test_it_says_its_language(lang: str, said: bytes) -> None:
    assert re.search(rb"/Lang\s*\(" + said + rb"\)", reading_pdf.structure(whole(lang)))


def test_it_says_its_title_its_author_and_its_keywords() -> None:
    pdf = whole()
    assert "Ficticia SL · Joint review · September 2026" in reading_pdf.strings(pdf, "Title")
    assert reading_pdf.strings(pdf, "Author") == ["Tándem"]
    assert reading_pdf.strings(pdf, "Keywords") == ["Ficticia SL, Joint review, September 2026"]


def test_every_picture_has_its_words() -> None:
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "#e4572e").save(logo, "PNG")
    pdf = render(everything(), look=Look(logo=logo.getvalue(), logo_kind="png"))
    # Words stand beside the picture and beside its place in the structure.
    alts = Counter(reading_pdf.strings(pdf, "Alt"))
    assert alts == {"SPARKALT: rises": 6, "ALTWORD: the bar ends at ten": 2, "Ficticia SL": 2}
    assert len(re.findall(rb"/S\s*/Figure", reading_pdf.structure(pdf))) == 5


def test_headings_and_headers_of_tables_are_what_they_are() -> None:
    inside = reading_pdf.structure(whole())
    levels = [int(level) for level in re.findall(rb"/S\s*/H([1-6])\b", inside)]
    assert {1, 2, 3} <= set(levels)
    assert len(re.findall(rb"/S\s*/TH\b", inside)) == 3 * 2
    assert re.search(rb"/Scope\s*/Column", inside) and b"/S/TOC" in inside


def test_the_outline_leads_to_sections_and_their_parts() -> None:
    titles = reading_pdf.strings(whole(), "Title")
    assert {"Ficticia SL", "Contents", "SECTIONONE", "PARTONE", "SECTIONTWO"} <= set(titles)
    assert not {"CARDTITLE", "STEPONE", "COMMITTITLE"} & set(titles)


def test_fonts_are_in_the_file_and_none_is_of_the_machine(debian: Callable[[str, str], str]) -> None:
    program = debian("pdffonts", "poppler-utils")
    ran = subprocess.run([program, "-"], input=whole(), capture_output=True, check=True, text=False)
    rows = ran.stdout.decode("utf-8").splitlines()[2:]
    assert rows and all(re.search(r" yes +yes +yes ", row) for row in rows)
    assert {re.match(r"[A-Z]{6}\+(\w+?)(-|\s)", row)[1] for row in rows} <= {"LibertinusSerif", "DejaVuSans"}  # type: ignore[index]


def test_the_structure_reads_in_order(debian: Callable[[str, str], str]) -> None:
    program = debian("pdfinfo", "poppler-utils")
    told = subprocess.run([program, "-struct-text", "-"], input=whole(), capture_output=True, check=True).stdout
    flat = " ".join(told.decode("utf-8").split())
    order = ["HEADLINE", "CARDPLAIN", "MOVEDLINE", "LASTLINE", "ANSWER", "NOTEPLAIN", "COMMITWHY", "ASKS"]
    places = [flat.index(word) for word in order]
    assert places == sorted(places)


@pytest.mark.parametrize("lang", REVIEWS)
def test_a_whole_review_is_small_and_quick(lang: str) -> None:
    pdf, seconds = made(lang)
    assert len(pdf) < 2_000_000
    assert seconds < 20


@pytest.mark.parametrize("lang", REVIEWS)
def test_a_whole_review_has_its_numbers_and_its_first_page(lang: str, debian: Callable[[str, str], str]) -> None:
    program = debian("pdftotext", "poppler-utils")
    report, (pdf, _) = review(lang), made(lang)
    printed, first = reading_pdf.text(pdf, program), reading_pdf.text(pdf, program, page=1)
    blocks = report.blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    tables += [block.data for block in blocks if isinstance(block, Figure)]
    numbers = {cell.text for table in tables for row in table.rows for cell in row if _whole(cell, table, row)}
    assert len(numbers) > 200
    assert sorted(number for number in numbers if " ".join(number.split()) not in printed) == []
    cards = next(block for block in blocks if isinstance(block, Cards)).cards
    assert all(" ".join(card.value.split()) in first for card in cards)
    contents = reading_pdf.text(pdf, program, page=2)
    headings = [block.text for block in blocks if isinstance(block, Heading) and not block.first_screen]
    assert [text for text in headings if text not in contents] == []
    unknown = next(b for b in blocks if b.kind == "narrative" and b.role == "unknown").sentences[-1].text
    assert " ".join(unknown.split())[-40:] in first


def _whole(cell: object, table: Table, row: tuple[object, ...]) -> bool:
    """A number in a column of numbers: it never breaks."""
    return bool(cell.fact) and table.columns[row.index(cell)].kind == "number"  # type: ignore[attr-defined]
