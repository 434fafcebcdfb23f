"""Content in use, by stage and by the objection it answers."""

from __future__ import annotations

from datetime import timedelta

from helpers.playbook.client import Client, Row
from helpers.playbook.plain import plain, table
from helpers.playbook.printed.messages import place, stage_word, theme
from helpers.words import msg

_YEAR = timedelta(days=365)
MADE_BY = {(True, True): msg("both teams"), (True, False): msg("marketing"), (False, True): msg("sales")}


def content_table(client: Client) -> str:
    """Every asset in use in the order of stages and objections, with its authors and its use; '' without a register."""
    rows = sorted(in_use(client), key=lambda row: (place(row["stage"]), row["objection"] or "~", row["title"]))
    heads = [client.say("Stage"), client.say("Answers"), client.say("Content"), client.say("For whom"),
             client.say("Made by"), client.say("Used in twelve months")]  # fmt: skip
    used = _uses(client)
    return table(heads, [_line(client, row, used.get(row["asset_id"], 0)) for row in rows])


def in_use(client: Client) -> list[Row]:
    """Assets published and not retired on the day."""
    return [
        row for row in client.form("content")
        if (row["published_on"] is None or row["published_on"] <= client.on)
        and (row["retired_on"] is None or row["retired_on"] > client.on)
    ]  # fmt: skip


def _uses(client: Client) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in client.form("content_use"):
        if client.on - _YEAR < row["on"] <= client.on:
            found[row["asset_id"]] = found.get(row["asset_id"], 0) + 1
    return found


def _line(client: Client, row: Row, used: int) -> list[str]:
    form = f" ({plain(row['format']).lower()})" if row["format"] else ""
    made = MADE_BY.get((row["by_marketing"], row["by_sales"]))
    return [stage_word(client, row["stage"]), theme(client, row["objection"]), f"**{plain(row['title'])}**{form}",
            plain(row["role"]), client.say(made) if made else "", client.words.count(used)]  # fmt: skip
