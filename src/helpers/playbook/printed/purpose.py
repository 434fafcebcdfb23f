"""The last lines of every page's purpose: who chairs, when, what came of it so far, which forms are there."""

from __future__ import annotations

from datetime import date, timedelta

from helpers.feedback.meetings import Meeting, known
from helpers.forms.declared import declared
from helpers.pages.page import Page
from helpers.playbook import pages
from helpers.playbook.client import Client
from helpers.playbook.plain import paragraphs, sentence
from helpers.playbook.printed.rhythms import CHAIRED, in_words, next_chair
from helpers.playbook.schedule import next_days
from helpers.words import msg

#: A ritual that was held within so many days is under way, whatever the engagement's list says.
_ALIVE = timedelta(days=120)
_YEAR = timedelta(days=365)
#: Column that says of which day a row of a form speaks.
_DAYS = {
    "decisions": "on", "feedback": "on", "winloss": "on", "content_use": "on", "campaigns": "from_on",
    "content": "updated_on", "messages": "updated_on", "targets": "set_on",
}  # fmt: skip
CHAIRS = {
    "marketing": msg("Marketing chairs."),
    "sales": msg("Sales chairs."),
    "rotating": msg("Marketing and sales take turns in the chair."),
}

TAKES_PLACE = msg("It takes place {rhythm}; next on {date}.")
MEET_ABOUT = msg("Both teams meet about it {rhythm}; next on {date}.")
RESTS = msg("It rests: the last one was held on {date}. Once it is taken up again, it takes place {rhythm}; {chair}.")
WAITS = msg("It still waits. Once it is called for, it takes place {rhythm}; {chair}.")
WAITS_FOR_THEM = msg("It still waits. Once it is called for, both teams meet about it {rhythm}; {chair}.")


def here(client: Client, page: Page) -> str:
    """Who chairs, when it takes place and next, what was held; the forms behind it. '' where nothing is known."""
    return paragraphs(sentence(*_when(client, page), _held(client, page)), _forms(client, page))


def _when(client: Client, page: Page) -> list[str]:
    rhythm = in_words(client, page.id)
    chair = client.engagement.playbook.chairs.get(page.id, client.engagement.chair)
    if not rhythm:
        return []
    if not _under_way(client, page):
        return [_resting(client, page, rhythm=rhythm, chair=client.say(CHAIRED[chair]))]
    days = next_days(page.id, client.engagement, client.agreements, on=client.on)
    text = TAKES_PLACE if page.front.kind == "ritual" else MEET_ABOUT
    taking_place = client.say(text, rhythm=rhythm, date=client.words.date(days[0])) if days else ""
    return [client.say(CHAIRS[chair]), next_chair(client, page.id), taking_place]


def _resting(client: Client, page: Page, *, rhythm: str, chair: str) -> str:
    """What is planned for a page that waits, or waits again."""
    held = [each.held_on for each in _meetings(client, page) if each.held_on]
    if held:
        return client.say(RESTS, date=client.words.date(max(held)), rhythm=rhythm, chair=chair)
    text = WAITS if page.front.kind == "ritual" else WAITS_FOR_THEM
    return client.say(text, rhythm=rhythm, chair=chair)


def _under_way(client: Client, page: Page) -> bool:
    held = [each.held_on for each in _meetings(client, page) if each.held_on]
    return pages.active(client.engagement, page.id) or any(client.on - day <= _ALIVE for day in held)


def _meetings(client: Client, page: Page) -> list[Meeting]:
    """Meetings of the page's ritual in the year up to the day, as known then."""
    found = known([dict(row) for row in client.form("meetings") if row["ritual"] == page.id], as_of=client.on)
    return [each for each in found if each.planned_on > client.on - _YEAR]


def _held(client: Client, page: Page) -> str:
    """How often it was held of late; nothing for what waits."""
    found = _meetings(client, page)
    held = [each.held_on for each in found if each.held_on]
    if not found or not _under_way(client, page):
        return ""
    n, last = client.words.count(len(found)), client.words.date(max(held)) if held else ""
    if not held:
        if len(found) == 1:
            return client.say("The only one planned in the last twelve months was not held.")
        return client.say("None of the {n} planned in the last twelve months was held.", n=n)
    if len(found) == 1:
        return client.say("The last one was held on {date}.", date=last)
    if len(held) == len(found):
        return client.say(
            "All {n} planned in the last twelve months were held, the last one on {date}.", n=n, date=last
        )
    return client.words.plural(
        "Of the {planned} planned in the last twelve months, {n} was held, on {date}.",
        "Of the {planned} planned in the last twelve months, {n} were held, the last one on {date}.",
        len(held), planned=n, date=last,
    )  # fmt: skip


def _forms(client: Client, page: Page) -> str:
    """The sheets the page uses: how much is in each, and which are still empty."""
    if not client.rows:
        return ""
    sheets = [name for name in page.front.forms if name in declared() and name != "meetings"]
    filled = [_sheet(client, name) for name in sheets if client.form(name)]
    empty = [client.say("“{sheet}”", sheet=declared()[name].title(client.lang)) for name in sheets
             if name in client.rows and not client.form(name)]  # fmt: skip
    return sentence(
        client.say("In its forms: {forms}.", forms="; ".join(filled)) if filled else "",
        client.say("Still empty: {forms}.", forms=client.words.listing(empty)) if empty else "",
    )


def _sheet(client: Client, name: str) -> str:
    rows = client.form(name)
    title = declared()[name].title(client.lang)
    days = [row[_DAYS[name]] for row in rows if row[_DAYS[name]]] if name in _DAYS else []
    last: date | None = max((day for day in days if day <= client.on), default=None)
    n = client.words.plural("{n} row", "{n} rows", len(rows))
    if last is None:
        return client.say("“{sheet}” ({rows})", sheet=title, rows=n)
    text = msg("“{sheet}” ({rows}; the last of {date})")
    return client.say(text, sheet=title, rows=n, date=client.words.date(last))
