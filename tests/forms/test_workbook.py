"""The workbook: what it offers, how it prints, and that nothing people wrote is ever lost."""

from __future__ import annotations

import string
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from helpers.errors import SourceError, WriteError
from helpers.forms.declared import declared
from helpers.forms.guide import LINES
from helpers.forms.kept import named, read, written
from helpers.forms.workbook import LISTS, write
from helpers.words import Words

from .conftest import again, cells, fill, made


def check_of(path: Path, sheet: str, column: str) -> DataValidation:
    """The one check of a column."""
    page = openpyxl.load_workbook(path)[sheet]
    (found,) = [check for check in page.data_validations.dataValidation if str(check.sqref).startswith(f"{column}2:")]
    return found


def offered_by(path: Path, sheet: str, column: str) -> list[str]:
    """The words of a drop-down, read as a spreadsheet reads them."""
    book = openpyxl.load_workbook(path)
    title, _, place = str(check_of(path, sheet, column).formula1).partition("!")
    assert title == f"'{LISTS}'"
    return [row[0].value for row in book[LISTS][place.replace("$", "")]]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_first_sheet_says_what_to_do_and_explains_every_column(tmp_path, lang):
    path = made(tmp_path, "costs", "decisions", lang=lang)
    first = openpyxl.load_workbook(path).worksheets[0]
    texts = [cell.value for row in first.iter_rows() for cell in row if cell.value]
    assert [Words(lang).say(line) for line in LINES] == texts[1:6] and len(LINES) == 5
    for name in ("costs", "decisions"):
        for column in declared()[name].columns:
            assert column.title(lang) in texts and Words(lang).say(column.help) in texts


def test_sheets_are_ready_to_fill_in_and_to_print(tmp_path):
    book = openpyxl.load_workbook(made(tmp_path, "costs", "decisions", lang="es"))
    assert book.sheetnames == ["Léeme", "Costes", "Decisiones", LISTS]
    assert book[LISTS].sheet_state == "hidden"
    page = book["Decisiones"]
    assert page.freeze_panes == "A2" and page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    assert page.column_dimensions["C"].width == 44
    assert page.column_dimensions["A"].number_format == "dd/mm/yyyy"
    assert not any(sheet.protection.sheet for sheet in book.worksheets) and book.security is not None


def test_cells_offer_their_words_and_ask_plainly(tmp_path):
    path = made(tmp_path, "costs", "decisions", "feedback")
    assert offered_by(path, "Costs", "B") == ["Marketing", "Sales", "Shared"]
    assert offered_by(path, "Decisions", "L") == ["Done", "Dropped", "Confirmed", "Refuted", "Unclear"]
    assert offered_by(path, "Costs", "D") == ["paid_search"]
    assert "Price" in offered_by(path, "Feedback", "D")
    team, amount, day = (check_of(path, *place) for place in (("Costs", "B"), ("Costs", "E"), ("Decisions", "A")))
    assert team.showErrorMessage and team.errorStyle == "stop" and team.allow_blank
    assert (amount.type, amount.prompt) == ("decimal", "Without tax, as a number; a refund is negative.")
    # 1990-01-01 and 2099-12-31 as the spreadsheet counts days from 1899-12-30
    assert (day.type, int(day.formula1), int(day.formula2)) == ("date", 32874, 73050)
    assert (datetime(1990, 1, 1) - datetime(1899, 12, 30)).days == 32874
    assert (datetime(2099, 12, 31) - datetime(1899, 12, 30)).days == 73050
    channel = check_of(path, "Costs", "D")
    assert not channel.showErrorMessage, "a channel of its own may be written"


def test_what_was_written_feeds_the_lists_of_other_forms(tmp_path, october):
    path = made(tmp_path, "content", "content_use", "feedback")
    fill(path, "Content", ("G12", "Guide"), ("=1+1", "Odd"))
    fill(path, "Feedback", (october, "Sales", "Objection", "Price", "dear", "D-7"))
    book = read(path)
    write(path, forms=(), choices={"asset": written(book)["content", "asset_id"], "deal": ["D-7"]}, lang="en")
    assert offered_by(path, "Content use", "B")[0] == "G12"
    assert offered_by(path, "Content use", "C") == ["D-7"]


