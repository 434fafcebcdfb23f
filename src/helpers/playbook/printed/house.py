"""How this client keeps its playbook: its rituals by the calendar, its active pages, why its context fits."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.contexts import because_sentences, choose, context_name
from helpers.pages.page import Page
from helpers.playbook import pages
from helpers.playbook.client import Client
from helpers.playbook.plain import bullets, paragraphs, plain, stopped, table
from helpers.playbook.printed.rhythms import in_words
from helpers.playbook.schedule import next_days
from helpers.words import msg

CHAIR = {"marketing": msg("Marketing"), "sales": msg("Sales"), "rotating": msg("in turn")}


def rhythms_table(client: Client) -> str:
    """Every ritual of the context with its hour, its chair and its next two days; '' without any rhythm."""
    heads = [client.say("Ritual"), client.say("When"), client.say("Chair"), client.say("Next"), client.say("State")]
    return table(heads, [_ritual(client, page) for page in _timed(client)])


def _timed(client: Client) -> Iterator[Page]:
    """Pages with a rhythm: active ones first."""
    found = [page for page in _pages(client) if page.id in client.engagement.playbook.rhythms]
    yield from sorted(found, key=lambda page: not pages.active(client.engagement, page.id))


def _pages(client: Client) -> list[Page]:
    return pages.applying(client.engagement, lang=client.lang)


def _ritual(client: Client, page: Page) -> list[str]:
    engagement = client.engagement
    when = in_words(client, page.id)
    active = pages.active(engagement, page.id)
    days = next_days(page.id, engagement, client.agreements, on=client.on, count=2) if active else []
    chair = engagement.playbook.chairs.get(page.id, engagement.chair)
    return [
        _link(client, page), when[:1].upper() + when[1:], client.say(CHAIR[chair]),
        client.words.listing(client.words.date(day) for day in days),
        client.say("active") if active else client.say("waits"),
    ]  # fmt: skip


def _link(client: Client, page: Page) -> str:
    return pages.link(page.id, engagement=client.engagement, lang=client.lang)


def active_pages(client: Client) -> str:
    """The pages to begin with, then the others with the sign that calls for each."""
    active = [page for page in _pages(client) if pages.active(client.engagement, page.id)]
    waiting = [page for page in _pages(client) if not pages.active(client.engagement, page.id)]
    if not active:
        return ""
    lines = [f"**{_link(client, page)}**: {stopped(_when(client, page))}" for page in active]
    heads = [client.say("Page that waits"), client.say("The sign that calls for it")]
    return paragraphs(
        client.say("At {client} these come first:", client=plain(client.name)), bullets(lines),
        table(heads, [[_link(client, page), page.front.sign] for page in waiting if page.front.kind != "start"]),
    )  # fmt: skip


def _when(client: Client, page: Page) -> str:
    when = in_words(client, page.id) or page.front.when
    return when[:1].lower() + when[1:]


def context_why(client: Client) -> str:
    """The context of the client, and the answers that chose it; '' where nobody has answered the questions."""
    answers = client.engagement.playbook.answers
    if not answers:
        return ""
    words, context = client.words, client.engagement.context
    choice = choose(answers)
    own = ""
    if choice.context != context:
        text = msg("Both teams work with another one all the same: “{context}”.")
        own = client.say(text, context=context_name(context, words))
    name = f"**{context_name(choice.context, words)}.**"
    return paragraphs(" ".join([name, *because_sentences(choice, words)]), own)
