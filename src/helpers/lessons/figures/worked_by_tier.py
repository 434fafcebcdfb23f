"""How many of every hundred accounts were worked, in each group of the profile both teams agreed on."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, about, called, figure, listed, share, shared
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The tiers that both teams would work in the order of the profile, then the rest beside the lesson's tier."""
    rows = sorted(found, key=lambda each: each.where)
    subject = about(found)
    marks = [shared(called(each.where, words), each.shown["worked"], each.shown["accounts"], words=words)
             for each in rows]  # fmt: skip
    rest = subject.shown["others"]
    label = words.say("All other accounts")
    marks.append(Mark(label=label, value=rest, unit="share", text=share(rest, words)))
    title = words.say("Accounts worked in the last twelve months, by group of the profile")
    subtitle = words.say("Worked: handed over, or a deal opened or closed; light band: between which figures it lies")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Group"), value=words.say("Worked"), count=words.say("Accounts"))
    return figure(charts.dots, marks, key="worked-by-tier", caption=caption, heads=heads, words=words,
                  counts=[*(each.shown["accounts"] for each in rows), float("nan")])  # fmt: skip
