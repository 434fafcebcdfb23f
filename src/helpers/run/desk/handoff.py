"""Calls of ``04_handoff``: what became of the leads handed over, how long they waited, what it may cost."""

from __future__ import annotations

import pandas as pd

from helpers import facts
from helpers.handoff.review import facts_of, gather, tables_of
from helpers.run.desk.showing import of_year, rounded
from helpers.run.workspace import Workspace

PART = "04_handoff"
_SHOWN = ["metric", "variant", "segment", "value", "unit", "low", "high", "n", "status", "note"]


def forensics(review: Workspace) -> pd.DataFrame:
    """Every fact of hand-offs, kept as this notebook's part; the tables row by row are left beside it."""
    found = gather(review.tables, review.engagement, review.agreements, period=review.period)
    review.keep_tables(tables_of(found))
    return review.keep(PART, facts_of(found, period=review.period))


def show(rows: pd.DataFrame, *metrics: str, review: Workspace, segments: bool = False) -> pd.DataFrame:
    """The facts of some metrics over the rolling year, of the whole; with ``segments`` those of its parts instead."""
    year = of_year(rows, review, *metrics)
    whole = year["segment"] == "all"
    return rounded(year.loc[~whole if segments else whole, _SHOWN])


def gaps(rows: pd.DataFrame, *, of: str) -> pd.DataFrame:
    """Each part of the business against all others: its figure, theirs, the difference and whether it is clear."""
    mine = rows[(rows["metric"] == "handoff_gap") & (rows["variant"] == facts.pairs({"against": "rest", "of": of}))]
    shown = mine.rename(columns={"numerator": "own", "denominator": "others", "value": "difference"})
    return rounded(shown[["segment", "n", "own", "others", "difference", "low", "high", "status", "note"]])


def months(rows: pd.DataFrame, metric: str) -> pd.DataFrame:
    """One metric month by month."""
    mine = rows[(rows["metric"] == metric) & (rows["variant"] == "") & (rows["segment"] == "all")]
    monthly = mine[~mine["period"].str.contains("/")]
    return rounded(monthly[["period", "value", "low", "high", "n", "status", "note"]])


def open_calls(review: Workspace) -> pd.DataFrame:
    """The accounts to call, without their keys: channel, how long they wait, why, and what such a lead is worth."""
    rows = review.rows("calls")
    return rounded(rows[["requested_on", "waiting_days", "channel", "seller_group", "reason", "worth"]])
