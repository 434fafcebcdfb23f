"""What a canonical column and table are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: text; date = local calendar day; instant = UTC moment; money = DECIMAL(18,2) in the engagement's currency unless
#: said otherwise; number = float; integer; flag = true or false.
Kind = Literal["text", "date", "instant", "money", "number", "integer", "flag"]


@dataclass(frozen=True)
class Column:
    """One column: its meaning, whether it may be missing, and the closed list it draws from, if any."""

    name: str
    kind: Kind
    meaning: str
    nullable: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One canonical table; ``key`` is unique and gives the rows their total order."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column called ``name``; ``KeyError`` if there is none."""
        return {column.name: column for column in self.columns}[name]
