"""Columns of a log that come as text (CSV, Excel) → times, yes or no, numbers; what is typed already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.attribution.reading.columns import numbers
from helpers.attribution.reading.opening import Opened, Reading
from helpers.errors import AmbiguityError, SourceError

_YES = ("1", "true", "t", "yes", "y", "si", "sí", "x", "1.0", "verdadero")
_NO = ("0", "false", "f", "no", "n", "0.0", "falso")


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def typed(opened: Opened, columns: Mapping[str, str], *, reading: Reading) -> pa.Table:
    """The columns named (role → header) under the names of their roles, none of them text but ``id`` and ``channel``.

    Raises ``SourceError`` with file and line for a time that cannot be read, a mark of conversion that is neither yes
    nor no, and a value that is no number; ``AmbiguityError`` where days and months cannot be told apart.
    """
    table = pa.table({role: _plain(opened.table[header]) for role, header in columns.items()})
    for position, role in enumerate(table.column_names):
        column = table[role]
        if role in ("id", "channel") and is_text(column.type):
            column = _filled(column)
        elif role == "time" and is_text(column.type):
            column = _times(column, columns[role], opened, reading.dates)
        elif role == "conversion" and is_text(column.type):
            column = _marks(column, columns[role], opened)
        elif role == "value" and is_text(column.type):
            amounts, _ = numbers(column, name=columns[role], where=opened.where, decimal=reading.decimal)
            column = pa.chunked_array([amounts])
        table = table.set_column(position, role, column)
    return table


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    return pc.cast(column, kind.value_type) if pa.types.is_dictionary(kind) else column


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), pa.scalar(None, column.type), column)


def _times(column: pa.ChunkedArray, name: str, opened: Opened, order: str) -> pa.ChunkedArray:
    column = _filled(pc.utf8_trim_whitespace(column))
    for kind in (pa.int64(), pa.timestamp("us"), pa.timestamp("us", "UTC")):
        try:
            return pc.cast(column, kind)
        except pa.ArrowInvalid:
            continue
    return _dates(column, name, opened, order)


def _dates(column: pa.ChunkedArray, name: str, opened: Opened, order: str) -> pa.ChunkedArray:
    """Times as people write them: the order of day and month is decided from the whole column, or reading stops."""
    from helpers.sources.dates import read_dates

    codes = column.combine_chunks().dictionary_encode() if column.num_chunks else column
    encoded = codes.chunk(0) if isinstance(codes, pa.ChunkedArray) else codes
    spellings = encoded.dictionary.to_pandas().astype("str")
    try:
        read = read_dates(spellings, column=name, where=opened.name, zone=ZoneInfo("UTC"), order=order)
    except AmbiguityError as error:
        raise AmbiguityError(
            error.what, where=error.where, do="say --dates day-first or --dates month-first"
        ) from error
    moments = read.at.where(read.at.notna(), read.day)
    bad = np.flatnonzero(moments.isna().to_numpy())
    indices = encoded.indices.fill_null(-1).to_numpy()
    if len(bad):
        row = int(np.isin(indices, bad).argmax())
        text = spellings.iloc[int(indices[row])]
        raise SourceError(f"{name} is '{text}', not a time", where=opened.where(row), do="write it as 2026-01-31 09:30")
    found = pa.array(moments.to_numpy().astype("datetime64[us]"))
    return pa.chunked_array([pc.take(found, encoded.indices)])


def _marks(column: pa.ChunkedArray, name: str, opened: Opened) -> pa.ChunkedArray:
    codes = column.combine_chunks().dictionary_encode() if column.num_chunks else column
    encoded = codes.chunk(0) if isinstance(codes, pa.ChunkedArray) else codes
    spellings = [text.strip().casefold() for text in encoded.dictionary.to_pylist()]
    odd = [position for position, text in enumerate(spellings) if text and text not in (*_YES, *_NO)]
    indices = encoded.indices.fill_null(-1).to_numpy()
    if odd:
        row = int(np.isin(indices, odd).argmax())
        text = encoded.dictionary[int(indices[row])].as_py()
        raise SourceError(
            f"{name} is '{text}'", where=opened.where(row), do="mark conversions with 1, other rows with 0"
        )
    yes = pa.array([text in _YES for text in spellings], pa.bool_())
    return pa.chunked_array([pc.take(yes, encoded.indices)])
