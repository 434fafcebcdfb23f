"""A replay as one page for the screen of the room and for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.agreements.sla import Within
from helpers.patterns.basis import Basis
from helpers.report.naming import dimension, part
from helpers.words import Words, msg
from helpers.workshop.leaf import filled
from helpers.workshop.replay import Group, Kept, Missed, Replay

#: Leads listed of each kind: more than a room reads.
LISTED = 12
#: Fewer leads than these of a group are not shown: what a handful does says nothing of the group.
FEW = 5
WHY = {
    "silent": msg("Nobody answered"),
    "late": msg("Answered, and too late"),
    "undecided": msg("Answered in time, not decided in time"),
}
DEFAULTS = {
    "accepted": msg("would have counted as accepted, since nobody decided in time"),
    "returned": msg("would have gone back to marketing, since nobody decided in time"),
    "nothing": msg("would have stayed undecided: the draft says nothing about them"),
}
DOUBTS = {
    "low_coverage": msg("Of many leads that were decided no contact is written down, so some were answered and do not "
                        "count here. Writing it down comes before any promise."),
    "no_touches": msg("No contact with a lead is written down anywhere: only decisions count as answers here."),
}  # fmt: skip


class Card(NamedTuple):
    """A figure with its name and what it is of."""

    name: str
    value: str
    about: str


class Line(NamedTuple):
    """A group: how many of its leads would have been answered in time, and how large the bar is (0 to 100)."""

    label: str
    of: str
    share: str
    between: str
    bar: float


class Listed(NamedTuple):
    """One kind of broken promise: how many, and the first of them."""

    name: str
    n: int
    rows: tuple[tuple[str, str, str, str], ...]
    more: str


def replay_page(found: Replay, basis: Basis, *, lang: str) -> str:
    """The replay in a language: one sentence, four figures, groups, leads, and what it cannot tell."""
    words = Words(lang, basis.engagement.currency)
    return filled(
        "replay.html.j2", words=words, client=basis.engagement.client,
        quarter=words.period(found.quarter), promise=_promise(found, words), headline=_headline(found, words),
        cards=list(_cards(found, words)), names=list(_by_name(found.groups, words)),
        listed=list(_listed(found.missed, found.unit, words)), left_out=_left_out(found, words),
        doubt=words.say(DOUBTS[found.note]) if found.note in DOUBTS else "",
    )  # fmt: skip


def length(within: Within, words: Words) -> str:
    """A promised time in words.

    >>> length(Within(hours=8), Words("en")), length(Within(days=1), Words("es"))
    ('8 working hours', '1 día laborable')
    """
    if within.hours is not None:
        return words.plural("{n} working hour", "{n} working hours", within.hours)
    return words.plural("{n} working day", "{n} working days", float(within.days or 0))


def _promise(found: Replay, words: Words) -> str:
    draft = found.draft
    assert draft.answer_within is not None  # replay refuses a draft without it
    said = words.say("The draft: an answer within {time}", time=length(draft.answer_within, words))
    if draft.decide_within:
        said += words.say(", a decision within {time}", time=length(draft.decide_within, words))
    for each in draft.exceptions:
        name, _, value = (text.strip() for text in each.segment.partition("="))
        said += words.say("; {part}: {time}", part=part(words, name, value), time=length(each.answer_within, words))
    return f"{said}."


def _headline(found: Replay, words: Words) -> str:
    kept = found.in_time
    if kept is None:
        return words.say("Of last quarter's leads none can be judged under the draft.")
    return words.say(
        "Under the draft, {kept} of {of} leads of last quarter would have been answered in time.",
        kept=words.count(kept.kept), of=words.count(kept.of),
    )  # fmt: skip


def _cards(found: Replay, words: Words) -> Iterator[Card]:
    yield _card(words.say("Answered in time"), found.in_time, words)
    if found.decided is not None:
        yield _card(words.say("Decided in time"), found.decided, words)
    else:
        yield Card(words.say("Decided in time"), "–", words.say("The draft promises no decision."))
    if found.in_force is not None:
        yield _card(words.say("Under the agreement in force"), found.in_force, words)
    else:
        yield Card(words.say("Under the agreement in force"), "–", words.say("No agreement is in force."))
    room = words.say("no room for leads is written into the draft") if found.room is None else words.say(
        "the draft says sales can take {room}", room=words.count(found.room))  # fmt: skip
    yield Card(words.say("Leads per working day"), words.count(found.a_day), room)


def _card(name: str, kept: Kept | None, words: Words) -> Card:
    if kept is None:
        return Card(name, "–", words.say("None whose time has passed."))
    about = words.say("{kept} of {of}; {between}", kept=words.count(kept.kept), of=words.count(kept.of),
                      between=words.interval(kept.low, kept.high, "share"))  # fmt: skip
    return Card(name, words.share(kept.share, 0), about)


def _by_name(groups: Sequence[Group], words: Words) -> Iterator[tuple[str, list[Line]]]:
    for name in dict.fromkeys(each.name for each in groups):
        lines = [_line(each, words) for each in groups if each.name == name and each.in_time.of >= FEW]
        if len(lines) > 1:
            title = dimension(words, name)
            yield title[:1].upper() + title[1:], lines


def _line(group: Group, words: Words) -> Line:
    kept = group.in_time
    of = words.say("{kept} of {of}", kept=words.count(kept.kept), of=words.count(kept.of))
    between = words.interval(kept.low, kept.high, "share")
    return Line(
        part(words, group.name, group.value), of, words.share(kept.share, 0), between, round(kept.share * 100, 1)
    )


def _listed(missed: Sequence[Missed], unit: str, words: Words) -> Iterator[Listed]:
    for why, name in WHY.items():
        mine = [each for each in missed if each.why == why]
        if not mine:
            continue
        rows = tuple(
            (each.lead, words.date(each.requested_on), part(words, "channel", each.channel), _wait(each, unit, words))
            for each in mine[-LISTED:]
        )
        rest = len(mine) - len(rows)
        more = words.plural("and {n} more before these", "and {n} more before these", rest) if rest else ""
        yield Listed(words.say(name), len(mine), rows, more)


def _wait(each: Missed, unit: str, words: Words) -> str:
    if each.waited is None:
        return "–"
    if unit == "hours":
        return words.plural("{n} working hour", "{n} working hours", round(each.waited, 1))
    return words.plural("{n} working day", "{n} working days", each.waited)


def _left_out(found: Replay, words: Words) -> list[str]:
    """What else happened, a line each."""
    lines = []
    if found.nobody_decided and found.draft.decide_within:
        lines.append(f"{words.count(found.nobody_decided)} {words.say(DEFAULTS[found.draft.when_nobody_decides])}.")
    if found.young:
        lines.append(words.plural("{n} lead is too young to judge.", "{n} leads are too young to judge.", found.young))
    if found.untold:
        lines.append(words.plural("{n} lead carries no time that could be read.",
                                  "{n} leads carry no time that could be read.", found.untold))  # fmt: skip
    return lines
