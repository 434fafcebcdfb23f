"""Campaigns that run on the day, and those about to begin: what they promise and what sales must know."""

from __future__ import annotations

from datetime import date, timedelta

from helpers.feedback.campaigns import running
from helpers.playbook.client import Client, Row
from helpers.playbook.plain import plain, table
from helpers.report.naming import part

#: A campaign is announced so many days before it begins.
_AHEAD = timedelta(days=45)


def campaigns_running(client: Client) -> str:
    """Campaigns under way, those that end first on top, then those about to begin; '' where none was ever noted."""
    rows = client.form("campaigns")
    if not rows:
        return ""
    now = sorted(running(rows, as_of=client.on), key=lambda row: (row["to_on"] or date.max, row["campaign"]))
    soon = [row for row in rows if client.on < row["from_on"] <= client.on + _AHEAD]
    if not now and not soon:
        return client.say("On {date} no campaign is running.", date=client.words.date(client.on))
    heads = [client.say("Campaign"), client.say("For whom"), client.say("Promise"), client.say("Days"),
             client.say("What sales must know")]  # fmt: skip
    return table(heads, [_line(client, row) for row in (*now, *soon)])


def _line(client: Client, row: Row) -> list[str]:
    channel = plain(part(client.words, "channel", row["channel"])) if row["channel"] else ""
    name = plain(part(client.words, "campaign", row["campaign"]))
    return [f"**{name}**" + (f" ({channel})" if channel else ""), plain(row["segment"]), plain(row["promise"]),
            _days(client, row), plain(row["for_sales"]) or client.say("*nothing written yet*")]  # fmt: skip


def _days(client: Client, row: Row) -> str:
    first = client.words.date(row["from_on"])
    if row["from_on"] > client.on:
        return client.say("begins on {date}", date=first)
    if row["to_on"] is None:
        return client.say("since {date}", date=first)
    return client.say("until {date}", date=client.words.date(row["to_on"]))
