"""A file or a table in memory → Arrow columns and the line of each row; quick where a file is plain, else tolerant."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd
import pyarrow as pa

from helpers.attribution.reading.columns import column_key
from helpers.attribution.reading.remarks import Remark
from helpers.errors import AmbiguityError, SourceError

# Readers of files are imported where a file is read: tables in memory need none of what they bring along.
if TYPE_CHECKING:
    from helpers.sources.reader import RawTable
    from helpers.sources.reader.files import Content

_HEAD = 1 << 16
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a file may need to be told, where it does not decide by itself; empty: told by the file."""

    decimal: str = ""
    dates: str = ""
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Opened:
    """A table with its name, the physical line of each row (None: row + ``first``) and what reading it remarked.

    ``quick_from`` is the file that the quick reader read, which knows no totals rows and no footers.
    """

    table: pa.Table
    name: str
    word: str = "row"
    first: int = 1
    lines: Sequence[int] | None = None
    remarks: tuple[Remark, ...] = ()
    quick_from: Path | None = None

    def where(self, row: int) -> str:
        """Where a row (counted from 0) stands, for an error."""
        line = self.lines[row] if self.lines is not None and row < len(self.lines) else row + self.first
        return f"{self.name}, {self.word} {line}"


#: What people bring: a path, a pandas frame, an Arrow table, or one of these already opened.
Brought: TypeAlias = "str | Path | pd.DataFrame | pa.Table | Opened"


def open_table(brought: Brought, *, known: Collection[str], reading: Reading, tolerant: bool = False) -> Opened:
    """The columns of a file (CSV in any encoding, Excel, Parquet, one of these in a zip), a frame or an Arrow table.

    ``known`` are the headers looked for. A CSV in UTF-8 whose first line holds one of them and whose rows are one line
    each is read quickly; any other, and with ``tolerant`` every one, by the reader of exports, which gives the same
    rows but totals and footers. Raises ``SourceError`` in one line for what cannot be read.
    """
    if isinstance(brought, str | Path):
        return _open_file(Path(brought), known, reading, tolerant)
    if isinstance(brought, Opened):
        again = tolerant and brought.quick_from
        return _open_file(again, known, reading, True) if again else brought
    if isinstance(brought, pd.DataFrame):
        return Opened(_from_pandas(brought), "table")
    return Opened(brought, "table")


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise SourceError(f"a column mixes kinds of values ({error})", where="table", do="make it text") from error


def _open_file(path: Path, known: Collection[str], reading: Reading, tolerant: bool) -> Opened:
    from helpers.sources.reader.files import contents, find

    found = [content for each in find(path.name, path.parent) for content in contents(each, each.name)]
    if len(found) != 1:
        raise SourceError(f"it holds {len(found)} tables", where=path.name, do="bring one of them")
    if found[0].kind == "parquet":
        return Opened(_parquet(found[0]), found[0].name)
    if found[0].kind == "text" and not tolerant and not reading.encoding:
        table = _quick(found[0], reading.delimiter, known)
        if table is not None:
            return Opened(table, found[0].name, word="line", first=2, quick_from=path)
    return _tolerant(path, known, reading)


def _parquet(content: Content) -> pa.Table:
    import pyarrow.parquet as parquet

    try:
        return parquet.read_table(pa.BufferReader(content.data))
    except (pa.ArrowException, OSError) as error:
        raise SourceError("the Parquet file is broken", where=content.name, do="write it again") from error


def _quick(content: Content, delimiter: str, known: Collection[str]) -> pa.Table | None:
    """A plain CSV as text columns; None where anything about it is not plain."""
    from helpers.sources.reader.delimited import find_delimiter

    data = content.data.removeprefix(_BOM)
    head = data[:_HEAD]
    head = head[: head.rfind(b"\n") + 1] or head
    try:
        lines = head.decode().splitlines(keepends=True)
        found = find_delimiter(lines, declared=delimiter, known=known, where=content.name)
        headers = [header.strip() for header in next(csv.reader(lines, delimiter=found.mark))]
    except (UnicodeError, AmbiguityError, csv.Error, StopIteration):
        return None
    keys = [column_key(header) for header in headers]
    wanted = {column_key(name) for name in known}
    if found.start or len(set(keys)) < len(keys) or "" in keys or not wanted & {*keys} or b"\x00" in data:
        return None
    table = _parsed(data, headers, found.mark)
    rows = data.count(b"\n") - (1 if data.endswith(b"\n") else 0)
    return table if table is not None and table.num_rows == rows else None


def _parsed(data: bytes, headers: Sequence[str], mark: str) -> pa.Table | None:
    import pyarrow.csv as pacsv

    try:
        return pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(column_names=list(headers), skip_rows=1),
            parse_options=pacsv.ParseOptions(delimiter=mark, ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(headers, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowException:
        return None


def _tolerant(path: Path, known: Collection[str], reading: Reading) -> Opened:
    from helpers.engagement import Source
    from helpers.sources.reader import read_source

    source = Source(file=path.name, encoding=reading.encoding, delimiter=reading.delimiter, sheet=reading.sheet)
    try:
        raw = read_source(source, path.parent, known=known)[0]
    except SourceError as error:
        raise type(error)(error.what, where=error.where, do=_as_option(error.do)) from error
    table = pa.Table.from_pandas(raw.frame, preserve_index=False)
    word = "row" if raw.name.endswith("]") else "line"
    return Opened(table, raw.name, word=word, lines=raw.lines, remarks=_said(raw))


def _as_option(do: str) -> str:
    """What to do, as this command offers it: options where an engagement has settings."""
    do = do.replace("set 'delimiter' for this source in engagement.yml", "say which with --delimiter")
    do = do.replace("set 'sheet' for this source", "say which with --sheet")
    return do.replace("remove that setting", "leave --encoding out")


def _said(raw: RawTable) -> tuple[Remark, ...]:
    aside = (Remark(f"{{rows}} rows set aside: {entry.reason}", entry.rows) for entry in raw.account.set_aside)
    noted = (Remark(f"{{rows}} rows read with a remark: {entry.code}", entry.rows) for entry in raw.account.remarks)
    return (*aside, *noted)
