"""How many of every hundred leads got no answer, in each part of the business."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, about, called, figure, listed, shared
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words

#: So many rows can be read; of more places those with the most leads stand.
MOST = 14


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """Every place that was looked at, the fewest without an answer first."""
    rows = sorted(places(found), key=lambda each: (each.shown["share"], each.where))
    marks = [shared(called(each.where, words), each.shown["share"], each.n, words=words) for each in rows]
    title = words.say("Leads without any answer, by place")
    subtitle = words.say(
        "Of all leads handed over whose time for an answer is over, the last twelve months; the {n} largest of {all} "
        "places, light band: between which figures it lies",
        n=words.count(len(rows)), all=words.count(len(found)),
    )  # fmt: skip
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Place"), value=words.say("Without an answer"), count=words.say("Leads"))
    return figure(charts.dots, marks, key="unanswered-by-place", caption=caption, heads=heads, words=words,
                  counts=[each.n for each in rows])  # fmt: skip


def places(found: Sequence[Finding]) -> list[Finding]:
    """The places with the most leads, and the one the lesson is about."""
    largest = sorted(found, key=lambda each: (-each.n, each.where))
    subject = about(found)
    return [subject, *(each for each in largest if each is not subject)][:MOST]
