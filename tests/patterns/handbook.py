"""Judged hand-offs by hand, of the month before the review: all answered in time and accepted but for what is said."""

from __future__ import annotations

from typing import Any

import pandas as pd
from tests.handoff.book import TERMS

from helpers.handoff.scope import Scope
from helpers.periods import Period

PERIOD = Period.parse("2026-10")
SCOPE = Scope(period=PERIOD, terms=TERMS, few=30)


def cell(name: str, value: str, n: int, **more: Any) -> dict[str, Any]:
    """So many hand-offs of one value of a segment that stand alike."""
    return {"name": name, "value": value, "month": PERIOD.prior().first, "standing": "in_time",
            "decision": "accepted", "touched": 1, "settled": n, "settled_sql": 0, "n": n} | more  # fmt: skip


def part(name: str, value: str, *, answered: int, silent: int, sql: int = 0) -> list[dict[str, Any]]:
    """Answered ones, ``sql`` of them confirmed, and those nobody answered."""
    return [
        cell(name, value, answered, settled_sql=sql),
        cell(name, value, silent, standing="silent", decision="none", touched=0),
    ]


def standings(*parts: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([row for each in parts for row in each])
