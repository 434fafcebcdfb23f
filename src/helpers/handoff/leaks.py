"""What each leak is worth a year, in customers and in money, as a range."""

from __future__ import annotations

import math

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.judged import LEAKS
from helpers.handoff.scope import Scope, total, undefined, within
from helpers.handoff.worth import NO_RANGE, Range, Stratum, expected


def leak_customers(standings: pd.DataFrame, *, people: float, scope: Scope) -> list[Fact]:
    """How many customers a year might hang on each leak?

    Each lead is in one leak only, so that they add up: ``unanswered`` (against answered leads of the channel),
    ``undecided`` (against decided ones), ``recycled`` and never taken up again (against second passes) and ``late``
    (against those answered in time; ``no_sla`` without a promise). ``n``: leads of the rolling year. ``low`` is 0: the
    leads lost may have been just those that would never have bought; ``high`` (and ``value``) as if they had converted
    like the others of their channel. Sellers who choose well bring the truth near the low end.
    """
    return [_fact("leak_customers", leak, "count", expected_of(standings, leak, people=people, scope=scope), standings,
                  scope) for leak in LEAKS]  # fmt: skip


def leak_money(standings: pd.DataFrame, *, people: float, worth: Range, scope: Scope) -> list[Fact]:
    """The same in money: customers times what a won deal of new business brings on average, ends times ends. Revenue,
    not margin."""
    facts = []
    for leak in LEAKS:
        found = expected_of(standings, leak, people=people, scope=scope)
        amount = found.times(worth) if found.known and worth.known else NO_RANGE
        note = "no_amounts" if found.known and not worth.known else ""
        facts.append(_fact("leak_money", leak, "money", amount, standings, scope, note=note))
    return facts


def expected_of(standings: pd.DataFrame, leak: str, *, people: float, scope: Scope) -> Range:
    """Customers a year that hang on one leak; no range where there is too little to go by, or no promise."""
    if leak == "late" and not scope.terms.promised:
        return NO_RANGE
    channels = standings[standings["name"] == "channel"]
    year = within(channels, scope.year)
    strata = [
        _stratum(rows, year[year["value"] == channel], leak) for channel, rows in channels.groupby("value", sort=True)
    ]
    return expected(strata, people=people).positive()


def comparable(rows: pd.DataFrame, leak: str) -> pd.DataFrame:
    """The leads that the lost ones of a leak are compared with."""
    answered = rows["standing"].isin(("in_time", "late", "untold"))
    kept = {
        "unanswered": answered,
        "undecided": answered & (rows["decision"] != "none"),
        "recycled": rows["again"] == 1,
        "late": rows["standing"] == "in_time",
    }[leak]
    return rows[kept & (rows["leak"] != leak)]


def _stratum(record: pd.DataFrame, year: pd.DataFrame, leak: str) -> Stratum:
    others, like = comparable(record, leak), record[record["leak"] == leak]
    return Stratum(
        lost=total(year[year["leak"] == leak]), good=total(others, "ripe_customer"), compared=total(others, "ripe"),
        kept=total(like, "ripe_customer"), followed=total(like, "ripe"),
    )  # fmt: skip


def _fact(
    metric: str, leak: str, unit: str, found: Range, standings: pd.DataFrame, scope: Scope, *, note: str = ""
) -> Fact:
    rows = within(standings[standings["name"] == ""], scope.year)
    n, part = total(rows[rows["leak"] == leak]), pairs({"leak": leak})
    if not found.known:
        missing = note or ("no_sla" if leak == "late" and not scope.terms.promised else "too_few")
        bare = undefined(metric, unit=unit, note=missing, period=scope.year, part=part)
        return Fact(**{**vars(bare), "n": n})
    doubtful = scope.note if leak in ("unanswered", "late") else ""
    value = found.value if not math.isnan(found.value) else math.nan
    return Fact(period=str(scope.year), metric=metric, segment=part, clock="cohort", unit=unit, value=value,
                low=found.low, high=found.high, n=n, note=doubtful)  # fmt: skip
