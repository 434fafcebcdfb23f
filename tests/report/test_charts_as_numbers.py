"""Every figure that is a chart carries its numbers: those of its facts, by place, with their unit and interval."""

from __future__ import annotations

import math
from functools import cache, partial

import pytest

from helpers.facts import Row
from helpers.report import charts
from helpers.report.book import Book
from helpers.report.charts import Mark
from helpers.report.drawing import WIDE
from helpers.report.model import Cell, Column, Figure, Report, Table
from helpers.report.plotted import KINDS, plotted

from .conftest import given

#: Drawings whose table says it all: strips, lanes, a grid.
NO_CHARTS = {"figure-coverage"}
FIELDS = ("value", "low", "high", "numerator", "denominator")
DATA = Table(caption="What it is about", columns=(Column(title="Part", kind="text"), Column(title="Now"),
                                                  Column(title="Before")),
             rows=((Cell(text="a"), Cell(text="2", fact="k|a", field="value", number=2.0), Cell(text="1", number=1.0)),
                   (Cell(text="b"), Cell(text="4", fact="k|b", field="value", number=4.0), Cell(text="3", number=3.0))),
             )  # fmt: skip


@cache
def book(case: str) -> Book:
    return Book(given(case)[0])


def figures(report: Report) -> list[Figure]:
    return [block for block in report.blocks if isinstance(block, Figure)]


def held(row: Row) -> set[float]:
    return {getattr(row, name) for name in FIELDS}


def test_every_drawing_of_marks_is_a_chart(review: Report) -> None:
    bare = {figure.anchor for figure in figures(review) if figure.chart is None}
    assert {name for name in bare if not name.startswith("figure-story")} <= NO_CHARTS


def test_every_value_is_that_of_its_fact(which: tuple[str, str], review: Report) -> None:
    checked = 0
    for figure in figures(review):
        if figure.chart is None:
            continue
        drawn = [series for series in figure.chart.series if series.role in ("actual", "forecast", "other")]
        for place, key in enumerate(figure.chart.facts):
            row = book(which[0]).find(key) if key else None
            assert (row is None) == (key == ""), key
            for series in drawn if row is not None else ():
                value = series.values[place]
                assert value is None or value in held(row), (figure.anchor, key)
                checked += 1
                for end, name in ((series.low, "low"), (series.high, "high")):
                    assert not end or end[place] is None or end[place] == getattr(row, name), (figure.anchor, key)
            if row is not None and figure.chart.unit != "count":
                assert row.unit == figure.chart.unit, figure.anchor
    assert checked or which[0] == "nothing"


def test_charts_are_whole(review: Report) -> None:
    for figure in figures(review):
        if figure.chart is None:
            continue
        size = len(figure.chart.categories)
        assert len(figure.chart.facts) == size and figure.chart.series
        for series in figure.chart.series:
            assert series.name and len(series.values) == size, figure.anchor
            assert {len(part) for part in (series.low, series.high, series.thin)} <= {0, size}
            assert any(value is not None for value in series.values)
        names = [series.name for series in figure.chart.series]
        assert len(names) == len(set(names)), (figure.anchor, names)


def test_cells_with_numbers_hold_those_of_their_facts(which: tuple[str, str], review: Report) -> None:
    tables = [block.data if isinstance(block, Figure) else block for block in review.blocks]
    cells = [cell for table in tables if isinstance(table, Table) for row in table.rows for cell in row]
    for cell in cells:
        if cell.fact and cell.number is not None:
            row = book(which[0]).find(cell.fact)
            assert row is not None and getattr(row, cell.field) == cell.number
        if cell.fact and cell.field in (*FIELDS, "n", "prior", "target") and cell.number is None:
            row = book(which[0]).find(cell.fact)
            assert row is not None and math.isnan(getattr(row, cell.field)), cell


