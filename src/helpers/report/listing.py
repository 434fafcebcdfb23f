"""Rows of the attribution's tables as texts: read tolerantly, since a table may come from memory or from a file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from helpers.report.case import Case
from helpers.report.model import Cell, Item

Record = Mapping[str, Any]


def records(case: Case, name: str, *columns: str) -> list[dict[str, Any]]:
    """The rows of a table; none where it is missing or lacks a column."""
    rows = case.tables.get(name)
    if rows is None or not set(columns) <= set(rows.columns):
        return []
    kept = rows.loc[:, list(columns)]
    return [dict(zip(columns, values, strict=True)) for values in _rows(kept)]


def _rows(rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return zip(*(rows[name].tolist() for name in rows.columns), strict=True)


def text(value: Any) -> str:
    """A text; empty where there is none."""
    return "" if value is None or value is pd.NA or value != value else str(value).strip()


def number(value: Any) -> float:
    """A number; ``nan`` where there is none."""
    try:
        return float(value) if text(value) else math.nan
    except (TypeError, ValueError):
        return math.nan


def flag(value: Any) -> bool:
    """A yes."""
    return text(value).lower() in ("true", "1", "1.0")


def day(value: Any) -> date | None:
    """A day; None where there is none."""
    if isinstance(value, datetime):
        return None if value != value else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


def number_cell(case: Case, amount: float, unit: str = "count") -> Cell:
    """A number of a listed row, in a table."""
    return Cell(text=case.words.number(amount, unit), number=amount if math.isfinite(amount) else None, unit=unit)


def day_cell(case: Case, on: date | None) -> Cell:
    """A day in a table; its number counts days as ``date.toordinal`` does."""
    return Cell(text="–") if on is None else Cell(text=case.words.day_short(on), number=on.toordinal(), unit="day")


def money_item(case: Case, amount: float) -> Item:
    """An amount in a listed row."""
    return Item(text=case.words.money(amount), order=None if math.isnan(amount) else amount)


def count_item(case: Case, amount: float) -> Item:
    """A count in a listed row."""
    return Item(text=case.words.count(amount), order=None if math.isnan(amount) else amount)


def day_item(case: Case, on: date | None) -> Item:
    """A day in a listed row, in the short form of a table."""
    return Item(text="–") if on is None else Item(text=case.words.day_short(on), order=float(on.toordinal()))
