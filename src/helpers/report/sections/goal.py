"""The shared goal: what is reached, and whether the pace would reach it."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case, inner
from helpers.report.model import Block, Cell, Note, Sentence
from helpers.report.sections.paid import paid
from helpers.report.sections.plate import Caption, answer, plate, table, title


def goal(case: Case) -> list[Block]:
    """What is reached of the targets, and what people are paid for."""
    blocks = [*_reached(case), *paid(case)]
    return [title(case.say("Goal and pace"), anchor="goal"), *blocks] if blocks else []


def _reached(case: Case) -> list[Block]:
    """Attainment by target period, with the target outlined; pacing beside it."""
    holding = [row for row in case.book.rows("target_attainment") if _here(case, row)]
    rows = sorted(holding, key=lambda row: (row.when.length, row.variant))
    if not rows:
        return []
    known = [row for row in rows if row.known]
    if not known:
        return [Note(tone="missing", text=case.why(rows[0]), facts=(rows[0].key,))]
    first = next((row for row in known if row.how.get("metric") == case.engagement.goal), known[0])
    same = [row for row in known if row.how["metric"] == first.how["metric"]]
    marks = [
        charts.Mark(label=case.short(row.when), value=row.value, text=case.words.share(row.value, 0), target=1.0,
                    unit=row.unit, fact=row.key)
        for row in same
    ]  # fmt: skip
    heading = case.say("{share} of the target for {name} reached {when}", share=case.words.share(first.value, 0),
                       name=_name(case, first), when=case.during(first.when))  # fmt: skip
    sub = case.say("{name}: share of the target reached so far; outlined: the whole target",
                   name=case.label(first.how["metric"]))  # fmt: skip
    heads = [case.say("Goal"), case.say("Period"), case.say("Reached"), case.say("Pace")]
    cells = [
        (Cell(text=case.label(row.how["metric"])), Cell(text=case.short(row.when)), case.cell(row),
         case.cell(_pace(case, row)))
        for row in known
    ]  # fmt: skip
    data = table(case.say("Targets, what is reached, and pace"), heads, cells, texts=(1,))
    said = answer(*(_answer(case, row) for row in dict.fromkeys((first, same[-1]))))
    caption = Caption(title=heading, subtitle=sub, beside=case.say("Target"))
    return [said, plate(charts.bars, marks, key="goal", caption=caption, data=data)]


def _here(case: Case, row: Row) -> bool:
    """Whether a target is of the month under review and not of an earlier time; cards are shown elsewhere."""
    return row.when.holds(case.period.last) and set(row.how) <= {"metric"}


def _name(case: Case, row: Row) -> str:
    return inner(case.label(row.how["metric"]))


def _pace(case: Case, row: Row) -> Row | None:
    return case.book.get("pacing", period=row.when, metric=row.how["metric"])


def _answer(case: Case, row: Row) -> Sentence:
    pace = _pace(case, row)
    if pace is None or not pace.known:
        text = case.say("{share} of the target for {name} was reached {when}.", share=case.words.share(row.value, 0),
                        name=_name(case, row), when=case.during(row.when))  # fmt: skip
        return case.answer(text, row)
    if row.when.last <= case.period.last:  # the time is over: pace and result are one
        text = case.say("{share} of the target for {name} was reached {when}.", share=case.words.share(row.value, 0),
                        name=_name(case, row), when=case.during(row.when))  # fmt: skip
        return case.answer(text, row)
    text = case.say("{share} of the target for {name} reached so far ({when}); the pace is {pace} of what it takes.",
                    share=case.words.share(row.value, 0), name=_name(case, row), when=case.during(row.when),
                    pace=case.words.share(pace.value, 0))  # fmt: skip
    return case.answer(text, row, pace)
