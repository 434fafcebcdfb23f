"""CSV files that people open in a spreadsheet: exact numbers, and text from data that never becomes a formula."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

#: What makes a spreadsheet run a cell.
_STARTERS = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(rows: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 with LF; equal tables give equal bytes.

    Numbers have twelve significant digits (DECIMAL all of theirs), days are ISO, what is missing is empty, and a text
    that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    text = pd.DataFrame({name: [cell(value) for value in rows[name]] for name in rows.columns}, dtype="object")
    path.write_text(text.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")


def cell(value: object) -> str:
    """One value as a CSV holds it.

    >>> cell(1 / 3), cell("=1+1"), cell(True), cell(float("nan"))
    ('0.333333333333', "'=1+1", 'true', '')
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_STARTERS) else value
    if isinstance(value, float):
        return "" if math.isnan(value) else format(value + 0.0, ".12g")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).lower() if str(value) in ("True", "False") else str(value)
