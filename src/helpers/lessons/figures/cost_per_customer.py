"""What a customer costs to win, without the costs of sales and with them."""

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
    """Two bars of one scale, from the same customers."""
    shown = about(found).shown
    rows = [
        (words.say("Without the costs of sales"), shown["without_sales"]),
        (words.say("With the costs of both teams"), shown["whole"]),
    ]
    marks = [Mark(label=label, value=money, unit="money", text=words.money(money)) for label, money in rows]
    title = words.say("What it cost to win one customer")
    subtitle = words.say("Spent in the last twelve months, over the {n} new customers of that time; counted",
                         n=words.count(shown["customers"]))  # fmt: skip
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Costs"), value=words.say("For a customer"))
    return figure(charts.bars, marks, key="cost-per-customer", caption=caption, heads=heads, words=words)
