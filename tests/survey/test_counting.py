"""How many answered: by team only where both have four, half-filled ones in total, of the newest round."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.survey.counting import counted


def rows(marketing: int, sales: int, *, half: int = 0, wave: int = 1, on: str = "2026-10-06") -> pd.DataFrame:
    teams = ["marketing"] * marketing + ["sales"] * sales
    return pd.DataFrame({
        "wave": wave, "on": on, "team": teams, "whole": [place >= half for place in range(len(teams))],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (rows(0, 0), "no response so far"),
        (rows(1, 0), "1 response so far, none half-filled; by team only once each has 4"),
        (rows(3, 9, half=2), "12 responses so far, 2 half-filled; by team only once each has 4"),
        (rows(9, 3), "12 responses so far, none half-filled; by team only once each has 4"),
        (rows(4, 4), "8 responses so far, none half-filled; marketing 4, sales 4"),
        (rows(5, 7, half=1), "12 responses so far, 1 half-filled; marketing 5, sales 7"),
    ],
)
def test_a_team_under_four_is_not_counted_by_itself(table, line):
    assert counted(table) == line


def test_only_the_newest_round_counts():
    both = pd.concat([rows(6, 6), rows(4, 5, half=3, wave=2, on="2027-04-12")])
    assert counted(both) == "9 responses since 2027-04-12, in the newest round, 3 half-filled; marketing 4, sales 5"
    few = pd.concat([rows(6, 6), rows(1, 0, wave=2, on="2027-04-12")])
    assert counted(few).endswith("; by team only once each has 4")
