"""The same comparison among deals that got equally far: those that met it at a stage, and others that got there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from helpers.engine import fetch
from helpers.lessons.blanks import place
from helpers.lessons.figures.marks import Heads, about, counted, figure, listed
from helpers.model import STAGES, rank
from helpers.patterns.asset_stage import MONTHS
from helpers.patterns.basis import Basis
from helpers.patterns.counts import shown
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.model import Figure
from helpers.report.naming import stage
from helpers.report.sections.plate import Caption
from helpers.words import Words


class Stage(NamedTuple):
    """Deals that met it when they had come to a stage, and those without it that came at least as far."""

    name: str
    met: tuple[float, float]
    others: tuple[float, float]


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """A row for each stage at which it was met, in the order of the funnel."""
    each = about(found)
    tables, window = basis.tables.tables, basis.period.rolling(MONTHS)
    met, every = fetch(shown.by_asset(tables, window=window)), fetch(shown.by_reach(tables, window=window))
    rows = stages(met[met["asset_id"] == each.where.partition("=")[2]], every)
    marks = [
        counted(words.say("Got to: {stage}", stage=stage(words, row.name)), row.met, row.others, words=words)
        for row in rows
    ]
    title = words.say("Deals won, of those that got equally far: {place}", place=place(each.where, words))
    subtitle = words.say(
        "Dark, with its light band: deals that met it when they had got there; grey: deals without it that got there"
    )
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.",
                      beside=words.say("Without it"))  # fmt: skip
    heads = Heads(rows=words.say("How far"), value=words.say("With it"), second=words.say("Without it"),
                  count=words.say("Deals that met it"))  # fmt: skip
    return figure(charts.dots, marks, key="won-by-stage", caption=caption, heads=heads, words=words,
                  counts=[row.met[1] for row in rows])  # fmt: skip


def stages(met: pd.DataFrame, every: pd.DataFrame) -> list[Stage]:
    """From the counts ``shown.by_asset`` of one asset and ``shown.by_reach``: won and all, at each stage. Pure.

    A deal without it stands beside every stage that it got to.
    """
    own = met.groupby(["reach", "won"])["n"].sum()
    others = {(int(reach), int(won)): float(n) - float(own.get((reach, won), 0.0))
              for reach, won, n in every[["reach", "won", "n"]].itertuples(index=False)}  # fmt: skip
    names = {rank(name): name for name in STAGES}
    found = []
    for at, rows in met.groupby("at"):
        there = {key: n for key, n in others.items() if key[0] >= int(str(at))}
        mine = float(rows.loc[rows["won"] == 1, "n"].sum()), float(rows["n"].sum())
        rest = sum(n for (_, won), n in there.items() if won), sum(there.values())
        if mine[1] and rest[1]:
            found.append(Stage(names[int(str(at))], mine, rest))
    return found
