"""Facts of hand-offs, looked up by what they are, and what they ask both teams to decide. No number is made here."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.agreements.sla import Within
from helpers.facts import Row, pairs
from helpers.report.case import Case
from helpers.report.model import Sentence
from helpers.report.naming import dimension, part
from helpers.words import msg

#: Parts of the business in the order in which a meeting asks about them; then the engagement's own segments.
FIRST = ("seller_group", "channel")
#: Figures about touches are doubted where too little is written down.
DOUBTED = ("low_coverage", "no_touches")


def year(case: Case, metric: str, *, segment: str = "all", **how: object) -> Row | None:
    """One fact of the rolling year."""
    return case.book.get(metric, period=case.period.rolling(12), clock="cohort", segment=segment, **how)


def by_part(case: Case, metric: str, **how: object) -> list[Row]:
    """The facts of the rolling year about parts of the business."""
    window, variant = str(case.period.rolling(12)), pairs(how)
    return [
        row for row in case.book.rows(metric, clock="cohort", segment=None)
        if row.where and (row.period, row.variant) == (window, variant)
    ]  # fmt: skip


def names_of(rows: list[Row]) -> list[str]:
    """The segments that the rows speak of, sellers and channels first."""
    found = dict.fromkeys(name for row in rows for name in row.where)
    return sorted(found, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))


def value(case: Case, row: Row) -> str:
    """A part of the business as a label: ``London``."""
    name, text = next(iter(row.where.items()))
    return part(case.words, name, text)


def place(case: Case, row: Row) -> str:
    """The same inside a sentence, with what it is a part of: ``channel Review sites``."""
    name = next(iter(row.where))
    return case.say("{dimension} “{value}”", dimension=dimension(case.words, name), value=value(case, row))


def promised(case: Case) -> str:
    """What sales promised: ``8 working hours``; empty without a promise."""
    sla = case.agreements.sla
    return length(case, sla.answer_within) if sla and sla.answer_within else ""


def length(case: Case, within: Within) -> str:
    """A length of working time."""
    if within.hours is not None:
        return case.words.plural("{n} working hour", "{n} working hours", within.hours)
    return case.words.plural("{n} working day", "{n} working days", float(within.days or 0))


def span(case: Case, text: str) -> str:
    """A promise as variants name it (``4h``, ``2d``) as a length of working time."""
    size = float(text[:-1])
    return length(case, Within(hours=size) if text.endswith("h") else Within(days=int(size)))


def unwritten(case: Case) -> Row | None:
    """The share of decisions with a recorded touch, where it is too low to judge anybody by touches."""
    row, left = year(case, "handoff_recorded"), year(case, "handoff_unanswered")
    return row if row is not None and left is not None and left.note in DOUBTED else None


def left_waiting(case: Case) -> list[Row]:
    """Parts of the business that are clearly left without an answer more often than the rest, the worst first."""
    gaps = by_part(case, "handoff_gap", against="rest", of="unanswered")
    clear = [row for row in gaps if row.status == "clear" and row.value > 0]
    return sorted(clear, key=lambda row: (-row.value, row.segment))


def ignored(case: Case) -> list[Row]:
    """Channels whose leads are clearly better and clearly left waiting."""
    clear = [row for row in by_part(case, "ignored_channel") if row.status == "clear"]
    return sorted(clear, key=lambda row: (-row.value, row.segment))


def handoff_rule(case: Case) -> Iterator[Sentence]:
    """What hand-offs ask to decide: a good channel left waiting, else leads nobody answered; then a broken promise."""
    yield from _ignored(case)
    yield from _left(case)
    yield from _promise(case)


def _ignored(case: Case) -> Iterator[Sentence]:
    for row in ignored(case)[:1]:
        own = year(case, "handoff_unanswered", segment=row.segment)
        if own is None or not own.known:
            continue
        text = msg("{share} of the leads from {channel} have no answer, though those that are answered do better than "
                   "elsewhere: decide who answers them from now on.")  # fmt: skip
        said = case.say(text, share=case.words.share(own.value, 0), channel=value(case, row))
        yield case.answer(said, row, own, page="handoff-standup")


def _left(case: Case) -> Iterator[Sentence]:
    for row in left_waiting(case)[:1]:
        own = year(case, "handoff_unanswered", segment=row.segment)
        if own is None or not own.known:
            continue
        text = msg("{n} of {all} leads of {part} have no answer ({share}; {rest} elsewhere): decide who answers them "
                   "from now on.")  # fmt: skip
        said = case.say(text, n=case.number(own, "numerator"), all=case.number(own, "denominator"),
                        part=place(case, row), share=case.words.share(own.value, 0),
                        rest=case.words.share(row.denominator, 0))  # fmt: skip
        yield case.answer(said, own, row, page="handoff-standup")


def _promise(case: Case) -> Iterator[Sentence]:
    """A promise clearly kept less often than both teams agreed to."""
    row, goal = year(case, "sla_compliance"), agreed(case)
    if row is None or not row.known or row.note in DOUBTED or goal is None or not row.high < goal:
        return
    text = msg("Sales promised an answer within {promise} for {goal} of leads and gave it to {share}: decide what "
               "changes, or promise something else.")  # fmt: skip
    said = case.say(text, promise=promised(case), goal=case.words.share(goal, 0), share=case.words.share(row.value, 0))
    yield case.answer(said, row, page="sla")


def agreed(case: Case) -> float | None:
    """The share of answers in time that sales promised, where it is written down."""
    sla = case.agreements.sla
    promises = sla.sales if sla else ()
    return next((each.at_least for each in promises if each.metric == "sla_compliance" and each.at_least), None)
