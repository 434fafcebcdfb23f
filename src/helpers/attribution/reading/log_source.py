"""The columns of a log of touches on the engine, checked in one pass over its rows before anything is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
from ibis.backends.duckdb import Backend

from helpers.attribution.reading.columns import find_column, nearest, plain_names
from helpers.attribution.reading.opening import Brought, Opened, Reading, open_table
from helpers.attribution.reading.remarks import Remark
from helpers.attribution.reading.typed import is_text, typed
from helpers.attribution.reading.walking import BARE, Layout
from helpers.errors import SourceError

#: Numbers that are moments: microseconds, milliseconds and seconds since 1970, from 2001 to 2286.
_EPOCHS = {1: 10**15, 1_000: 10**12, 1_000_000: 10**9}
#: Steps of time, in microseconds, that make shorter numbers where every time is a whole number of them.
_UNITS = (1_000_000, 1_000)


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def epoch_us(moment: datetime) -> int:  # type: ignore[empty-body]
    """Microseconds since 1970 (DuckDB's own)."""


@ibis.udf.scalar.builtin(name="hash", signature=((dt.string,), dt.uint64))  # type: ignore[untyped-decorator]
def hash_of(text: str) -> int:  # type: ignore[empty-body]
    """A number for a text (DuckDB's own)."""


@dataclass(frozen=True)
class LogSource:
    """The rows of a log that count, each ``key`` (of its id), ``check`` (another, or 0), ``touch`` and ``value``.

    ``touch`` is written as ``layout`` says. Ids with equal ``key`` and ``check`` are equal; of whole numbers the key is
    the id itself.
    """

    touches: ir.Table
    name: str
    layout: Layout
    rows: int
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class _Found:
    """Columns under the names of their roles in the engine, where they came from, what was remarked."""

    table: ir.Table
    opened: Opened
    headers: Mapping[str, str]
    remarks: tuple[Remark, ...]

    def header(self, role: str) -> str:
        return self.headers.get(role, role)


def log_source(
    backend: Backend, brought: Brought, *, names: Mapping[str, str], optional: bool, reading: Reading
) -> LogSource:
    """The log ``brought``, its columns found by ``names`` (role → header), checked.

    Parquet whose columns have types stays where it is; all else comes into memory. ``optional``: the column of values
    may be missing. Raises what ``touch_log.open_touch_log`` says.
    """
    found = _found(backend, brought, names, optional, reading)
    text = found.table.id.type().is_string()
    table = found.table.mutate(
        id=found.table.id.nullif("") if text else found.table.id,
        channel=found.table.channel.cast("string"),
        converts=_converts(found),
        value=_value(found),
        ticks=_ticks(found),
    )
    seen = table.group_by("channel").aggregate(**_facts(table)).to_pyarrow().to_pandas(integer_object_nulls=True)
    _refuse(table, found, seen)
    return _settled(backend, table, found, seen)


def _found(backend: Backend, brought: Brought, names: Mapping[str, str], optional: bool, reading: Reading) -> _Found:
    path = Path(brought) if isinstance(brought, str | Path) else None
    if path is not None and is_parquet(path):
        schema = parquet_schema(path)
        headers, remarks = _headers(schema.names, names, optional, path.name)
        texts = [role for role in ("time", "conversion", "value") if role in headers]
        if not any(is_text(schema.field(headers[role]).type) for role in texts):
            table = backend.read_parquet(path)
            table = table.select(**{role: table[name] for role, name in headers.items()})
            return _Found(table, Opened(None, path.name), headers, remarks)
        opened = Opened(parquet.read_table(path, columns=list(headers.values())), path.name)
    else:
        opened = open_table(brought, known=list(names.values()), reading=reading)
        headers, remarks = _headers(opened.table.column_names, names, optional, opened.name)
    backend.con.register("brought", typed(opened, headers, reading=reading))
    return _Found(backend.table("brought"), opened, headers, (*opened.remarks, *remarks))


def is_parquet(path: Path) -> bool:
    """Whether a file says that it is Parquet."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def parquet_schema(path: Path) -> pa.Schema:
    """Columns of a Parquet file and their types; ``SourceError`` where it is broken."""
    try:
        return parquet.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise SourceError("the Parquet file is broken", where=path.name, do="write it again") from error


def _headers(
    headers: list[str], names: Mapping[str, str], optional: bool, where: str
) -> tuple[dict[str, str], tuple[Remark, ...]]:
    found = {}
    for role, name in names.items():
        header = find_column(headers, name, option=role, where=where, optional=optional and role == "value")
        if header is not None:
            found[role] = header
    if "value" in found:
        return found, ()
    near = nearest(names["value"], [header for header in headers if header not in found.values()])
    hint = f" (if it is '{near}', say --value)" if near else ""
    return found, (Remark(f"no column '{names['value']}': conversions are worth 0{hint}"),)


# -- columns ---------------------------------------------------------------------------------------------------------


def _converts(found: _Found) -> ir.Value:
    column = found.table["conversion"]
    if not (column.type().is_boolean() or column.type().is_numeric()):
        do = "mark conversions with 1, other rows with 0"
        raise SourceError(
            f"column '{found.header('conversion')}' holds {column.type()}", where=found.opened.name, do=do
        )
    return _number(column)


def _value(found: _Found) -> ir.Value:
    if "value" not in found.headers:
        return ibis.literal(0.0)
    column = found.table["value"]
    if not column.type().is_numeric():
        what = f"column '{found.header('value')}' holds {column.type()}, not numbers"
        raise SourceError(what, where=found.opened.name, do="name another column with --value")
    return _number(column)


def _number(column: ir.Value) -> ir.Value:
    """Missing counts as 0."""
    amount = column.cast("float64")
    if column.type().is_floating():
        amount = ibis.ifelse(amount.isnan(), 0.0, amount)
    return amount.fill_null(0)


def _ticks(found: _Found) -> ir.Value:
    """Times as whole numbers: microseconds where they are moments."""
    column = found.table["time"]
    if column.type().is_timestamp():
        return epoch_us(column.cast("timestamp('UTC')") if column.type().timezone else column)
    if column.type().is_date():
        return epoch_us(column.cast("timestamp"))
    if column.type().is_integer():
        return column.cast("int64")
    if column.type().is_floating():
        return ibis.ifelse(column == column.floor(), column.cast("int64"), ibis.null("int64"))
    what = f"column '{found.header('time')}' holds {column.type()}, not times"
    raise SourceError(what, where=found.opened.name, do="name another column with --time")


# -- checks ----------------------------------------------------------------------------------------------------------


def _faults(table: ir.Table) -> dict[str, tuple[str, str, ir.Value]]:
    """What may not be: name → role, what to do, which rows."""
    kept = table.id.notnull()
    return {
        "no_time": ("time", "give every touch a date, a moment or a whole number", kept & table.ticks.isnull()),
        "odd": ("conversion", "mark conversions with 1, other rows with 0", ~table.converts.isin([0.0, 1.0])),
        "negative": ("value", "amounts are 0 or more", table.value < 0),
        "infinite": ("value", "amounts are 0 or more", table.value.isinf()),
    }


def _facts(table: ir.Table) -> dict[str, ir.Value]:
    idle = (table.converts == 0) & (table.value > 0)
    return {
        "rows": table.count(),
        "lost": table.id.isnull().sum(),
        "least": table.ticks.min(where=table.id.notnull()),
        "most": table.ticks.max(where=table.id.notnull()),
        "conversions": (table.id.notnull() & (table.converts == 1)).sum(),
        "idle": idle.sum(),
        **{f"off_{unit}": (table.ticks % unit != 0).sum() for unit in _UNITS},
        **{name: rows.sum() for name, (_, _, rows) in _faults(table).items()},
    }


def _refuse(table: ir.Table, found: _Found, seen: pd.DataFrame) -> None:
    """One error for the first row with a fault, if any has one."""
    if not seen["rows"].sum():
        raise SourceError("it has no rows", where=found.opened.name, do="export it again")
    for name, (role, do, rows) in _faults(table).items():
        if not seen[name].sum():
            continue
        column = "raw" if role == "time" else role
        marked = table.mutate(raw=table.time, bad=rows).mutate(row=ibis.row_number())
        first = marked.filter(marked.bad).order_by("row").limit(1).select("row", shown=marked[column].cast("string"))
        row = first.to_pyarrow().to_pylist()[0]
        shown = "empty" if row["shown"] is None else f"'{row['shown']}'"
        raise SourceError(f"{found.header(role)} is {shown}", where=found.opened.where(row["row"]), do=do)


def _settled(backend: Backend, table: ir.Table, found: _Found, seen: pd.DataFrame) -> LogSource:
    """The rows that count, written as numbers by the engine."""
    spellings = [name for name in seen["channel"] if isinstance(name, str)]
    plain = plain_names(spellings)
    scale, timed = _scale(found, seen)
    layout = _layout(seen, tuple(sorted({name for name in plain if name})), scale, timed, found.opened.name)
    codes = {name: position for position, name in enumerate(layout.channels)} | {"": -1}
    known = {"spelling": pa.array(spellings, pa.string()), "code": pa.array([codes[n] for n in plain], pa.int64())}
    backend.con.register("spelled", pa.table(known))
    spelled = backend.table("spelled")
    joined = table.left_join(spelled, table.channel == spelled.spelling)
    joined = joined.select("id", "ticks", "converts", "value", code=spelled.code.fill_null(-1)).filter(
        lambda t: t.id.notnull() & ((t.code >= 0) | (t.converts == 1))
    )
    blank = seen.loc[[not isinstance(name, str) or not name.strip() for name in seen["channel"]]]
    idle = int((blank["rows"] - blank["conversions"] - blank["lost"]).sum())
    lost = int(seen["lost"].sum())
    remarks = [*found.remarks, *_remarks(lost=lost, idle=idle, unpaid=int(seen["idle"].sum()), timed=timed)]
    touches = _written(joined, layout, _range(seen)[0], scale)
    return LogSource(touches, found.opened.name, layout, int(seen["rows"].sum()) - lost - idle, tuple(remarks))


def _scale(found: _Found, seen: pd.DataFrame) -> tuple[int, bool]:
    """What makes ticks microseconds, and whether they are moments at all (else they are an order only)."""
    if not found.table["time"].type().is_numeric():
        return 1, True
    least, most = _range(seen)
    for scale, start in _EPOCHS.items():
        if start <= least and most < start * 10:
            return scale, True
    return 1, False


def _layout(seen: pd.DataFrame, channels: tuple[str, ...], scale: int, timed: bool, where: str) -> Layout:
    least, most = _range(seen)
    steps = (most - least) * scale
    unit = 1
    if timed:
        unit = scale if scale > 1 else next((unit for unit in _UNITS if not seen[f"off_{unit}"].sum()), 1)
    layout = Layout(channels=channels, steps=steps // unit, unit=unit, timed=timed)
    if layout.bits > 63:
        raise SourceError("its times lie too far apart", where=where, do="correct the first or the last of them")
    return layout


def _range(seen: pd.DataFrame) -> tuple[int, int]:
    """The first and the last time, exactly; channels whose rows have none (nor an id) have no say."""
    least, most = seen["least"].dropna(), seen["most"].dropna()
    return (int(least.min()), int(most.max())) if len(least) else (0, 0)


def _written(rows: ir.Table, layout: Layout, least: int, scale: int) -> ir.Table:
    """Each row as numbers."""
    steps = rows.ticks - least
    if layout.unit > scale:
        # Exact: below 2^53, and a whole number of units.
        steps = (steps / (layout.unit // scale)).cast("int64")
    kind = ibis.ifelse(rows.code < 0, BARE, rows.converts.cast("int64"))
    touch = (steps * 4 + kind) * (1 << layout.channel_bits) + ibis.greatest(rows.code, 0)
    key, check = rows.id, ibis.literal(0)
    if not rows.id.type().is_integer():
        text = rows.id.cast("string")
        key, check = hash_of(text), (hash_of(text.reverse()) % (1 << 31)).cast("int32")
    return rows.select(key=key, check=check, touch=touch.cast("int64"), value=ibis.ifelse(kind > 0, rows.value, 0.0))


def _remarks(*, lost: int, idle: int, unpaid: int, timed: bool) -> list[Remark]:
    counted = {
        "{rows} rows without an id, set aside": lost,
        "{rows} rows with neither channel nor conversion, set aside": idle,
        "{rows} rows with a value but no conversion: that value is nobody's": unpaid,
    }
    remarks = [Remark(text, rows) for text, rows in counted.items() if rows]
    return remarks if timed else [*remarks, Remark("times are plain numbers: taken as an order, without days")]
