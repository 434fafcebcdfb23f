"""The engine that counts: embedded DuckDB over the canonical Parquet by default, or any Ibis backend by URL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis
import pandas as pd
from ibis.backends import BaseBackend

from helpers.model import TABLES


@dataclass(frozen=True)
class Canonical:
    """The canonical tables on one engine; ``tables["reached"]`` is an Ibis table."""

    backend: BaseBackend
    tables: dict[str, ibis.Table]

    def __getitem__(self, name: str) -> ibis.Table:
        return self.tables[name]


def open_tables(folder: Path) -> Canonical:
    """Canonical tables of a work folder (``<table>.parquet``) on a DuckDB of this process only."""
    backend = ibis.duckdb.connect(threads=2)
    backend.raw_sql("SET preserve_insertion_order = true; SET TimeZone = 'UTC'")
    tables = {name: backend.read_parquet(folder / f"{name}.parquet", table_name=name) for name in TABLES}
    return Canonical(backend, tables)


def fetch(expression: ibis.Table) -> pd.DataFrame:
    """Run a count and bring its small result; through Arrow, which keeps pandas quiet and types exact."""
    rows: pd.DataFrame = expression.to_pyarrow().to_pandas(date_as_object=True)
    return rows
