"""Tables that arrive typed (Parquet, a database by Ibis URL) → tables of text."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import duckdb
import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet

from helpers.contract import Inference
from helpers.engagement import Source
from helpers.errors import SourceError
from helpers.sources.reader.raw import RawTable, Tally, blank_to_missing, column_names, text_frame
from helpers.sources.reader.workbook import number_text, value_text


def parquet_table(data: bytes, name: str) -> RawTable:
    """A Parquet file as text."""
    try:
        table = parquet.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        raise SourceError("the Parquet file is broken", where=name, do="write it again") from error
    return as_text(table, name, "Parquet")


def as_text(table: pa.Table, name: str, kind: str) -> RawTable:
    """Typed columns as a table of text; rows of nothing are kept, since nothing here is a guess."""
    names, repeated = column_names(table.column_names)
    columns = {shown: blank_to_missing(_text(column)) for shown, column in zip(names, table.columns, strict=True)}
    tally = Tally()
    if not table.num_rows:
        tally.remark("no_rows", rows=0)
    inference = Inference(what="format", value=kind, evidence="typed columns with names", certainty="certain")
    account = tally.account(name, table.num_rows, [inference], [])
    lines = list(range(1, table.num_rows + 1))
    return RawTable(name, text_frame(columns, table.num_rows), lines, repeated, account)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(pc.cast(column, kind.value_type))
    if pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.cast(column, pa.large_string())
    if pa.types.is_null(kind):
        return pa.chunked_array([pa.nulls(len(column), pa.large_string())])
    write: Callable[[object], str] = _float if pa.types.is_floating(kind) else value_text
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = pc.cast(column, pa.timestamp("us", tz=kind.tz), safe=False)
    return pa.chunked_array([pa.array([write(value) for value in column.to_pylist()], type=pa.large_string())])


def _float(value: object) -> str:
    return number_text(value) if isinstance(value, float) else ""


def url_table(source: Source, folder: Path) -> RawTable:
    """The table that ``source.url`` and ``source.name`` (or ``?table=``) name, read only and as text.

    Raises ``SourceError`` where the database cannot be opened or lacks the table; passwords are never shown.
    """
    parts = urlsplit(source.url)
    query = dict(parse_qsl(parts.query))
    name = source.name or query.pop("table", "")
    query.pop("table", None)
    shown = f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
    if not name:
        raise SourceError("no table is named", where=shown, do="set 'name' for this source, or end the url in ?table=")
    try:
        if parts.scheme == "duckdb":
            return _duckdb(_path(parts.netloc + parts.path, folder), name)
        return _warehouse(urlunsplit(parts._replace(query=urlencode(query))), name, f"{shown}[{name}]")
    except SourceError:
        raise
    except Exception as error:
        what = f"cannot be read ({type(error).__name__})"
        raise SourceError(what, where=shown, do="check the url, the name of the table and your rights") from error


def _path(written: str, folder: Path) -> Path:
    """A DuckDB file: an absolute path where one exists, else relative to the engagement's folder."""
    absolute, relative = Path(written), folder / written.lstrip("/")
    if absolute.is_absolute() and absolute.exists() and not relative.exists():
        return absolute
    return relative


def _duckdb(path: Path, name: str) -> RawTable:
    if not path.is_file():
        raise SourceError("no such database file", where=path.name, do="check 'url' of this source")
    try:
        backend = ibis.duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise SourceError(
            "not a DuckDB file, or in use elsewhere", where=path.name, do="close it and try again"
        ) from error
    try:
        return as_text(_fetch(backend, name, path.name, ordered=False), f"{path.name}[{name}]", "database table")
    finally:
        backend.disconnect()


def _warehouse(url: str, name: str, shown: str) -> RawTable:
    backend = ibis.connect(url)
    try:
        return as_text(_fetch(backend, name, shown, ordered=True), shown, "database table")
    finally:
        backend.disconnect()


def _fetch(backend: ibis.BaseBackend, name: str, where: str, *, ordered: bool) -> pa.Table:
    """All rows; an engine without an order of its own is given one, so that equal tables give equal rows."""
    schema, _, table_name = name.rpartition(".")
    listed = backend.list_tables(database=schema or None)
    if table_name not in listed:
        raise SourceError(f"no table '{name}'", where=where, do=f"it has {', '.join(sorted(listed)[:8]) or 'none'}")
    table = backend.table(table_name, database=schema or None)
    return (table.order_by(table.columns) if ordered else table).to_pyarrow()
