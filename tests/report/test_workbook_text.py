"""Text of clients in a workbook: never a formula, never a link, never too long, never what a cell cannot hold."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.report.model import (
    Cell,
    Column,
    Entry,
    Explorer,
    Figure,
    Glossary,
    Group,
    Heading,
    Item,
    Note,
    Paste,
    Report,
    Table,
)
from helpers.report.workbook import render, sheet
from helpers.report.workbook.inert import LONGEST, STARTERS, inert, units
from helpers.run import sheets

from .conftest import report
from .decked import CHARTS
from .everything import everything
from .workbooks import cells, opened, part, parts

EVIL = (
    '=HYPERLINK("https://x.test","go")', "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!D2", "@SUM(A1:A9)", "\t=1+1",
    "\r=1+1", "=1+1\x00\x0b\ud800", "https://x.test/a?b=1", "<b>&amp;</b>", "_x0041_", "'=1",
)  # fmt: skip


def evil(text: str) -> Report:
    """The same text in every place that data can reach."""
    columns = (Column(title=text, kind="text"), Column(title=text, kind="text"), Column(title="n"))
    rows = Table(caption=text, columns=columns, rows=((Cell(text=text), Cell(text=text), Cell(text="1", number=1.0)),))
    chart = CHARTS["bars"].model_copy(update={"categories": (text, text, text)})
    blocks = [
        Heading(level=2, text=text, anchor="a"), Heading(level=3, text=text, anchor="b"), Note(text=text), rows,
        Figure(anchor="f", title=text, subtitle=text, svg="", svg_narrow="", alt=text, data=rows, chart=chart),
        Paste(anchor="p", title=text, text=text),
        Explorer(anchor="e", caption=text, columns=columns[:1], groups=(
            Group(title=text, figures=(text,), rows=((Item(text=text),),)),)),
        Glossary(entries=(Entry(anchor="g", label=text, question=text, formula=text, pitfall=text),)),
    ]  # fmt: skip
    return everything(client=text, title=text, period_text=text, blocks=blocks)


@pytest.mark.parametrize("text", EVIL)
def test_text_is_text_wherever_it_stands(text: str) -> None:
    data = render(evil(text))
    for _, cell in cells(opened(data)):
        own = str(cell.value).startswith(("=IF(COUNT(",))
        assert cell.data_type != "f" or own, cell.coordinate
        assert cell.hyperlink is None or cell.hyperlink.location
        if isinstance(cell.value, str) and not own:
            assert not cell.value.startswith(STARTERS), cell.value
    for name in parts(data):
        if name.startswith(("xl/charts/chart", "xl/worksheets/sheet", "docProps")) and name.endswith(".xml"):
            assert "HYPERLINK(" not in part(data, name).replace("&quot;", '"') or "<f>HYPERLINK" not in part(data, name)
            assert "<c:f>HYPERLINK" not in part(data, name) and "<f>SUM" not in part(data, name)
    assert not [name for name in parts(data) if name.startswith("xl/externalLinks")]


@given(text=st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_written_and_read_again(text: str) -> None:
    given_ = everything(blocks=[Heading(level=2, text=text or "x", anchor="a"), Note(text=f"n{text}")])
    held = [cell.value for _, cell in cells(opened(render(given_)))]
    assert any(str(value).startswith("n") for value in held)


@given(text=st.text())
def test_inert_text_starts_with_nothing_that_runs(text: str) -> None:
    found = inert(text)
    assert not found.startswith(("=", "@", "\t", "\r")) and units(found) <= LONGEST
    assert not found.startswith(("+", "-")) or found[1].isdigit()


def test_the_rule_is_that_of_the_csv_files_of_a_build() -> None:
    assert STARTERS == sheets._STARTERS
    for text in EVIL:
        if sheets.cell(text).startswith("'"):
            assert inert(text).startswith("'"), text


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    long = "año 📈 " * 9000
    data = render(everything(blocks=[Heading(level=2, text="A", anchor="a"), Note(text=long)]))
    found = [cell.value for _, cell in cells(opened(data)) if isinstance(cell.value, str) and len(cell.value) > 1000]
    assert len(found) == 2 and all(units(text) <= LONGEST and text.endswith("[…]") for text in found)


def test_rows_beyond_the_end_of_a_sheet_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "ROWS", 40)
    monkeypatch.setattr(sheet, "LAST", 38)
    rows = tuple((Cell(text=f"row {n}"), Cell(text=str(n), number=float(n), unit="count")) for n in range(100))
    columns = (Column(title="Name", kind="text"), Column(title="n"))
    block = Table(caption="Long", columns=columns, rows=rows)
    data = render(everything(blocks=[Heading(level=2, text="A", anchor="a"), block, Note(text="after")]))
    found = opened(data)["A"]
    kept = [cell.value for name, cell in cells(opened(data)) if name == "A" and str(cell.value).startswith("row ")]
    assert found.max_row <= 40 and 20 < len(kept) < 40
    assert f"{100 - len(kept)} more rows have no room on a sheet." in {cell.value for _, cell in cells(opened(data))}


def test_libreoffice_reads_it_and_nothing_is_blank(debian: Callable[[str, str], str], tmp_path: Path) -> None:
    office, painter = debian("soffice", "libreoffice-calc-nogui"), debian("pdftoppm", "poppler-utils")
    (tmp_path / "report.xlsx").write_bytes(render(report("credited", "es")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), f"{tmp_path}/report.xlsx"])
    run([painter, "-r", "50", "-gray", "-l", "6", str(tmp_path / "report.pdf"), str(tmp_path / "page")])
    pages = sorted(tmp_path.glob("page*.pgm"))
    assert len(pages) == 6
    for page in pages:
        pixels = page.read_bytes()[-200_000:]
        assert sum(1 for pixel in pixels if pixel < 200) > 200, page.name


def run(command: list[str]) -> Any:
    return subprocess.run(command, check=True, capture_output=True, timeout=240)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_kind_of_block_reaches_a_sheet(lang: str) -> None:
    given_ = everything(lang=lang)
    shown = "\n".join(str(cell.value) for _, cell in cells(opened(render(given_))))
    missing = [text for block in given_.blocks for text in words_of(block.model_dump()) if text not in shown]
    assert missing == []


def words_of(part_: Any) -> list[str]:
    """The words by which texts of a block are found again: those in capitals."""
    if isinstance(part_, dict):
        skipped = ("svg", "svg_narrow", "spark", "spark_alt", "spark_note", "plain", "alt", "anchor", "id", "page")
        return [word for name, each in part_.items() if name not in skipped for word in words_of(each)]
    if isinstance(part_, list | tuple):
        return [word for each in part_ for word in words_of(each)]
    return [word for word in str(part_).split() if word.isalpha() and word.isupper() and len(word) > 5]
