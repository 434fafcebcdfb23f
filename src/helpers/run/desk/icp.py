"""Calls of ``05_feedback`` on the ideal customer: its facts, and the tables listed beside them."""

from __future__ import annotations

import pandas as pd

from helpers.icp.review import icp_parts
from helpers.run.workspace import Workspace

PART = "05_icp"
#: A lead that one team alone sorted.
NONE = "–"


def ideal_customer(review: Workspace) -> pd.DataFrame:
    """Every fact of the ideal customer, kept as this part; the tables row by row are left beside it."""
    rows, tables = icp_parts(
        review.tables, review.engagement, review.agreements, period=review.period, start=review.start
    )
    review.keep_tables(tables)
    return review.keep(PART, rows)


def sorted_alike(review: Workspace) -> pd.DataFrame:
    """The latest blind sort, counted: labels of marketing down, of sales across. Which lead got which stays inside."""
    rows = review.rows("icp_sorted")
    down, across = (rows[team].fillna(NONE).rename(team) for team in ("marketing", "sales"))
    counted = pd.crosstab(down, across).rename_axis(columns=None)
    return counted.rename_axis("marketing / sales").reset_index()
