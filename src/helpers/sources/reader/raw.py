"""What reading ends in: a table of text, its line numbers and its account; and how headers are compared."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.contract import FileAccount, Inference, Remark, SetAside

#: One record of a file: the line (or Excel row) it starts on and its cells, '' where empty.
Record = tuple[int, list[str]]

_KEPT_LINES = 3


@dataclass(frozen=True)
class RawTable:
    """One file, zip member, sheet or database table as text.

    ``frame`` has one row per record and pandas' ``str`` dtype throughout; a missing cell (empty, or nothing but blanks)
    is ``nan``: ask with ``isna()``, never with ``is None``. Cells are otherwise kept as they are, outer blanks
    included. ``columns`` are the headers, NFC and trimmed, with `` (2)``, `` (3)`` appended to repeats and
    ``column 4`` where a column has no header. ``lines[i]`` is the physical line on which row ``i`` starts (the row in
    Excel; the row counted from 1 in Parquet and databases). ``repeated`` holds headers that stand more than once.
    """

    name: str
    frame: pd.DataFrame
    lines: list[int]
    repeated: frozenset[str]
    account: FileAccount


@dataclass
class Tally:
    """Counts rows by code while a file is read, keeping the first three lines of each."""

    aside: dict[str, tuple[int, list[int]]] = field(default_factory=dict)
    noted: dict[tuple[str, str], tuple[int, list[int]]] = field(default_factory=dict)

    def set_aside(self, reason: str, line: int) -> None:
        """One row that is not used."""
        rows, lines = self.aside.get(reason, (0, []))
        self.aside[reason] = (rows + 1, lines if len(lines) >= _KEPT_LINES else [*lines, line])

    def remark(self, code: str, line: int | None = None, *, column: str = "", rows: int = 1) -> None:
        """Rows that are kept, with something to know about them."""
        so_far, lines = self.noted.get((code, column), (0, []))
        more = [line] if line is not None and len(lines) < _KEPT_LINES else []
        self.noted[code, column] = (so_far + rows, lines + more)

    def account(self, name: str, kept: int, inferences: Sequence[Inference], preamble: list[str]) -> FileAccount:
        """The account of a file of which ``kept`` rows stay."""
        aside = [SetAside(reason=code, rows=rows, lines=lines) for code, (rows, lines) in sorted(self.aside.items())]
        remarks = [
            Remark(code=code, column=column, rows=rows, lines=lines)
            for (code, column), (rows, lines) in sorted(self.noted.items())
        ]
        return FileAccount(
            name=name,
            rows_read=kept + sum(entry.rows for entry in aside),
            set_aside=aside,
            remarks=remarks,
            inferences=list(inferences),
            preamble=preamble,
        )


@lru_cache(maxsize=50_000)
def header_key(header: str) -> str:
    """How headers are compared: accents, case, composition and the width of blanks make no difference.

    >>> header_key("  Etapa del  Negocio ") == header_key("etapa del negocio")
    True
    >>> header_key("Fecha de creación")
    'fecha de creacion'
    """
    if header.isascii():
        return " ".join(header.lower().split())
    letters = unicodedata.normalize("NFKD", header).casefold()
    folded = "".join(letter for letter in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(letter))
    return " ".join(folded.split())


def plain(header: str) -> str:
    """A header as it is shown: NFC, one blank between words, no zero-width marks."""
    text = unicodedata.normalize("NFC", header).replace("\ufeff", "").replace("\u200b", "")
    return " ".join(text.split())


def column_names(headers: Sequence[str]) -> tuple[list[str], frozenset[str]]:
    """Unique column names for headers as written, and the headers that repeat.

    >>> column_names(["Id", "Name", "Name", ""])
    (['Id', 'Name', 'Name (2)', 'column 4'], frozenset({'Name'}))
    """
    shown = [plain(header) or f"column {position}" for position, header in enumerate(headers, 1)]
    counts = Counter(shown)
    names: list[str] = []
    taken = set(shown)
    for name in shown:
        names.append(_numbered(name, taken) if name in names else name)
        taken.add(names[-1])
    return names, frozenset(name for name, count in counts.items() if count > 1)


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def text_array(cells: Sequence[str]) -> pa.Array:
    """Cells as Arrow text, empty and blank ones missing."""
    return blank_to_missing(pa.array(cells, type=pa.large_string()))


def blank_to_missing(array: pa.Array) -> pa.Array:
    """The same text with cells of nothing but blanks missing."""
    blank = pc.equal(pc.utf8_trim_whitespace(array), "")
    return pc.if_else(pc.fill_null(blank, True), pa.scalar(None, pa.large_string()), array)


def text_frame(columns: dict[str, pa.ChunkedArray], rows: int) -> pd.DataFrame:
    """Arrow text columns as a frame of pandas' ``str`` dtype."""
    return pd.DataFrame(
        {name: pd.Series(array, dtype="str") for name, array in columns.items()}, index=pd.RangeIndex(rows)
    )
