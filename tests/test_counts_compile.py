"""Every count of every part compiles for the warehouses a client may have: compiled, not executed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import ibis
import pytest
from ibis.formats.pyarrow import PyArrowSchema

import helpers
from helpers.model import TABLES, arrow_schema

DIALECTS = ("postgres", "bigquery", "snowflake", "databricks")
HOME = Path(helpers.__file__).parent
FILES = sorted(path for path in HOME.glob("*/counts/*.py") if path.stem != "__init__")
MODULES: list[ModuleType] = [
    importlib.import_module(f"helpers.{path.parent.parent.name}.counts.{path.stem}") for path in FILES
]
ALL = [
    pytest.param(count, id=f"{module.__name__.removeprefix('helpers.')}-{place}")
    for module in MODULES
    for place, count in enumerate(module.COUNTS)
]


@pytest.fixture(scope="module")
def unbound() -> dict[str, ibis.Table]:
    return {name: ibis.table(PyArrowSchema.to_ibis(arrow_schema(table)), name=name) for name, table in TABLES.items()}


def test_every_part_that_counts_is_found_and_lists_its_counts() -> None:
    parts = {path.parent.parent.name for path in FILES}
    assert parts == {"assessment", "attribution", "feedback", "handoff", "icp", "metrics", "patterns"}
    assert [module.__name__ for module in MODULES if not module.COUNTS] == []


@pytest.mark.parametrize("count", ALL)
def test_count_compiles(count: Callable[[dict[str, ibis.Table]], ibis.Table], unbound: dict[str, ibis.Table]) -> None:
    expression = count(unbound)
    for dialect in DIALECTS:
        sql = str(ibis.to_sql(expression, dialect=dialect))
        assert sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")), dialect
