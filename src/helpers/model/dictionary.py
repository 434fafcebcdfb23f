"""The data dictionary of the canonical tables, as a Markdown page written from their declaration."""

from __future__ import annotations

from helpers.model.column import Column, Table
from helpers.model.tables import TABLES

_HEAD = """# Data dictionary of the canonical tables

Written by `make docs` from `src/helpers/model/tables.py`: change it there. Dates are local calendar days of the
engagement's time zone, instants are UTC, money is DECIMAL(18,2) in the engagement's currency unless said otherwise.
"""


def markdown() -> str:
    """The whole page; equal declarations give equal text."""
    return "\n".join([_HEAD, *(_section(table) for table in TABLES.values())])


def _section(table: Table) -> str:
    lines = [
        f"## {table.name}\n",
        f"{table.meaning[0].upper()}{table.meaning[1:]}. Key: {', '.join(f'`{name}`' for name in table.key)}.\n",
        "| column | kind | may be missing | meaning |",
        "|---|---|---|---|",
        *(_row(column) for column in table.columns),
    ]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    listed = f" ({', '.join(column.choices)})" if column.choices else ""
    return f"| `{column.name}` | {column.kind} | {'yes' if column.nullable else 'no'} | {column.meaning}{listed} |"
