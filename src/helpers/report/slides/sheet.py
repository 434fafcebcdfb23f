"""The workbook behind a chart: numbers and inert text, the same bytes for the same chart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from helpers.report.model import Chart, Series

#: What a spreadsheet would read as the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET = "Sheet1"


def workbook(chart: Chart, *, names: Sequence[str], made: datetime, format: str) -> bytes:
    """Categories in the first column, a series in each of the next, then how far the intervals reach up and down."""
    into = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(into, options)
    book.set_properties({"created": made})
    sheet = book.add_worksheet(SHEET)
    style = {"number": book.add_format({"num_format": format}), "inert": book.add_format({"quote_prefix": True})}
    for place, category in enumerate(chart.categories, 1):
        _text(sheet, place, 0, category, style["inert"])
    for column, (name, values) in enumerate(_columns(chart, names), 1):
        _text(sheet, 0, column, name, style["inert"])
        for place, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(place, column, value, style["number"])
    sheet.set_column(0, 0, 32)
    book.close()
    return into.getvalue()


def _text(sheet: Worksheet, row: int, column: int, text: str, inert: object) -> None:
    sheet.write_string(row, column, text, inert if text.startswith(_FORMULA) else None)


def _columns(chart: Chart, names: Sequence[str]) -> list[tuple[str, Sequence[float | None]]]:
    columns: list[tuple[str, Sequence[float | None]]] = list(
        zip(names, (one.values for one in chart.series), strict=True)
    )
    for name, one in zip(names, chart.series, strict=True):
        if banded(one):
            up, down = reaches(one)
            columns += [(f"{name} +", up), (f"{name} −", down)]
    return columns


def banded(series: Series) -> bool:
    """Whether any value has an interval."""
    return any(each is not None for each in (*series.low, *series.high))


def reaches(series: Series) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """How far each interval reaches above its value, and below."""
    return (
        tuple(_reach(high, value) for high, value in zip(series.high, series.values, strict=True)),
        tuple(_reach(value, low) for low, value in zip(series.low, series.values, strict=True)),
    )


def _reach(upper: float | None, lower: float | None) -> float | None:
    return None if upper is None or lower is None else max(upper - lower, 0.0)


def reference(chart: Chart, place: int, *, side: int) -> str:
    """Where the reaches of a series stand in the sheet: ``side`` 0 above, 1 below."""
    before = sum(2 for one in chart.series[:place] if banded(one))
    column = xl_col_to_name(1 + len(chart.series) + before + side)
    return f"{SHEET}!${column}$2:${column}${len(chart.categories) + 1}"
