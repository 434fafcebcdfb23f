"""What the heads of both teams left for the month: 280 characters each, and the month's joint win."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import count, where
from helpers.periods import Period

TEAMS = ("marketing", "sales")


def comment(rows: Sequence[Mapping[str, Any]], *, period: Period, any_month: bool) -> list[Fact]:
    """Did the head of each team leave a comment for the month? Flag by team; a blank is 0.

    ``any_month`` is whether the form has a row at all; without one the note says which form is missing.
    """
    there = {row["team"] for row in rows if row["kind"] == "comment" and _said(row)}
    note = "" if any_month else "no_comments"
    return [
        count("comment", team in there or "both" in there, period=period, unit="flag", segment=where(team=team),
              note=note)
        for team in TEAMS
    ]  # fmt: skip


def comment_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row per team, blank where nothing was left, then each joint win: ``kind, team, words``."""
    said = [row for row in rows if _said(row)]
    listed = [
        {"kind": "comment", "team": team, "words": row["words"]}
        for team in (*TEAMS, "both")
        for row in said
        if row["kind"] == "comment" and row["team"] == team
    ]
    there = {row["team"] for row in listed}
    blank = [{"kind": "comment", "team": team, "words": ""} for team in TEAMS if team not in there]
    order = (*TEAMS, "both")
    heads = sorted([*listed, *blank], key=lambda row: order.index(row["team"]))
    wins = [{"kind": "joint_win", "team": row["team"], "words": row["words"]} for row in said
            if row["kind"] == "joint_win"]  # fmt: skip
    return [*heads, *wins]


def _said(row: Mapping[str, Any]) -> bool:
    return bool(row["words"] and row["words"].strip())
