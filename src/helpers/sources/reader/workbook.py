"""An Excel sheet → records of text."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from helpers.contract import Inference
from helpers.errors import AmbiguityError, Question, SourceError
from helpers.sources.reader.raw import Record, Tally

_BROKEN = (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, OSError, IndexError,
           AttributeError, EOFError)  # fmt: skip
#: A cell with a formula and no value.
_UNCOMPUTED = re.compile(rb"<c [^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def sheet_records(data: bytes, *, sheet: str, where: str, tally: Tally) -> tuple[str, Inference, list[Record]]:
    """The name of the sheet that is read, why that one, and its rows up to the last that holds anything.

    Raises ``SourceError`` where the workbook is broken or lacks the sheet, ``AmbiguityError`` where several hold data.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that it drops
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            name, inference = _chosen(book, sheet, where)
            _remark_uncomputed(data, book[name], tally)
            return name, inference, _records(book[name], tally)
    except SourceError:
        raise
    except _BROKEN as error:
        raise SourceError("the workbook is broken", where=where, do="open it in Excel and save it again") from error


def _chosen(book: Any, sheet: str, where: str) -> tuple[str, Inference]:
    names = [page.title for page in book.worksheets]
    if sheet:
        match = next((name for name in names if name.strip().casefold() == sheet.strip().casefold()), None)
        if match is None:
            raise SourceError(f"no sheet '{sheet}'", where=where, do=f"it has {', '.join(names)}")
        return match, _inference(match, "the setting 'sheet'", "declared")
    visible = [page.title for page in book.worksheets if page.sheet_state == "visible"]
    holding = [name for name in visible if _holds(book[name])]
    if len(holding) > 1:
        listed = ", ".join(f"'{name}'" for name in holding)
        raise AmbiguityError(
            f"several sheets hold data: {listed}", where=where, do="set 'sheet' for this source",
            asks=Question(setting="sheet", options=tuple(holding), rows=tuple(_first(book[name]) for name in holding)),
        )  # fmt: skip
    if not holding:
        raise SourceError("no sheet holds anything", where=where, do="export it again")
    return holding[0], _inference(holding[0], "the only visible sheet with data", "certain")


def _inference(value: str, evidence: str, certainty: str) -> Inference:
    return Inference.model_validate({"what": "sheet", "value": value, "evidence": evidence, "certainty": certainty})


def _holds(page: Any) -> bool:
    page.reset_dimensions()
    return any(cell not in (None, "") for row in page.iter_rows(values_only=True) for cell in row)


def _first(page: Any) -> tuple[str, ...]:
    """The first row of a sheet that holds anything: what its columns are called."""
    rows = ([value_text(cell) for cell in row if cell is not None] for row in page.iter_rows(values_only=True))
    return tuple(next((cells for cells in rows if any(cells)), []))


def _remark_uncomputed(data: bytes, page: Any, tally: Tally) -> None:
    """Formulas that no spreadsheet has computed yet have no value to read: counted, so that nobody misses them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = _UNCOMPUTED.findall(archive.read(page._worksheet_path.lstrip("/")))
    if found:
        tally.remark("formula_without_value", rows=len(found))


def _records(page: Any, tally: Tally) -> list[Record]:
    page.reset_dimensions()  # some exporters write a wrong extent
    rows = [(number, [_text(cell, tally, number) for cell in row]) for number, row in enumerate(page.iter_rows(), 1)]
    while rows and not any(rows[-1][1]):
        rows.pop()
    width = max((len(cells) for _, cells in rows), default=0)
    return [(number, cells + [""] * (width - len(cells))) for number, cells in rows]


def _text(cell: Any, tally: Tally, row: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        tally.remark("excel_error", row)
        return ""
    if isinstance(value, datetime):
        return _stamp(value, timed="h" in str(cell.number_format).lower())
    return value_text(value)


def _stamp(value: datetime, *, timed: bool) -> str:
    """ISO text; a time only where the cell shows one or has one."""
    if not timed and value.time() == time.min:
        return value.date().isoformat()
    return value.replace(microsecond=0).isoformat(" ")


def value_text(value: object) -> str:
    """A typed value as the shortest text that means the same; no exponent.

    >>> [value_text(value) for value in (1e15, 0.1, 12.0, True, None)]
    ['1000000000000000', '0.1', '12', 'true', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _hours(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _hours(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def number_text(value: float) -> str:
    """The shortest digits that give the same float, without an exponent; '' for nan and infinities."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
