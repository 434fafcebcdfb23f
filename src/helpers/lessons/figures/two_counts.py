"""Conversion counted in two ways: customers over MQLs of the same time, and what became of those who came in."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, about, figure, listed, moved, shared
from helpers.lessons.figures.parts_and_whole import outcomes
from helpers.patterns.basis import Basis
from helpers.patterns.cohorts import bought
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """Two rows of two dots; the period figure has no interval, since it is no share of the same people."""
    shown = about(found).shown
    before, after = shown["flow_before"], shown["flow_after"]
    marks = [
        Mark(label=words.say("By period"), value=after, prior=before, unit="share",
             text=moved(before, after, words)),
        shared(words.say("By group, equal time"), shown["cohort_after"], _followed(basis), words=words,
               prior=shown["cohort_before"]),
    ]  # fmt: skip
    title = words.say("Conversion from MQL to customer, counted in two ways")
    subtitle = words.say(
        "Grey: earlier; dark: later. By period: customers over MQLs of the same time. By group: of those who came in, "
        "how many bought within an equal time, with its light band"
    )
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {subtitle}. {listed(marks, words)}.",
                      beside=words.say("Earlier"))  # fmt: skip
    heads = Heads(rows=words.say("Way of counting"), value=words.say("Later"), second=words.say("Earlier"))
    return figure(charts.dots, marks, key="two-counts", caption=caption, heads=heads, words=words)


def _followed(basis: Basis) -> float:
    """How many MQLs the later group has."""
    people, at = outcomes(basis)
    return bought(people[people["name"] == ""], at.later, horizon=at.horizon)[1] if at else 0.0
