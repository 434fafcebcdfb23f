"""The gate: canonical tables hold what they declare or stop with one line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet as parquet
import pytest

from helpers.errors import GateError
from helpers.model import EXITS, STAGES, TABLES, arrow_schema, check, empty, rank, write_table
from helpers.model.dictionary import markdown

ACQUISITIONS = TABLES["acquisitions"]


def acquisitions(**changes):
    rows = {
        "account_id": ["b", "a"],
        "on": [date(2026, 1, 2), date(2026, 1, 3)],
        "kind": ["first", "returned"],
        "amount_base": [Decimal("10.5"), None],
        "source_group": ["events", "unknown"],
    }
    return pd.DataFrame(rows | changes)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_an_empty_form_that_passes_its_own_gate(name):
    table = TABLES[name]
    assert len(check(empty(table), table)) == 0
    assert set(table.key) <= {column.name for column in table.columns}


def test_the_gate_types_orders_and_completes():
    rows = check(acquisitions(), ACQUISITIONS)
    assert list(rows["account_id"]) == ["a", "b"]
    assert list(rows.columns) == [column.name for column in ACQUISITIONS.columns]
    assert rows["amount_base"].iloc[1] == Decimal("10.50")
    assert check(rows, ACQUISITIONS).equals(rows)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"kind": ["first", "maybe"]}, "kind"),
        ({"account_id": ["a", None]}, "account_id"),
        ({"account_id": ["a", "a"], "on": [date(2026, 1, 2)] * 2}, "uniqueness"),
        ({"on": ["yesterday", "today"]}, "on"),
    ],
)
def test_a_broken_table_names_itself_and_its_column(changes, column):
    with pytest.raises(GateError) as refused:
        check(acquisitions(**changes), ACQUISITIONS)
    assert "acquisitions" in str(refused.value) and column in str(refused.value)
    assert "\n" not in str(refused.value)


def test_parquet_keeps_the_declared_types(tmp_path):
    path = write_table(acquisitions(), ACQUISITIONS, tmp_path)
    assert parquet.read_schema(path).equals(arrow_schema(ACQUISITIONS))


def test_stages_have_an_order_and_exits_none():
    assert [rank(stage) for stage in STAGES] == sorted(rank(stage) for stage in STAGES)
    assert not set(STAGES) & set(EXITS)


def test_the_data_dictionary_is_written_from_the_declaration():
    page = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == markdown(), "run: make docs"
