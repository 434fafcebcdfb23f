"""Every count of the ideal customer compiles for the warehouses a client may have: compiled, not executed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import ibis
import pytest
from ibis.formats.pyarrow import PyArrowSchema

from helpers.icp import counts
from helpers.model import TABLES, arrow_schema

DIALECTS = ("postgres", "bigquery", "snowflake", "databricks")
MODULES = [
    importlib.import_module(f"helpers.icp.counts.{found.name}") for found in pkgutil.iter_modules(counts.__path__)
]
ALL = [
    pytest.param(count, id=f"{module.__name__.rpartition('.')[2]}-{place}")
    for module in MODULES
    for place, count in enumerate(module.COUNTS)
]


@pytest.fixture(scope="module")
def unbound() -> dict[str, ibis.Table]:
    return {name: ibis.table(PyArrowSchema.to_ibis(arrow_schema(table)), name=name) for name, table in TABLES.items()}


def test_every_counts_module_lists_its_counts() -> None:
    names = {module.__name__.rpartition(".")[2] for module in MODULES}
    assert names == {"accounts", "histories", "judged"}
    assert all(module.COUNTS for module in MODULES)


@pytest.mark.parametrize("count", ALL)
def test_count_compiles(count: Callable[[dict[str, ibis.Table]], ibis.Table], unbound: dict[str, ibis.Table]) -> None:
    expression = count(unbound)
    for dialect in DIALECTS:
        sql = str(ibis.to_sql(expression, dialect=dialect))
        assert sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")), dialect
