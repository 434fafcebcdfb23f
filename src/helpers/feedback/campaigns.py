"""Campaigns: those that run now, and those that ended without a word for sales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import count, gap
from helpers.periods import Period

Row = Mapping[str, Any]
#: How long after its end a campaign without a word for sales is still worth naming: its leads arrive for a quarter.
ENDED_DAYS = 90


def running(rows: Iterable[Row], *, as_of: date) -> list[Row]:
    """Campaigns begun by a day and not over on it."""
    return [row for row in rows if row["from_on"] <= as_of and (row["to_on"] is None or row["to_on"] >= as_of)]


def campaigns_running(rows: Sequence[Row], *, period: Period, any_time: bool) -> list[Fact]:
    """How many campaigns run at the end of the period? Count; ``untold=yes`` those without a word for sales."""
    if not any_time:
        return [gap("campaigns_running", "no_campaigns", period=period, unit="count")]
    now = running(rows, as_of=period.as_of)
    untold = sum(not row["for_sales"] for row in now)
    return [
        count("campaigns_running", len(now), period=period),
        count("campaigns_running", untold, period=period, variant="untold=yes", denominator=len(now)),
    ]


def campaign_rows(rows: Sequence[Row], *, as_of: date) -> list[dict[str, Any]]:
    """The campaigns of a review, those that end first on top, then those that ended without a word for sales.

    Columns ``campaign channel segment promise from_on to_on days_left for_sales state``; ``days_left`` is missing
    while a campaign runs without an end.
    """
    now = sorted(running(rows, as_of=as_of), key=lambda row: (row["to_on"] or date.max, row["campaign"]))
    since = as_of - timedelta(days=ENDED_DAYS)
    over = [
        row for row in rows if row["to_on"] is not None and since <= row["to_on"] < as_of and not row["for_sales"]
    ]  # fmt: skip
    over.sort(key=lambda row: (-row["to_on"].toordinal(), row["campaign"]))
    return [_listed(row, "running", as_of) for row in now] + [_listed(row, "ended", as_of) for row in over]


def _listed(row: Row, state: str, as_of: date) -> dict[str, Any]:
    names = ("campaign", "channel", "segment", "promise", "from_on", "to_on")
    left = (row["to_on"] - as_of).days if state == "running" and row["to_on"] is not None else None
    return {name: row[name] for name in names} | {"days_left": left, "for_sales": row["for_sales"], "state": state}
