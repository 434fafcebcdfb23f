"""Whole reviews as PDF: small, on one page first, every number of their tables in print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers.report.model import Cards, Cell, Figure, Heading, Report, Table
from helpers.report.pdf import render
from report import reading_pdf

from .conftest import PERIOD, SAMPLES

LANGUAGES = {"saas_en": "en", "industrial_es": "es"}


class Printed(NamedTuple):
    """A review and its PDF."""

    report: Report
    pdf: bytes


@pytest.fixture(scope="module", params=SAMPLES)
def printed(reviewed: dict[str, Path], request: pytest.FixtureRequest) -> Printed:
    path = reviewed[request.param] / "build" / PERIOD / f"report.{LANGUAGES[request.param]}.json"
    report = Report.from_json(path.read_text(encoding="utf-8"))
    return Printed(report, render(report))


def test_a_whole_review_is_small(printed: Printed) -> None:
    assert len(printed.pdf) < 2_000_000


def test_a_whole_review_has_its_numbers_and_its_first_page(printed: Printed, debian: Callable[[str, str], str]) -> None:
    program = debian("pdftotext", "poppler-utils")
    report, pdf = printed
    whole, first = reading_pdf.text(pdf, program), reading_pdf.text(pdf, program, page=1)
    blocks = report.blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    tables += [block.data for block in blocks if isinstance(block, Figure)]
    numbers = {cell.text for table in tables for row in table.rows for cell in row if _whole(cell, table, row)}
    assert len(numbers) > 200
    assert sorted(number for number in numbers if " ".join(number.split()) not in whole) == []
    cards = next(block for block in blocks if isinstance(block, Cards)).cards
    assert all(" ".join(card.value.split()) in first for card in cards)
    contents = reading_pdf.text(pdf, program, page=2)
    headings = [block.text for block in blocks if isinstance(block, Heading) and not block.first_screen]
    assert [text for text in headings if text not in contents] == []
    unknown = next(b for b in blocks if b.kind == "narrative" and b.role == "unknown").sentences[-1].text
    assert " ".join(unknown.split())[-40:] in first


def _whole(cell: Cell, table: Table, row: tuple[Cell, ...]) -> bool:
    """A number in a column of numbers: it never breaks."""
    return bool(cell.fact) and table.columns[row.index(cell)].kind == "number"
