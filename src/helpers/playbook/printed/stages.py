"""Stages: ours beside the labels of the client's CRM, and who says that one is reached."""

from __future__ import annotations

from helpers.engagement import Engagement
from helpers.model import EXITS, STAGES
from helpers.playbook.client import Client
from helpers.playbook.plain import plain, table
from helpers.report.naming import STAGES as NAMES
from helpers.report.naming import TEAMS
from helpers.words import msg

#: Who says that a stage is reached, where the client has not agreed on something else.
SAYS = {
    "lead": "marketing", "mql": "marketing", "sal": "sales", "sql": "sales", "opportunity": "sales", "offer": "sales",
    "customer": "sales", "rejected": "sales", "recycled": "sales", "disqualified": "marketing", "lost": "sales",
}  # fmt: skip
EXIT_NAMES = {
    "rejected": msg("Rejected"), "recycled": msg("Back to marketing"), "disqualified": msg("Disqualified"),
    "lost": msg("Lost"),
}  # fmt: skip


def stages_table(client: Client) -> str:
    """Our stages in order, then the ways out; '' where the engagement maps no label."""
    stages = client.engagement.stages
    if not stages.person and not stages.deal:
        return ""
    heads = [client.say("Stage"), client.say("In the CRM: people"), client.say("In the CRM: deals"),
             client.say("Who says so")]  # fmt: skip
    rows = [_line(client, stage) for stage in (*STAGES, *EXITS)]
    return table(heads, [row for row in rows if row[1] or row[2]])


def _line(client: Client, stage: str) -> list[str]:
    name = client.say(NAMES[stage] if stage in NAMES else EXIT_NAMES[stage])
    return [name, *_labels(client.engagement, stage), client.say(TEAMS[_says(client.engagement, stage)])]


def _says(engagement: Engagement, stage: str) -> str:
    """Without a marketing team it is always sales."""
    return "sales" if engagement.context == "no-marketing" else SAYS[stage]


def _labels(engagement: Engagement, stage: str) -> tuple[str, str]:
    """Labels of people and of deals that mean a stage; a won deal makes a customer."""
    means = {stage, "won"} if stage == "customer" else {stage}
    people, deals = (
        ", ".join(plain(label) for label, meaning in labels.items() if meaning in means)
        for labels in (engagement.stages.person, engagement.stages.deal)
    )
    return people, deals
