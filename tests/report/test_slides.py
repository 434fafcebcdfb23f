"""A deck: titles, notes, alt text, language, room; what is left out is said; the same report gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from helpers.look import Look
from helpers.report.model import (
    Cell,
    Column,
    Commitment,
    Heading,
    Narrative,
    Note,
    Paste,
    Plan,
    Report,
    Script,
    Sentence,
    Step,
    Table,
)  # fmt: skip
from helpers.report.slides import render
from helpers.report.slides.outline import MOST

from .assessed import ON, case_of
from .decked import made, notes, opened, reopened, text, title, whole
from .everything import everything, first_screen, sentence

LANGUAGES = {"en": "en-GB", "es": "es-ES", "es_419": "es-MX"}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(params=sorted(LANGUAGES))
def lang(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_it_is_wide_and_every_slide_has_a_title_in_its_placeholder(lang: str) -> None:
    deck = reopened(made(lang))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    for slide in deck.slides:
        assert slide.shapes.title is not None and title(slide).strip()
        assert len(slide.shapes.title.text_frame.paragraphs) == 1


def test_no_placeholder_is_empty_and_the_title_is_read_first(lang: str) -> None:
    for slide in reopened(made(lang)).slides:
        assert all(shape.text_frame.text.strip() for shape in slide.placeholders)
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_every_slide_has_notes_that_end_with_the_facts(lang: str) -> None:
    last = {"en": ("Facts behind the numbers:", "No number"), "es": ("Datos en que", "Esta diapositiva")}
    last["es_419"] = last["es"]
    for slide in reopened(made(lang)).slides:
        assert notes(slide).rstrip().split("\n")[-1].startswith(last[lang])


def test_nothing_stands_beyond_the_slide(lang: str) -> None:
    deck = reopened(made(lang))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= deck.slide_width + 1, (title(slide), shape.name)
            assert shape.top + shape.height <= deck.slide_height + 1, (title(slide), shape.name)


def test_no_two_contents_lie_on_each_other() -> None:
    for slide in reopened(made()).slides:
        boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes if s.name != "Band"]
        for number, (name, left, top, right, bottom) in enumerate(boxes):
            for other, x, y, to_x, to_y in boxes[number + 1 :]:
                apart = right <= x or to_x <= left or bottom <= y + 1 or to_y <= top + 1
                assert apart, (title(slide), name, other)


def test_charts_tables_and_pictures_have_alt_text() -> None:
    look = Look(logo=PIXEL, logo_kind="png")
    seen = set()
    for slide in opened(whole(), look).slides:
        for shape in slide.shapes:
            if shape.shape_type in (MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.PICTURE):
                seen.add(shape.shape_type)
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr"), (title(slide), shape.name)
    assert len(seen) == 3


def test_every_run_says_its_language(lang: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made(lang))) as file:
        for name in file.namelist():
            if re.match(r"ppt/(slides|notesSlides|charts)/[^/]+\.xml$", name):
                xml = file.read(name).decode()
                said = re.findall(r"<a:(?:rPr|defRPr|endParaRPr)\b([^>]*)>", xml)
                wrong = [each for each in said if f'lang="{LANGUAGES[lang]}"' not in each]
                assert wrong == [], name


def test_it_says_what_it_is_and_never_asks_the_clock() -> None:
    said = reopened(made()).core_properties
    assert said.title == "Ficticia SL · Joint review · September 2026"
    assert (said.subject, said.author, said.last_modified_by) == ("Joint review", "Tándem", "Tándem")
    assert said.created == said.modified == datetime(2026, 9, 30)


def test_equal_reports_give_equal_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = made()
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: datetime(2030, 3, 17, 1, 46, 40).timetuple())
    assert render(whole()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        inner = [name for name in file.namelist() if name.endswith(".xlsx")]
        assert inner
        for name in inner:
            with zipfile.ZipFile(io.BytesIO(file.read(name))) as sheet:
                assert b"2026-09-30T00:00:00Z" in sheet.read("docProps/core.xml")
                assert all(entry.date_time[0] == 1980 for entry in sheet.infolist())


def test_the_first_slides_follow_the_first_screen() -> None:
    deck = reopened(made())
    first, second, *rest = list(deck.slides)
    assert title(first) == "Ficticia SL"
    assert all(word in text(first) for word in ("Joint review", "September 2026", "Data up to 30 September 2026"))
    assert title(second) == "HEADLINE of the month"
    assert all(word in text(second) for word in ("CARDTITLE", "12.5%", "CARDINTERVAL", "CARDVERDICT"))
    assert [title(slide) for slide in rest[:3]] == ["MOVED", "DECIDE", "UNKNOWN"]
    assert "Page review" in text(rest[1])


def test_the_copy_for_the_two_teams_says_so_on_every_slide() -> None:
    report = everything(blocks=first_screen(), internal=True)
    assert all("For the two teams only" in text(slide) for slide in opened(report).slides)
    assert not any("For the two teams only" in text(slide) for slide in reopened(made()).slides)


def test_blocks_stand_on_slides_or_are_left_to_other_formats() -> None:
    deck = reopened(made())
    shown = "\n".join(text(slide) for slide in deck.slides)
    kept = ("ANSWER", "REASONNUMBER", "DOTHIS", "ACTION", "COMMITTITLE", "OWNER", "EFFORT", "DONEWHEN", "STEPONE",
            "STEPLINE", "STEPMATERIAL", "0–30", "TABLECAPTION", "CELL1", "BEHIND1", "LONGANSWER1")  # fmt: skip
    assert [word for word in kept if word not in shown] == []
    assert [word for word in ("ROWONE", "GROUPA", "PASTEONE", "FORMULA", "PAGESLA") if word in shown] == []
    assert title(deck.slides[-1]) == "What is not on these slides"
    assert "SECTIONONE" in text(deck.slides[-1])


def test_a_figure_without_numbers_is_its_table_and_its_message() -> None:
    slide = next(slide for slide in reopened(made()).slides if "BEHIND0" in text(slide))
    assert title(slide) == "FIGURETITLE"
    assert "SUBTITLE" in notes(slide) and "ALTWORD" in notes(slide)


def test_remarks_and_cut_sentences_are_in_the_notes() -> None:
    long = "Half of all leads wait, " + "and then wait again, " * 20 + "until they are gone."
    blocks = [Heading(level=2, text="Waits", anchor="w"), Narrative(role="answer", sentences=(sentence(long),)),
              _table(2), Note(text="Read with care.")]  # fmt: skip
    slide = next(slide for slide in opened(everything(blocks=blocks)).slides if "R0" in text(slide))
    assert len(title(slide)) < 140 and title(slide).startswith("Half of all leads wait")
    assert long in notes(slide) and "Read with care." in notes(slide)


def test_a_long_table_goes_on_and_then_says_where_the_rest_is() -> None:
    slides = [slide for slide in reopened(made()).slides if title(slide).startswith("Many rows")]
    marks = [title(slide).replace("\xa0", " ").removeprefix("Many rows ") for slide in slides]
    assert marks == ["(1 of 2)", "(2 of 2)"]
    rows = [len(_tables(slide)[0].rows) - 1 for slide in slides]
    assert max(rows) <= 9
    assert f"{40 - sum(rows)} more rows are in the workbook of this report." in text(slides[-1])


def test_wide_tables_keep_their_first_columns_and_stay_on_the_slide() -> None:
    columns = tuple(Column(title=f"Measurement {n}") for n in range(30))
    row = tuple(Cell(text=f"12,345,678 units {n}") for n in range(30))
    blocks = [Heading(level=2, text="Wide", anchor="w"), Table(caption="Wide", columns=columns, rows=(row,))]
    slide = opened(everything(blocks=blocks)).slides[1]
    (table,) = _tables(slide)
    assert 3 <= len(table.columns) < 30
    assert sum(column.width for column in table.columns) <= 880 * 12700 + 30


def test_a_deck_is_short_enough_for_a_meeting_and_says_what_it_left() -> None:
    blocks = []
    for number in range(40):
        blocks += [
            Heading(level=2, text=f"Topic {number}", anchor=f"t{number}"),
            *(_table(3, f"T{n}") for n in range(3)),
        ]
    deck = opened(everything(blocks=blocks))
    assert 40 <= len(deck.slides) <= MOST
    titles = [title(slide) for slide in deck.slides]
    # the first of each section comes before the second of any
    assert titles.count("T0") == 40 and "Topic 39 (2)" in text(deck.slides[-1])


def test_small_tables_of_one_kind_are_gathered() -> None:
    blocks = [Heading(level=2, text="Findings", anchor="f")]
    for number in range(5):
        blocks += [Heading(level=3, text=f"Finding {number}", anchor=f"f{number}"),
                   Narrative(role="answer", sentences=(sentence(f"Said of {number}."),)),
                   _table(1, "Rests on")]  # fmt: skip
    slides = [slide for slide in opened(everything(blocks=blocks)).slides if title(slide) == "Findings"]
    assert len(slides) == 1
    assert all(f"Finding {n}" in text(slides[0]) and f"Said of {n}." in notes(slides[0]) for n in range(5))


def test_the_plan_has_three_columns_and_the_script_its_minutes() -> None:
    made_of = {
        "page": "sla",
        "page_title": "Agreement",
        "owner": "Head of sales",
        "effort": "2 days",
        "done_when": "It runs",
    }
    why = Sentence(text="Half wait.", facts=("2026-09|waits||all|period",))
    plan = Plan(commitments=tuple(Commitment(by=by, title=f"By {by}", why=why, **made_of) for by in (30, 60, 90)))
    steps = (Step(start=0, minutes=15, title="Open", who="Both"), Step(start=15, minutes=75, title="Talk", who="Sales"))
    blocks = [
        Heading(level=2, text="Ninety", anchor="n"),
        plan,
        Script(anchor="s", title="Session", minutes=90, steps=steps),
    ]
    slides = list(opened(everything(blocks=blocks)).slides)
    at = {shape.text_frame.text.split("\n")[0]: shape.left for shape in slides[1].shapes if shape.has_text_frame}
    assert at["By 30"] < at["By 60"] < at["By 90"]
    assert at["30 days"] == at["By 30"] and at["90 days"] == at["By 90"]
    assert "2026-09|waits||all|period" in notes(slides[1]) and "Half wait." in notes(slides[1])
    assert "15–90" in text(slides[2]) and "0–15" in text(slides[2])


def test_text_from_data_stays_text() -> None:
    odd = "a\x00b\x0b<a:t>&amp; \ud83d\ude00 {x} = \x1f"[:8] + "<b>&"
    blocks = [
        *first_screen(),
        Heading(level=2, text=odd, anchor="o"),
        Paste(anchor="p", title=odd, text=odd),
        _table(1, odd),
    ]
    deck = opened(everything(blocks=blocks, client=f"{odd} SL"))
    assert "<b>&" in title(deck.slides[0]) and "\x00" not in title(deck.slides[0])
    assert "<b>&" in title(deck.slides[-2])


def test_a_report_with_nothing_is_still_a_deck(lang: str) -> None:
    assert len(opened(everything(lang=lang, blocks=[])).slides) == 2


@pytest.mark.parametrize(("which", "lang"), [("whole", "es"), ("small", "en"), ("nothing", "es")])
def test_assessments_become_decks(which: str, lang: str) -> None:
    from helpers.report.assessment.assessing import written

    report = written(case_of(which, lang), on=ON)
    deck = opened(report)
    assert len(deck.slides) <= MOST
    assert all(title(slide) and notes(slide) for slide in deck.slides)


@pytest.mark.parametrize("which", [("credited", "en"), ("sales-led", "es")], ids="-".join)
def test_reviews_become_decks_whose_facts_are_the_reports(
    reviews: Callable[[str, str], Report], which: tuple[str, str]
) -> None:
    review = reviews(*which)
    known = set(re.findall(r'"((?:\d{4}-\d{2})[^"]*\|[^"]*\|[^"]*)"', review.to_json()))
    deck = opened(review)
    assert len(deck.slides) <= MOST
    for slide in deck.slides:
        last = notes(slide).rstrip().split("\n")[-1]
        keys = re.findall(r"(?<=[:;] )(\d{4}-\d{2}[^ ]*\|.*?)(?=; (?:\d|one|uno)|$)", last)
        assert set(keys) <= known


def _table(rows: int, caption: str = "Table") -> Table:
    columns = (Column(title="Name", kind="text"), Column(title="Value"))
    return Table(
        caption=caption, columns=columns, rows=tuple((Cell(text=f"R{n}"), Cell(text=f"{n}")) for n in range(rows))
    )


def _tables(slide: object) -> list:
    return [shape.table for shape in slide.shapes if getattr(shape, "has_table", False) and shape.has_table]


#: one dot
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6390f7abfc0f00035c01e66c4f"
    "fd890000000049454e44ae426082"
)
