"""Calls of ``02_shared_metrics``: every shared metric, measured once and shown section by section."""

from __future__ import annotations

import math

import pandas as pd

from helpers import facts
from helpers.metrics.review import review_facts
from helpers.run.workspace import Workspace

_SHOWN = ["period", "variant", "value", "low", "high", "n", "status", "note"]


def measure(review: Workspace) -> pd.DataFrame:
    """Every shared metric of the month, kept as this notebook's part."""
    rows = review_facts(
        review.tables, review.engagement, period=review.period, start=review.start, contract=review.contract
    )
    return review.keep("02_shared_metrics", rows)


def show(rows: pd.DataFrame, *metrics: str, review: Workspace, clock: str = "") -> pd.DataFrame:
    """The facts of some metrics that end with the month under review, the whole company, readable."""
    ends = rows["period"].str[-7:] == str(review.period)
    kept = rows[ends & rows["metric"].isin(metrics) & (rows["segment"] == "all")]
    kept = kept[kept["clock"] == clock] if clock else kept
    asked = {metric: place for place, metric in enumerate(metrics)}
    return _readable(kept.assign(place=kept["metric"].map(asked)).sort_values(["place", "period", "variant", "clock"]))


def series(rows: pd.DataFrame, metric: str, *, variant: str = "", clock: str = "", last: int = 12) -> pd.DataFrame:
    """The last months of one metric, one row a month."""
    kept = facts.pick(rows, metric, variant=variant, clock=clock)
    return _readable(kept[kept["period"].str.len() == len("2026-10")].tail(last))


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    shown = rows[["metric", *_SHOWN]].copy()
    for name in ("value", "low", "high"):
        shown[name] = [_number(value) for value in shown[name]]
    shown["n"] = ["" if math.isnan(n) else f"{n:.0f}" for n in shown["n"]]
    return shown.reset_index(drop=True)


def _number(value: float) -> str:
    """Four significant digits: enough to read, few enough to stay equal on every machine."""
    if math.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
