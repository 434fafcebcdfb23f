"""What a file's columns prove together, for columns that are silent: its decimal mark, its order of day and month."""

from __future__ import annotations

import pandas as pd

from helpers.sources import dates, numbers
from helpers.sources.fields import FIELDS
from helpers.sources.placing import Placed


def decimal_hint(placed: Placed) -> str:
    """The decimal mark that the file's number columns prove, or ''."""
    return _agreed({numbers.evidence(cells) for cells in _columns(placed, ("money", "number"))})


def order_hint(placed: Placed) -> str:
    """``day-first`` or ``month-first``, where the file's date columns prove one of them, or ''."""
    found = [*_columns(placed, ("date",)), *(placed.raw.frame[header].dropna() for header in placed.stage_columns)]
    # Dates that begin with the year have nothing to say, and most exports hold nothing else.
    written = [cells[~cells.str.match(r"^\s*\d{4}[-/.]")] for cells in found]
    return _agreed({dates.evidence(cells) for cells in written if len(cells)})


def _columns(placed: Placed, kinds: tuple[str, ...]) -> list[pd.Series]:
    fields = FIELDS[placed.table]
    headers = [header for name, header in placed.columns.items() if fields[name].kind in kinds]
    return [placed.raw.frame[header].dropna() for header in headers]


def _agreed(found: set[str]) -> str:
    said = found - {""}
    return said.pop() if len(said) == 1 else ""
