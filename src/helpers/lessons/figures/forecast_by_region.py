"""What was forecast and what was won, in each region."""

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
    """A bar and an outline for each region."""
    return plated([each for each in found if each.where != "all"], words, key="forecast-by-region",
                  title=words.say("Forecast and won, by region"))  # fmt: skip


def plated(found: Sequence[Finding], words: Words, *, key: str, title: str) -> Figure:
    """The figure of these places: the largest forecast first; beside each bar, what was won of what was forecast."""
    rows = sorted(found, key=lambda each: (-each.shown["forecast"], each.where))
    marks = [
        Mark(label=called(each.where, words), value=each.shown["actual"], unit="money", target=each.shown["forecast"],
             text=words.say("{won} of {forecast}", won=words.money_short(each.shown["actual"]),
                            forecast=words.money_short(each.shown["forecast"])))
        for each in rows
    ]  # fmt: skip
    subtitle = words.say("Dark: won in the periods forecast; outline: what was forecast for them")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.",
                      beside=words.say("Forecast"))  # fmt: skip
    heads = Heads(rows=words.say("Region"), value=words.say("Amount won"), second=words.say("Forecast"),
                  count=words.say("Deals won"))  # fmt: skip
    return figure(charts.bars, marks, key=key, caption=caption, heads=heads, words=words,
                  counts=[each.n for each in rows])  # fmt: skip
