"""How it was measured, how far the statements hang together, and what all this cannot tell."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report.assessment.topics import asked, find, plain_sentence, quoted, teams_shown, topic, topics
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Note, Sentence
from helpers.report.sections.plate import answer, part, table, title
from helpers.words import msg

HOW = (
    msg(
        "Nine topics with three statements each, answered on five steps; a topic counts for a person who answered at "
        "least two of its three. Scores run from 0 to 100: 0 is “strongly disagree”, 100 “strongly agree”."
    ),
    msg("“I don't know” is no middle answer: it is left out of the score and counted on its own."),
    msg(
        "A difference of both teams is called clear only where it would hardly come about if team membership had "
        "been dealt out at random, all nine topics taken together. Where so few answered that no difference could "
        "ever be called clear, nothing is tested."
    ),
    msg(
        "Levels rest on three sources: the survey, documents that were looked at, and the data of the review. "
        "Opinion alone never counts beyond 2."
    ),
    msg(
        "Nothing about a team is shown unless four people of each answered; nothing about a position unless there "
        "are four, and none or at least four are left over. Quotes carry neither."
    ),
)
LIMITS = (
    msg("It says what people think and what is on record, not why."),
    msg("Whoever did not answer may think otherwise."),
    msg("Figures that go together need not follow from each other."),
    msg("It is not a grade, and it compares this company with no other."),
)
FEW = msg(
    "With fewer than 20 whole sets of answers it cannot be said how well the three statements of a topic hang "
    "together. Read single statements beside the scores."
)


def method(case: Case) -> list[Block]:
    """The section on method and limits."""
    head = title(case.say("How it was measured, and its limits"), anchor="method")
    opening = plain_sentence(case.say("Three sources: what people said, what is in writing, what the data show."))
    blocks: list[Block] = [head, answer(opening), part(case.say("Rules"), anchor="rules")]
    blocks += [answer(*(plain_sentence(case.say(text)) for text in HOW)), *_reliability(case)]
    blocks.append(part(case.say("What it cannot tell"), anchor="limits"))
    return [*blocks, answer(*(plain_sentence(case.say(text)) for text in LIMITS))]


def _reliability(case: Case) -> list[Block]:
    """How well the statements hang together, only where enough answered; else why not."""
    if asked(case) is None:
        return []
    rows = [row for each in topics() if (row := find(case, "perception_reliability", construct=each.id))]
    shown = [row for row in rows if row.known]
    if not shown:
        return [Note(text=case.say(FEW), facts=tuple(row.key for row in rows))]
    text = msg(
        "Between 0 (they have nothing in common) and 1 (they say the same). Low figures mean: read the statements one "
        "by one."
    )
    heads = [case.say("Topic"), case.say("Hang together"), case.say("Between")]
    cells = [(Cell(text=topic(case, row.where["construct"])), _bare(case, row), _range(case, row)) for row in shown]
    return [
        part(case.say("How well the three statements of a topic hang together"), anchor="reliability"),
        answer(plain_sentence(case.say(text))),
        table(case.say("Cronbach's alpha of both teams together"), heads, cells),
    ]


def _bare(case: Case, row: Row) -> Cell:
    """A figure between 0 and 1, with two decimals and no multiplication sign."""
    return Cell(text=_two(case, row.value), fact=row.key, field="value", number=row.value, unit="ratio")


def _range(case: Case, row: Row) -> Cell:
    return Cell(text=f"{_two(case, row.low)} – {_two(case, row.high)}", fact=row.key, field="interval")


def _two(case: Case, value: float) -> str:
    text = f"{value:.2f}".replace("-", "−")
    return text.replace(".", ",") if case.words.lang == "es" else text


def cannot(case: Case) -> list[Sentence]:
    """What this document cannot know, in the two or three sentences of the first page."""
    whole = asked(case)
    if whole is None:
        return [plain_sentence(case.say("Nobody has answered the survey, so it knows documents and data only."))]
    found = [plain_sentence(case.say(LIMITS[0])), plain_sentence(case.say(LIMITS[1]))]
    if not teams_shown(case):
        text = msg("Fewer than four people of one team answered, so nothing is said about a team.")
        found.append(plain_sentence(case.say(text), whole))
    gaps = [
        row
        for each in topics()
        if (row := find(case, "construct_level", construct=each.id)) and row.note == "no_evidence"
    ]
    if gaps:
        names = case.words.listing(quoted(case, topic(case, row.where["construct"])) for row in gaps)
        found.append(plain_sentence(case.say("On {topics} it knows opinions only.", topics=names), *gaps))
    return found
