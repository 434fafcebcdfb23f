"""Columns of text → typed fields. One working frame per file; every value that cannot be read is counted.

A date field ``created`` becomes two columns, ``created`` (local day, datetime64 at midnight) and ``created@`` (UTC
moment, missing where only the day is known). Columns that start with ``_`` are the row's place: ``_file``, ``_line``;
those that start with ``raw:`` keep a header as exported, for segments and lookups.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from helpers.contract import Inference, Unmapped
from helpers.engagement import Engagement
from helpers.sources.dates import read_dates
from helpers.sources.fields import FIELDS, PERSON_STAGE_DATES
from helpers.sources.hints import decimal_hint, order_hint
from helpers.sources.labels import label_field, stage_of
from helpers.sources.ledger import FILE, LINE, Ledger
from helpers.sources.numbers import read_numbers
from helpers.sources.placing import FORMS, Placed
from helpers.sources.reader import header_key
from helpers.sources.salesforce import long_ids

DAY: Final = "datetime64[us]"
_TRUE = {"true", "1", "yes", "y", "t", "si", "verdadero", "x", "1.0"}
_FALSE = {"false", "0", "no", "n", "f", "falso", "0.0"}


@dataclass(frozen=True)
class _Reading:
    """One file while its columns are typed: the frame that grows, the ledger, and what the file proves as a whole."""

    placed: Placed
    frame: pd.DataFrame
    ledger: Ledger
    zone: ZoneInfo
    home: ZoneInfo
    decimal: str
    order: str

    @property
    def where(self) -> dict[str, Any]:
        """What the readers of columns are told about the place."""
        return {"where": self.placed.raw.name, "lines": self.placed.raw.lines}

    def infer(self, inference: Inference | None) -> None:
        """Write down what a column was read as."""
        if inference is not None:
            self.placed.raw.account.inferences.append(inference)


def typed(placed: Placed, engagement: Engagement, ledger: Ledger, *, keep: Iterable[str] = ()) -> pd.DataFrame:
    """The fields of one file, typed. ``keep`` names headers to carry along as exported."""
    raw = placed.raw
    frame = pd.DataFrame(
        {LINE: raw.lines, FILE: ledger.open(raw.account, every=placed.table in FORMS), "_file": raw.name},
        index=raw.frame.index,
    )
    zone = ZoneInfo(placed.source.time_zone or engagement.time_zone)
    reading = _Reading(placed, frame, ledger, zone, engagement.zone, decimal_hint(placed), order_hint(placed))
    for name in FIELDS[placed.table]:
        if name in placed.columns or name in placed.constants:
            _add(reading, name)
    if label_field(placed):
        frame["_stage"] = stage_of(frame[label_field(placed)], placed)
    for header, label in placed.stage_columns.items():
        _add_dates(reading, f"entered:{placed.stages[label]}:{label}", _cells(placed, header), column=header)
    _keep_raw(frame, placed, keep)
    _account(placed, keep)
    return frame.reset_index(drop=True)


def _add(reading: _Reading, name: str) -> None:
    """Read one field into the frame as its kind says."""
    placed, frame = reading.placed, reading.frame
    field, column, text = FIELDS[placed.table][name], placed.columns.get(name, name), _text(placed, name)
    if field.kind == "date":
        _add_dates(reading, date_name(name, column), text, column=column)
    elif field.kind in ("money", "number"):
        numbers = _numbers(reading, text, column=column)
        frame[name] = numbers if field.kind == "money" else numbers.astype("float64")
    else:
        frame[name] = _plain(text, field.kind, placed)


def _account(placed: Placed, keep: Iterable[str]) -> None:
    account = placed.raw.account
    entered = {f"entered {label}": header for header, label in placed.stage_columns.items()}
    account.mapped = {**placed.columns, **entered}
    account.unmapped = unmapped(placed, keep)
    account.table, account.dialect = placed.table, placed.dialect.name if placed.dialect else "columns"


def date_name(field: str, header: str) -> str:
    """Working name of a date field; entries into a stage become ``entered:<stage>:<header>``."""
    stage = {**PERSON_STAGE_DATES, "offer_at": "offer"}.get(field)
    return f"entered:{stage}:{header}" if stage else field


def _cells(placed: Placed, header: str) -> pd.Series:
    cells: pd.Series = placed.raw.frame[header].astype("str").str.strip()
    return cells


def _text(placed: Placed, name: str) -> pd.Series:
    """Cells of a field after constants and translations."""
    if name in placed.constants:
        return pd.Series(placed.constants[name], index=placed.raw.frame.index, dtype="str")
    cells = _cells(placed, placed.columns[name])
    meanings = placed.values(name)
    if not meanings:
        return cells
    folded = {header_key(raw): meaning for raw, meaning in meanings.items()}
    translated = {raw: folded.get(header_key(raw), raw) for raw in cells.dropna().unique()}
    return cells.map(translated).astype("str")


def plain_text(placed: Placed, name: str) -> pd.Series:
    """One field of a file as its rows are identified by: trimmed, translated, ids in their long form."""
    return _plain(_text(placed, name), FIELDS[placed.table][name].kind, placed)


def _plain(text: pd.Series, kind: str, placed: Placed) -> pd.Series:
    if kind == "email":
        return text.str.lower()
    if kind == "flag":
        return flags(text)
    if kind == "id" and placed.dialect is not None and placed.dialect.ids == "salesforce":
        return long_ids(text)
    if kind == "id":
        return text.str.replace(r"^(\d+)\.0$", r"\1", regex=True)
    return text


def flags(text: pd.Series) -> pd.Series:
    """True, False or missing, from the words exports write for them in English and Spanish."""
    meaning = {raw: _flag(raw) for raw in text.dropna().unique()}
    return text.map(meaning).astype("boolean")


def _flag(raw: str) -> bool | None:
    key = header_key(raw)
    return True if key in _TRUE else False if key in _FALSE else None


def _add_dates(reading: _Reading, name: str, text: pd.Series, *, column: str) -> None:
    texts = _month_days(text) if name == "month" else text
    order = reading.placed.source.dates
    dated = read_dates(texts, column=column, zone=reading.zone, order=order, hint=reading.order, **reading.where)
    reading.infer(dated.inference)
    on, at = dated.day, dated.at
    reading.frame[name] = on if reading.zone.key == reading.home.key else local_days(on, at, home=reading.home)
    reading.frame[f"{name}@"] = at
    reading.ledger.remark(reading.frame, dated.bad, "bad_date", column=column)


def local_days(on: pd.Series, at: pd.Series, *, home: ZoneInfo) -> pd.Series:
    """The day each moment falls on at ``home``; days without a moment stay as their source wrote them.

    >>> at = pd.to_datetime(pd.Series(["2026-03-28 23:30", None]))
    >>> days = pd.to_datetime(pd.Series(["2026-03-28", "2026-03-28"]))
    >>> [str(day.date()) for day in local_days(days, at, home=ZoneInfo("Europe/Madrid"))]
    ['2026-03-29', '2026-03-28']
    """
    there = at.dt.tz_localize("UTC").dt.tz_convert(home).dt.tz_localize(None).dt.normalize()
    days: pd.Series = there.where(at.notna(), on).astype(DAY)
    return days


def _month_days(text: pd.Series) -> pd.Series:
    """Months written as 2026-10 or 10/2026, as their first day."""
    year_first = text.str.replace(r"^(\d{4})[-/.](\d{1,2})$", r"\1-\2-01", regex=True)
    days: pd.Series = year_first.str.replace(r"^(\d{1,2})[-/.](\d{4})$", r"\2-\1-01", regex=True)
    return days.str.replace(r"^(\d{4})-(\d)-01$", r"\1-0\2-01", regex=True)


def _numbers(reading: _Reading, text: pd.Series, *, column: str) -> pd.Series:
    mark = reading.placed.source.decimal
    read = read_numbers(text, column=column, decimal=mark, hint=reading.decimal, **reading.where)
    reading.infer(read.inference)
    reading.ledger.remark(reading.frame, read.bad, "bad_number", column=column)
    return read.values


def _keep_raw(frame: pd.DataFrame, placed: Placed, keep: Iterable[str]) -> None:
    present = {header_key(str(header)): str(header) for header in placed.raw.frame.columns}
    for header in keep:
        found = present.get(header_key(header))
        if found is not None:
            frame[f"raw:{header}"] = _cells(placed, found)


def unmapped(placed: Placed, keep: Iterable[str]) -> list[Unmapped]:
    """Columns nobody uses, the fullest first."""
    used = {*placed.columns.values(), *placed.stage_columns}
    kept = {header_key(header) for header in keep}
    return by_fill(placed.raw.frame, leave=used, keys=kept)


def by_fill(frame: pd.DataFrame, *, leave: Collection[str] = (), keys: Collection[str] = ()) -> list[Unmapped]:
    """Columns by the share of rows that fill them, without those named in ``leave`` or by key in ``keys``."""
    filled = frame.notna().mean() if len(frame) else pd.Series(0.0, index=frame.columns)
    rows = [
        Unmapped(header=str(header), filled=round(float(share), 4))
        for header, share in filled.items()
        if header not in leave and header_key(str(header)) not in keys
    ]
    return sorted(rows, key=lambda row: (-row.filled, row.header))
