"""What stands, hangs and is raised in the room: name tents, roles, rules, letters, commitments."""

from __future__ import annotations

import re

from helpers.report.naming import TEAMS
from helpers.words import Words, msg
from helpers.workshop.guide import guide
from helpers.workshop.materials.blocks import Document, Page, cards, letters, listing, tents, title

_RULE = re.compile(r"^\d+\. \*\*(.+?)\*\* (.+?)(?=^\d+\. |^$|\Z)", re.MULTILINE | re.DOTALL)
#: Two are played in every pair, the others once in the room: id, name, what one does, what one says.
ROLES = (
    (msg("In every pair"), msg("Reads"),
     msg("Reads the question aloud, says what to look at, and asks “how sure are we?”. Does not touch the keyboard.")),
    (msg("In every pair"), msg("Holds the pen"),
     msg("Has the keyboard or the pen, writes the prediction down before anybody looks. Swap at every block.")),
    (msg("Once in the room"), msg("Keeps time"),
     msg("Says “five minutes” and “now” aloud. Tells the leader when a block begins late and what to cut.")),
    (msg("Once in the room"), msg("Keeps the parking lot"),
     msg("Writes down what does not belong here, with a team. At the end each item gets a role and a day, or is struck "
         "out.")),
    (msg("Once in the room"), msg("Writes down what is decided"),
     msg("Fills in the form on the screen and reads every line back before the next one begins.")),
    (msg("Once in the room"), msg("Asks how we know"),
     msg("May say one sentence at any time: “how do we know that?”. Nobody has to be able to answer at once.")),
    (msg("Once in the room"), msg("Counts the cards"),
     msg("Says how many raised which letter, before anybody explains. Field first, heads last.")),
    (msg("Once in the room"), msg("Speaks for the customer"),
     msg("When a rule is written, says what a customer would notice of it. If nothing, says so.")),
)  # fmt: skip


def name_tents(words: Words, *, pairs: int) -> Document:
    """A tent for each person: team, pair, a first name to write."""
    hint = words.say("First name, as you want to be called. No surname.")
    each = [
        [(words.say(TEAMS[team]), words.say("Pair {n}", n=pair)) for team in ("marketing", "sales")]
        for pair in range(1, pairs + 1)
    ]
    name = words.say("Name tents")
    return Document("name-tents", name, tuple(Page((tents(two, hint=hint),)) for two in each))


def role_cards(words: Words) -> Document:
    """Eight roles, to cut up."""
    items = [
        {"kicker": words.say(where), "title": words.say(name), "text": words.say(does)} for where, name, does in ROLES
    ]
    return Document("role-cards", words.say("Role cards"), (Page((cards(items, columns=2, tall=62),)),))


def ground_rules(words: Words) -> Document:
    """The rules as a poster; their words are those of the guide."""
    rules = [(head, " ".join(text.split())) for head, text in _RULE.findall(guide("ground-rules", words.lang).text)]
    name = words.say("Ground rules")
    return Document("ground-rules", name, (Page((title(name), listing(rules, size=1.85))),))


def answer_cards(words: Words) -> Document:
    """Letters A to D on one page, to cut up and raise."""
    return Document("answer-cards", words.say("Cards A to D"), (Page((letters(("A", "B", "C", "D")),)),))


def commitment_cards(words: Words, *, pairs: int) -> Document:
    """Two cards on a page: what, done when, by which day, and the day it ends."""
    say = words.say
    card = {
        "kicker": say("Commitment"), "title": say("We will …"),
        "fields": [
            {"label": "", "lines": 2}, {"label": say("Done when (how would a stranger see it?)"), "lines": 2},
            {"label": say("Which team, which role"), "lines": 1}, {"label": say("By which day"), "lines": 1},
            {"label": say("It ends on this day unless we renew it"), "lines": 1},
        ],
    }  # fmt: skip
    pages = tuple(Page((cards([card, card], columns=1, tall=128),)) for _ in range((pairs + 1) // 2))
    return Document("commitment-cards", say("Commitment cards"), pages)
