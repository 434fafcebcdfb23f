"""Rhythms and chairs in words: the second Wednesday of each month at 9:00, chaired by sales."""

from __future__ import annotations

from helpers.engagement import Rhythm
from helpers.playbook.client import Client
from helpers.playbook.schedule import chair, next_days
from helpers.words import Words, msg

WEEKDAYS = {
    "mon": msg("Monday"), "tue": msg("Tuesday"), "wed": msg("Wednesday"), "thu": msg("Thursday"), "fri": msg("Friday"),
}  # fmt: skip
WEEKS = {1: msg("first"), 2: msg("second"), 3: msg("third"), 4: msg("fourth"), -1: msg("last")}
SPANS = {
    2: msg("every two months"), 3: msg("every three months"), 4: msg("every four months"), 6: msg("every six months"),
    12: msg("once a year"),
}  # fmt: skip
CHAIRED = {
    "marketing": msg("marketing chairs"),
    "sales": msg("sales chairs"),
    "rotating": msg("marketing and sales chair in turn"),
}


def in_words(client: Client, page: str) -> str:
    """When a page's ritual takes place; '' without a rhythm."""
    rhythm = client.engagement.playbook.rhythms.get(page)
    return rhythm_words(client.words, rhythm) if rhythm else ""


def rhythm_words(words: Words, rhythm: Rhythm) -> str:
    """A rhythm inside a sentence.

    >>> rhythm_words(Words("es"), Rhythm(weekday="wed", week=2, at="09:00"))
    'el segundo miércoles de cada mes a las 9:00'
    """
    weekday, at = words.say(WEEKDAYS[rhythm.weekday]), rhythm.at.removeprefix("0")
    if rhythm.week == 0:
        return words.say("every {weekday} at {at}", weekday=weekday, at=at)
    which = words.say(WEEKS[rhythm.week])
    if rhythm.every_months == 1:
        return words.say("on the {which} {weekday} of each month at {at}", which=which, weekday=weekday, at=at)
    return words.say("{span}, on the {which} {weekday} of the month at {at}", span=_span(words, rhythm.every_months),
                     which=which, weekday=weekday, at=at)  # fmt: skip


def _span(words: Words, months: int) -> str:
    if months in SPANS:
        return words.say(SPANS[months])
    return words.say("every {n} months", n=months)


def chaired(client: Client, page: str) -> str:
    """Who chairs, as part of a sentence."""
    named = client.engagement.playbook.chairs.get(page, client.engagement.chair)
    return client.say(CHAIRED[named])


NEXT_CHAIR = {"marketing": msg("Marketing has the chair next time."), "sales": msg("Sales has the chair next time.")}


def next_chair(client: Client, page: str) -> str:
    """Whose turn it is next, where both teams take turns; '' otherwise, or where no next day is known."""
    named = client.engagement.playbook.chairs.get(page, client.engagement.chair)
    days = next_days(page, client.engagement, client.agreements, on=client.on)
    if named != "rotating" or not days:
        return ""
    return client.say(NEXT_CHAIR[chair(page, client.engagement, day=days[0])])
