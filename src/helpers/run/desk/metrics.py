"""Calls of ``02_shared_metrics``: every shared metric, measured once and shown section by section."""

from __future__ import annotations

import math

import pandas as pd

from helpers import facts
from helpers.metrics.review import review_facts
from helpers.periods import Period
from helpers.run.desk.showing import number
from helpers.run.workspace import Workspace

#: Variants that have their own place: the cards and their changes, the other grain.
_ELSEWHERE = "card=|grain="
_SHOWN = ["period", "variant", "value", "low", "high", "n", "status", "note"]


def measure(review: Workspace) -> pd.DataFrame:
    """Every shared metric of the month, kept as this notebook's part."""
    rows = review_facts(
        review.tables, review.engagement, period=review.period, start=review.start, contract=review.contract
    )
    return review.keep("02_shared_metrics", rows)


def show(rows: pd.DataFrame, *metrics: str, review: Workspace, clock: str = "") -> pd.DataFrame:
    """The facts of some metrics in the windows that end with the month under review, for the whole company."""
    kept = rows[(rows["period"].str[-7:] == str(review.period)) & (rows["segment"] == "all")]
    kept = kept[kept["metric"].isin(metrics) & ~kept["variant"].str.contains(_ELSEWHERE)]
    return _in_order(kept[kept["clock"] == clock] if clock else kept, metrics)


def mature(rows: pd.DataFrame, *metrics: str, review: Workspace) -> pd.DataFrame:
    """Conversions of the last three months of entrants who have all had the engagement's horizon to convert."""
    kept = rows[rows["metric"].isin(metrics) & (rows["variant"] == _horizon(review)) & (rows["segment"] == "all")]
    windows = kept["period"].map(Period.parse)
    kept = kept[(kept["mature"] == "true") & (windows.map(lambda window: window.length) == 3)]
    return _in_order(kept.groupby("metric").tail(1), metrics)


def series(rows: pd.DataFrame, metric: str, *, review: Workspace, last: int = 12) -> pd.DataFrame:
    """One conversion by the month of entry, within the engagement's horizon: the last months, young ones included."""
    kept = facts.pick(rows, metric, variant=_horizon(review), clock="cohort")
    return _readable(kept[kept["period"].str.len() == len("2026-10")].tail(last))


def _horizon(review: Workspace) -> str:
    return f"horizon={review.engagement.windows.horizon_days}"


def _in_order(rows: pd.DataFrame, metrics: tuple[str, ...]) -> pd.DataFrame:
    asked = {metric: place for place, metric in enumerate(metrics)}
    return _readable(rows.assign(place=rows["metric"].map(asked)).sort_values(["place", "period", "variant", "clock"]))


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    shown = rows[["metric", *_SHOWN]].copy()
    for name in ("value", "low", "high"):
        shown[name] = [number(value) for value in shown[name]]
    shown["n"] = ["" if math.isnan(n) else f"{n:.0f}" for n in shown["n"]]
    return shown.reset_index(drop=True)
