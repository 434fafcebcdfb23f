"""Where hand-offs get lost on the way: how many came to each step."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.scope import Scope, total, whole, within
from helpers.intervals import wilson

STEPS = ("assigned", "answered", "decided", "accepted", "sql", "opportunity", "customer")


def handoff_leakage(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many hand-offs of the rolling year came to each step, of those at the step before?

    Whoever got further has passed the earlier steps, recorded or not. ``low`` and ``high`` are the count's share of
    the step before, by Wilson, times that step. The last leads handed over can still move on: the year is marked
    immature until the horizon has passed for all of it.
    """
    rows, window = within(whole(standings), scope.year), scope.year
    ripe = window.last + timedelta(days=scope.terms.horizon) <= scope.terms.as_of
    counts = [total(rows), *(total(rows, f"got_{step}") for step in STEPS)]
    facts = []
    for place, step in enumerate(STEPS):
        before, n = counts[place], counts[place + 1]
        low, high = (float(bound[0]) * before for bound in wilson(n, before))
        facts.append(
            Fact(
                period=str(window), metric="handoff_leakage", segment=pairs({"step": step}), clock="cohort",
                unit="count", value=n, low=low, high=high, n=n, numerator=n, denominator=before, mature=ripe,
                status="ok" if before else "undefined", note="" if before else "zero_denominator",
            )
        )  # fmt: skip
    return facts
