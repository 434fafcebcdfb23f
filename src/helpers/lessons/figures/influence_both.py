"""Won deals and lost deals side by side: how many of every hundred had contact with marketing."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, about, figure, listed, shared
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Period
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words, msg

_CALLED = {"won": msg("Won deals"), "lost": msg("Lost deals")}
_TITLES = {
    ("won",): msg("Won deals that had contact with marketing"),
    ("won", "lost"): msg("Won and lost deals that had contact with marketing"),
}


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """Both outcomes."""
    return plated(basis, found, words, outcomes=("won", "lost"))


def plated(basis: Basis, found: Sequence[Finding], words: Words, *, outcomes: tuple[str, ...]) -> Figure:
    """The figure of these outcomes."""
    shown = about(found).shown
    marks = [shared(words.say(_CALLED[each]), shown[each], shown[f"{each}_n"], words=words) for each in outcomes]
    title = words.say(_TITLES[outcomes])
    subtitle = words.say(
        "Deals of new business with a touch of marketing before they closed, {period}; light band: between which "
        "figures it lies",
        period=words.period(Period(basis.start.first, basis.period.last)),
    )
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.")
    heads = Heads(rows=words.say("Deals"), value=words.say("With contact"), count=words.say("How many"))
    return figure(charts.dots, marks, key=f"influence-{'-'.join(outcomes)}", caption=caption, heads=heads, words=words,
                  counts=[shown[f"{each}_n"] for each in outcomes])  # fmt: skip
