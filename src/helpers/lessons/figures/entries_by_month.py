"""How many MQLs came in, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from helpers.engine import fetch
from helpers.lessons.figures.days_of_the_month import entries
from helpers.lessons.figures.marks import Heads, figure
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Period
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(basis: Basis, _found: Sequence[Finding], words: Words) -> Figure:
    """Every month of the record with the MQLs the books show for it; the highest and the last one are named."""
    window = Period(basis.start.first, basis.period.last)
    counted = fetch(entries(basis.tables["reached"], window=window))
    known: Counter[Period] = Counter()
    for day, n in zip(counted["on"], counted["n"], strict=True):
        known[Period.month(day)] += n
    return columns([(month, float(known[month])) for month in window.months()], words=words)


def columns(rows: Sequence[tuple[Period, float]], *, words: Words) -> Figure:
    """The figure from months and counts."""
    highest = max(range(len(rows)), key=lambda place: rows[place][1])
    named = {highest, len(rows) - 1}
    marks = [
        Mark(label=words.month_short(month.first), value=n, unit="count",
             text=words.count(n) if place in named else "")
        for place, (month, n) in enumerate(rows)
    ]  # fmt: skip
    title = words.say("MQLs that came in, by month")
    subtitle = words.say("People whose record says that they became an MQL in the month; {period}",
                         period=words.period(Period(rows[0][0].first, rows[-1][0].last)))  # fmt: skip
    rest = sorted(n for place, (_, n) in enumerate(rows) if place != highest) or [rows[highest][1]]
    alt = words.say(
        "{title}. Most in {month}: {most}. The other months lie between {low} and {high}; the last one has {last}.",
        title=title, month=words.period(rows[highest][0]), most=words.count(rows[highest][1]),
        low=words.count(rest[0]), high=words.count(rest[-1]), last=words.count(rows[-1][1]),
    )  # fmt: skip
    caption = Caption(title=title, subtitle=subtitle, alt=alt)
    heads = Heads(rows=words.say("Month"), value=words.say("MQLs"))
    return figure(charts.columns, marks, key="entries-by-month", caption=caption, heads=heads, words=words)
