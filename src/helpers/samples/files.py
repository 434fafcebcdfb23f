"""Tables of text to files, byte for byte the same on every platform."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Sheet:
    """A file to write: its path inside the sample, header and rows, all text."""

    path: str
    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Style:
    """How a program writes its CSV."""

    delimiter: str = ","
    newline: str = "\n"
    bom: bool = False


def write(sheet: Sheet, folder: Path, *, style: Style) -> Path:
    """Write one sheet; returns its path."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=style.delimiter, lineterminator=style.newline)
    writer.writerow(sheet.header)
    writer.writerows(sheet.rows)
    path = folder / sheet.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode("utf-8-sig" if style.bom else "utf-8"))
    return path
