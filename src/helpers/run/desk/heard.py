"""Calls of ``05_feedback`` on what customers say, what they respond to, and the texts of the week."""

from __future__ import annotations

import pandas as pd

from helpers.feedback.heard import heard_both
from helpers.run.desk.showing import rounded
from helpers.run.workspace import Workspace

PART = "05_heard"


def heard(review: Workspace) -> pd.DataFrame:
    """Every fact of what customers say and respond to, kept as this part; the tables row by row are left beside it."""
    rows, tables = heard_both(review.tables, review.engagement, review.agreements, period=review.period)
    review.keep_tables(tables)
    return review.keep(PART, rows)


def show(rows: pd.DataFrame, *metrics: str, review: Workspace, length: int = 12) -> pd.DataFrame:
    """The facts of some metrics over the last months, by variant and segment."""
    period = str(review.period.rolling(length))
    kept = rows[(rows["period"] == period) & rows["metric"].isin(metrics)]
    return rounded(kept[["metric", "variant", "segment", "value", "low", "high", "n", "status", "note"]])
