"""Every count of what is kept compiles for the warehouses a client may have: compiled, not executed."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import pytest
from ibis.formats.pyarrow import PyArrowSchema

from helpers.feedback.counts import kept_forms, kept_uses
from helpers.model import TABLES, arrow_schema

DIALECTS = ("postgres", "bigquery", "snowflake", "databricks")
ALL = [
    pytest.param(count, id=f"{module.__name__.rpartition('.')[2]}-{place}")
    for module in (kept_forms, kept_uses)
    for place, count in enumerate(module.COUNTS)
]


@pytest.fixture(scope="module")
def unbound() -> dict[str, ibis.Table]:
    return {name: ibis.table(PyArrowSchema.to_ibis(arrow_schema(table)), name=name) for name, table in TABLES.items()}


def test_every_count_is_listed() -> None:
    for module in (kept_forms, kept_uses):
        public = {
            name
            for name, found in vars(module).items()
            if callable(found) and getattr(found, "__module__", "") == module.__name__ and not name.startswith("_")
        }
        assert len(public - {"rows"}) == len(module.COUNTS), module.__name__


@pytest.mark.parametrize("count", ALL)
def test_count_compiles(count: Callable[[dict[str, ibis.Table]], ibis.Table], unbound: dict[str, ibis.Table]) -> None:
    expression = count(unbound)
    for dialect in DIALECTS:
        sql = str(ibis.to_sql(expression, dialect=dialect))
        assert sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")), dialect
