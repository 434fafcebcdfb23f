"""How many have answered so far, said so that no single person can be told from it."""

from __future__ import annotations

import pandas as pd

from helpers.model.survey import TEAMS

#: Fewer answers than this of a team say nothing about a team.
FEWEST = 4


def counted(respondents: pd.DataFrame) -> str:
    """One line: how many answered in the newest round, by team only where both have four, and how many half-filled.

    Question: is it time to look at the answers? ``respondents`` is the canonical table (``wave``, ``on``, ``team``,
    ``whole``); it may be empty.

    >>> rows = pd.DataFrame({"wave": 1, "on": "2026-10-06", "team": ["sales"] * 3 + ["marketing"] * 2, "whole": True})
    >>> counted(rows)
    '5 responses so far, none half-filled; by team only once each has 4'
    """
    if respondents.empty:
        return "no response so far"
    newest = respondents[respondents["wave"] == respondents["wave"].max()]
    first = f" since {newest['on'].min()}, in the newest round" if respondents["wave"].nunique() > 1 else " so far"
    half = int((~newest["whole"].astype(bool)).sum())
    said = f"{_many(len(newest))}{first}, {half or 'none'} half-filled"
    by_team = newest["team"].value_counts().reindex(list(TEAMS), fill_value=0)
    if by_team.min() < FEWEST:
        return f"{said}; by team only once each has {FEWEST}"
    return f"{said}; " + ", ".join(f"{team} {by_team[team]}" for team in TEAMS)


def _many(n: int) -> str:
    return "1 response" if n == 1 else f"{n} responses"
