"""How much sales is asked to take on: requests per working day and seller, against what was agreed as capacity."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.facts import Fact
from helpers.handoff.scope import Scope, parts, segment, total, undefined, whole, within
from helpers.noise import count_interval
from helpers.periods import Period
from helpers.ratio import ratio


def handoff_load(
    standings: pd.DataFrame, *, sellers: Mapping[str, float], days: Mapping[Period, int], capacity: float | None,
    scope: Scope,
) -> list[Fact]:  # fmt: skip
    """How many leads does a seller get per working day?

    ``sellers`` by group (``all`` for everybody), ``days`` the working days of each window, ``capacity`` what was
    agreed per seller and day (the target). Undefined (``no_owners``) where nobody says who sells. It does not say how
    much work a lead is.
    """
    target = float("nan") if capacity is None else capacity
    facts = []
    for window in (scope.period, scope.period.rolling(3), scope.year):
        rows = within(whole(standings), window)
        facts.append(_fact(total(rows), sellers.get("all", 0.0), days[window], window, "all", target))
    for name, value, rows in parts(within(standings, scope.year)):
        if name == "seller_group" and sellers.get(value):
            part = segment(name, value)
            facts.append(_fact(total(rows), sellers[value], days[scope.year], scope.year, part, target))
    return facts


def _fact(n: float, sellers: float, days: int, window: Period, part: str, target: float) -> Fact:
    if not sellers or not days:
        return undefined("handoff_load", unit="ratio", note="no_owners", period=window, part=part)
    low, high = (bound / (sellers * days) for bound in count_interval(n))
    return Fact(period=str(window), metric="handoff_load", segment=part, clock="cohort", unit="ratio",
                value=ratio(n, sellers * days), low=low, high=high, n=n, numerator=n, denominator=sellers * days,
                target=target)  # fmt: skip