def test_words_that_look_like_formulas_are_words(tmp_path):
    path = tmp_path / "forms.xlsx"
    write(path, forms=["content_use"], choices={"asset": ['=HYPERLINK("x")']}, lang="en", client="=1+1")
    book = openpyxl.load_workbook(path)
    assert book[LISTS]["A2"].data_type == "s" and book.worksheets[0]["A1"].data_type == "s"


def test_again_keeps_every_cell_and_adds_the_next_sheet(tmp_path, october):
    path = made(tmp_path, "costs", "decisions")
    fill(path, "Costs", (october, "Marketing", "Events", "fairs", 4200.5, None, "our own note"), ("x", None, "Σ"))
    book = openpyxl.load_workbook(path)
    book["Costs"]["G1"] = "Our column"
    own = DataValidation(type="list", formula1='"a,b"')
    own.add("G2:G9")
    book["Costs"].add_data_validation(own)
    book["Costs"].column_dimensions["A"].width = 33
    book.create_sheet("Our sheet")["A1"] = "ours"
    book["Read me"]["F2"] = "a note"
    book.save(path)
    before = cells(path)
    again(path, "costs", "feedback")
    after = cells(path)
    assert {place: value for place, value in after.items() if place[0] != "Feedback"} == before
    assert after["Feedback", "A1"] == "Date"
    book = openpyxl.load_workbook(path)
    assert book["Read me"]["F2"].value == "a note" and book["Costs"].column_dimensions["A"].width == 33
    assert check_of(path, "Costs", "G").formula1 == '"a,b"'
    assert offered_by(path, "Costs", "B")[0] == "Marketing"


def test_sheets_in_another_language_or_by_another_name_are_kept(tmp_path, october):
    path = made(tmp_path, "costs", "decisions")
    book = openpyxl.load_workbook(path)
    book["Decisions"].title = "Decisions 2026"
    book["Costs"].insert_rows(1, 2)
    book["Costs"]["A1"] = "ACME, costs of the year"
    book.save(path)
    again(path, "costs", "decisions", "targets", lang="es")
    assert openpyxl.load_workbook(path).sheetnames == ["Read me", "Costs", "Decisions 2026", "Objetivos", LISTS]
    kept = {sheet.form: sheet for sheet in read(path)}
    assert (kept["costs"].header, kept["costs"].language) == (3, "en")
    assert kept["decisions"].title == "Decisions 2026" and kept["targets"].language == "es"
    page = openpyxl.load_workbook(path)["Costs"]
    assert any(str(check.sqref).startswith("B4:") for check in page.data_validations.dataValidation)


VALUE = st.one_of(
    st.text(string.ascii_letters + "áñ€ ,.;=+-@#'\"<&>", min_size=1, max_size=12).map(str.strip).filter(
        lambda text: text and not text.startswith("=")
    ),
    st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False), st.booleans(),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda day: day.replace(microsecond=0)),
)  # fmt: skip
PLACE = st.tuples(st.sampled_from(["Costs", "Decisions"]), st.integers(1, 30), st.integers(1, 16))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(PLACE, VALUE, max_size=12))
def test_whatever_is_written_is_there_afterwards(what):
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder), "costs", "decisions")
        book = openpyxl.load_workbook(path)
        for (sheet, row, column), value in what.items():
            if row > 1 or column > 13:  # headers stay: without them a sheet is no form
                book[sheet].cell(row=row, column=column, value=value)
        book.save(path)
        before = cells(path)
        again(path, "costs", "decisions", "meetings")
        again(path)
        assert {place: value for place, value in cells(path).items() if place[0] != "Meetings"} == before


def compute(path: Path, results: dict[bytes, bytes]) -> None:
    """What a spreadsheet does on saving: give formulas their results."""
    with zipfile.ZipFile(path) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in parts:
            for formula, result in results.items():
                data = data.replace(b"<f>" + formula + b"</f><v />", b"<f>" + formula + b"</f><v>" + result + b"</v>")
                data = data.replace(b"<f>" + formula + b"</f><v></v>", b"<f>" + formula + b"</f><v>" + result + b"</v>")
            archive.writestr(info, data)


