"""The shared metrics as the catalogue declares them: the client's five first, then the meaning of all."""

from __future__ import annotations

from helpers.catalog import catalog
from helpers.pages.definitions import OWNERS, definitions
from helpers.playbook.client import Client
from helpers.playbook.plain import paragraphs, plain, table

__all__ = ["OWNERS", "catalogue"]


def catalogue(client: Client) -> str:
    """The five numbers of the client's first screen with the question each answers, then every definition."""
    engagement = client.engagement
    names = [engagement.goal if name == "goal" else name for name in engagement.cards]
    five = [catalog()[name] for name in dict.fromkeys(names) if name in catalog()]
    heads = [client.say("Number"), client.say("What it asks"), client.say("Who sees to it")]
    rows = [
        [f"[{client.say(each.label)}](#metric-{each.id})", plain(client.say(each.question)), _owner(client, each.owner)]
        for each in five
    ]
    return paragraphs(
        client.say("The first screen of {client} shows these:", client=plain(client.name)), table(heads, rows),
        definitions(client.lang),
    )  # fmt: skip


def _owner(client: Client, owner: str) -> str:
    return client.say(OWNERS[owner])
