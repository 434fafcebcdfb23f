"""Facts as notebooks show them: of one window, in few digits, so that committed outputs compare on every machine."""

from __future__ import annotations

import math

import pandas as pd

from helpers.run.workspace import Workspace


def of_year(rows: pd.DataFrame, review: Workspace, *metrics: str) -> pd.DataFrame:
    """The facts of some metrics over the rolling year."""
    period = str(review.period.rolling(12))
    return rows[(rows["period"] == period) & rows["metric"].isin(metrics)]


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Every number as text of four significant digits."""
    shown = rows.copy()
    for name in shown.columns[shown.dtypes == "float64"]:
        shown[name] = [number(value) for value in shown[name]]
    return shown.reset_index(drop=True)


def number(value: float) -> str:
    """Four significant digits: enough to read, few enough to stay equal on every machine."""
    if math.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
