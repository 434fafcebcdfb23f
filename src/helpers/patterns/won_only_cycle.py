"""A time to close that is too short because only deals already won are looked at."""

from __future__ import annotations

import math

import pandas as pd

from helpers.engine import fetch
from helpers.facts import Fact
from helpers.metrics import time_to_close as close
from helpers.metrics.counts.deals import deal_durations
from helpers.metrics.review import wins_observed_from
from helpers.metrics.scope import Scope
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "won-only-cycle"


def find(basis: Basis) -> list[Finding]:
    """Do the won deals alone make the time to close look shorter than it is?

    One finding; empty where deals have not been followed long enough to say by when half of them are won.
    """
    engagement, period = basis.engagement, basis.period
    scope = Scope(
        period=period, start=basis.start, horizon=engagement.windows.horizon_days,
        few=engagement.rules.few_events, grain=engagement.grain, usual_cycle=engagement.windows.usual_cycle_days,
        observed_from=wins_observed_from(basis.contract),
    )  # fmt: skip
    durations = fetch(deal_durations(basis.tables["deals"], as_of=period.as_of))
    return compared(durations.assign(month=pd.to_datetime(durations["month"])), scope=scope)


def compared(durations: pd.DataFrame, *, scope: Scope) -> list[Finding]:
    """The finding from the count ``deal_durations``.

    ``value`` is the median of new deals that will be won, with lost deals competing and open ones still waiting
    (Aalen and Johansen), and its interval. ``shown``: ``won_only`` (the median of those already won), ``median``, and
    how many are ``won`` and ``open``. Claimed where the won ones alone lie below the whole interval. Pure.
    """
    waiting = close.deals_waiting(durations, scope=scope)
    whole = close.time_to_close(waiting, scope=scope)[0]
    counts = waiting.counts
    won = counts[counts["status"] == 1]
    if whole.status != "ok" or any(math.isnan(bound) for bound in (whole.low, whole.high)):
        return []
    return [_finding(whole, close.median_days(won), won=_cases(won), still=_cases(counts[counts["status"] == 0]))]


def _cases(counts: pd.DataFrame) -> float:
    return float(counts["n"].sum())


def _finding(whole: Fact, alone: float, *, won: float, still: float) -> Finding:
    return Finding(
        pattern=ID, where="all", value=whole.value, low=whole.low, high=whole.high, unit="days",
        claimed=alone < whole.low, n=int(whole.n),
        shown={"won_only": alone, "median": whole.value, "won": won, "open": still},
    )  # fmt: skip
