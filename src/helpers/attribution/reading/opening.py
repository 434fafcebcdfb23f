"""A file or a table in memory → Arrow columns and the line of each row; quick where a file is plain, else tolerant."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as parquet

from helpers.attribution.reading.columns import column_key
from helpers.attribution.reading.remarks import Remark
from helpers.engagement import Source
from helpers.errors import AmbiguityError, SourceError
from helpers.sources.reader import RawTable, read_source
from helpers.sources.reader.delimited import find_delimiter
from helpers.sources.reader.files import Content, contents, find

#: What people bring: a path, a pandas frame or an Arrow table.
Brought = str | Path | pd.DataFrame | pa.Table

_HEAD = 1 << 16
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Opened:
    """A table with its name, the physical line of each row (None: row + ``first``) and what reading it remarked.

    ``plain`` says that the quick reader read it, which knows no totals rows and no footers.
    """

    table: pa.Table
    name: str
    word: str = "row"
    first: int = 1
    lines: Sequence[int] | None = None
    remarks: tuple[Remark, ...] = field(default=())
    plain: bool = False

    def where(self, row: int) -> str:
        """Where a row (counted from 0) stands, for an error."""
        line = self.lines[row] if self.lines is not None and row < len(self.lines) else row + self.first
        return f"{self.name}, {self.word} {line}"


def open_table(
    brought: Brought, *, known: Collection[str], encoding: str = "", delimiter: str = "", sheet: str = "",
    tolerant: bool = False,
) -> Opened:  # fmt: skip
    """The columns of a file (CSV in any encoding, Excel, Parquet, one of these in a zip), a frame or an Arrow table.

    ``known`` are the headers looked for. A CSV in UTF-8 whose first line holds the first of them and whose rows are one
    line each is read quickly; any other by the tolerant reader of exports, which gives the same rows. Raises
    ``SourceError`` in one line for what cannot be read.
    """
    if isinstance(brought, pa.Table):
        return Opened(brought, "table")
    if isinstance(brought, pd.DataFrame):
        return Opened(_from_pandas(brought), "table")
    path = Path(brought)
    source = Source(file=path.name, encoding=encoding, delimiter=delimiter, sheet=sheet)
    content = _only(find(path.name, path.parent), path)
    if content.kind == "parquet":
        return Opened(_parquet(content), content.name)
    if content.kind == "text" and not tolerant and not encoding:
        table = _quick(content, delimiter, known)
        if table is not None:
            return Opened(table, content.name, word="line", first=2, plain=True)
    return _tolerant(source, path, known)


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise SourceError(f"a column mixes kinds of values ({error})", where="table", do="make it text") from error


def _only(paths: Sequence[Path], path: Path) -> Content:
    found = [content for each in paths for content in contents(each, each.name)]
    if len(found) != 1:
        raise SourceError(f"it holds {len(found)} tables", where=path.name, do="bring one of them")
    return found[0]


def _parquet(content: Content) -> pa.Table:
    try:
        return parquet.read_table(pa.BufferReader(content.data))
    except (pa.ArrowException, OSError) as error:
        raise SourceError("the Parquet file is broken", where=content.name, do="write it again") from error


def _quick(content: Content, delimiter: str, known: Collection[str]) -> pa.Table | None:
    """A plain CSV as text columns; None where anything about it is not plain."""
    data = content.data.removeprefix(_BOM)
    head = data[:_HEAD]
    head = head[: head.rfind(b"\n") + 1] or head
    try:
        lines = head.decode().splitlines(keepends=True)
        found = find_delimiter(lines, declared=delimiter, known=known, where=content.name)
        headers = next(csv.reader(lines, delimiter=found.mark))
    except (UnicodeError, AmbiguityError, csv.Error, StopIteration):
        return None
    keys = [column_key(header) for header in headers]
    if found.start or len(set(keys)) < len(keys) or "" in keys or column_key(next(iter(known))) not in keys:
        return None
    table = _parsed(data, headers, found.mark)
    lines_of_rows = data.count(b"\n") - (1 if data.endswith(b"\n") else 0)
    return table if table is not None and table.num_rows == lines_of_rows else None


def _parsed(data: bytes, headers: Sequence[str], mark: str) -> pa.Table | None:
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


def _tolerant(source: Source, path: Path, known: Collection[str]) -> Opened:
    try:
        raw = read_source(source, path.parent, known=known)[0]
    except AmbiguityError as error:
        do = error.do.replace("set 'delimiter' for this source in engagement.yml", "say --delimiter")
        raise AmbiguityError(error.what, where=error.where, do=do) from error
    table = pa.Table.from_pandas(raw.frame, preserve_index=False)
    word = "row" if raw.name.endswith("]") else "line"
    return Opened(table, raw.name, word=word, lines=raw.lines, remarks=_said(raw))


def _said(raw: RawTable) -> tuple[Remark, ...]:
    aside = [Remark(f"{{rows}} rows set aside: {entry.reason}", entry.rows) for entry in raw.account.set_aside]
    noted = [Remark(f"{{rows}} rows read with a remark: {entry.code}", entry.rows) for entry in raw.account.remarks]
    return tuple([*aside, *noted])
