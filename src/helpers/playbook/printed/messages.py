"""What both teams say: promise, proof, objection, answer, by stage."""

from __future__ import annotations

from helpers.model import STAGES
from helpers.playbook.client import Client, Row
from helpers.playbook.plain import plain, table
from helpers.report.naming import stage


def messages_table(client: Client) -> str:
    """Every message in the order of the stages; '' where none is written."""
    rows = sorted(client.form("messages"), key=lambda row: (place(row["stage"]), row["message_id"]))
    heads = [client.say("Stage"), client.say("Promise"), client.say("Proof"), client.say("Objection expected"),
             client.say("Answer")]  # fmt: skip
    return table(heads, [_line(client, row) for row in rows])


def place(name: str | None) -> int:
    """Place of a stage on the road; stages nobody noted come last."""
    return STAGES.index(name) if name in STAGES else len(STAGES)


def _line(client: Client, row: Row) -> list[str]:
    promise = plain(row["promise"])
    whom = f" ({plain(row['segment'])})" if row["segment"] else ""
    return [stage_word(client, row["stage"]), f"**{promise}**{whom}", plain(row["proof"]),
            theme(client, row["objection"]), plain(row["answer"])]  # fmt: skip


def stage_word(client: Client, name: str | None) -> str:
    """A stage as a reader knows it; '' where nobody noted one."""
    return plain(stage(client.words, name)) if name else ""


def theme(client: Client, code: str | None) -> str:
    """What a theme is called; '' for none, or where what was written fits no theme."""
    if not code or code == "unmapped":
        return ""
    return plain(client.agreements.themes.label(code, lang=client.lang))
