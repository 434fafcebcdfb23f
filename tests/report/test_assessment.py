"""The assessment as a document: what stands first, what may be shown, what it says, whether its numbers are facts."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import opened, paper, sideways
from helpers.report.alignment_charts import swarm
from helpers.report.assessment.assessing import written
from helpers.report.assessment.found import capital
from helpers.report.assessment.session import PARTS
from helpers.report.assessment.topics import by_key
from helpers.report.html import render
from helpers.report.model import Block, Cell, Figure, Glossary, Heading, Narrative, Note, Plan, Report, Script, Table

from . import assessed
from .reading import Page
from .test_plain_words import found as forbidden

WHICH = ("whole", "small", "nothing")
FIRST = {
    "en": "In both teams, 17 of 21 people say that leads are answered as agreed; half of the leads wait 61 hours or "
    "more, and 24 working hours were promised.",
    "es": "En ambos equipos, 17 de 21 personas dicen que los leads se atienden en el plazo acordado; la mitad de los "
    "leads espera 61 horas o más, y se prometieron 24 horas laborables.",
}


@cache
def document(which: str = "whole", lang: str = "en", context: str = "mixed", prior: bool = False) -> Report:
    return written(assessed.case_of(which, lang, context=context, prior=prior), on=assessed.ON)


def headings(report: Report) -> list[str]:
    return [block.anchor for block in report.blocks if isinstance(block, Heading) and block.level == 2]


def tables(report: Report) -> Iterator[Table]:
    for block in report.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Figure):
            yield block.data


def sentences(report: Report) -> list[str]:
    return [each.text for block in report.blocks if isinstance(block, Narrative) for each in block.sentences]


def only(report: Report, kind: type[Block]) -> Block:
    return next(block for block in report.blocks if isinstance(block, kind))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_first_page_opens_with_the_contradiction_that_weighs_most(lang: str) -> None:
    first = document("whole", lang).blocks[0]
    assert isinstance(first, Narrative) and first.role == "headline" and first.first_screen
    assert first.sentences[0].text.replace("\xa0", " ") == FIRST[lang]
    assert all(by_key(assessed.case_of("whole"), key) for key in first.sentences[0].facts)


def test_sections_stand_in_the_order_of_the_reading() -> None:
    expected = [
        "asked", "stand", "weighs", "commit", "unknown", "contradictions", "topics", "mirror", "management", "levels",
        "fields", "findings", "plan", "session", "artefacts", "words", "priorities", "movement", "method", "glossary",
        "pages",
    ]  # fmt: skip
    assert headings(document("whole", prior=True)) == expected
    assert [name for name in headings(document("whole")) if name not in expected or name == "movement"] == []


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_first_page_is_plain(which: str, lang: str) -> None:
    html = render(document(which, lang))
    sheet = html[html.index('<div class="sheet">') : html.index("<nav ")]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", sheet).replace("\xa0", " ")).lower()
    assert len(text) > 200 and forbidden(text, lang) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_three_against_two_say_nothing_of_a_team(lang: str) -> None:
    """Even where dots and scores of a team come in by mistake, none is shown; the total alone is."""
    case = assessed.case_of("small", lang, assess_dots=assessed.dots())
    report = written(case, on=assessed.ON)
    keys = set(re.findall(r'"([^"]*\|[^"]*\|[^"]*)"', report.to_json()))
    assert len(keys) > 20 and not [key for key in keys if "team=" in key or "level=" in key]
    anchors = [block.anchor for block in report.blocks if isinstance(block, Figure)]
    assert anchors == ["figure-levels"]
    assert {"topics", "contradictions", "levels", "artefacts", "plan", "session"} <= set(headings(report))
    assert not {"mirror", "priorities", "words", "movement"} & set(headings(report))
    opening = " ".join(
        each.text for block in report.blocks[:4] if isinstance(block, Narrative) for each in block.sentences
    )
    assert "5" in opening and not re.search(r"\b[23]\b", opening.replace(FIRST[lang], ""))
    notes = [block.text for block in report.blocks if isinstance(block, Note)]
    assert any({"en": "fewer than four people", "es": "menos de cuatro personas"}[lang] in text for text in notes)
    assert not any(name in report.to_json() for name in ("Inventada", "Ficticio", "Ejemplo"))


@pytest.mark.parametrize("which", WHICH)
def test_every_cell_is_the_fact_it_names(which: str) -> None:
    case, report = assessed.case_of(which, prior=which == "whole"), document(which, prior=which == "whole")
    checked = 0
    for cell in (cell for table in tables(report) for row in table.rows for cell in row if cell.fact):
        row = by_key(case, cell.fact)
        assert row is not None, cell
        if cell.number is not None:
            assert cell.number == getattr(row, cell.field)
            assert _reads(cell, case.words.number(cell.number, cell.unit), case.words.change(cell.number, cell.unit))
            checked += 1
    assert checked > {"whole": 200, "small": 20, "nothing": -1}[which]


def _reads(cell: Cell, *texts: str) -> bool:
    """As the words write it; what is between 0 and 1 with two decimals."""
    return cell.text in (*texts, f"{cell.number:.2f}")


def test_every_figure_has_its_numbers_for_slides_and_sheets() -> None:
    case, report = assessed.case_of("whole", prior=True), document("whole", prior=True)
    figures = [block for block in report.blocks if isinstance(block, Figure)]
    assert [figure.anchor.removeprefix("figure-") for figure in figures] == [
        "people", "gaps", "mirror", "management", "levels", "priorities", "movement",
    ]  # fmt: skip
    assert [figure.anchor for figure in figures if figure.chart is None] == ["figure-levels"], "a table says it better"
    for figure in figures:
        chart = figure.chart
        if chart is None:
            continue
        assert chart.categories and len(set(figure.alt)) > 10
        assert all(len(series.values) == len(chart.categories) for series in chart.series)
        fields = {"mirror": "numerator"}
        field = fields.get(figure.anchor.removeprefix("figure-"), "value")
        for key, value in zip(chart.facts, chart.series[0].values, strict=True):
            row = by_key(case, key)
            assert row is not None and getattr(row, field) == value
        assert figure.svg.count("<svg") == 1 == figure.svg_narrow.count("<svg") and figure.svg != figure.svg_narrow


def test_people_are_drawn_with_two_shapes_and_always_in_the_same_place() -> None:
    one = next(block for block in document().blocks if isinstance(block, Figure))
    two = next(block for block in written(assessed.case_of("whole")).blocks if isinstance(block, Figure))
    assert one.svg == two.svg
    assert one.svg.count("<use") >= 9 * 21
    assert swarm([1, 1, 1, 2, 2, 3]) == [0, 1, -1, 0, 1, 0]


def test_the_session_takes_ninety_minutes_and_asks_the_clients_own_questions() -> None:
    script = only(document(), Script)
    assert isinstance(script, Script)
    assert script.minutes == 90 == sum(step.minutes for step in script.steps) == sum(each.minutes for each in PARTS)
    assert script.steps[0].start == 0
    assert all(later.start == step.start + step.minutes for step, later in pairwise(script.steps))
    guess = " ".join(line.text for line in script.steps[1].lines)
    assert "No qualified contact waits longer for an answer than was agreed" in guess
    assert "42 was thought, 78 was answered" in guess
    assert FIRST["en"] in [line.text for line in script.steps[2].lines]


def test_a_small_company_guesses_the_data_instead_of_the_other_team() -> None:
    script = only(document("small"), Script)
    assert isinstance(script, Script)
    assert "Everybody writes down what the data show on “The hand-off”" in script.steps[1].lines[0].text
    assert not [key for step in script.steps for line in step.lines for key in line.facts if "team=" in key]


@pytest.mark.parametrize(
    ("context", "first"), [("sales-led", "The head of sales"), ("no-marketing", "Whoever answers for sales")]
)
def test_who_leads_follows_the_context(context: str, first: str) -> None:
    script = only(document(context=context), Script)
    assert isinstance(script, Script) and script.steps[0].who == first


def test_without_a_marketing_team_roles_are_named() -> None:
    text = document(context="no-marketing").to_json()
    assert "Those who do marketing" in text and "Whoever has both roles" in text
    assert "Those who do marketing" not in document().to_json()


def after(report: Report, anchor: str) -> tuple[str, Block]:
    """The first sentence below a heading, and the block that follows it."""
    blocks = list(report.blocks)
    at = next(place for place, each in enumerate(blocks) if isinstance(each, Heading) and each.anchor == anchor)
    said = blocks[at + 1]
    assert isinstance(said, Narrative)
    return said.sentences[0].text, blocks[at + 2]


def test_good_differences_are_named_as_good() -> None:
    good, note = after(document(), "finding-goals-gap")
    assert "does good" in good and isinstance(note, Note) and note.text.startswith("A good difference")
    bad, note = after(document(), "finding-incentives-gap")
    assert "a clear difference" in bad and isinstance(note, Note) and note.text.startswith("A harmful difference")


def test_the_plan_names_owner_day_proof_and_what_hangs_on_it() -> None:
    plan = only(document(), Plan)
    assert isinstance(plan, Plan) and [each.by for each in plan.commitments] == [30, 30, 60, 90]
    first = plan.commitments[0]
    assert (
        first.effect is not None and "between 2 and 9" in first.effect.text and first.effect.facts == (assessed.LEAK,)
    )
    assert all(each.owner and each.done_when and each.effort and each.page for each in plan.commitments)
    said = " ".join(sentences(document()))
    assert "Were that wrong, " in said and "would fall away" in said and "would come in" in said


def test_a_plan_row_of_an_unknown_action_is_left_out() -> None:
    rows = assessed.planned()
    rows.loc[0, "action"] = "no_such_action"
    plan = only(written(assessed.case_of("whole", assess_plan=rows)), Plan)
    assert isinstance(plan, Plan) and len(plan.commitments) == 3


def test_the_glossary_and_the_pages_are_those_of_this_document() -> None:
    report = document()
    glossary = only(report, Glossary)
    assert isinstance(glossary, Glossary)
    names = {entry.anchor.removeprefix("metric-") for entry in glossary.entries}
    assert {"handoff_response_median", "decisions_on_time"} <= names and "shared_pay" not in names
    linked = {each.page for each in only(report, Plan).commitments}  # type: ignore[attr-defined]
    listed = {page.id for block in report.blocks if block.kind == "pages" for page in block.pages}
    assert linked and linked <= listed


def test_nobody_asked_is_said_and_nothing_is_invented() -> None:
    report = document("nothing")
    assert "Nobody has answered the survey yet" in sentences(report)[0]
    assert not [block for block in report.blocks if isinstance(block, Figure | Plan)]
    assert isinstance(only(report, Script), Script)


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_is_sound_and_client_text_is_text(which: str, lang: str) -> None:
    html = render(document(which, lang))
    page = Page(html)
    assert page.broken == [] == page.open
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert all(later <= earlier + 1 for earlier, later in pairwise(page.headings))
    assert "<b>" not in html and (which != "whole" or "&lt;b&gt;and&lt;/b&gt;" in html)


def test_a_report_survives_its_file() -> None:
    report = document()
    assert Report.from_json(report.to_json()) == report and json.loads(report.to_json())["kind"] == "assessment"
    assert not math.isnan(sum(cell.number or 0 for table in tables(report) for row in table.rows for cell in row))


def test_a_clause_becomes_a_sentence() -> None:
    assert [capital(text) for text in ("half wait", "«plan» falta", "17 of 21 say", "")] == [
        "Half wait", "«Plan» falta", "17 of 21 say", "",
    ]  # fmt: skip


@pytest.mark.parametrize("which", ["whole", "small"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_first_page_prints_on_one_sheet(browser: Browser, which: str, lang: str, tmp_path: Path) -> None:
    report = document(which, lang)
    first = report.model_copy(update={"blocks": tuple(block for block in report.blocks if block.first_screen)})
    (tmp_path / "first.html").write_text(render(first), encoding="utf-8")
    (tmp_path / "whole.html").write_text(render(report), encoding="utf-8")
    with opened(browser, tmp_path / "first.html") as page:
        page.add_style_tag(content="footer{display:none}.sheet{break-after:auto!important}")
        assert paper(page) == 1
    with opened(browser, tmp_path / "whole.html", viewport={"width": 390, "height": 844}) as page:
        assert sideways(page) == 0 and page.said == []
