"""What each role is paid for, as parts of its variable pay: no salaries, no names."""

from __future__ import annotations

from typing import Any

from helpers.catalog import catalog
from helpers.feedback.incentives import incentive_rows
from helpers.playbook.client import Client
from helpers.playbook.plain import plain, table
from helpers.report.naming import TEAMS


def incentives_table(client: Client) -> str:
    """What holds on the day, by team and role; '' where nothing is written down."""
    rows = [
        row for row in client.form("incentives")
        if (row["from_on"] is None or row["from_on"] <= client.on)
        and (row["to_on"] is None or row["to_on"] >= client.on)
    ]  # fmt: skip
    heads = [client.say("Team"), client.say("Role"), client.say("Paid for"), client.say("Part of the variable pay"),
             client.say("The other team too")]  # fmt: skip
    return table(heads, [_line(client, row) for row in incentive_rows(rows)])


def _line(client: Client, row: dict[str, Any]) -> list[str]:
    record = catalog().get(row["metric"] or "")
    what = client.say(record.label) if record else plain(row["words"])
    role = plain(row["role"]) or client.say("all of the team")
    team = TEAMS[row["team"]]
    return [client.say(team), role, what, client.words.share(float(row["part"]), 0),
            client.say("yes") if row["shared"] else client.say("no")]  # fmt: skip
