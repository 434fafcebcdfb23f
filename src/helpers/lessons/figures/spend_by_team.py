"""What was spent in a year on winning customers, by sales and by all others."""

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
    """Two bars of one scale."""
    shown = about(found).shown
    rows = [
        (words.say("Marketing and what both share"), shown["spend"] - shown["spend_sales"]),
        (words.say("Sales"), shown["spend_sales"]),
    ]
    marks = [Mark(label=label, value=money, unit="money", text=words.money(money)) for label, money in rows]
    title = words.say("What was spent on winning customers")
    subtitle = words.say("The last twelve months, salaries included, without what existing customers take")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Team"), value=words.say("Spent"))
    return figure(charts.bars, marks, key="spend-by-team", caption=caption, heads=heads, words=words)
