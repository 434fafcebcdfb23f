"""The agreement on the hand-off as a page prints it: two columns, the times, the calendar, its end, its signatures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from helpers.agreements.hours import closed_days
from helpers.agreements.sla import Calendar, Promise, Sla
from helpers.catalog import catalog
from helpers.playbook.client import Client
from helpers.playbook.plain import bullets, paragraphs, plain, table
from helpers.playbook.printed.inline import length
from helpers.report.naming import dimension, part
from helpers.words import msg

WEEK = {
    "mon": msg("Monday"), "tue": msg("Tuesday"), "wed": msg("Wednesday"), "thu": msg("Thursday"), "fri": msg("Friday"),
    "sat": msg("Saturday"), "sun": msg("Sunday"),
}  # fmt: skip
UNDECIDED = {
    "accepted": msg("A lead nobody decides on in time counts as accepted."),
    "returned": msg("A lead nobody decides on in time goes back to marketing."),
    "nothing": msg("A lead nobody decides on in time stays where it is and is brought up in the next meeting."),
}
STARTS = {
    "request": msg("The time runs from the customer's request."),
    "assigned": msg("The time runs from the moment a seller is named."),
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def sla_promises(client: Client) -> str:
    """The whole agreement; '' while none is written."""
    sla = client.agreements.sla
    if sla is None:
        return ""
    title = client.say("**What both teams have agreed on at {client}**", client=plain(client.name))
    return paragraphs(title, _columns(client, sla), bullets(_terms(client, sla)), _signatures(client, sla))


def _columns(client: Client, sla: Sla) -> str:
    """What each team promises, side by side, then what happens if it does not."""
    rows = [
        [_promise(client, one) if one else " ", _promise(client, two) if two else " "]
        for one, two in zip_longest(sla.marketing, sla.sales)
    ]
    marketing, sales = sla.consequences.get("marketing", ""), sla.consequences.get("sales", "")
    if marketing or sales:
        rows.append([_otherwise(client, text) for text in (marketing, sales)])
    return table([client.say("Marketing promises"), client.say("Sales promises")], rows)


def _promise(client: Client, promise: Promise) -> str:
    bound = _bound(client, promise)
    return f"{plain(promise.what)} ({bound})" if bound else plain(promise.what)


def _bound(client: Client, promise: Promise) -> str:
    record = catalog().get(promise.metric)
    unit = record.unit if record else "count"
    if promise.at_least is not None:
        return client.say("at least {low}", low=_whole(client, promise.at_least, unit))
    if promise.at_most is not None:
        return client.say("at most {high}", high=_whole(client, promise.at_most, unit))
    return ""


def _whole(client: Client, value: float, unit: str) -> str:
    """Agreed shares are whole per cent."""
    return client.words.share(value, 0) if unit == "share" else client.words.number(value, unit)


def _otherwise(client: Client, text: str) -> str:
    return client.say("**Otherwise:** {what}", what=plain(text)) if text else " "


# -- the terms ---------------------------------------------------------------------------------------------------------


def _terms(client: Client, sla: Sla) -> Iterator[str]:
    yield from _times(client, sla)
    if sla.required:
        fields = client.words.listing(plain(each) for each in sla.required)
        yield client.say("Every lead is handed over with {fields}.", fields=fields)
    yield client.say(UNDECIDED[sla.when_nobody_decides])
    yield _hours(client, sla.calendar)
    closed = _closed(client, sla.calendar)
    if closed:
        yield client.say("Nobody answers {days}.", days=closed)
    yield from _room(client, sla)
    yield from _term(client, sla)


def _times(client: Client, sla: Sla) -> Iterator[str]:
    if sla.answer_within:
        yield client.say("Sales answers within {time}.", time=f"**{length(client, sla.answer_within)}**")
    for sooner in sla.exceptions:
        name, _, value = sooner.segment.partition("=")
        named = client.say("{dimension} “{value}”", dimension=dimension(client.words, name),
                           value=plain(part(client.words, name, value.strip())))  # fmt: skip
        yield client.say("For {part}, within {time}.", part=named, time=f"**{length(client, sooner.answer_within)}**")
    if sla.decide_within:
        yield client.say("Sales accepts the lead or says why not within {time}.",
                         time=f"**{length(client, sla.decide_within)}**")  # fmt: skip
    if sla.answer_within or sla.decide_within:
        restarts = msg("It starts again when another seller takes over.")
        stays = msg("It does not start again when another seller takes over.")
        again = client.say(restarts) if sla.restart_on_reassignment else client.say(stays)
        yield f"{client.say(STARTS[sla.clock])} {again}"


def _hours(client: Client, calendar: Calendar) -> str:
    """When sales is at work."""
    hours = client.words.listing(each.replace("-", "–") for each in calendar.hours)
    if tuple(calendar.week) == _WEEKDAYS:
        days = client.say("from Monday to Friday")
    else:
        days = client.words.listing(client.say(WEEK[day]) for day in calendar.week)
    text = client.say("Working time: {days}, {hours}", days=days, hours=hours)
    if not calendar.country:
        return f"{text}."
    place = client.words.country(calendar.country) + (f", {calendar.region}" if calendar.region else "")
    holidays = client.say("public holidays ({place}) apart", place=plain(place))
    return f"{text}, {holidays}."


def _closed(client: Client, calendar: Calendar) -> str:
    """Closures that are not over yet."""
    ahead = [(first, last) for first, last in closed_days(calendar.closed) if last >= client.on]
    said = [
        client.say("on {date}", date=client.words.date(first)) if first == last
        else client.say("from {first} to {last}", first=client.words.date(first), last=client.words.date(last))
        for first, last in sorted(ahead)
    ]  # fmt: skip
    return client.words.listing(said)


def _room(client: Client, sla: Sla) -> Iterator[str]:
    room = sla.capacity
    if room.sellers and room.leads_per_seller_day:
        text = msg("Sales has room for {leads} new leads a working day: {sellers} sellers, {each} each.")
        yield client.say(text, leads=client.words.count(room.sellers * room.leads_per_seller_day),
                         sellers=client.words.count(room.sellers),
                         each=client.words.count(room.leads_per_seller_day))  # fmt: skip


def _term(client: Client, sla: Sla) -> Iterator[str]:
    """From when to when it holds."""
    since = client.words.date(sla.valid_from) if sla.valid_from else ""
    if sla.expires_on is None:
        yield client.say("It has no last day yet: agree on one.")
        return
    end = client.words.date(sla.expires_on)
    if sla.expires_on < client.on:
        yield client.say("**It ended on {date}:** until both teams renew it, nobody is bound by it.", date=end)
    elif since:
        yield client.say("It holds from {since} to **{date}**, and ends then unless both teams renew it.", since=since,
                         date=end)  # fmt: skip
    else:
        yield client.say("It holds to **{date}**, and ends then unless both teams renew it.", date=end)


def _signatures(client: Client, sla: Sla) -> str:
    signed = [sla.signed.get(team, "") for team in ("marketing", "sales")]
    if not any(signed):
        return client.say("Nobody has signed it yet.")
    unsigned = client.say("(not signed yet)")
    heads = [client.say("Signed for marketing"), client.say("Signed for sales")]
    return table(heads, [[plain(each) if each else unsigned for each in signed]])
