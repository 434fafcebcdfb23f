"""Deals that met a piece of content and deals that did not: how many of every hundred were won."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.blanks import place
from helpers.lessons.figures.marks import Heads, about, figure, listed, shared
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """Two dots on one scale, each with its interval."""
    each = about(found)
    cases = each.shown["with_n"], each.shown["without_n"]
    marks = [
        shared(words.say("Deals that met it"), each.shown["won_with"], cases[0], words=words),
        shared(words.say("Deals that did not"), each.shown["won_without"], cases[1], words=words),
    ]
    title = words.say("Deals won, with it and without it: {place}", place=place(each.where, words))
    subtitle = words.say(
        "Of all deals of new business won or lost in the last two years; light band: between which figures it lies"
    )
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Deals"), value=words.say("Won"), count=words.say("How many"))
    return figure(charts.dots, marks, key="won-with-and-without", caption=caption, heads=heads, words=words,
                  counts=cases)  # fmt: skip
