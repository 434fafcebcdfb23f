"""Small canonical tables for tests: name the columns that matter, the rest are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as parquet

from helpers.engagement import Engagement
from helpers.engine import Canonical, open_tables
from helpers.model import TABLES, Table, arrow_schema, write_table


def opened(folder: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Canonical:
    """The given rows as canonical tables on an engine; tables not given are empty."""
    for name, table in TABLES.items():
        if tables.get(name):
            rows = pd.DataFrame([_exact(row, table) for row in tables[name]], dtype=object)
            write_table(rows, table, folder)
        else:
            parquet.write_table(arrow_schema(table).empty_table(), folder / f"{name}.parquet")
    return open_tables(folder)


def _exact(row: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """Money as DECIMAL: tests write plain numbers."""
    money = {column.name for column in table.columns if column.kind == "money"}
    return {
        name: Decimal(str(value)).quantize(Decimal("0.01")) if name in money and value is not None else value
        for name, value in row.items()
    }


def client(**settings: Any) -> Engagement:
    """An engagement with only what a test says."""
    return Engagement.model_validate({"client": "Test", "currency": "EUR", "time_zone": "Europe/Madrid"} | settings)
