"""The mirror: what each team thought the other would answer, and what the other answered."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report.alignment_charts import Line, Scale, Spot, lines
from helpers.report.assessment.plates import figure, keys, series
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
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Chart, Figure
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
    return f"{topic(case, row.where['construct'])} ({_small(who(case, row)[0])})"


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


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
    instrument_ = {each.id: each.items[each.mirror - 1].text(case.words.lang) for each in topics() if each.mirror}
    heads = [case.say("Topic (who guessed)"), case.say("Statement"), case.say("Thought"), case.say("Said")]
    data = table(
        case.say("Guess and answer, from 0 to 100"),
        [*heads, case.say("Apart")],
        [
            (
                Cell(text=label),
                Cell(text=instrument_[row.where["construct"]]),
                part_cell(case, row, "numerator"),
                part_cell(case, row, "denominator"),
                case.cell(row),
            )
            for label, row in zip(labels, rows, strict=True)
        ],
        texts=(1,),
    )
    chart = Chart(
        kind="dumbbell",
        unit="points",
        categories=tuple(labels),
        series=(
            series(case.say("Thought"), rows, field="numerator"),
            series(case.say("Said"), rows, field="denominator", role="other"),
        ),
        facts=keys(rows),
    )
    far = rows[0]
    one, other = who(case, far)
    text = msg("On {topic}, {who} expected {guess} of 100 from {other}, and the answer was {answer}")
    said = case.say(
        text,
        topic=quoted(case, topic(case, far.where["construct"])),
        who=_small(one),
        other=_small(other),
        guess=case.words.number(far.numerator, "points"),
        answer=case.words.number(far.denominator, "points"),
    )
    subtitle = case.say(
        "One statement of each of the four challenges, 0 to 100: the guess of one team and the answer of "
        "the other; right: guess → answer; in brackets: who guessed."
    )
    return figure(
        lambda frame: lines(given, scale=scale, frame=frame, key="mirror"),
        key="mirror",
        data=data,
        chart=chart,
        caption=Caption(title=said, subtitle=subtitle),
    )
