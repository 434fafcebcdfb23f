"""The same numbers in every format: what a page, a workbook, a deck and a paper show is what metrics.csv says."""

from __future__ import annotations

import html as markup
import io
import math
import re
import subprocess
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from tests.report import conftest as reviews

from helpers import facts
from helpers.facts import NUMBERS
from helpers.report.formats import FORMATS, document
from helpers.report.model import Figure, Report, Table
from helpers.words import Words

CASES = [("credited", "en"), ("sales-led", "es")]
KEY = ["period", "metric", "variant", "segment", "clock"]
CELL = re.compile(r'data-fact="([^"]+)" data-field="([^"]+)">([^<]*)</t')
CARD = re.compile(r'<li class="card[^"]*" data-fact="([^"]+)">.*?<p class="value">([^<]*)</p>', re.DOTALL)


@pytest.fixture(params=CASES, ids="-".join, scope="module")
def case(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


@pytest.fixture(scope="module")
def metrics(case: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Every row of metrics.csv by its key, as a reader of that file has it."""
    path: Path = tmp_path_factory.mktemp("facts") / "metrics.csv"
    facts.write(reviews.given(case[0])[0], path)
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    return {"|".join(row[name] for name in KEY): row for row in rows.to_dict("records")}


@cache
def made(case: tuple[str, str], format: str) -> bytes:
    return document(reviews.report(*case), format)


def written(case: tuple[str, str]) -> Words:
    """How the report writes its numbers."""
    return Words(case[1], reviews.report(*case).currency)


def twelve(number: object) -> str:
    """A number as metrics.csv writes it."""
    value = float(str(number))
    return "" if math.isnan(value) else format(value + 0.0, ".12g")


def tables(given: Report, *, behind: bool) -> Iterator[Table]:
    """The tables of a report; ``behind``: those behind figures as well."""
    for block in given.blocks:
        if isinstance(block, Table):
            yield block
        if behind and isinstance(block, Figure):
            yield block.data


def texts(number: str, unit: str, words: Words) -> set[str]:
    """How a number may be written: as it is, or as a difference with its sign.

    The file keeps twelve digits: a number that lies on the edge between two roundings may be written as either.
    """
    value = float(number) if number else math.nan
    near = (value, value * (1 + 1e-11), value * (1 - 1e-11))
    return {text for each in near for text in (words.number(each, unit), words.number(each, "count"),
                                               words.change(each, unit))}  # fmt: skip


def test_every_format_is_made_of_the_same_report(case: tuple[str, str]) -> None:
    assert all(len(made(case, name)) > 10_000 for name in FORMATS)


def test_numbers_of_the_page(case: tuple[str, str], metrics: dict[str, dict[str, object]]) -> None:
    page, words = made(case, "html").decode("utf-8"), written(case)
    cells = [(markup.unescape(key), field, markup.unescape(text)) for key, field, text in CELL.findall(page)]
    cells += [(markup.unescape(key), "value", markup.unescape(text)) for key, text in CARD.findall(page)]
    numbers = [each for each in cells if each[1] in NUMBERS]
    assert len(numbers) > 100
    for key, field, text in numbers:
        row = metrics[key]
        target = field in ("numerator", "denominator") and row["metric"] == "target_attainment"
        shown = texts(str(row[field]), "money" if target and "€" in text else str(row["unit"]), words)
        assert text in shown, (key, field)


def test_numbers_of_the_workbook(case: tuple[str, str], metrics: dict[str, dict[str, object]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(made(case, "xlsx")), data_only=True)
    words, checked = written(case), 0
    for sheet in book.worksheets[:-1]:
        for row in sheet.iter_rows(values_only=True):
            key = next((each for each in reversed(row) if isinstance(each, str) and each in metrics), None)
            if key is None:
                continue
            first = row[: row.index(key)][::-1]
            beside = list(first[: next(at for at, each in enumerate(first) if isinstance(each, str))])
            known = {str(metrics[key][name]) for name in NUMBERS}
            numbers = [each for each in beside if isinstance(each, int | float)]
            assert any(twelve(each) in known for each in numbers), (sheet.title, key)
            checked += 1
    assert checked > 30
    last = book[words.say("Facts")]
    heads = {str(cell.value): cell.column - 1 for cell in next(row for row in last.iter_rows() if row[1].value
                                                               == words.say("Metric"))}  # fmt: skip
    listed = {"|".join(str(part or "") for part in row[:5]): row for row in last.iter_rows(values_only=True)}
    said = {"value": "Value", "low": "From", "high": "To", "n": "Cases", "numerator": "Numerator",
            "denominator": "Denominator", "prior": "Before", "target": "Target"}  # fmt: skip
    for fact in reviews.report(*case).facts:
        held = listed[fact.key]
        for name, title in said.items():
            value = held[heads[words.say(title)]]
            assert ("" if value is None else twelve(value)) == metrics[fact.key][name], (fact.key, name)


def test_numbers_of_the_deck(case: tuple[str, str], metrics: dict[str, dict[str, object]]) -> None:
    deck = Presentation(io.BytesIO(made(case, "pptx")))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    known = {str(row[name]) for row in metrics.values() for name in NUMBERS} | {"0", "1"}
    drawn = [value for shape in shapes if shape.has_chart for plot in shape.chart.plots for series in plot.series
             for value in series.values if value is not None]  # fmt: skip
    charts = [block.chart for block in reviews.report(*case).blocks if isinstance(block, Figure) and block.chart]
    assert len(drawn) > 30 and charts
    for value in drawn:
        assert twelve(value) in known
    texts_ = {cell.text for table in tables(reviews.report(*case), behind=True) for row in table.rows for cell in row
               if cell.number is not None}  # fmt: skip
    shown = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    assert any(text in texts_ for text in shown)


def test_numbers_of_the_paper(
    case: tuple[str, str], metrics: dict[str, dict[str, object]], debian: Callable[[str, str], str]
) -> None:
    program, words = debian("pdftotext", "poppler-utils"), written(case)
    ran = subprocess.run([program, "-", "-"], input=made(case, "pdf"), capture_output=True, check=True)
    paper = re.sub(r"[\s\u2060]", "", ran.stdout.decode("utf-8"))
    cells = [cell for table in tables(reviews.report(*case), behind=False) for row in table.rows for cell in row
             if cell.fact and cell.number is not None]  # fmt: skip
    assert len(cells) > 20
    for cell in cells:
        row = metrics[cell.fact]
        assert twelve(cell.number) == row[cell.field]
        assert cell.text in texts(str(row[cell.field]), cell.unit, words)
        assert re.sub(r"\s", "", cell.text) in paper, cell
