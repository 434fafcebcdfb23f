"""Results of formulas, kept through a rewrite.

A workbook written anew holds formulas without results until a spreadsheet opens it; whoever reads it before that would
find those cells empty. So the results that stood in the file are put back, as the spreadsheet wrote them.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl

_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>\s*(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))\s*<v>([^<]+)</v>\s*</c>')
_EMPTY = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))<v\s*(?:/>|></v>)</c>')
_TYPE = re.compile(rb'\st="[a-z]+"')

#: Sheet → cell → the kind of its result and the result, as in the file.
Results = dict[str, dict[bytes, tuple[bytes, bytes]]]


def results_in(path: Path) -> Results:
    """The results of every formula of a workbook."""
    found: Results = {}
    with zipfile.ZipFile(path) as archive:
        for title, name in _pages(path).items():
            cells = _CELL.findall(archive.read(name))
            found[title] = {cell: ((_TYPE.findall(rest) or [b""])[0], value) for cell, rest, _, value in cells}
    return {title: cells for title, cells in found.items() if cells}


def put_back(path: Path, results: Results) -> None:
    """Give formulas without a result the one they had."""
    if not results:
        return
    pages = {name: results[title] for title, name in _pages(path).items() if title in results}
    with zipfile.ZipFile(path) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in parts:
            known = pages.get(info.filename)
            archive.writestr(info, _filled(data, known) if known else data)


def _filled(data: bytes, known: dict[bytes, tuple[bytes, bytes]]) -> bytes:
    def cell(match: re.Match[bytes]) -> bytes:
        where, rest, formula = match.groups()
        if where not in known:
            return match[0]
        kind, value = known[where]
        return b'<c r="' + where + b'"' + _TYPE.sub(b"", rest) + kind + b">" + formula + b"<v>" + value + b"</v></c>"

    return _EMPTY.sub(cell, data)


def _pages(path: Path) -> dict[str, str]:
    """Title of each sheet → its part of the file."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return {page.title: str(page._worksheet_path).lstrip("/") for page in book.worksheets}  # type: ignore[attr-defined]
    finally:
        book.close()
