"""Native charts point at the cells that hold the numbers of their figure."""

from __future__ import annotations

from functools import cache

import pytest

from helpers.report.model import Chart, Figure, Heading, Series
from helpers.report.workbook import render

from .conftest import report
from .everything import everything, table
from .workbooks import C, behind, charts, digits, opened, part, parts, references

CASES = [("credited", "en"), ("sales-led", "es")]
THREE = ("=1+1", "@web", "Trade fairs")


@cache
def made(case: str, lang: str) -> bytes:
    return render(report(case, lang))


def figure(chart: Chart) -> Figure:
    return Figure(anchor="f", title="=A message", subtitle="Share, n = 3", svg="", svg_narrow="", alt="Alt & text",
                  data=table("T"), chart=chart)  # fmt: skip


def one(chart: Chart) -> bytes:
    return render(everything(blocks=[Heading(level=2, text="It's one", anchor="one"), figure(chart)]))


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_each_figure_with_numbers_has_a_chart_of_them(case: tuple[str, str]) -> None:
    held, drawn = opened(made(*case), values=True), charts(made(*case))
    figures = [block for block in report(*case).blocks if isinstance(block, Figure) and block.chart]
    assert len(drawn) == len(figures) > 8
    for native, block in zip(drawn, figures, strict=True):
        assert block.chart is not None
        (title,) = [behind(held, ref) for ref in references(native.find(f"{C}chart/{C}title"), "tx")]
        assert title == [block.title]
        labels = [behind(held, ref) for part_ in ("cat", "xVal") for ref in references(native, part_)]
        assert labels and all([str(each) for each in found] == list(block.chart.categories) for found in labels)
        columns = [[digits(value) for value in behind(held, ref)]
                   for part_ in ("val", "yVal") for ref in references(native, part_)]  # fmt: skip
        for series in block.chart.series:
            firm = [None if thin else value for value, thin in zip(series.values, series.thin, strict=True)] \
                if series.thin and block.chart.kind == "dots" else list(series.values)  # fmt: skip
            assert [digits(value) for value in firm] in columns or not any(value is not None for value in firm), (
                block.anchor
            )


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_what_a_chart_tells_those_who_cannot_see(case: tuple[str, str]) -> None:
    data = made(*case)
    figures = [block for block in report(*case).blocks if isinstance(block, Figure) and block.chart]
    names = [name for name in parts(data) if name.startswith("xl/drawings/drawing")]
    told = "".join(part(data, name) for name in names)
    assert told.count(' descr="') == len(figures)


def test_an_interval_reaches_by_formula_from_its_value() -> None:
    chart = Chart(kind="dots", unit="share", categories=THREE, facts=("a", "b", ""), series=(
        Series(name="Now", values=(0.4, 0.2, None), low=(0.25, 0.1, None), high=(0.5, None, None),
               thin=(False, True, False)),
        Series(name="Before", role="prior", values=(0.3, None, 0.1)),
    ))  # fmt: skip
    data = one(chart)
    values, typed = opened(data, values=True), opened(data)
    (native,) = charts(data)
    reaches = {side: [behind(values, ref) for ref in references(native, side)] for side in ("minus", "plus")}
    assert [pytest.approx(0.15), 0, 0] in reaches["minus"] and [pytest.approx(0.1), 0, 0] in reaches["plus"]
    assert [0, pytest.approx(0.1), 0] in reaches["minus"] and [0, 0, 0] in reaches["plus"]
    assert str(behind(typed, references(native, "plus")[0])[0]).startswith("=IF(COUNT(")
    assert [0.4, None, None] in [behind(values, ref) for ref in references(native, "val")]
    assert [None, 0.2, None] in [behind(values, ref) for ref in references(native, "val")]
    assert behind(values, references(native, "cat")[0]) == ["'=1+1", "'@web", "Trade fairs"]
    assert behind(typed, references(native.find(f"{C}chart/{C}title"), "tx")[0]) == ["'=A message"]


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("bars", "barChart"), ("columns", "barChart"), ("line", "scatterChart"), ("dumbbell", "barChart")],
)
def test_each_kind_is_drawn_in_its_shape(kind: str, shape: str) -> None:
    names = ("0", "30", "90") if kind == "line" else THREE
    chart = Chart(kind=kind, unit="money", categories=names, series=(  # type: ignore[arg-type]
        Series(name="Now", values=(1200.0, 900.0, None), low=(1000.0, 800.0, None), high=(1300.0, 950.0, None)),
        Series(name="Later", role="forecast", values=(None, 900.0, 700.0)),
        Series(name="Target", role="target", values=(1500.0, 1500.0, 1500.0)),
    ))  # fmt: skip
    data = one(chart)
    (native,) = charts(data)
    assert len(list(native.iter(f"{C}{shape}"))) == 1
    xml = part(data, "xl/charts/chart1.xml")
    assert kind != "bars" or ("wdUpDiag" in xml and "<a:noFill/>" in xml)
    assert kind != "line" or 'prstDash val="dash"' in xml
    assert "&quot;" not in xml or "€" in xml


def test_months_by_name_are_a_line_of_names() -> None:
    chart = Chart(kind="line", unit="days", categories=("Jan", "Feb"), series=(Series(name="Now", values=(1.0, 2.0)),))
    (native,) = charts(one(chart))
    assert len(list(native.iter(f"{C}lineChart"))) == 1


def test_differences_below_nothing_are_not_cut_off() -> None:
    chart = Chart(kind="bars", unit="points", categories=("a", "b"), series=(Series(name="Gap", values=(41.0, -33.0)),))
    (native,) = charts(one(chart))
    assert not list(native.iter(f"{C}min"))
