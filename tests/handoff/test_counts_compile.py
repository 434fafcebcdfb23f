"""Every count of hand-offs compiles for the warehouses a client may have: compiled, not executed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import ibis
import pytest
from ibis.formats.pyarrow import PyArrowSchema

from helpers.handoff import counts
from helpers.model import TABLES, arrow_schema

MODULES = [
    importlib.import_module(f"helpers.handoff.counts.{found.name}") for found in pkgutil.iter_modules(counts.__path__)
]
ALL = [
    pytest.param(count, id=f"{module.__name__.rpartition('.')[2]}-{place}")
    for module in MODULES
    for place, count in enumerate(module.COUNTS)
]


def test_every_counts_module_lists_its_counts() -> None:
    assert {module.__name__.rpartition(".")[2] for module in MODULES} == {"cells", "lists", "waiting"}
    assert all(module.COUNTS for module in MODULES)


@pytest.mark.parametrize("dialect", ["postgres", "bigquery", "snowflake", "databricks"])
@pytest.mark.parametrize("count", ALL)
def test_count_compiles(count: Callable[[dict[str, ibis.Table]], ibis.Table], dialect: str) -> None:
    tables = {name: ibis.table(PyArrowSchema.to_ibis(arrow_schema(table)), name=name) for name, table in TABLES.items()}
    sql = str(ibis.to_sql(count(tables), dialect=dialect))
    assert sql.lstrip("( \n").upper().startswith(("SELECT", "WITH"))
    assert "ORDER BY" in sql.upper() or "buyers" in repr(count) or "COUNT(DISTINCT" in sql.upper()
