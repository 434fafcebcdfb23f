"""Which parts of the market are receptive: won among decided deals, and what both teams note about sectors."""

from __future__ import annotations

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.feedback.counts.heard import ANY, UNMAPPED
from helpers.feedback.figures import share, where
from helpers.feedback.objections import MOST
from helpers.feedback.strata import Stratum
from helpers.feedback.trends import compared, judged
from helpers.periods import Period

#: Classes of a segment that name nobody.
NOBODY = {"unknown", "blank", ""}


def receptive_sector(segments: pd.DataFrame, heard: pd.DataFrame, *, period: Period, few: int) -> list[Fact]:
    """Of the deals decided in each part of the market, how many were won, and is that clearly more than in the rest?

    ``segments`` is the count ``by_segment``, ``heard`` that of ``heard``; both over the rolling year. ∅: won over
    decided deals of new business; ``against=rest``: its difference to all other values of the same segment (clear or
    noise, Holm over all values looked at); ``heard=yes``: of the remarks about sectors, the share that names this one.
    A receptive part is one where deals were won, not one where more would be: sellers choose whom they pursue.
    """
    named = segments[~segments["value"].isin(NOBODY)]
    facts, family = [], []
    for name, rows in named.groupby("name", sort=True):
        deals, won = float(rows["deals"].sum()), float(rows["won"].sum())
        for row in rows.sort_values("value").itertuples():
            place = where(**{str(name): row.value})
            mine, theirs = float(row.won), float(row.deals)  # type: ignore[arg-type]
            facts.append(share("receptive_sector", mine, theirs, period=period, few=few, segment=place))
            rest = Stratum(mine, theirs, won - mine, deals - theirs)
            family.append(compared("receptive_sector", [rest], variant=pairs({"against": "rest"}), segment=place,
                                   period=period))  # fmt: skip
    return [*facts, *judged(family), *_named(heard, named, period=period, few=few)]


def _named(heard: pd.DataFrame, segments: pd.DataFrame, *, period: Period, few: int) -> list[Fact]:
    """The sectors that remarks name, under the segment they are a value of."""
    rows = heard[heard["kind"] == "sector"]
    whole = float(rows.loc[rows["name"] == ANY, "all_12"].sum())
    known = {str(row.value).casefold(): (str(row.name_), str(row.value))
             for row in segments.rename(columns={"name": "name_"}).itertuples()}  # fmt: skip
    counts: dict[tuple[str, str], float] = {}
    for name, n in zip(rows["name"], rows["all_12"], strict=True):
        if name not in (ANY, UNMAPPED) and n:
            place = known.get(str(name).strip().casefold(), ("sector", str(name).strip()))
            counts[place] = counts.get(place, 0.0) + float(n)
    most = sorted(counts, key=lambda place: (-counts[place], place))[:MOST]
    return [
        share("receptive_sector", min(counts[place], whole), whole, period=period, few=few,
              variant=pairs({"heard": "yes"}), segment=where(**{place[0]: place[1]}))
        for place in most
    ]  # fmt: skip
