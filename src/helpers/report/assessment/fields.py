"""The four fields: what to protect, where to start, what to talk about with help, what to make visible."""

from __future__ import annotations

from helpers.report.assessment.levels import level_word
from helpers.report.assessment.topics import find, plain_sentence, quoted, topic, topics
from helpers.report.case import Case, inner
from helpers.report.listing import records, text
from helpers.report.model import Block, Cell, Note
from helpers.report.sections.plate import answer, table, title
from helpers.words import msg

#: The four fields in the order in which a meeting takes them, with what they mean.
FIELDS = {
    "start": (msg("Start here"), msg("Both teams score it low: nobody has to be convinced.")),
    "facilitate": (
        msg("Facilitate"),
        msg("Both teams see it differently: talk about it with somebody who leads the talk."),
    ),
    "reveal": (msg("Make visible"), msg("Many do not know: show it before anybody judges it.")),
    "protect": (msg("Protect"), msg("Both teams score it high: keep it, and say why it works.")),
}
NO_FIELD = "–"
NONE = msg("In none of the four fields: the answers do not say enough.")


def fields(case: Case) -> dict[str, str]:
    """The field of each topic; '' where it cannot be said."""
    return {
        text(row["construct"]): text(row["quadrant"])
        for row in records(case, "assess_quadrants", "construct", "quadrant")
    }


def field_word(case: Case, name: str) -> str:
    """The field of a topic in a word; a dash where there is none."""
    field = fields(case).get(name, "")
    return case.say(FIELDS[field][0]) if field in FIELDS else NO_FIELD


def four_fields(case: Case) -> list[Block]:
    """The section: each field with its topics."""
    of = fields(case)
    if not of:
        return []
    head = title(case.say("Four fields"), anchor="fields")
    rows = []
    for field, (name, means) in FIELDS.items():
        inside = [each for each in topics() if of.get(each.id) == field]
        names = case.words.listing(topic(case, each.id) for each in inside) or "–"
        rows.append((Cell(text=case.say(name)), Cell(text=names), Cell(text=case.say(means))))
    left = [each for each in topics() if of.get(each.id, "") not in FIELDS]
    if len(left) == len(topics()):
        few = msg(
            "The fields rest on what each team answered, and too few did. Levels and contradictions stand on their own."
        )
        return [head, Note(tone="plain", text=case.say(few))]
    grid = table(
        case.say("Each topic in one field"),
        [case.say("Field"), case.say("Topics"), case.say("What it means")],
        rows,
        texts=(1, 2),
    )
    blocks: list[Block] = [head, *_opening(case, of), grid]
    if left:
        names = case.words.listing(quoted(case, topic(case, each.id)) for each in left)
        blocks.append(Note(tone="plain", text=case.say("{topics}: {why}", topics=names, why=inner(case.say(NONE)))))
    return blocks


def _opening(case: Case, of: dict[str, str]) -> list[Block]:
    first = [each.id for each in topics() if of.get(each.id) == "start"]
    rows = {name: row for name in first if (row := find(case, "construct_level", construct=name)) and row.known}
    if not rows:
        return []
    name = min(rows, key=lambda each: (rows[each].value, each))
    text_ = msg("Start with {topic}: both teams score it low, and it stands at level {level} of 5 ({word}).")
    said = case.say(
        text_, topic=quoted(case, topic(case, name)), level=case.number(rows[name]), word=level_word(case, rows[name])
    )
    return [answer(plain_sentence(said, rows[name]))]
