"""The ten accounts to call this week: still waiting, still young enough, the most promising first."""

from __future__ import annotations

import math

import pandas as pd

from helpers.handoff.leaks import comparable
from helpers.handoff.scope import total
from helpers.handoff.worth import FEW_COMPARABLE, Range
from helpers.ratio import ratio

MOST = 10
COLUMNS = [
    "account_id", "person_id", "requested_on", "waiting_days", "channel", "seller_group", "worth", "reason",
]  # fmt: skip


def calls(waiting: pd.DataFrame, standings: pd.DataFrame, *, worth: Range, people: float = 1.0) -> pd.DataFrame:
    """Which ten accounts should sales call first?

    ``waiting`` is the count of that name. ``worth`` of a row: the rate at which answered leads of its channel become
    customers, times what a deal brings (missing without amounts). Ordered by it, then the newest, then by account. An
    expectation over many such leads, not a forecast for one.
    """
    rates = channel_rates(standings, people=people)
    value = worth.value if worth.known else math.nan
    rate = waiting["channel"].map(lambda channel: rates.get(str(channel), rates[""])).astype(float)
    rows = waiting.assign(rate=rate, worth=rate * value)
    by = ["rate", "requested_on", "minute", "account_id"]
    ordered = rows.sort_values(by, ascending=[False, False, False, True], kind="stable")
    return ordered[COLUMNS].head(MOST).reset_index(drop=True)


def channel_rates(standings: pd.DataFrame, *, people: float = 1.0) -> dict[str, float]:
    """Customers per answered lead by channel; the empty name is all channels, which small ones borrow from."""
    channels = standings[standings["name"] == "channel"]
    answered = comparable(channels, "unanswered")
    rates = {"": ratio(total(answered, "ripe_customer"), total(answered, "ripe") * people)}
    for channel, rows in answered.groupby("value", sort=True):
        if total(rows, "ripe") >= FEW_COMPARABLE:
            rates[str(channel)] = ratio(total(rows, "ripe_customer"), total(rows, "ripe") * people)
    return rates
