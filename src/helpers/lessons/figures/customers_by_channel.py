"""Of every hundred leads of a channel, how many became customers."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, called, figure, listed, shared
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The channels in the order of ``leads_by_channel``, so that a reader finds the largest again."""
    rows = sorted(found, key=lambda each: (-each.shown["leads"], each.where))
    marks = [shared(called(each.where, words), each.shown["rate"], each.shown["leads"], words=words) for each in rows]
    title = words.say("Leads that became customers, by channel")
    subtitle = words.say(
        "Of all leads of the channel that had time enough; the channel with the most leads first; light band: between "
        "which figures it lies"
    )
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Channel"), value=words.say("Became customers"), count=words.say("Leads"))
    return figure(charts.dots, marks, key="customers-by-channel", caption=caption, heads=heads, words=words,
                  counts=[each.shown["leads"] for each in rows])  # fmt: skip
