"""The mirror: what each team thought the other would answer, and what the other answered."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report.alignment_charts import Line, Scale, Spot
from helpers.report.assessment.plates import lined, paired, series
from helpers.report.assessment.topics import (
    BOTH,
    find,
    part_cell,
    plain_sentence,
    quoted,
    team,
    teams_shown,
    topic,
    topics,
)
from helpers.report.case import Case, inner
from helpers.report.model import Block, Cell, Figure, Table
from helpers.report.sections.plate import Caption, answer, table, title
from helpers.words import msg


def guesses(case: Case) -> list[Row]:
    """What each team thought of the other, by topic, the farthest from the answer first; none where a team is small."""
    if not teams_shown(case):
        return []
    rows = [
        find(case, "mirror_error", construct=each.id, team=name) for each in topics() if each.mirror for name in BOTH
    ]
    return sorted((row for row in rows if row is not None and row.known), key=lambda row: (-row.value, row.segment))


def mirror(case: Case) -> list[Block]:
    """The section on what each team thinks of the other."""
    rows = guesses(case)
    if not rows:
        return []
    text = msg(
        "Both teams were asked what the other would answer to four statements. Where guess and answer lie far "
        "apart, they work from a picture of each other that is not true."
    )
    return [
        title(case.say("The mirror: what each thought, what the other said"), anchor="mirror"),
        answer(plain_sentence(case.say(text))),
        _figure(case, rows),
    ]


def who(case: Case, row: Row) -> tuple[str, str]:
    """Who guessed, and about whom."""
    name = row.where["team"]
    return team(case, name), team(case, BOTH[1 - BOTH.index(name)])


def _label(case: Case, row: Row) -> str:
    """The topic, and in brackets who guessed."""
    return f"{topic(case, row.where['construct'])} ({inner(who(case, row)[0])})"


def _figure(case: Case, rows: list[Row]) -> Figure:
    labels = [_label(case, row) for row in rows]
    given = [
        Line(
            label=label,
            joined=True,
            text=f"{case.words.number(row.numerator, 'points')} → {case.words.number(row.denominator, 'points')}",
            spots=(Spot(at=row.numerator, look="guess"), Spot(at=row.denominator, look="answer")),
        )
        for label, row in zip(labels, rows, strict=True)
    ]
    scale = Scale(key=(("guess", case.say("what they thought")), ("answer", case.say("what the other team said"))))
    thought = series(case.say("Thought"), rows, field="numerator")
    said = series(case.say("Said"), rows, field="denominator", role="other")
    return lined(
        given,
        scale=scale,
        key="mirror",
        data=_data(case, rows, labels),
        chart=paired(labels, thought, said, rows=rows),
        caption=_caption(case, rows[0]),
    )


def _data(case: Case, rows: list[Row], labels: list[str]) -> Table:
    statements = {each.id: each.items[each.mirror - 1].text(case.words.lang) for each in topics() if each.mirror}
    heads = [case.say("Topic (who guessed)"), case.say("Statement"), case.say("Thought"), case.say("Said")]
    cells = [
        (
            Cell(text=label),
            Cell(text=statements[row.where["construct"]]),
            part_cell(case, row, "numerator"),
            part_cell(case, row, "denominator"),
            case.cell(row),
        )
        for label, row in zip(labels, rows, strict=True)
    ]
    return table(case.say("Guess and answer, from 0 to 100"), [*heads, case.say("Apart")], cells, texts=(1,))


def _caption(case: Case, far: Row) -> Caption:
    """The guess farthest from its answer."""
    one, other = who(case, far)
    text = msg("On {topic}, {who} expected {guess} of 100 from {other}, and the answer was {answer}")
    said = case.say(
        text,
        topic=quoted(case, topic(case, far.where["construct"])),
        who=inner(one),
        other=inner(other),
        guess=case.words.number(far.numerator, "points"),
        answer=case.words.number(far.denominator, "points"),
    )
    subtitle = case.say(
        "One statement of each of the four challenges, 0 to 100: the guess of one team and the answer of "
        "the other; right: guess → answer; in brackets: who guessed."
    )
    return Caption(title=said, subtitle=subtitle)
