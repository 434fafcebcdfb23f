"""Days until half of the wins are there: from won deals alone, and from all deals with the open ones kept in."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, about, figure, listed
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """Two dots on one scale; the second with its interval."""
    each = about(found)
    alone = each.shown["won_only"]
    marks = [
        Mark(label=words.say("From won deals only"), value=alone, unit="days", text=words.days(alone)),
        Mark(label=words.say("From all deals, open ones too"), value=each.value, unit="days", low=each.low,
             high=each.high, text=words.days(each.value)),
    ]  # fmt: skip
    title = words.say("Days until half of the wins are there")
    subtitle = words.say("From the day a deal was opened; light band: between which figures it lies")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Counted"), value=words.say("Days"))
    return figure(charts.dots, marks, key="time-to-close", caption=caption, heads=heads, words=words)