def test_formulas_keep_formula_and_result(tmp_path):
    path = made(tmp_path, "costs")
    fill(path, "Costs", ("2026-10", "Sales", "Travel", None, "=1000+200"))
    compute(path, {b"1000+200": b"1200"})
    again(path, "decisions")
    assert openpyxl.load_workbook(path)["Costs"]["E2"].value == "=1000+200"
    assert openpyxl.load_workbook(path, data_only=True)["Costs"]["E2"].value == 1200
    assert read(path)[0].text(2, 5) == "1200"


# -- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["~$forms.xlsx", ".~lock.forms.xlsx#"])
def test_a_workbook_open_elsewhere_is_left_alone(tmp_path, lock):
    path = made(tmp_path, "costs")
    (path.parent / lock).touch()
    before = path.read_bytes()
    with pytest.raises(WriteError, match="it is open in another program") as caught:
        again(path, "decisions")
    assert "\n" not in str(caught.value) and path.read_bytes() == before


def test_a_protected_workbook_is_left_alone(tmp_path):
    path = made(tmp_path, "costs")
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(WriteError, match="could not be written"):
        again(path, "decisions")
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["forms.xlsx"], "nothing is left beside it"


def test_what_a_rewrite_would_lose_is_not_rewritten(tmp_path):
    path = made(tmp_path, "costs")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/charts/chart1.xml", "<c/>")
    with pytest.raises(WriteError, match="pictures, charts or pivot tables"):
        again(path, "decisions")


def test_a_broken_workbook_is_named(tmp_path):
    path = made(tmp_path, "costs")
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(SourceError, match="the workbook is broken"):
        again(path)


@pytest.mark.parametrize(
    ("title", "form"),
    [("Decisiones 2026", "decisions"), ("COSTES", "costs"), ("uso de contenidos (2)", "content_use"), ("Léeme", ""),
     ("Read me", ""), (LISTS, ""), ("Hoja1", "")],
)  # fmt: skip
def test_a_sheet_is_known_by_its_name(title, form):
    assert named(title) == form


# -- sheets of whole questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_survey_is_a_sheet_that_one_can_find_ones_way_in(tmp_path, lang):
    """Fifty questions: wrapped headers, columns of a usual width, the whole question beside each cell."""
    path = made(tmp_path, "survey", lang=lang)
    form = declared()["survey"]
    page = openpyxl.load_workbook(path)[form.title(lang)]
    assert page.freeze_panes == "C2" and page.row_dimensions[1].height > 60
    assert page.page_setup.fitToWidth > 1 and page.print_title_rows == "$1:$1"
    checks = {str(check.sqref).split(":")[0]: check for check in page.data_validations.dataValidation}
    assert len(checks) == len(form.columns) == 52
    for place, column in enumerate(form.columns, 1):
        letter = get_column_letter(place)
        check, told = checks[f"{letter}2"], Words(lang).say(column.help)
        assert page.column_dimensions[letter].width <= 44 and len(check.promptTitle) <= 32
        wanted = f"{column.title(lang)}\n{told}" if column.about(lang) else told
        assert check.prompt == wanted and len(wanted) <= 250, column.field
    assert checks["E2"].promptTitle == {"en": "Goals and numbers", "es": "Objetivos y cifras"}[lang]


def test_the_survey_offers_the_words_of_its_scales(tmp_path):
    path = made(tmp_path, "survey", "artefacts", lang="es")
    assert offered_by(path, "Encuesta", "B") == ["Marketing", "Ventas"]
    assert offered_by(path, "Encuesta", "E") == [
        "Muy en desacuerdo", "En desacuerdo", "Ni de acuerdo ni en desacuerdo", "De acuerdo", "Muy de acuerdo",
        "No lo sé",
    ]  # fmt: skip
    assert len(offered_by(path, "Documentos comunes", "B")) == 18
