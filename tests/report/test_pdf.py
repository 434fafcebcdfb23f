"""The PDF: every kind of block is in it, data are never markup, the first screen is one page, errors are one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from helpers.errors import RenderError
from helpers.look import Look
from helpers.report.model import Cards, Heading, Narrative, Note, Paste, Report, Sentence, Table
from helpers.report.pdf import render

from . import reading_pdf
from .everything import HOSTILE, card, detail, everything, figure, first_screen, sentence, table

Reader = Callable[..., str]


@pytest.fixture(scope="module")
def read(debian: Callable[[str, str], str]) -> Reader:
    """The text of a PDF, or of a page of it."""
    program = debian("pdftotext", "poppler-utils")
    return lambda pdf, page=0: reading_pdf.text(pdf, program, page=page)


@cache
def whole(lang: str) -> bytes:
    return render(everything(lang=lang))


def words_of(report: Report) -> set[str]:
    """The words in capitals by which a text is found again."""
    seen = re.sub(r'"(svg|svg_narrow|spark|alt|spark_alt|title": "PASTE)[^\n]*', "", report.to_json())
    return set(re.findall(r"\b[A-Z]{4,}\d?\b", seen))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_kind_of_block_is_printed(lang: str, read: Reader) -> None:
    printed = read(whole(lang))
    words = words_of(everything())
    assert len(words) > 60
    assert sorted(word for word in words if word not in printed) == []
    assert "DRAWNWORD" in printed and "PASTEONE" in printed and "PASTETWO" in printed


def test_rows_of_an_explorer_are_printed_where_they_are_asked_for(read: Reader) -> None:
    printed = read(whole("en"))
    assert printed.count("GROUPINNER") == 2 and printed.count("ROWONE") == 1


def test_the_first_page_is_the_first_screen_and_then_come_the_contents(read: Reader) -> None:
    pdf = whole("en")
    first, second = read(pdf, 1), read(pdf, 2)
    assert "Ficticia SL" in first and "HEADLINE" in first and "LASTLINE" in first and "SECTIONONE" not in first
    assert second.startswith("Contents") and re.search(r"SECTIONONE[ .]+3 PARTONE[ .]+\d SECTIONTWO[ .]+\d", second)
    assert "CARDTITLE" not in second and "STEPONE" not in second
    assert f"Ficticia SL · September 2026 Page 1 of {reading_pdf.pages(pdf)}" in first


def test_a_full_first_screen_is_set_smaller_until_it_fits(read: Reader) -> None:
    long = "one of the many things that can be said about a month and all that happened in it, " * 4
    blocks = [
        block.model_copy(update={"sentences": tuple(sentence(f"{long} {n}") for n in range(3))})
        if isinstance(block, Narrative) and block.role in ("moved", "decide")
        else block.model_copy(update={"cards": tuple(card(plain=long[:90], basis=long[:120]) for _ in range(5))})
        if isinstance(block, Cards)
        else block
        for block in first_screen()
    ]
    pdf = render(everything(blocks=[*blocks, *detail()]))
    assert "LASTLINE" in read(pdf, 1) and read(pdf, 2).startswith("Contents")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_text_of_a_client_is_never_markup(lang: str, read: Reader) -> None:
    rows = tuple((row[0].model_copy(update={"text": HOSTILE}), row[1]) for row in table("x").rows)
    cell = Table(caption=HOSTILE, columns=table("x").columns, rows=rows)
    blocks = [
        Narrative(role="headline", sentences=(sentence(HOSTILE, 'a"b'),), first_screen=True),
        Heading(level=2, text=HOSTILE, anchor=HOSTILE),
        Note(text=HOSTILE),
        Paste(anchor="p", title=HOSTILE, text=HOSTILE),
        cell,
        figure(title=HOSTILE, alt=HOSTILE),
    ]
    pdf = render(everything(lang=lang, client=HOSTILE[:60], title=HOSTILE, blocks=blocks))
    printed = read(pdf).replace("\u200b", "")
    assert printed.count(HOSTILE) >= 7
    assert HOSTILE[:60] in read(pdf, 1)
    assert HOSTILE in reading_pdf.strings(pdf, "Alt")


@pytest.mark.parametrize(
    "odd", ["汉字", "🙂 ok", "عربى", "\x00\x07\ue000\uffff", "a\u0301", "x" * 400, "\ufeff", "\u2028"]
)
def test_no_character_stops_the_document(odd: str, read: Reader) -> None:
    blocks = [*first_screen(title=odd), Heading(level=2, text=odd, anchor="a"), table(odd, word=odd), figure(title=odd)]
    pdf = render(everything(client=f"Ficticia {odd}", blocks=blocks))
    assert "Ficticia" in read(pdf, 1)
    if odd == "汉字":
        assert "Ficticia 汉字" in read(pdf, 1)


def test_a_drawing_may_say_what_no_font_can_draw() -> None:
    assert render(everything(blocks=[figure(svg=figure().svg.replace("DRAWNWORD", "汉字 🙂"))]))


def test_equal_reports_are_equal_bytes_without_a_clock() -> None:
    pdf = render(everything())
    assert render(everything()) == pdf
    assert not re.search(rb"CreationDate|ModDate|CreateDate|ModifyDate", reading_pdf.structure(pdf))


def test_internal_documents_say_so_on_every_page(read: Reader) -> None:
    pdf = render(everything(internal=True))
    for page in range(1, reading_pdf.pages(pdf) + 1):
        assert "For the two teams only" in read(pdf, page)
    assert "For the two teams only" not in read(whole("en"))


def test_headers_of_long_tables_are_repeated(read: Reader) -> None:
    pdf = render(everything(blocks=[Heading(level=2, text="S", anchor="s"), table("LONG", 120)]))
    number = reading_pdf.pages(pdf)
    assert number >= 5
    assert all("Name" in read(pdf, page) and "Share" in read(pdf, page) for page in range(3, number + 1))
    printed = read(pdf)
    assert all(f"CELL{row} " in printed for row in range(120))


def test_wide_tables_turn_the_page_rather_than_overflow(read: Reader) -> None:
    columns = tuple(table("x").columns[0].model_copy(update={"title": f"Column number {n}"}) for n in range(14))
    cells = tuple(table("x").rows[0][0].model_copy(update={"text": f"Wordlength{n}"}) for n in range(14))
    wide = Table(caption="WIDE", columns=columns, rows=(cells,))
    pdf = render(everything(blocks=[Heading(level=2, text="S", anchor="s"), wide]))
    assert re.search(rb"/MediaBox\s*\[0 0 841\.\d+ 595\.\d+\]", reading_pdf.structure(pdf))
    printed = read(pdf)
    assert all(f"Wordlength{n}" in printed for n in range(14))


def test_no_level_of_heading_is_skipped_whatever_the_report() -> None:
    blocks = [Heading(level=3, text="Part", anchor="p"), *detail(), Heading(level=3, text="End", anchor="e")]
    assert render(everything(blocks=blocks))
    assert render(everything(blocks=[Cards(cards=(card(),), first_screen=True)]))
    assert render(everything(blocks=[]))


@pytest.mark.parametrize(
    "block",
    [
        Table(caption="c", columns=(), rows=()),
        table("c", 0),
        Narrative(role="answer", sentences=()),
        Narrative(role="moved", sentences=(), first_screen=True),
        Cards(cards=(), first_screen=True),
        Cards(cards=(card(spark="", value="", title=""),), first_screen=True),
        Paste(anchor="p", title="", text=""),
        Note(text=""),
        Narrative(role="text", sentences=(Sentence(text="", page="p", page_title=""),)),
    ],
    ids=lambda block: block.kind,
)
def test_nothing_to_show_is_shown_as_nothing(block: Note) -> None:
    assert render(everything(blocks=[block])).startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["png", "jpeg", "svg"])
def test_what_typst_refuses_is_said_in_one_line(kind: str) -> None:
    with pytest.raises(RenderError) as error:
        render(everything(), look=Look(logo=b"no picture", logo_kind=kind))
    line = str(error.value)
    assert "\n" not in line and "/" not in line and line.startswith("the PDF cannot be made: ")
    assert "--format html" in line


def test_colours_are_the_client_s() -> None:
    plain = reading_pdf.structure(whole("en"))
    worn = reading_pdf.structure(render(everything(), look=Look(actual="#7a2048", band="#e4d2da")))
    kit, client = rb"0\.12156\d+ 0\.30588\d+ 0\.4745\d+ ", rb"0\.4784\d+ 0\.1254\d+ 0\.28235\d+ "
    assert re.search(kit, plain) and not re.search(client, plain)
    assert re.search(client, worn) and not re.search(kit, worn)
