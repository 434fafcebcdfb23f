"""The report as a workbook: sheets and their names, numbers that are numbers, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from helpers.look import Look
from helpers.report.model import Cell as Held
from helpers.report.model import Column as Head
from helpers.report.model import Commitment, Explorer, Figure, Group, Heading, Item, Plan, Report, Script, Step, Table
from helpers.report.workbook import render
from helpers.report.workbook.grids import FIELDS
from helpers.report.workbook.naming import Names
from helpers.report.workbook.patterns import pattern
from helpers.words import Words

from .conftest import report
from .everything import everything, sentence, table
from .workbooks import cells, digits, opened, part

CASES = [("credited", "en"), ("sales-led", "es"), ("nothing", "es")]


@cache
def made(case: str, lang: str) -> bytes:
    return render(report(case, lang))


@cache
def book(case: str, lang: str) -> Workbook:
    return opened(made(case, lang))


def tables(given: Report) -> list[Table]:
    blocks = [block.data if isinstance(block, Figure) else block for block in given.blocks]
    return [block for block in blocks if isinstance(block, Table)]


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_every_section_has_a_sheet_in_the_language_of_the_report(case: tuple[str, str]) -> None:
    given, held = report(*case), book(*case)
    names = held.sheetnames
    assert names[0] == Words(given.lang).say("Contents")
    heads = [block.text for block in given.blocks if isinstance(block, Heading) and block.level == 2
             and not block.first_screen]  # fmt: skip
    assert len(heads) == len(names) - (3 if given.facts else 2)
    for name in names:
        assert 0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name.strip("'") == name
    assert len({name.casefold() for name in names}) == len(names)
    linked = {cell.hyperlink.location for _, cell in cells(held) if cell.hyperlink}
    assert {f"'{name}'!A1" for name in names} <= linked


def test_spanish_sheets_have_spanish_names() -> None:
    names = book("sales-led", "es").sheetnames
    assert names[0] == "Contenido" and names[1] == "Resumen" and names[-1] == "Datos"
    assert {"Qué hacer", "De marketing a ventas", "Glosario"} & set(names)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_every_number_of_a_table_is_a_number_in_a_cell(case: tuple[str, str]) -> None:
    held = book(*case)
    there = {digits(cell.value) for _, cell in cells(held) if cell.data_type == "n"}
    days = {cell.value.date().toordinal() for _, cell in cells(held) if cell.data_type == "d"}
    for each in tables(report(*case)):
        for row in each.rows:
            for cell in row:
                if cell.number is not None and cell.unit not in ("flag", "day"):
                    assert digits(cell.number) in there, cell
                if cell.unit == "day" and cell.number is not None:
                    assert cell.number in days, cell


def test_a_table_stands_as_it_is() -> None:
    rows = (
        (
            Held(text="Leads"),
            Held(text="8.2%", fact="k", field="value", number=0.0823, unit="share"),
            Held(text="–", muted=True),
        ),
        (
            Held(text="Cost"),
            Held(text="€12,345", number=12345.4, unit="money"),
            Held(text="3.2×", number=3.24, unit="ratio", muted=True),
        ),
    )
    heads = (Head(title="What", kind="text"), Head(title="Now"), Head(title="Now"))
    given = everything(blocks=[Heading(level=2, text="One", anchor="one"), Table(caption="", columns=heads, rows=rows)])
    sheet = opened(render(given))["One"]
    top = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "What")
    assert [sheet.cell(top, at).value for at in (1, 2, 3)] == ["What", "Now", "Now 2"]
    assert [sheet.cell(top + 1, at).value for at in (1, 2, 3)] == ["Leads", 0.0823, "–"]
    assert [sheet.cell(top + 2, at).value for at in (1, 2, 3)] == ["Cost", 12345.4, 3.24]
    assert sheet.cell(top + 1, 2).number_format == "0.0%"
    assert sheet.cell(top + 2, 2).number_format == '"€"#,##0' and sheet.cell(top + 2, 3).number_format == '#,##0.0"×"'
    assert sheet.cell(top + 1, 3).font.color.rgb == sheet.cell(top + 2, 3).font.color.rgb != \
        sheet.cell(top + 1, 2).font.color.rgb  # fmt: skip
    (listed,) = sheet.tables.values()
    assert listed.ref == f"A{top}:{get_column_letter(3)}{top + 2}" and listed.autoFilter is not None
    assert sheet.freeze_panes == f"B{top + 1}"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    ("number", "unit"),
    [(0.0823, "share"), (-0.5, "share"), (12345.4, "money"), (12.5, "money"), (74.0, "days"), (1.0, "days"),
     (3.5, "hours"), (11.3, "months"), (3.24, "ratio"), (62.4, "points"),
     (1234567.0, "count"), (4.5, "count"), (0.0, "count")],
)  # fmt: skip
def test_a_format_shows_as_many_digits_as_the_report(number: float, unit: str, lang: str) -> None:
    text = Words(lang).number(number, unit)
    shape = pattern(text, number, unit)
    size = abs(number) * (100 if unit == "share" else 1)
    digits = len(shape.split(";")[0].partition(".")[2]) - len(shape.split(";")[0].partition(".")[2].lstrip("0"))
    point = "," if lang == "es" else "."
    shown = f"{size:.{digits}f}".replace(".", point)
    assert shown in text.replace("." if lang == "es" else ",", "") and ("%" in shape) == (unit == "share")


def test_the_facts_are_listed_with_their_numbers() -> None:
    given, sheet = report("credited", "en"), book("credited", "en")["Facts"]
    top = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Period")
    heads = {sheet.cell(top, at).value: at for at in range(1, sheet.max_column + 1)}
    listed = {}
    for row in range(top + 1, sheet.max_row + 1):
        key = "|".join(str(sheet.cell(row, at).value or "") for at in range(1, 6))
        listed[key] = {name: digits(sheet.cell(row, heads[name]).value) for name in heads if name in FIELDS.values()}
    assert set(listed) == {fact.key for fact in given.facts}
    for fact in given.facts:
        assert listed[fact.key] == {said: digits(fact.numbers.get(name)) for name, said in FIELDS.items()}


def test_equal_reports_give_equal_bytes_of_no_day() -> None:
    assert render(report("sales-led", "es")) == made("sales-led", "es")
    data = made("sales-led", "es")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
    assert f"{report('sales-led', 'es').as_of}T00:00:00Z" in part(data, "docProps/core.xml")


def test_paper_is_a4_and_one_page_wide() -> None:
    for sheet in book("credited", "en").worksheets:
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert report("credited", "en").client in str(sheet.oddHeader.left.text)


def test_a_plan_and_a_script_have_sheets_of_their_own() -> None:
    plan = Plan(commitments=(Commitment(by=30, page="sla", page_title="The agreement", title="Answer within a day",
                                        why=sentence("61 h on average"), owner="Head of sales", effort="2 days",
                                        done_when="80% are"),))  # fmt: skip
    script = Script(anchor="session", title="The session", minutes=90, steps=(
        Step(start=0, minutes=10, title="Open", who="Consultant", lines=(sentence("Why we are here"),)),
        Step(start=10, minutes=80, title="Talk", who="Both"),
    ))  # fmt: skip
    given = everything(blocks=[Heading(level=2, text="Next", anchor="next"), plan, table("T"), script])
    held = opened(render(given))
    assert held.sheetnames == ["Contents", "Next", "Plan", "Script"]
    texts = {str(cell.value) for name, cell in cells(held) if name in ("Plan", "Script")}
    assert {"Answer within a day", "61 h on average", "Talk", "Why we are here"} <= texts
    assert [cell.value for name, cell in cells(held) if name == "Script" and cell.data_type == "n"] == [0, 10, 10, 80]


def test_listed_rows_fold_under_their_groups() -> None:
    rows = ((Item(text="d1"), Item(text="€1,250", order=1250.0), Item(text="30 Sept 2026", order=739889.0)),)
    groups = (Group(title="Open group", figures=("1 deal",), rows=rows, open=True),
              Group(title="Shut", groups=(Group(title="Inner", rows=rows),)))  # fmt: skip
    heads = (Head(title="Deal", kind="text"), Head(title="Amount"), Head(title="Closed"))
    block = Explorer(anchor="deals", caption="Deals", columns=heads, groups=groups)
    sheet = opened(render(everything(blocks=[Heading(level=2, text="Deals", anchor="d"), block])))["Deals"]
    at = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    first = at["Open group"] + 1
    assert [sheet.cell(first, column).value for column in (1, 2)] == ["d1", 1250]
    assert sheet.cell(first, 3).value.isoformat()[:10] == "2026-09-30"
    levels = {name: (sheet.row_dimensions[row].outlineLevel, bool(sheet.row_dimensions[row].hidden))
              for name, row in at.items()}  # fmt: skip
    assert levels["Open group"] == (0, False) and levels["Inner"] == (1, True)
    assert (sheet.row_dimensions[first].outlineLevel, bool(sheet.row_dimensions[first].hidden)) == (1, False)


def test_names_of_sheets_are_cut_at_words_and_never_repeat() -> None:
    names = Names()
    long = "What customers respond to, by message and by segment"
    found = [names.sheet(long) for _ in range(12)]
    assert found[0] == "What customers respond to, by" and len(set(found)) == 12
    assert all(len(name) <= 31 for name in found) and found[11].endswith(" 12")
    assert names.sheet("History") != "History" and names.sheet("") == "–"


def test_the_look_of_a_client_is_worn() -> None:
    look = Look(ink="#101010", actual="#7a1f4e", band="#f0d0e0", prior="#999999")
    data = render(report("credited", "en"), look=look)
    assert "FF7A1F4E" in part(data, "xl/styles.xml") and "7A1F4E" in part(data, "xl/charts/chart1.xml")
    assert "1F4E79" not in part(data, "xl/charts/chart1.xml")
