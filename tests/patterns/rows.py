"""Counts of a few rows, as ``helpers.patterns.counts.entered`` gives them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.periods import Period

COLUMNS = ["name", "value", "month", "closed", "days", "status", "n"]


def people(*rows: tuple[str, str, int, int], part: tuple[str, str] = ("", ""), days: int = 60) -> pd.DataFrame:
    """For each ``(first, last, n, won)``: ``n`` people in every month from first to last, ``won`` of them customers.

    Customers order ``days`` after the middle of the month they came in; the others wait a thousand days.
    """
    made = []
    for first, last, n, won in rows:
        for month in Period.parse(f"{first}/{last}").months():
            start = pd.Timestamp(month.first)
            closed = (start + pd.Timedelta(days=14 + days)).replace(day=1)
            made += [(*part, start, closed, days, 1, won), (*part, start, pd.NaT, 1000, 0, n - won)]
    return pd.DataFrame(made, columns=COLUMNS).astype({"closed": "datetime64[us]"})


def until(table: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The same as it was known on a day: later orders have not come yet."""
    later = table["closed"] > pd.Timestamp(as_of)
    return table.assign(closed=table["closed"].mask(later), status=table["status"].mask(later, 0))
