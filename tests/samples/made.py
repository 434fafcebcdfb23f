"""A sample, made once for all tests."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.samples.company import Company
from helpers.samples.world import World

Row = dict[str, str]


@dataclass(frozen=True)
class Made:
    """A sample as generated once for all tests: its truth and the rows that can be read back from its files."""

    name: str
    company: Company
    world: World
    manifest: dict[str, Any]
    folder: Path

    def rows(self, path: str) -> list[Row]:
        delimiter = ";" if self.company.dialect == "hubspot" else ","
        with (self.folder / path).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=delimiter))
