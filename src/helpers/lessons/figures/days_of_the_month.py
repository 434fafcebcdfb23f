"""The month a lesson is about, day by day: leads that come in do so over days, lists arrive on one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis.expr.types as ir

from helpers.engine import fetch
from helpers.lessons.figures.marks import Heads, about, figure
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Period
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """MQLs of each day of the month that the lesson's finding is about."""
    month = Period.parse(about(found).where.partition("=")[2])
    counted = fetch(entries(basis.tables["reached"], window=month))
    known = dict(zip(counted["on"], counted["n"].astype(float), strict=True))
    days = [month.first.replace(day=number) for number in range(1, month.last.day + 1)]
    return columns([(day, known.get(day, 0.0)) for day in days], words=words)


def entries(reached: ir.Table, *, window: Period) -> ir.Table:
    """How many people became an MQL on each day of a window, by their record? ``on`` with ``n``."""
    rows = reached.filter(
        (reached.grain == "person") & (reached.stage == "mql") & reached.on.between(window.first, window.last)
    )
    return rows.group_by("on").agg(n=rows.count()).order_by("on")


def columns(rows: Sequence[tuple[date, float]], *, words: Words) -> Figure:
    """The figure from days and counts."""
    highest = max(range(len(rows)), key=lambda place: rows[place][1])
    marks = [
        Mark(label=str(day.day), value=n, unit="count", text=words.count(n) if place == highest else "")
        for place, (day, n) in enumerate(rows)
    ]
    month = words.period(Period.month(rows[0][0]))
    title = words.say("MQLs of {month}, day by day", month=month)
    subtitle = words.say("People whose record says that they became an MQL on the day")
    rest = max(n for place, (_, n) in enumerate(rows) if place != highest)
    alt = words.say(
        "{title}. Most on {day}: {most}. No other day has more than {rest}.",
        title=title, day=words.date(rows[highest][0]), most=words.count(rows[highest][1]), rest=words.count(rest),
    )  # fmt: skip
    caption = Caption(title=title, subtitle=subtitle, alt=alt)
    heads = Heads(rows=words.say("Day"), value=words.say("MQLs"))
    return figure(charts.columns, marks, key="days-of-the-month", caption=caption, heads=heads, words=words)
