"""How many leads each channel brought."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, called, figure, listed
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """Every channel that was compared, the largest first."""
    rows = sorted(found, key=lambda each: (-each.shown["leads"], each.where))
    marks = [Mark(label=called(each.where, words), value=each.shown["leads"], unit="count",
                  text=words.count(each.shown["leads"])) for each in rows]  # fmt: skip
    title = words.say("Leads, by channel")
    subtitle = words.say("All leads on record whose channel is known")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Channel"), value=words.say("Leads"))
    return figure(charts.bars, marks, key="leads-by-channel", caption=caption, heads=heads, words=words)
