"""What people are paid for: how much of it hangs on results that both teams share, and which roles share none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import count, gap, where
from helpers.periods import Period
from helpers.ratio import ratio

Row = Mapping[str, Any]
TEAMS = ("marketing", "sales")


def shared_pay(rows: Sequence[Row], *, period: Period) -> list[Fact]:
    """How much of variable pay hangs on results that both teams share? Share, of all roles and by team.

    ``rows`` are those valid on the last day of the period: ``team, role, part, shared``. Parts of a role that do not
    add up to one are taken as they stand: sum over sum. A team of which nothing is written is undefined, and so is
    everything without a row.
    """
    facts = []
    for segment, mine in _by_team(rows):
        whole, shared = sum(row["part"] for row in mine), sum(row["part"] for row in mine if row["shared"])
        facts.append(
            count("shared_pay", ratio(shared, whole), period=period, unit="share", segment=segment,
                  n=len(set(map(_role, mine))), numerator=shared, denominator=whole)
            if mine else gap("shared_pay", "no_incentives", period=period, unit="share", segment=segment)
        )  # fmt: skip
    return facts


def unshared_roles(rows: Sequence[Row], *, period: Period) -> list[Fact]:
    """How many roles share no result with the other team? Count, in all and by team; the denominator is all roles."""
    facts = []
    for segment, mine in _by_team(rows):
        roles, sharing = set(map(_role, mine)), {_role(row) for row in mine if row["shared"]}
        facts.append(
            count("unshared_roles", len(roles - sharing), period=period, segment=segment, denominator=len(roles))
            if mine else gap("unshared_roles", "no_incentives", period=period, unit="count", segment=segment)
        )  # fmt: skip
    return facts


def _by_team(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """All rows, then those of each team; without any row only the whole."""
    yield "all", list(rows)
    for team in TEAMS if rows else ():
        yield where(team=team), [row for row in rows if row["team"] == team]


def incentive_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What each role is paid for, marketing first, the largest part of a role on top."""
    listed = sorted(rows, key=lambda row: (TEAMS.index(row["team"]), row["role"] or "", -row["part"], row["row"]))
    names = ("team", "role", "metric", "words", "part", "shared", "from_on", "to_on")
    return [{name: row[name] for name in names} for row in listed]


def _role(row: Row) -> tuple[str, str]:
    return row["team"], (row["role"] or "").casefold()
