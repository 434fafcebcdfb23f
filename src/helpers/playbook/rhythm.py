"""The calendar people subscribe to: one recurring event for each page in use that has a rhythm."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from icalendar import Calendar, Event, vDuration

from helpers.agreements import Agreements
from helpers.engagement import Rhythm
from helpers.playbook.client import Client
from helpers.playbook.plain import stopped
from helpers.playbook.prose import html
from helpers.playbook.schedule import chair, next_days
from helpers.playbook.sheets import Sheet, read_sheets
from helpers.words import msg

#: So far ahead holidays and closures are taken out; the rhythm itself has no end.
_MONTHS_AHEAD = 24
#: A planned day this long ago may have moved to one that is still to come.
_BACK = timedelta(days=21)
_DAILY = timedelta(days=1)
_CHAIRS = {"marketing": msg("{day}: marketing"), "sales": msg("{day}: sales")}
_FIXED = {"marketing": msg("Marketing has the chair."), "sales": msg("Sales has the chair.")}


class Meeting(NamedTuple):
    """One occurrence: the day its rhythm plans, and the day it is held on; None where it falls out."""

    planned: date
    held: date | None


def calendar(client: Client, pages: Mapping[str, str]) -> bytes:
    """The calendar as ``.ics``: the pages in use with a rhythm, each as one recurring event at the client's local time.

    Days that the calendar of the agreement on the hand-off closes are moved or left out as the schedule says, for 24
    months from the client's day. Equal inputs give equal bytes.
    """
    made = Calendar()
    made.add("prodid", "-//Tandem//playbook//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    name = client.say("Playbook of {client}", client=client.name)
    for key in ("name", "x-wr-calname"):
        made.add(key, name)
    made.add("refresh-interval", vDuration(_DAILY), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(_DAILY))
    for sheet in read_sheets(pages, lang=client.lang):
        rhythm = client.engagement.playbook.rhythms.get(sheet.id)
        if rhythm is not None and sheet.active:
            for event in _events(sheet, rhythm, client):
                made.add_component(event)
    made.add_missing_timezones(first_date=client.on.replace(month=1, day=1))
    for zone in made.timezones:
        zone.pop("COMMENT", None)
    written: bytes = made.to_ical()
    return written


def meetings(page: str, client: Client) -> list[Meeting]:
    """The occurrences of a page's rhythm from the client's day on, 24 months ahead."""
    since, until = client.on - _BACK, _until(client.on)
    days = [next_days(page, client.engagement, kept, on=since, count=200) for kept in (Agreements(), client.agreements)]
    planned, held = ([day for day in found if day <= until + _BACK] for found in days)
    pairs = (
        Meeting(day, next((each for each in held if day <= each < following), None))
        for day, following in pairwise(planned)
    )
    return [each for each in pairs if (each.held or each.planned) >= client.on and each.planned <= until]


def _until(on: date) -> date:
    return on.replace(year=on.year + _MONTHS_AHEAD // 12, day=min(on.day, 28))


def _events(sheet: Sheet, rhythm: Rhythm, client: Client) -> Iterator[Event]:
    """The recurring event, then one for each occurrence that was moved."""
    found = meetings(sheet.id, client)
    # A series begins with a day that takes place: not every calendar takes out the first one.
    while found and found[0].held is None:
        found.pop(0)
    if not found:
        return
    series = _event(sheet, client, _moment(found[0].planned, rhythm, client))
    series.add("rrule", _rule(rhythm))
    fallen = [_moment(each.planned, rhythm, client) for each in found if each.held is None]
    if fallen:
        series.add("exdate", fallen)
    yield series
    for each in found:
        if each.held is not None and each.held != each.planned:
            moved = _event(sheet, client, _moment(each.held, rhythm, client))
            moved.add("recurrence-id", _moment(each.planned, rhythm, client))
            yield moved


def _event(sheet: Sheet, client: Client, begins: datetime) -> Event:
    event = Event()
    event.add("uid", f"{sheet.id}-{hashlib.sha256(client.name.encode()).hexdigest()[:16]}@tandem")
    event.add("dtstamp", datetime.combine(client.on, time(), tzinfo=UTC))
    event.add("dtstart", begins)
    event.add("duration", timedelta(minutes=sheet.front.minutes))
    event.add("summary", sheet.front.title)
    event.add("description", "\n".join(_description(sheet, client)))
    return event


def _description(sheet: Sheet, client: Client) -> Iterator[str]:
    yield stopped(html(sheet.decision[:1].upper() + sheet.decision[1:]).striptags())
    yield _chairs(sheet, client)
    yield client.say("In the playbook: {page}", page=f"{sheet.id}.html")


def _chairs(sheet: Sheet, client: Client) -> str:
    """Who chairs; where both teams take turns, whose turn the next three times are."""
    engagement = client.engagement
    named = engagement.playbook.chairs.get(sheet.id, engagement.chair)
    if named != "rotating":
        return client.say(_FIXED[named])
    days = [each.held for each in meetings(sheet.id, client) if each.held is not None][:3]
    turns = [client.say(_CHAIRS[chair(sheet.id, engagement, day=day)], day=client.words.date(day)) for day in days]
    return client.say("Marketing and sales take turns in the chair. {turns}.", turns="; ".join(turns))


def _rule(rhythm: Rhythm) -> dict[str, object]:
    weekday = rhythm.weekday[:2].upper()
    if rhythm.week == 0:
        return {"FREQ": "WEEKLY", "BYDAY": weekday}
    rule: dict[str, object] = {"FREQ": "MONTHLY", "BYDAY": f"{rhythm.week}{weekday}"}
    return rule if rhythm.every_months == 1 else {**rule, "INTERVAL": rhythm.every_months}


def _moment(day: date, rhythm: Rhythm, client: Client) -> datetime:
    hour, minute = map(int, rhythm.at.split(":"))
    return datetime.combine(day, time(hour, minute), tzinfo=client.engagement.zone)
