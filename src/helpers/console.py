"""What a command says: lines and tables on the screen, complaints beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.errors import TandemError

_out = Console(highlight=False, soft_wrap=True)


def say(line: str) -> None:
    """Print a line as it is."""
    _out.print(line, markup=False)


def show(headers: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = False) -> None:
    """Print a table; with ``numbers`` every column but the first stands to the right."""
    table = Table(*headers, box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right" if numbers else "left"
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    _out.print(table)


def complain(line: str) -> None:
    """Say what is wrong, where errors go."""
    print(f"tandem: {line}", file=sys.stderr)


def end(made: list[Path], errors: Sequence[TandemError] = ()) -> None:
    """Name what was made; then one line for each folder that could not be made. Raises the last of the errors."""
    if made:
        say("Open:")
    for path in made:
        say(f"  {path}")
    for error in errors[:-1]:
        complain(str(error))
    if errors:
        raise errors[-1]
