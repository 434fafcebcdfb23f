"""Sheets to write on: predictions, questions, the draft of the agreement, the plan, the map of objections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.lessons.lesson import Plan, companies
from helpers.lessons.lesson import text as lesson_text
from helpers.samples import kinds
from helpers.words import Words, base, msg
from helpers.workshop.learning.questions import Question
from helpers.workshop.materials.blocks import (
    Block,
    Document,
    Page,
    choice,
    fields,
    table,
    text,
    title,
)

#: Fields of ``forms/sla.yml`` in the order in which a room settles them, with the question of each.
AGREEMENT = (
    ("capacity", msg("How many sellers, and how many new leads can one answer well in a day?")),
    ("answer_within", msg("Within which time is every lead answered?")),
    ("decide_within", msg("Within which time does sales decide whether it takes a lead on?")),
    ("required", msg("What must a lead bring along? (company, contact, what was asked for …)")),
    ("valid_from", msg("From which day does it hold?")),
    ("expires_on", msg("On which day does it end unless both renew it?")),
    ("clock", msg("When does the clock start: with the request, or when a seller is named?")),
    ("restart_on_reassignment", msg("Does it start again when the seller changes?")),
    ("calendar", msg("On which days and hours does sales answer? Which days are closed?")),
    ("exceptions", msg("Which leads have a time of their own? (two at most)")),
    ("when_nobody_decides", msg("What happens when nobody decides: accepted, returned, nothing?")),
    ("automatic", msg("Which messages does no person write? They stop no clock.")),
    ("attempts", msg("Which contacts are attempts only? (nobody picked up …)")),
    ("marketing", msg("What does marketing promise, and by which number?")),
    ("sales", msg("What does sales promise, and by which number?")),
    ("consequences", msg("What follows when one of us breaks its word? For each team.")),
    ("signed", msg("Who signs: role and day, no names")),
)
#: Questions on the front of their sheet; the others are on its back.
HALF = 4
_BLANK = re.compile(r"\{\w+\}")
STAGES = (msg("Lead"), msg("Opportunity"), msg("Offer"), msg("Decision"))


def prediction_sheets(words: Words, *, lessons: Sequence[Plan]) -> Document:
    """Half a page for each lesson: the question, a prediction and how sure, what it was, what we take along."""
    halves = [_prediction(number, plan, words) for number, plan in enumerate(lessons, 1)]
    pages = [
        Page((*one, *(halves[place + 1] if place + 1 < len(halves) else ()))) for place, one in _every_other(halves)
    ]
    return Document("prediction-sheets", words.say("Prediction sheets"), tuple(pages))


def _every_other(halves: Sequence[tuple[Block, ...]]) -> Iterator[tuple[int, tuple[Block, ...]]]:
    """The halves that stand at the top of a page, with their places."""
    return ((place, half) for place, half in enumerate(halves) if place % 2 == 0)


def _prediction(number: int, plan: Plan, words: Words) -> tuple[Block, ...]:
    say, lesson = words.say, lesson_text(plan.id, words.lang)
    client = kinds.base(companies()[plan.company].kind, lang=base(words.lang)).client
    asks, chosen = say("How sure?"), say("My choice:")
    sure, choices = (("50", "60", "70", "80", "90", "100"), "ABCDE"[: len(lesson.options)])
    return (
        title(f"{number}. {lesson.title}"),
        text(_filled(lesson.question, client)),
        text(_filled(lesson.predict, client), quiet=True),
        fields([(say("I predict"), 4)]),
        text(f"{asks}  {_boxes(sure)}        {chosen}  {_boxes(choices)}"),
        fields([(say("What it was"), 3), (say("In our company"), 3)], columns=2),
    )


def _boxes(labels: Sequence[str]) -> str:
    return "   ".join(f"☐\xa0{label}" for label in labels)


def _filled(words: str, client: str) -> str:
    """A lesson's sentence before anything is known: what a figure will say is a line to write on.

    >>> _filled("{client} won {won} of them.", "Quillora")
    'Quillora won ____ of them.'
    """
    return _BLANK.sub("____", words.replace("{client}", client))


def question_sheets(words: Words, *, asked: Sequence[Question]) -> Document:
    """The eight questions on paper, once for before and once for after."""
    say, pages = words.say, []
    for when in (say("Before the workshop"), say("After the workshop")):
        head = (
            title(say("Eight questions"), under=when),
            text(say("Your code (only you know it), never your name:")), fields([("", 1)]),
            text(say("One answer each. Then how sure you are: 50 is a guess, 100 is certain."), quiet=True),
        )  # fmt: skip
        blocks = [
            choice(number, each.said(words.lang).ask, each.said(words.lang).options, sure=say("How sure?"))
            for number, each in enumerate(asked, 1)
        ]
        pages += [Page((*head, *blocks[:HALF])), Page(tuple(blocks[HALF:]))]
    return Document("question-sheets", say("Question sheets"), tuple(pages))


def sla_draft(words: Words) -> Document:
    """The agreement as a sheet: a line for each field of its form."""
    say = words.say
    head = (say("No."), say("Question"), say("Our draft"), say("Open, and who needs what"))
    rows = [(str(number), say(asks), "", "") for number, (_, asks) in enumerate(AGREEMENT, 1)]
    blocks = (
        title(say("The agreement on the hand-off: a draft"),
              under=say("Room first, then times. A line without a number or a day is not ready.")),
        table(head, rows, widths=(0.5, 5, 4.2, 2.6), tall=12, size=0.94),
    )  # fmt: skip
    return _sheet("sla-draft", say("Draft of the agreement"), blocks)


def plan_90(words: Words) -> Document:
    """Five lines at most, each with what shows that it is done, and the three days on which the plan is read."""
    say = words.say
    head = (say("No."), say("What"), say("Done when"), say("By which day"), say("Role that answers for it"),
            say("Proof we will show"))  # fmt: skip
    blocks = (
        title(say("Our plan of ninety days"), under=say("Five lines at most. The first one can be seen from outside "
              "within thirty days.")),
        table(head, _empty(5, columns=len(head)), widths=(0.5, 4, 4, 2, 2.6, 3), tall=21),
        fields([(say("Day {n}: we meet on", n=day), 1) for day in (30, 60, 90)], columns=3),
        fields([(say("What we stop doing to have the time"), 1),
                (say("It ends on this day unless we renew it"), 1)], columns=2),
    )  # fmt: skip
    return _sheet("plan-90", say("Plan of ninety days"), blocks, flipped=True)


def objection_map(words: Words) -> Document:
    """Stages against who sits there, with room for the objection heard last; and half a page of content by two."""
    say = words.say
    head = (say("Stage"), say("Whoever uses it"), say("Whoever checks it"), say("Whoever pays for it"))
    first = (
        title(say("Objections: who says what, and when"), under=say("Write the objection in the customer's words. "
              "Mark with ✓ what already has an answer in writing.")),
        table(head, [(say(stage), "", "", "") for stage in STAGES], widths=(1.4, 4, 4, 4), tall=34),
    )  # fmt: skip
    second = (
        title(say("One page by two authors"), under=say("One of marketing, one of sales. Half a page is enough.")),
        fields([(say("The objection, in the customer's words"), 2), (say("At which stage, from whom"), 1),
                (say("Our answer"), 6), (say("One proof (a number, a customer, a test)"), 3)]),
        fields([(say("Which role keeps it up to date"), 1), (say("It expires on"), 1)], columns=2),
    )  # fmt: skip
    return Document("objection-map", say("Map of objections"), (Page(first, flipped=True), Page(second)))


def win_loss_sheet(words: Words) -> Document:
    """A deal as a line of days, then one change; no names."""
    say = words.say
    head = (say("Day"), say("What happened"), say("What we knew on that day"), say("What surprised us"))
    blocks = (
        title(say("One deal, without blame"), under=say("First days and facts. Only then why. No names: roles.")),
        text(say("☐ won   ☐ lost      What we learnt later is written in another colour.")),
        table(head, [("", "", "", "")] * 8, widths=(1.2, 4, 4, 3), tall=14),
        fields([(say("One change in how we work that would have made another end likely (or this one again)"), 2)]),
        fields([(say("Which role does it"), 1), (say("By which day"), 1), (say("How would we notice?"), 1)], columns=3),
    )  # fmt: skip
    return _sheet("win-loss-sheet", say("Won and lost"), blocks)


def transfer_sheet(words: Words) -> Document:
    """Findings of a pair in a company nobody has seen."""
    say = words.say
    head = (say("No."), say("What misleads here"), say("Where (month, channel, region, group …)"),
            say("How sure, 50 to 100"))  # fmt: skip
    blocks = (
        title(say("A company nobody has seen"), under=say("Write down only what you would stand up for. A wrong claim "
              "counts against you, an empty line does not.")),
        fields([(say("Code of the pair"), 1)]),
        table(head, _empty(8, columns=len(head)), widths=(0.5, 5, 4, 1.8), tall=20),
    )  # fmt: skip
    return _sheet("transfer-sheet", say("Sheet for the unseen company"), blocks)


def _sheet(id: str, name: str, blocks: tuple[Block, ...], *, flipped: bool = False) -> Document:
    """A material of one page."""
    return Document(id, name, (Page(blocks, flipped=flipped),))


def _empty(rows: int, *, columns: int) -> list[tuple[str, ...]]:
    """Numbered rows to write into.

    >>> _empty(2, columns=3)
    [('1', '', ''), ('2', '', '')]
    """
    return [(str(number), *[""] * (columns - 1)) for number in range(1, rows + 1)]
