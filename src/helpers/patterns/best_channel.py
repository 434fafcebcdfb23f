"""The channel that brings the most leads, and of whose leads the fewest become customers."""

from __future__ import annotations

import math

import pandas as pd
from scipy.stats import norm

from helpers.engine import fetch
from helpers.intervals import at, cumulative_incidence, zero_bound
from helpers.metrics.maturity import supported_day
from helpers.noise import Difference, difference_of_counts, difference_of_estimates, holm
from helpers.patterns.basis import Basis
from helpers.patterns.cohorts import NOBODY
from helpers.patterns.counts.entered import converted
from helpers.patterns.finding import Finding

ID = "best-channel"
#: The segment that says where people came from.
SEGMENT = "channel"
#: "Became a customer" means within so many days of coming in.
WITHIN = 365
_LEVEL = 0.05


def find(basis: Basis) -> list[Finding]:
    """Is there a channel that brings the most leads, and whose leads become customers least often?

    One finding for each channel; empty where nobody has been followed for a year, or there is no choice of channels.
    """
    tables = basis.tables
    counted = fetch(converted(tables["reached"], tables["stage_events"], tables["segments"], stage="lead",
                              as_of=basis.period.as_of))  # fmt: skip
    mine = counted[(counted["name"] == SEGMENT) & ~counted["value"].isin(NOBODY)]
    return compared(mine, followed=supported_day(mine, as_of=basis.period.as_of, few=basis.engagement.rules.few_events))


def compared(people: pd.DataFrame, *, followed: float) -> list[Finding]:
    """Findings from the count ``converted`` of leads by channel, followed for ``followed`` days.

    ``value`` is the share of a channel's leads that become customers within a year minus that of all others:
    cumulative incidence, so that those who came lately count as far as they were followed. ``shown``: ``leads``,
    ``share_of_leads``, ``rate``, ``others``, ``customers``. Claimed for the channel with clearly the most leads where
    no other converts less, and it converts clearly less than the others together (Holm over channels). Pure.
    """
    names = sorted({str(value) for value in people["value"]})
    if len(names) < 2 or not followed >= WITHIN:
        return []
    found = [_compared(people, name) for name in names]
    adjusted = holm([_p(one.difference) for one in found])
    return [_finding(one, found, p) for one, p in zip(found, adjusted, strict=True)]


class _Channel:
    """What is known of one channel beside all others."""

    def __init__(self, name: str, mine: pd.DataFrame, rest: pd.DataFrame) -> None:
        self.name = name
        self.own, self.rest = _within(mine), _within(rest)
        self.leads, self.customers = float(mine["n"].sum()), float(mine.loc[mine["status"] == 1, "n"].sum())
        self.all = self.leads + float(rest["n"].sum())
        self.difference = difference_of_estimates(self.own, self.rest)


def _compared(people: pd.DataFrame, name: str) -> _Channel:
    mine = people["value"] == name
    return _Channel(name, people[mine], people[~mine])


def _within(rows: pd.DataFrame) -> tuple[float, float, float]:
    """Share that became a customer within a year, with its interval; before the first one, none and its bound."""
    point = at(cumulative_incidence(rows), WITHIN)
    if math.isnan(point["share"]):
        return 0.0, 0.0, float(zero_bound(rows["n"].sum())[0])
    return float(point["share"]), float(point["low"]), float(point["high"])


def _p(difference: Difference) -> float:
    """Two-sided, from the side of the interval that faces zero."""
    value, low, high = difference
    width = high - value if value < 0 else value - low
    return float(2 * norm.sf(abs(value) / (width / norm.ppf(0.975)))) if width > 0 else 1.0


def _finding(one: _Channel, found: list[_Channel], p: float) -> Finding:
    rivals = [other for other in found if other is not one]
    most = all(one.leads > other.leads and difference_of_counts(one.leads, other.leads).clear for other in rivals)
    least = all(one.own[0] <= other.own[0] for other in rivals)
    clearly = one.difference.high < 0 and p < _LEVEL
    return Finding(
        pattern=ID, where=f"{SEGMENT}={one.name}", value=one.difference.value, low=one.difference.low,
        high=one.difference.high, unit="share", claimed=most and least and clearly, n=int(one.leads),
        shown={"leads": one.leads, "share_of_leads": one.leads / one.all, "rate": one.own[0], "others": one.rest[0],
               "customers": one.customers},
    )  # fmt: skip
