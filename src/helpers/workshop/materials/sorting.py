"""The blind sort on paper: a sheet for each team, and what became of the leads for the one who leads."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.agreements import Codes
from helpers.report.naming import TEAMS, part
from helpers.report.naming import stage as stage_name
from helpers.words import Words, msg
from helpers.workshop.materials.blocks import Document, Page, table, text, title
from helpers.workshop.sorting import OTHER, Action, Card, Outcome

DECISIONS = {
    "accepted": msg("taken on"), "rejected": msg("turned down"), "recycled": msg("sent back to marketing"),
    "none": msg("nobody decided"),
}  # fmt: skip


def sorting_sheets(cards: Sequence[Card], words: Words) -> Document:
    """Every lead with two boxes, a page for each team."""
    say = words.say
    head = (
        say("No."),
        say("Lead"),
        say("What it did before"),
        say("Take it on"),
        say("Leave it"),
        say("What was missing"),
    )
    rows = [(str(card.number), traits(card, words), done(card, words), "☐", "☐", "") for card in cards]
    pages = [
        Page((
            title(say("Would we take this lead on?"), under=f"{say(TEAMS[team])} · {say('Pair')} ____"),
            text(say("Each for themselves and in silence. As you would on an ordinary day."), quiet=True),
            table(head, rows, widths=(0.55, 3.2, 3.5, 1.45, 1.1, 2.2), tall=11, size=0.84),
        ))
        for team in ("marketing", "sales")
    ]  # fmt: skip
    return Document("sorting-sheets", say("Sorting sheets"), tuple(pages))


def sorting_key(cards: Sequence[Card], ended: Sequence[Outcome], words: Words, *, reasons: Codes) -> Document:
    """What became of each lead; face down until both have sorted."""
    say = words.say
    head = (say("No."), say("Lead"), say("Sales then"), say("Reason"), say("How far it came"))
    rows = [
        (str(card.number), traits(card, words), say(DECISIONS[end.decision]),
         reasons.label(end.reason, lang=words.lang) if end.reason else "", stage_name(words, end.stage))
        for card, end in zip(cards, ended, strict=True)
    ]  # fmt: skip
    blocks = (
        title(say("What became of the twenty leads"), under=say("For the one who leads. Keep it face down.")),
        text(say("Say it only after both have said what they saw. What sales did then is no right answer: it is what "
                 "happened, and leads that nobody answered could not come far.")),
        table(head, rows, widths=(0.5, 4, 2.2, 3, 2), tall=9.4, size=0.9),
    )  # fmt: skip
    return Document("sorting-key", say("Key to the sort"), (Page(blocks),))


def traits(card: Card, words: Words) -> str:
    """What a lead is, in one cell."""
    return " · ".join(
        words.say("(another)") if value == OTHER else part(words, name, value) for name, value in card.traits
    )


def done(card: Card, words: Words) -> str:
    """What a lead did, in one cell: the latest two things."""
    return "; ".join(_action(each, words) for each in card.actions[-2:]) or words.say("nothing on record")


def _action(each: Action, words: Words) -> str:
    what = each.what or each.kind or words.say("something of marketing's")
    return f"{what} ({words.plural('{n} day before', '{n} days before', each.days)})"
