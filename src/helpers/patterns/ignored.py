"""A channel whose leads are good where they are answered, and that sales leaves waiting."""

from __future__ import annotations

import math

import pandas as pd

from helpers.handoff.gaps import Gap, ignored_channel, unanswered_gaps
from helpers.handoff.scope import Scope, heard
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "ignored"


def find(basis: Basis) -> list[Finding]:
    """Which channel does sales leave waiting although its leads are clearly better?

    One finding for each channel, over the rolling year; empty where nothing was handed over.
    """
    found = basis.stood
    return compared(found.standings, scope=found.scope) if found else []


def compared(standings: pd.DataFrame, *, scope: Scope) -> list[Finding]:
    """Findings from the judged hand-offs of ``helpers.handoff``: exactly what a review says as ``ignored_channel``.

    ``value`` is the channel's share without an answer minus that of all other channels. ``shown``: both shares, and of
    those answered the shares whose need sales confirmed, of the channel (``sql``) and of the others (``sql_others``).
    Pure.
    """
    gaps = {gap.part: gap for gap in unanswered_gaps(heard(standings, scope))}
    return [
        Finding(
            pattern=ID, where=fact.segment, value=fact.value, low=fact.low, high=fact.high, unit="share",
            claimed=fact.status == "clear", n=int(fact.n),
            shown=_shown(gaps[fact.segment], fact.numerator, fact.denominator),
        )
        for fact in ignored_channel(standings, scope=scope)
    ]  # fmt: skip


def _shown(gap: Gap, own: float, others: float) -> dict[str, float]:
    confirmed = {} if math.isnan(own) else {"sql": own, "sql_others": others}
    return {"share": gap.own[0], "others": gap.rest[0], **confirmed}
