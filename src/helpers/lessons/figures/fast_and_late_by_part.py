"""Of leads answered soon and of leads answered late, how many sales confirmed, in each part of the leads."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, about, called, figure, listed, shared
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words

_MOST = 14


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The parts with the most answers on record, and the one the lesson is about; the widest gap first."""
    subject = about(found)
    largest = sorted(found, key=lambda each: (-_answers(each), each.where))
    rows = [subject, *(each for each in largest if each is not subject)][:_MOST]
    rows = sorted(rows, key=lambda each: (-each.value, each.where))
    marks = [
        shared(called(each.where, words), each.shown["fast"], each.shown["fast_n"], words=words,
               prior=each.shown["late"])
        for each in rows
    ]  # fmt: skip
    title = words.say("Leads confirmed by sales: answered soon, and answered late")
    subtitle = words.say(
        "Grey: answered later than 24 working hours; dark, with its light band: within 24 working hours; the {n} "
        "largest of {all} parts",
        n=words.count(len(rows)), all=words.count(len(found)),
    )  # fmt: skip
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.",
                      beside=words.say("Answered late"))  # fmt: skip
    heads = Heads(rows=words.say("Part of the leads"), value=words.say("Answered soon"),
                  second=words.say("Answered late"), count=words.say("Answers on record"))  # fmt: skip
    return figure(charts.dots, marks, key="fast-and-late-by-part", caption=caption, heads=heads, words=words,
                  counts=[_answers(each) for each in rows])  # fmt: skip


def _answers(each: Finding) -> float:
    return each.shown["fast_n"] + each.shown["late_n"]
