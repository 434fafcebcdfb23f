"""The basis of a pattern from a few canonical rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.metrics.workbook import client, opened

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.patterns.basis import Basis
from helpers.periods import Period

PERIOD, START = Period.parse("2026-09"), Period.parse("2024-10")
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def basis(folder: Path, rows: Rows, *, agreements: Agreements | None = None, **settings: Any) -> Basis:
    """An engagement with these rows; tables not given are empty."""
    (folder / "tables").mkdir()
    opened(folder / "tables", rows)
    return Basis(
        work=folder, engagement=client(**settings), contract=Contract(), agreements=agreements or Agreements(),
        period=PERIOD, start=START,
    )  # fmt: skip
