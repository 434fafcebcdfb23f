"""What both teams promised to reach: in the periods that hold the day, and in the ones after them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from helpers.catalog import catalog
from helpers.errors import PeriodError
from helpers.periods import Period
from helpers.playbook.client import Client, Row
from helpers.playbook.plain import plain, table
from helpers.report.naming import TEAMS
from helpers.words import msg


def targets_table(client: Client) -> str:
    """Targets of the periods that hold the day and of the next ones; '' where none is set for them."""
    rows = sorted(_standing(client), key=lambda each: (each[0], str(each[1]["metric"]), str(each[1]["segment"])))
    heads = [client.say("Period"), client.say("Number"), client.say("Target"), client.say("Who answers for it"),
             client.say("Agreed on")]  # fmt: skip
    return table(heads, [_line(client, period, row) for period, row in rows])


def _standing(client: Client) -> Iterator[tuple[Period, Row]]:
    """Of several targets for one figure and period the one set last."""
    last: dict[tuple[Period, str, str], Row] = {}
    for row in sorted(client.form("targets"), key=lambda row: (row["set_on"] is not None, row["set_on"])):
        try:
            last[(Period.parse(str(row["period"])), row["metric"], row["segment"])] = row
        except PeriodError:
            continue
    now = [key[0] for key in last if key[0].holds(client.on)]
    after = {(period.length, period.last + timedelta(days=1)) for period in now}
    for (period, _, _), row in last.items():
        if period.holds(client.on) or (period.length, period.first) in after:
            yield period, row


def _line(client: Client, period: Period, row: Row) -> list[str]:
    record = catalog().get(row["metric"])
    name = client.say(record.label) if record else plain(row["metric"])
    part = "" if row["segment"] in (None, "all") else f" ({plain(row['segment'])})"
    team = TEAMS.get(row["owner"], msg("Both teams"))
    owner = client.say(team)
    value = client.words.number(float(row["value"]), record.unit if record else "count")
    return [client.words.period(period), f"{name}{part}", value, owner,
            client.words.date(row["set_on"]) if row["set_on"] else ""]  # fmt: skip
