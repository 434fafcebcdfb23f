"""How many entered each stage: leads, MQLs, SQLs, opportunities, customers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.metrics.scope import Scope, windowed
from helpers.periods import Period


def leads(entries: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many leads came in? Per window of 1, 3 and 12 months; episodes at person grain, else accounts."""
    return _entries("leads", "lead", entries, scope)


def mqls(entries: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many became marketing-qualified (or went further)? As ``leads``."""
    return _entries("mqls", "mql", entries, scope)


def sqls(entries: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many had their need confirmed by sales (or went further)? As ``leads``."""
    return _entries("sqls", "sql", entries, scope)


def opportunities(entries: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many came to an opportunity (or further)? As ``leads``."""
    return _entries("opportunities", "opportunity", entries, scope)


def customers(acquisitions: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many accounts became customers? ``acquisitions`` is the count ``new_customers``; also by segment."""
    whole = acquisitions[acquisitions["name"] == ""]
    facts = _counts("customers", whole, scope.windows(1, 3, 12), scope, note="" if len(whole) else "no_customers")
    for (name, value), part in acquisitions[acquisitions["name"] != ""].groupby(["name", "value"]):
        facts += _counts("customers", part, scope.parts("customers"), scope, segment=pairs({str(name): value}))
    return facts


def _entries(metric: str, stage: str, entries: pd.DataFrame, scope: Scope) -> list[Fact]:
    facts: list[Fact] = []
    whole = entries[(entries["name"] == "") & (entries["stage"] == stage)]
    for grain in (scope.grain, scope.other_grain):
        rows = whole[whole["grain"] == grain]
        note = "" if rows["seen"].sum() else "no_stage"
        variant = "" if grain == scope.grain else pairs({"grain": grain})
        facts += _counts(metric, rows, scope.windows(1, 3, 12), scope, variant=variant, note=note)
    return facts


def _counts(
    metric: str, rows: pd.DataFrame, windows: list[Period], scope: Scope, *,
    variant: str = "", segment: str = "all", note: str = "",
) -> list[Fact]:  # fmt: skip
    sums = windowed(rows, month="month", windows=windows, columns=["n"])["n"]
    return [
        _count(metric, window, float(n), scope, variant=variant, segment=segment, note=note)
        for window, n in zip(windows, sums, strict=True)
    ]


def _count(metric: str, window: Period, n: float, scope: Scope, *, variant: str, segment: str, note: str) -> Fact:
    """A total over a window that the record does not cover is kept, and marked so that nothing compares with it."""
    key: dict[str, Any] = {"period": str(window), "metric": metric, "variant": variant, "segment": segment}
    key["unit"] = "count"
    if scope.begins is None or (note and note != "no_customers"):
        return Fact(**key, status="undefined", note=note if note == "no_stage" else "no_data")
    if not scope.begun(window) or (metric == "customers" and scope.truncated(window)):
        return Fact(**key, value=n, n=n, status="undefined", note="left_truncated")
    return Fact(**key, value=n, n=n, note=note)
