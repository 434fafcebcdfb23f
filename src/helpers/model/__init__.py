"""The canonical tables: what every import ends in and every count begins with.

``docs/data-dictionary.md`` is generated from this module.
"""

from helpers.model.column import Column, Table
from helpers.model.gate import arrow_schema, check, empty, write_table
from helpers.model.tables import EXITS, STAGES, TABLES, rank

__all__ = ["EXITS", "STAGES", "TABLES", "Column", "Table", "arrow_schema", "check", "empty", "rank", "write_table"]
