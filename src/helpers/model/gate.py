"""The gate: canonical frames are checked against their declaration before anything is counted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.parquet as parquet

from helpers.errors import GateError
from helpers.model.column import Column, Table

_ARROW: dict[str, arrow.DataType] = {
    "text": arrow.string(),
    "date": arrow.date32(),
    "instant": arrow.timestamp("us"),
    "money": arrow.decimal128(18, 2),
    "number": arrow.float64(),
    "integer": arrow.int64(),
    "flag": arrow.bool_(),
}


def arrow_schema(table: Table) -> arrow.Schema:
    """The Parquet schema of a canonical table."""
    return arrow.schema([arrow.field(c.name, _ARROW[c.kind], nullable=c.nullable) for c in table.columns])


def empty(table: Table) -> pd.DataFrame:
    """A table of no rows with the right Arrow-backed types."""
    rows: pd.DataFrame = arrow_schema(table).empty_table().to_pandas(types_mapper=pd.ArrowDtype)
    return rows


def _pandera_column(column: Column) -> pa.Column:
    checks = [pa.Check.isin(column.choices)] if column.choices else []
    return pa.Column(pd.ArrowDtype(_ARROW[column.kind]), checks, nullable=column.nullable)


def _typed(frame: pd.DataFrame, column: Column, table: Table) -> pd.Series:
    dtype = pd.ArrowDtype(_ARROW[column.kind])
    if column.name not in frame or frame[column.name].isna().all():
        return pd.Series(arrow.nulls(len(frame), dtype.pyarrow_dtype), dtype=dtype)
    values = frame[column.name]
    try:
        if isinstance(values.dtype, pd.ArrowDtype):
            return values.astype(dtype).reset_index(drop=True)
        return pd.Series(arrow.array(values, type=dtype.pyarrow_dtype, from_pandas=True), dtype=dtype)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, arrow.ArrowNotImplementedError) as error:
        where = f"canonical table {table.name}, column {column.name}"
        raise GateError(f"a value does not fit '{column.kind}' ({error})", where=where) from error


def check(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The same rows in the declared columns, types and total order.

    Raises ``GateError`` naming the table, the column and the first rows that break the declaration.
    """
    rows = pd.DataFrame({column.name: _typed(frame, column, table) for column in table.columns})
    declared = pa.DataFrameSchema(
        {column.name: _pandera_column(column) for column in table.columns}, unique=list(table.key), strict=True
    )
    try:
        declared.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        raise GateError(
            f"{first['column']} breaks '{first['check']}' with {first['failure_case']!r} "
            f"({len(error.failure_cases)} such)",
            where=f"canonical table {table.name}",
        ) from error
    ordered: pd.DataFrame = rows.sort_values(list(table.key), kind="stable", na_position="first").reset_index(drop=True)
    return ordered


def write_table(frame: pd.DataFrame, table: Table, folder: Path) -> Path:
    """Check, then write ``<table>.parquet``; returns its path."""
    rows = check(frame, table)
    path = folder / f"{table.name}.parquet"
    parquet.write_table(arrow.Table.from_pandas(rows, schema=arrow_schema(table), preserve_index=False), path)
    return path
