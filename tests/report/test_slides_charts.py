"""Charts of a deck are native: their numbers are the report's, their workbook holds them, their look is the kit's."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import openpyxl
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from helpers.look import Look
from helpers.report.model import Chart, Heading, Series
from helpers.report.slides.numbers import number_format
from helpers.words import Words

from .decked import CHARTS, made, opened, plotted, reopened
from .everything import everything
from .everything import figure as drawn

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def native(kind: str, lang: str = "en"):
    """The chart of a kind in the deck of all kinds."""
    for slide in reopened(made(lang)).slides:
        for shape in slide.shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.CHART and f"Message of {kind}" in " ".join(
                each.text_frame.text for each in slide.shapes if each.has_text_frame
            ):
                return shape.chart
    raise AssertionError(f"no chart of {kind}")


def alone(chart: Chart, lang: str = "en", look: Look | None = None):
    """A chart in a deck of its own."""
    figure = drawn().model_copy(update={"chart": chart})
    report = everything(lang=lang, blocks=[Heading(level=2, text="One", anchor="one"), figure])
    deck = opened(report, look) if look else opened(report)
    return next(shape.chart for shape in deck.slides[1].shapes if shape.has_chart)


@pytest.mark.parametrize("kind", sorted(CHARTS))
def test_values_and_names_are_the_reports(kind: str) -> None:
    plot, chart = native(kind).plots[0], CHARTS[kind]
    shown = list(plot.series)[: len(chart.series)]
    assert [one.name for one in shown] == [one.name for one in chart.series]
    assert [tuple(one.values) for one in shown] == [one.values for one in chart.series]
    assert tuple(plot.categories) == chart.categories


@pytest.mark.parametrize("kind", sorted(CHARTS))
def test_the_workbook_holds_the_same_numbers_and_no_formula(kind: str) -> None:
    blob = native(kind).part.chart_workbook.xlsx_part.blob
    rows = list(openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"].iter_rows())
    chart = CHARTS[kind]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert [row[0].value for row in rows[1:]] == list(chart.categories)
    for place, one in enumerate(chart.series, 1):
        assert rows[0][place].value == one.name
        assert [row[place].value for row in rows[1:]] == list(one.values)
    with zipfile.ZipFile(io.BytesIO(blob)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("kind", ["bars", "line", "dots"])
def test_intervals_are_error_bars_of_their_own_lengths_kept_in_the_workbook(kind: str) -> None:
    chart, first = native(kind), CHARTS[kind].series[0]
    bars = chart.plots[0].series[0]._element.find(f"{C}errBars")
    assert bars.find(f"{C}errValType").get("val") == "cust"
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    for side, ends, sign in (("plus", first.high, 1), ("minus", first.low, -1)):
        reference = bars.find(f"{C}{side}/{C}numRef/{C}f").text.removeprefix("Sheet1!").replace("$", "")
        kept = [row[0].value for row in sheet[reference]]
        cached = {int(pt.get("idx")): float(pt.find(f"{C}v").text) for pt in bars.iter() if pt.tag == f"{C}pt"
                  and pt.getparent().getparent().getparent().tag == f"{C}{side}"}  # fmt: skip
        for place, (value, end) in enumerate(zip(first.values, ends, strict=True)):
            if value is None or end is None:
                assert kept[place] is None and place not in cached
            else:
                assert value + sign * kept[place] == pytest.approx(end)
                assert cached[place] == kept[place]


@pytest.mark.parametrize("kind", sorted(CHARTS))
def test_lengths_start_at_zero_and_no_grid_is_drawn(kind: str) -> None:
    chart = native(kind)
    values = [v for one in CHARTS[kind].series for v in (*one.values, *one.low, *one.high) if v is not None]
    axis = chart.value_axis
    assert axis.minimum_scale <= min([0.0, *values]) and axis.maximum_scale > max(values)
    if min(values) >= 0:
        assert axis.minimum_scale == 0
    assert not axis.has_major_gridlines and not chart.has_legend


def test_roles_have_the_kits_notation() -> None:
    bars, columns = native("bars").plots[0].series, native("columns").plots[0].series
    look = [one._element.find(f"{C}spPr") for one in (*bars, *columns)]
    inside = [each[0].tag.rpartition("}")[2] for each in look]
    assert inside == ["solidFill", "solidFill", "noFill", "solidFill", "pattFill"]
    colours = [each.xpath(".//a:schemeClr/@val")[0] for each in look]
    assert colours == ["accent1", "accent2", "tx1", "accent1", "accent1"]


def test_dots_are_marks_on_the_cells_of_their_series() -> None:
    series = list(native("dumbbell").plots[0].series)
    assert len(series) == 4
    cells = [one._element.find(f"{C}val/{C}numRef/{C}f").text for one in series]
    assert sorted(set(cells)) == ["Sheet1!$B$2:$B$4", "Sheet1!$C$2:$C$4"]
    assert all(one._element.find(f"{C}spPr")[0].tag.endswith("noFill") for one in series)
    assert [one._element.find(f"{C}errBars/{C}errValType").get("val") for one in series[2:]] == ["fixedVal"] * 2
    orders = [int(one._element.find(f"{C}order").get("val")) for one in series]
    assert orders == [0, 1, 2, 3]


def test_elements_of_a_series_stand_in_the_order_of_the_format() -> None:
    order = ["idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dPt", "dLbls", "errBars", "cat", "val",
             "smooth", "extLst"]  # fmt: skip
    for kind in CHARTS:
        for one in native(kind).plots[0].series:
            places = [order.index(child.tag.rpartition("}")[2]) for child in one._element]
            assert all(before <= after for before, after in pairwise(places)), kind


def test_labels_are_values_with_the_units_format() -> None:
    labels = native("bars").plots[0].series[0]._element.findall(f"{C}dLbls/{C}dLbl")
    assert [label.find(f"{C}showVal").get("val") for label in labels] == ["1", "1"]
    assert {label.find(f"{C}numFmt").get("formatCode") for label in labels} == {"0%;−0%"}


def test_a_line_says_its_name_at_its_end() -> None:
    for one in native("line").plots[0].series:
        last = one._element.findall(f"{C}dLbls/{C}dLbl")[-1]
        assert (last.find(f"{C}idx").get("val"), last.find(f"{C}showSerName").get("val")) == ("2", "1")


def test_what_rests_on_too_little_is_said_quietly() -> None:
    labels = native("dots").plots[0].series[0]._element.findall(f"{C}dLbls/{C}dLbl")
    tints = [label.xpath("./c:txPr//a:schemeClr/@val")[0] for label in labels]
    assert tints == ["tx1", "tx1", "accent6"]


def test_the_clients_colours_are_the_themes() -> None:
    look = Look(ink="#101010", actual="#aa1122", band="#ffdddd", prior="#999999")
    deck = opened(everything(blocks=[plotted("bars")]), look)
    theme = deck.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    ).blob
    assert b'<a:accent1><a:srgbClr val="AA1122"/>' in theme and b'<a:dk1><a:srgbClr val="101010"/>' in theme
    assert theme.count(b'<a:latin typeface="Arial"') == 2


def test_many_rows_keep_the_first_and_say_so() -> None:
    names = tuple(f"Row {n}" for n in range(30))
    chart = Chart(
        kind="bars", unit="count", categories=names, series=(Series(name="n", values=tuple(map(float, range(30)))),)
    )
    shown = alone(chart)
    assert tuple(shown.plots[0].categories) == names[:16]
    assert tuple(shown.plots[0].series[0].values) == tuple(map(float, range(16)))


def test_long_names_of_rows_are_shortened_and_keep_their_meaning() -> None:
    name = (
        "A trade fair with a name that nobody could ever fit beside a bar on a slide, however wide the slide may be "
        * 2
    )
    shown = alone(Chart(kind="bars", unit="count", categories=(name,), series=(Series(name="n", values=(1.0,)),)))
    (category,) = shown.plots[0].categories
    assert category.startswith("A trade fair with a name") and len(category) < 140


@pytest.mark.parametrize(
    ("unit", "values", "lang", "expected"),
    [
        ("share", [0.5], "en", "0%;−0%"),
        ("share", [0.125], "es", '[$-C0A]0.0"\xa0"%;[$-C0A]−0.0"\xa0"%'),
        ("money", [1500.0], "en", '"€"#,##0;−"€"#,##0'),
        ("money", [2.5e6, 1e6], "en", '"€"#,##0.0,,"M";−"€"#,##0.0,,"M"'),
        ("money", [2.5e6, 10.0], "es", '[$-C0A]#,##0"\xa0"€"";[$-C0A]−#,##0"\xa0"€""'),
        ("days", [2.0], "en", '#,##0" days";−#,##0" days"'),
        ("days", [2.5], "es", '[$-C0A]#,##0.0" días";[$-C0A]−#,##0.0" días"'),
        ("ratio", [1.5], "en", '0.0"×";−0.0"×"'),
        ("points", [41.0], "en", "0;−0"),
        ("flag", [1.0], "en", '"yes";"yes";"no"'),
    ],
)
def test_formats(unit: str, values: list[float], lang: str, expected: str) -> None:
    found = number_format(unit, values, Words(lang), sign="€").replace('"\xa0""€"', '"\xa0"€""')
    assert found.replace("\u202f", "\xa0") == expected
