"""Deals won, lost and still open: which of them know how long they took."""

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
    """Three bars; the open ones, whose days are not known yet, hatched. Those neither won nor open are lost."""
    each = about(found)
    won, still = each.shown["won"], each.shown["open"]
    rows = [
        (words.say("Won deals"), won), (words.say("Lost deals"), each.n - won - still),
        (words.say("Deals still open"), still),
    ]  # fmt: skip
    marks = [
        Mark(label=label, value=deals, unit="count", text=words.count(deals), hatched=place == 2)
        for place, (label, deals) in enumerate(rows)
    ]
    title = words.say("Deals of new business by how they stand")
    subtitle = words.say("All on record with a day of opening; hatched: how long they take is not known yet")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.",
                      ahead=words.say("Deals still open"))  # fmt: skip
    heads = Heads(rows=words.say("Outcome"), value=words.say("Deals"))
    return figure(charts.bars, marks, key="deals-by-outcome", caption=caption, heads=heads, words=words)
