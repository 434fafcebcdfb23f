"""Workbooks for tests, opened again: cells by sheet, charts with the cells they point at."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import range_boundaries

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def opened(data: bytes, *, values: bool = False) -> Workbook:
    """The workbook as openpyxl reads it; it does not know what charts and outlines are for, and says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=values)


def cells(book: Workbook) -> Iterator[tuple[str, Cell]]:
    """Every cell that holds something, with the name of its sheet."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell


def charts(data: bytes) -> list[ElementTree.Element]:
    """The native charts, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        names.sort(key=lambda name: int(re.findall(r"\d+", name)[0]))
        return [ElementTree.fromstring(packed.read(name)) for name in names]


def references(chart: ElementTree.Element, part: str) -> list[str]:
    """What the series of a chart point at: ``tx``, ``cat``, ``val``, ``xVal``, ``yVal``, ``plus``, ``minus``."""
    return [str(found.text) for node in chart.iter(f"{C}{part}") for found in node.iter(f"{C}f")]


def behind(book: Workbook, reference: str) -> list[object]:
    """The values of the cells a reference names."""
    name, _, place = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(place.replace("$", ""))
    sheet = book[name.strip("'").replace("''", "'")]
    return [sheet.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)]


def digits(number: object) -> str:
    """A number to the twelve digits that metrics.csv keeps; empty where there is none."""
    return "" if number is None else format(float(str(number)), ".12g")


def parts(data: bytes) -> list[str]:
    """The names of the parts of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.namelist()


def part(data: bytes, name: str) -> str:
    """A part of the file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode("utf-8")
