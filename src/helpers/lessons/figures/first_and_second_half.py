"""The same places in the first half of the year and in the second: does an order come back?"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.handoff.gaps import Gap, unanswered_gaps
from helpers.handoff.scope import heard, within
from helpers.lessons.figures.marks import Heads, called, figure, listed, shared
from helpers.lessons.figures.unanswered_by_place import places
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Period
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The places of ``unanswered_by_place`` that had enough leads in both halves, in the order of the first."""
    later = basis.period.rolling(6)
    halves = later.prior(), later
    first, second = ({gap.part: gap for gap in _gaps(basis, half)} for half in halves)
    both = [each.where for each in places(found) if each.where in first and each.where in second]
    order = sorted(both, key=lambda where: (first[where].own[0], where))
    marks = [
        shared(called(where, words), second[where].own[0], second[where].own[1], words=words, prior=first[where].own[0])
        for where in order
    ]
    title = words.say("Leads without any answer in the first half and in the second")
    subtitle = words.say("Grey: {first}; dark, with its light band: {second}; in the order of the first half",
                         first=words.period(halves[0]), second=words.period(halves[1]))  # fmt: skip
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.",
                      beside=words.say("First half"))  # fmt: skip
    heads = Heads(rows=words.say("Place"), value=words.say("Second half"), second=words.say("First half"),
                  count=words.say("Leads"))  # fmt: skip
    return figure(charts.dots, marks, key="first-and-second-half", caption=caption, heads=heads, words=words,
                  counts=[second[where].cases for where in order])  # fmt: skip


def _gaps(basis: Basis, half: Period) -> list[Gap]:
    if basis.stood is None:
        return []
    return unanswered_gaps(within(heard(basis.stood.standings, basis.stood.scope), half))
