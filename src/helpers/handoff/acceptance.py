"""What sales decided about the leads it was handed, and why it did not take them on."""

from __future__ import annotations

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.compliance import DUE
from helpers.handoff.scope import Scope, parts, segment, share, total, whole, within
from helpers.periods import Period

#: A text that fewer records share may tell of one person.
FEW_SHARED = 4
UNMAPPED = ["reason_raw", "n"]


def handoff_acceptance(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Of the decided hand-offs, how many did sales accept?

    ``of=all`` over all hand-offs; ``class=undecided``: without a decision and without a later stage, of those whose
    promised time has passed. A high share may only mean that what is not wanted is left undecided: read both.
    """
    facts: list[Fact] = []
    for window in scope.windows():
        facts += _three(within(whole(standings), window), window, "all", scope)
    for name, value, rows in parts(within(standings, scope.year)):
        facts += _three(rows, scope.year, segment(name, value), scope)
    return facts


def _three(rows: pd.DataFrame, window: Period, part: str, scope: Scope) -> list[Fact]:
    metric, due = "handoff_acceptance", rows[rows["standing"].isin(DUE)]
    accepted, decided = total(rows[rows["decision"] == "accepted"]), total(rows[rows["decision"] != "none"])
    waiting = due[due["decision"] == "none"]
    undecided = total(waiting[waiting["confirmed"] == 0])
    return [
        share(metric, accepted, decided, period=window, part=part, scope=scope),
        share(metric, accepted, total(rows), period=window, part=part, scope=scope, variant={"of": "all"}),
        share(metric, undecided, total(due), period=window, part=part, scope=scope, variant={"class": "undecided"}),
    ]


def handoff_reason(reasons: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Why were leads rejected or sent back to marketing? Share of each reason of the standard list, over the rolling
    year; ``unmapped`` are texts that no reason fits, ``none`` those without one."""
    year = within(reasons, scope.year)
    counts = year.groupby("reason")["n"].sum()
    n = float(counts.sum())
    return [
        share("handoff_reason", float(k), n, period=scope.year, part=pairs({"reason": str(reason)}), scope=scope)
        for reason, k in counts.items()
    ]


def handoff_reasons_unmapped(reasons: pd.DataFrame, *, scope: Scope) -> pd.DataFrame:
    """The reasons that no code fits, as they were written (masked), the most frequent first: ``reason_raw n``.

    Only texts that ``FEW_SHARED`` records share: those are choices of a list, not what somebody wrote of somebody.
    """
    year = within(reasons, scope.year)
    texts = year[(year["reason"] == "unmapped") & (year["reason_raw"] != "")]
    counted = texts.groupby("reason_raw")["n"].sum().reset_index()
    shared = counted[counted["n"] >= FEW_SHARED]
    ordered = shared.sort_values(["n", "reason_raw"], ascending=[False, True]).reset_index(drop=True)
    return ordered.loc[:, UNMAPPED]