def test_the_facts_of_a_report_are_those_its_blocks_name(which: tuple[str, str], review: Report) -> None:
    assert [fact.key for fact in review.facts] == sorted({fact.key for fact in review.facts})
    for fact in review.facts:
        row = book(which[0]).find(fact.key)
        assert row is not None and fact.unit == row.unit and fact.note == row.note
        assert fact.numbers == {name: getattr(row, name) for name in fact.numbers}
    known = {fact.key for fact in review.facts}
    for figure in figures(review):
        assert set(figure.facts) <= known


def mark(label: str, value: float, key: str, **more: object) -> Mark:
    return Mark(label=label, value=value, text="", unit="count", fact=key, **more)  # type: ignore[arg-type]


def test_columns_of_the_table_name_the_series() -> None:
    marks = [mark("a", 2.0, "k|a", prior=1.0), mark("b", 4.0, "k|b", prior=3.0)]
    chart = plotted(charts.bars, marks, data=DATA)
    assert (
        chart is not None and chart.kind == "bars" and chart.categories == ("a", "b") and chart.facts == ("k|a", "k|b")
    )
    assert [(each.name, each.role, each.values) for each in chart.series] == [
        ("Now", "actual", (2.0, 4.0)), ("Before", "prior", (1.0, 3.0)),
    ]  # fmt: skip


def test_what_no_column_holds_is_called_by_the_figure() -> None:
    chart = plotted(charts.bars, [mark("a", 2.0, "k|a", target=9.0)], data=DATA, beside="Target")
    assert chart is not None and [(each.name, each.role) for each in chart.series] == [
        ("Now", "actual"), ("Target", "target"),
    ]  # fmt: skip


def test_what_is_hatched_is_a_series_of_its_own_and_a_line_goes_on() -> None:
    marks = [mark("", 1.0, "", at=0.0), mark("", 0.8, "k|a", at=6.0), mark("", 0.6, "k|b", at=12.0, hatched=True)]
    line = plotted(partial(charts.curve, top=1.0), marks, data=DATA, ahead="Later")
    assert line is not None and line.kind == "line" and line.categories == ("0", "6", "12")
    assert [each.values for each in line.series] == [(1.0, 0.8, None), (None, 0.8, 0.6)]
    bars = plotted(charts.columns, marks, data=DATA, ahead="Later")
    assert bars is not None and [(each.name, each.values) for each in bars.series] == [
        (DATA.caption, (1.0, 0.8, None)), ("Later", (None, None, 0.6)),
    ]  # fmt: skip


def test_intervals_and_thin_places() -> None:
    chart = plotted(charts.dots, [mark("a", 2.0, "k|a", low=1.5, high=math.inf, hollow=True), mark("b", 4.0, "k|b")],
                    data=DATA)  # fmt: skip
    assert chart is not None
    (series,) = chart.series
    assert (series.low, series.high, series.thin) == ((1.5, None), (None, None), (True, False))


def test_several_rules_are_two_dots_joined() -> None:
    chart = plotted(charts.ranges, [mark("a", 4.0, "k|b", low=2.0, high=4.0)], data=DATA)
    assert chart is not None and chart.kind == "dumbbell"
    assert [each.values for each in chart.series] == [(2.0,), (4.0,)]


@pytest.mark.parametrize("draw", KINDS)
def test_nothing_drawn_is_no_chart(draw: object) -> None:
    assert plotted(draw, [], data=DATA) is None  # type: ignore[arg-type]
    assert plotted(draw, [mark("a", math.nan, "")], data=DATA) is None  # type: ignore[arg-type]


def test_a_drawing_that_is_no_chart_has_no_numbers() -> None:
    assert plotted(charts.spark, [mark("a", 1.0, "")], data=DATA) is None


def test_a_band_far_beyond_every_dot_is_cut_in_the_drawing_only() -> None:
    marks = [mark("a", 2.0, "k|a", low=1.0, high=500.0)]
    cut = charts.dots(marks, frame=WIDE, key="x", most=6.0)
    assert cut == charts.dots([mark("a", 2.0, "k|a", low=1.0, high=6.0)], frame=WIDE, key="x")
    chart = plotted(partial(charts.dots, most=6.0), marks, data=DATA)
    assert chart is not None and chart.series[0].high == (500.0,)
