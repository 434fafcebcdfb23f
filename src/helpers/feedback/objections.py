"""What customers say: objections, arguments, competitors, in how many deals each was heard, and whether that moves."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.feedback.counts.heard import ANY, UNMAPPED
from helpers.feedback.figures import gap, share, where
from helpers.feedback.strata import Stratum
from helpers.feedback.trends import Compared, compared, judged
from helpers.periods import Period

#: How many competitors and sectors are named at most; the others are few and many.
MOST = 12


class Windows(NamedTuple):
    """The windows that are counted: the latest ones, and those of the same length just before."""

    period: Period

    def named(self) -> dict[str, Period]:
        """Windows by the ending of their columns."""
        return {
            name: window
            for length in (3, 12)
            for name, window in (
                (str(length), self.period.rolling(length)),
                (f"before{length}", self.period.rolling(length).prior()),
            )
        }


def objection_share(heard: pd.DataFrame, *, windows: Windows, few: int) -> list[Fact]:
    """In which share of the deals with any objection was each one heard, and is that more or less than before?

    ``heard`` is the count of that name. Per theme and window (rolling 3 and 12): ∅ over all deals and remarks,
    ``outcome=lost`` over lost deals, ``change=prior`` against the window of the same length just before (clear or
    noise, Holm over the themes of a window). It says what was written down, not what was said: a theme that sellers are
    asked about rises without any customer having changed.
    """
    return _shares("objection", heard, windows=windows, few=few, outcomes=("lost",))


def argument_share(heard: pd.DataFrame, *, windows: Windows, few: int) -> list[Fact]:
    """In which share of the deals with any argument noted was each one? As ``objection_share``; ``outcome=won`` too."""
    return _shares("argument", heard, windows=windows, few=few, outcomes=("won",))


def competitor_share(heard: pd.DataFrame, *, windows: Windows, few: int) -> list[Fact]:
    """In which share of the deals in which any competitor was named was each one? As ``objection_share``."""
    return _shares("competitor", heard, windows=windows, few=few, outcomes=("lost",))


def theme_unmapped(mapped: pd.DataFrame, *, period: Period) -> list[Fact]:
    """Which share of remarks fits no code of the list? ``mapped`` is the count of that name."""
    n, none = float(mapped["n"].sum()), float(mapped.loc[mapped["theme"] == UNMAPPED, "n"].sum())
    if not n:
        return [gap("theme_unmapped", "no_feedback", period=period, unit="share")]
    return [share("theme_unmapped", none, n, period=period)]


def _shares(kind: str, heard: pd.DataFrame, *, windows: Windows, few: int, outcomes: tuple[str, ...]) -> list[Fact]:
    metric, rows = f"{kind}_share", heard[heard["kind"] == kind]
    whole, parts = rows[rows["name"] == ANY], rows[rows["name"] != ANY]
    if not len(whole):
        return [gap(metric, "no_feedback", period=windows.period.rolling(12), unit="share")]
    total, facts = whole.iloc[0], []
    for length in (3, 12):
        window = windows.period.rolling(length)
        shown = _largest(parts, f"all_{length}", f"all_before{length}", most=MOST if kind == "competitor" else None)
        for how, column in [("", "all"), *((pairs({"outcome": each}), each) for each in outcomes)]:
            counted = f"{column}_{length}"
            facts += [
                share(metric, float(row[counted]), float(total[counted]), period=window, few=few, variant=how,
                      segment=_segment(kind, str(row["name"])))
                for _, row in shown.iterrows() if total[counted] > 0
            ]  # fmt: skip
        facts += judged(
            [_change(metric, kind, row, total, length=length, window=window) for _, row in shown.iterrows()]
        )
    return facts


def _change(metric: str, kind: str, row: pd.Series, total: pd.Series, *, length: int, window: Period) -> Compared:
    """This window against the one of the same length just before."""
    now, before = f"all_{length}", f"all_before{length}"
    both = Stratum(float(row[now]), float(total[now]), float(row[before]), float(total[before]))
    return compared(metric, [both], variant=pairs({"change": "prior"}), segment=_segment(kind, str(row["name"])),
                    period=window)  # fmt: skip


def _largest(parts: pd.DataFrame, now: str, before: str, *, most: int | None) -> pd.DataFrame:
    """Names heard in either window, the most frequent first; among equals by name."""
    known = parts[(parts[now] > 0) | (parts[before] > 0)]
    return known.sort_values([now, before, "name"], ascending=[False, False, True]).head(most or len(known))


def _segment(kind: str, name: str) -> str:
    return where(competitor=name) if kind == "competitor" else where(theme=name)
