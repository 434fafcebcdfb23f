"""The PDF for everyone: PDF/UA-1 as declared and as built, its outline, its languages, its fonts, its size."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image

from helpers.look import Look
from helpers.report.pdf import render

from . import reading_pdf
from .everything import everything


@cache
def whole(lang: str = "en") -> bytes:
    return render(everything(lang=lang))


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
