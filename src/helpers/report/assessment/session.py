"""The 90 minutes in which both teams hear the result together: timed, with the client's own questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from helpers.report.agenda import chair
from helpers.report.assessment.beliefs import shows
from helpers.report.assessment.deeds import deeds
from helpers.report.assessment.found import capital, findings, sentence, sides
from helpers.report.assessment.mirror import guesses, who
from helpers.report.assessment.topics import (
    BOTH,
    by_roles,
    find,
    leader,
    plain_sentence,
    quoted,
    teams_shown,
    topic,
    topics,
)
from helpers.report.case import Case
from helpers.report.model import Block, Script, Sentence, Step
from helpers.report.sections.plate import answer, title
from helpers.words import msg

#: How many questions and contradictions fit their minutes.
GUESSES, CONTRADICTIONS = 3, 3
RULES = (
    msg("The numbers are about how both teams work together, never about a person. Nobody asks who answered what."),
    msg("First understand, then judge: whoever doubts a number asks how it came about, and the chair notes it."),
    msg(
        "One speaks at a time; both teams have the same time. What is said stays here; what is decided leaves the room."
    ),
)


@dataclass(frozen=True)
class _Part:
    """A step before its client: minutes, title, who leads ('chair', 'other' or 'both'), lines and material."""

    minutes: int
    title: str
    leads: str
    lines: Callable[[Case], list[Sentence]]
    material: str


def session(case: Case) -> list[Block]:
    """The section with the script."""
    head = title(case.say("The session: 90 minutes with both teams"), anchor="session")
    led, start = chair(case), 0
    steps: list[Step] = []
    for each in PARTS:
        steps.append(
            Step(
                start=start,
                minutes=each.minutes,
                title=case.say(each.title),
                who=_who(case, each.leads),
                lines=tuple(each.lines(case)),
                material=case.say(each.material) if each.material else "",
            )
        )
        start += each.minutes
    text = msg(
        "Both teams hear the result together, and nobody before the other. {chair} takes the chair; somebody of "
        "neither team keeps the time."
    )
    opening = plain_sentence(case.say(text, chair=capital(leader(case, led))))
    script = Script(anchor="script", title=case.say("Script"), minutes=start, steps=tuple(steps))
    return [head, answer(opening, *_before(case)), script]


def _who(case: Case, leads: str) -> str:
    led = chair(case)
    if leads == "both":
        return case.say("Both, {one} first", one=leader(case, led))
    name = led if leads == "chair" else BOTH[1 - BOTH.index(led)]
    return capital(leader(case, name))


def _before(case: Case) -> list[Sentence]:
    text = msg(
        "Before: print the first page for everybody, cover the answers of the mirror, hang up the nine topics, give "
        "everybody three dots."
    )
    return [plain_sentence(case.say(text))]


def _rules(case: Case) -> list[Sentence]:
    found = [plain_sentence(case.say(rule)) for rule in RULES]
    if by_roles(case):
        found.append(plain_sentence(case.say("Whoever has both roles says each time in which one they speak.")))
    return found


def _guess(case: Case) -> list[Sentence]:
    """The client's own mirror questions, with the answer that is turned over; without them, the data are guessed."""
    rows = guesses(case)[:GUESSES]
    statements = {each.id: each.items[each.mirror - 1].text(case.words.lang) for each in topics() if each.mirror}
    found = []
    for row in rows:
        one, other = who(case, row)
        text = msg(
            "{who} guesses: from 0 to 100, how far does {other} agree with {statement}? Then turn over: {guess} was "
            "thought, {answer} was answered."
        )
        said = case.say(
            text,
            who=one,
            other=other[:1].lower() + other[1:],
            statement=quoted(case, statements[row.where["construct"]]),
            guess=case.words.number(row.numerator, "points"),
            answer=case.words.number(row.denominator, "points"),
        )
        found.append(plain_sentence(said, row))
    return found or _guess_data(case)


def _guess_data(case: Case) -> list[Sentence]:
    found: list[Sentence] = []
    for each in findings(case, "contradiction")[:GUESSES]:
        _, _, data = sides(case, each)
        if data:
            text = msg(
                "Everybody writes down what the data show on {topic}, before anybody looks. Then turn over: {shown}."
            )
            found.append(
                plain_sentence(
                    case.say(text, topic=quoted(case, topic(case, each.construct)), shown=shows(case, data[0])), data[0]
                )
            )
    if not found:
        found = [
            plain_sentence(
                case.say(
                    "Everybody writes down the level from 0 to 5 of each topic, before anybody looks. "
                    "Then turn over the matrix."
                )
            )
        ]
    return found


def _contradictions(case: Case) -> list[Sentence]:
    found: list[Sentence] = []
    for each in findings(case, "contradiction"):
        spoken = sentence(case, each)
        if spoken is not None and len(found) < CONTRADICTIONS:
            found.append(Sentence(text=spoken.text, facts=spoken.facts))
    if not found:
        text = msg(
            "Nothing contradicts itself. Ask instead: which of the findings surprises you, and which did you expect?"
        )
        return [plain_sentence(case.say(text))]
    text = msg(
        "Ask of each: what would have to be true for both to be right? Who sees it every day? What shall we look at "
        "first?"
    )
    return [*found, plain_sentence(case.say(text))]


def _vote(case: Case) -> list[Sentence]:
    found = [
        plain_sentence(
            case.say(
                "Five minutes of silence: everybody reads the first page. Then three dots each on the "
                "nine topics: what do we mend first? No talk while the dots are placed."
            )
        )
    ]
    rows = [
        row for each in topics() if (row := find(case, "priority", construct=each.id)) and row.known and row.value > 0
    ]
    if rows and teams_shown(case):
        row = max(rows, key=lambda each: (each.value, each.segment))
        text = msg("Afterwards show what the survey had said: most often {topic} ({n} of {all} people).")
        said = case.say(
            text,
            topic=quoted(case, topic(case, row.where["construct"])),
            n=case.number(row, "numerator"),
            all=case.number(row, "denominator"),
        )
        found.append(plain_sentence(said, row))
    return found


def _commit(case: Case) -> list[Sentence]:
    found = [
        plain_sentence(case.say("By {by} days: {title}. {owner}.", by=each.by, title=each.title, owner=each.owner))
        for each in deeds(case)
    ]
    text = msg(
        "Take, change or drop each one. Whoever takes it says the day aloud, and how both will see that it is done."
    )
    return [*found, plain_sentence(case.say(text))]


def _close(case: Case) -> list[Sentence]:
    texts = (
        msg("One sentence each: what do I ask of the other team, and what do I offer it?"),
        msg("Fix the day in 30 days on which both look at the commitments; enter them in the log of decisions now."),
    )
    return [plain_sentence(case.say(text)) for text in texts]


PARTS = (
    _Part(5, msg("Why we are here, and how we talk"), "chair", _rules, ""),
    _Part(15, msg("Guess before you look"), "both", _guess, msg("Cards with the questions, answers face down")),
    _Part(20, msg("What contradicts itself"), "other", _contradictions, msg("The table with the three sources")),
    _Part(
        15, msg("Where we stand, and where to begin"), "chair", _vote, msg("First page; nine sheets on the wall; dots")
    ),
    _Part(25, msg("What we commit to"), "both", _commit, msg("The plan, with room for the day and the role")),
    _Part(10, msg("What each of us takes along"), "other", _close, ""),
)
