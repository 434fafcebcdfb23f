"""Of every hundred leads of a channel, how many became customers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.engine import fetch
from helpers.intervals import at, cumulative_incidence
from helpers.lessons.figures.marks import Heads, called, figure, listed, share
from helpers.patterns.basis import Basis
from helpers.patterns.best_channel import SEGMENT, WITHIN
from helpers.patterns.counts.entered import converted
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The channels in the order of ``leads_by_channel``, so that a reader finds the largest again."""
    tables = basis.tables
    people = fetch(
        converted(tables["reached"], tables["stage_events"], tables["segments"], stage="lead", as_of=basis.period.as_of)
    )
    rows = sorted(found, key=lambda each: (-each.shown["leads"], each.where))
    marks = [_mark(people, each, words) for each in rows]
    title = words.say("Leads that became customers within a year, by channel")
    subtitle = words.say(
        "Of every lead of the channel as far as it was followed; the channel with the most leads first; light band: "
        "between which figures it lies"
    )
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Channel"), value=words.say("Became customers"), count=words.say("Leads"))
    return figure(charts.dots, marks, key="customers-by-channel", caption=caption, heads=heads, words=words,
                  counts=[each.shown["leads"] for each in rows])  # fmt: skip


def _mark(people: pd.DataFrame, each: Finding, words: Words) -> Mark:
    """The share of a channel, with the interval of its curve at the end of the year."""
    mine = people[(people["name"] == SEGMENT) & (people["value"] == each.where.partition("=")[2])]
    point, rate = at(cumulative_incidence(mine), WITHIN), each.shown["rate"]
    return Mark(label=called(each.where, words), value=rate, unit="share", low=float(point["low"]),
                high=float(point["high"]), text=share(rate, words))  # fmt: skip
