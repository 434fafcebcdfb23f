"""A client's pages as the kit makes them today: the shipped text, the client's words in it, its front matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from helpers.pages import source
from helpers.playbook.client import Client
from helpers.playbook.front import fronted
from helpers.playbook.pages import applying, without_strangers
from helpers.playbook.slots import filled


def composed(client: Client, *, reviewed: Mapping[str, date]) -> dict[str, str]:
    """Markdown of every page of the client's context, by id, in the client's language.

    ``reviewed`` are the days on which pages that were made before were first made: a page is new only once.
    """
    lang, made = client.lang, {}
    for page in applying(client.engagement, lang=lang):
        text = filled(source(page.id, lang), page=page, client=client)
        text = without_strangers(text, engagement=client.engagement, lang=lang)
        made[page.id] = fronted(text, page=page, client=client, reviewed_on=reviewed.get(page.id, client.on))
    return made
