"""Conversion of the whole and of each of its parts, earlier and later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from helpers.lessons.figures.marks import Heads, about, called, counted, figure, listed
from helpers.patterns.basis import Basis
from helpers.patterns.cohorts import NOBODY, Windows, bought, mql_outcomes, windows
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


class Part(NamedTuple):
    """A part of the MQLs, or the whole (no name): how many bought and how many there were, earlier and later."""

    where: str
    earlier: tuple[float, float]
    later: tuple[float, float]


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The whole first, then its parts, the largest of the later ones first."""
    rows = parts(basis, about(found).where.partition("=")[0])
    marks = [
        counted(called(row.where, words) if row.where else words.say("The whole"), row.later, row.earlier, words=words)
        for row in rows
    ]
    title = words.say("Conversion of the whole and of each part")
    subtitle = words.say(
        "From MQL to customer within an equal time; grey: those who came in earlier; dark, with its light band: later"
    )
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {subtitle}. {listed(marks, words)}.",
                      beside=words.say("Earlier"))  # fmt: skip
    heads = Heads(rows=words.say("Part"), value=words.say("Later"), second=words.say("Earlier"),
                  count=words.say("MQLs"))  # fmt: skip
    return figure(charts.dots, marks, key="parts-and-whole", caption=caption, heads=heads, words=words,
                  counts=[row.later[1] for row in rows])  # fmt: skip


def outcomes(basis: Basis) -> tuple[pd.DataFrame, Windows | None]:
    """What became of MQLs, and the two windows that are compared; no windows where the record is too short."""
    people = mql_outcomes(basis)
    return people, windows(people, few=basis.engagement.rules.few_events, as_of=basis.period.as_of)


def parts(basis: Basis, name: str) -> list[Part]:
    """Every known value of a segment that had MQLs earlier and later, after all of them together."""
    people, at = outcomes(basis)
    if at is None:
        return []
    known = people[(people["name"] == name) & ~people["value"].isin(NOBODY)]
    groups = [("", known), *((f"{name}={value}", rows) for value, rows in known.groupby("value", sort=True))]
    found = [
        Part(where, *(bought(rows, window, horizon=at.horizon) for window in (at.earlier, at.later)))
        for where, rows in groups
    ]
    both = [each for each in found if each.earlier[1] and each.later[1]]
    return sorted(both, key=lambda each: (bool(each.where), -each.later[1], each.where))
