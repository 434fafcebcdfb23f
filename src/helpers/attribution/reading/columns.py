"""Columns of a brought table: found by header, numbers read strictly, each fault named with its line."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.attribution.paths import Floats
from helpers.errors import AmbiguityError, MappingError, SourceError

#: Row (counted from 0) → "file, line n".
Where = Callable[[int], str]

_GROUPED = r"^\s*[-+]?[1-9]\d{0,2}([.,]\d{3})+\s*$"


def column_key(header: str) -> str:
    """How columns are compared: case, blanks, accents, ``_`` and ``-`` make no difference.

    >>> column_key(" Total-Conversions") == column_key("total_conversions")
    True
    """
    from helpers.sources.reader.raw import header_key

    return header_key(header.replace("_", " ").replace("-", " "))


def nearest(wanted: str, headers: Sequence[str]) -> str:
    """The header most like ``wanted``, or '' where none is."""
    keys = {column_key(header): header for header in reversed(headers)}
    near = difflib.get_close_matches(column_key(wanted), list(keys), n=1)
    return keys[near[0]] if near else ""


def find_column(headers: Sequence[str], wanted: str, *, option: str, where: str, optional: bool = False) -> str | None:
    """The header that is ``wanted``; None where it is missing and may be.

    Raises ``MappingError`` where it is missing (names the nearest) or where two headers are it.
    """
    if wanted in headers and list(headers).count(wanted) == 1:
        return wanted
    found = [header for header in headers if column_key(header) == column_key(wanted)]
    if len(found) > 1:
        raise MappingError(f"{len(found)} columns are '{wanted}'", where=where, do="rename all but one of them")
    if found or optional:
        return found[0] if found else None
    near = nearest(wanted, headers)
    listed = ", ".join(f"'{header}'" for header in headers[:8])
    hint = f"the nearest is '{near}': " if near else f"it has {listed}: "
    raise MappingError(f"no column '{wanted}'", where=where, do=f"{hint}name the column with --{option}")


def numbers(column: pa.ChunkedArray, *, name: str, where: Where, decimal: str = "") -> tuple[Floats, int]:
    """The amounts of a column, 0 or more, and how many cells are empty (they count as 0).

    Text is read with a decimal point, or with the mark ``decimal``; where every number could have either (``1.204``)
    reading stops. Raises ``SourceError`` for text that is no number, for infinite and for negative numbers.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = pc.cast(column, kind.value_type)
        kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        column = _from_text(column, name, where, decimal)
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
              or pa.types.is_boolean(kind) or pa.types.is_null(kind)):  # fmt: skip
        raise SourceError(f"column '{name}' holds {kind}, not numbers", where=where(0), do="name another column")
    found = pc.cast(column, pa.float64(), safe=False).to_numpy()
    empty = np.isnan(found)
    missing = int(np.count_nonzero(empty))
    if missing:
        found = np.where(empty, 0.0, found)
    _refuse(found < 0, found, "is negative", name, where)
    _refuse(np.isinf(found), found, "is not finite", name, where)
    return found, missing


def _refuse(
    bad: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], found: Floats, what: str, name: str, where: Where
) -> None:
    if bad.any():
        row = int(bad.argmax())
        raise SourceError(f"{name} {what} ({found[row]:g})", where=where(row), do="correct it: amounts are 0 or more")


def _from_text(column: pa.ChunkedArray, name: str, where: Where, decimal: str) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim_whitespace(column)
    trimmed = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed)
    if decimal == "," or (not decimal and _ambiguous(trimmed)):
        return _by_evidence(trimmed, name, where, decimal)
    try:
        return pc.cast(trimmed, pa.float64())
    except pa.ArrowInvalid:
        return _by_evidence(trimmed, name, where, decimal)


def _ambiguous(trimmed: pa.ChunkedArray) -> bool:
    """Whether every number with a mark could be one of thousands: 1.204 and 12.340, never 0.5."""
    marked = trimmed.filter(pc.match_substring_regex(trimmed, r"[.,]"))
    if not len(marked.drop_null()):
        return False
    return all(bool(pc.all(pc.match_substring_regex(chunk, _GROUPED)).as_py()) for chunk in marked.chunks if len(chunk))


def _by_evidence(trimmed: pa.ChunkedArray, name: str, where: Where, decimal: str = "") -> pa.ChunkedArray:
    """Numbers dressed otherwise (1.234,50, € 20): the whole column decides on the decimal mark, or reading stops."""
    from helpers.sources.numbers import read_numbers

    texts = trimmed.to_pandas().astype("str")
    try:
        read = read_numbers(texts, column=name, where=where(0).partition(", ")[0], decimal=decimal)
    except AmbiguityError as error:
        raise AmbiguityError(error.what, where=error.where, do="say --decimal , or --decimal .") from error
    if read.bad.any():
        row = int(np.asarray(read.bad).argmax())
        raise SourceError(f"{name} is '{texts.iloc[row]}', not a number", where=where(row), do="correct it")
    return pa.chunked_array([pa.array([None if v is None else float(v) for v in read.values], pa.float64())])


def plain_names(raw: Sequence[str]) -> list[str]:
    """Channel names as they count: outer blanks gone, NFC, so that names that look equal are equal.

    >>> plain_names([" e-mail ", "cafe\\u0301"])
    ['e-mail', 'café']
    """
    return [unicodedata.normalize("NFC", name).strip() for name in raw]
