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
    """A row for each region."""
    return plated([each for each in found if each.where != "all"], words, key="forecast-by-region",
                  title=words.say("Forecast and won, by region"))  # fmt: skip


def plated(found: Sequence[Finding], words: Words, *, key: str, title: str) -> Figure:
    """The figure of these places, the largest forecast first; beside each row, what was won of what was forecast."""
    rows = sorted(found, key=lambda each: (-each.shown["forecast"], each.where))
    marks = [_mark(each, words) for each in rows]
    subtitle = words.say("Dark, with its light band: won in the periods forecast; grey: what was forecast for them")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.",
                      beside=words.say("Forecast"))  # fmt: skip
    heads = Heads(rows=words.say("Region"), value=words.say("Amount won"), second=words.say("Forecast"))
    return figure(charts.dots, marks, key=key, caption=caption, heads=heads, words=words)


def _mark(each: Finding, words: Words) -> Mark:
    """Money, or customers: then as many as the finding rests on."""
    actual, forecast = each.shown["actual"], each.shown["forecast"]
    unit = "count" if actual == each.n else "money"
    won, of = ((words.count(round(x)) if unit == "count" else words.money_short(x)) for x in (actual, forecast))
    return Mark(label=called(each.where, words), value=actual, prior=forecast, unit=unit, low=each.low * forecast,
                high=each.high * forecast, text=words.say("{won} of {forecast}", won=won, forecast=of))  # fmt: skip
