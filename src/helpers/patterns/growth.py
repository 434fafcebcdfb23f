"""A conversion that falls because ever more leads come in, and not because fewer of them buy."""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.noise import Difference, difference_of_proportions, difference_of_rates
from helpers.patterns.basis import Basis
from helpers.patterns.cohorts import Windows, bought, mql_outcomes, windows, within
from helpers.patterns.finding import Finding
from helpers.periods import Period

ID = "growth"


def find(basis: Basis) -> list[Finding]:
    """Do a year's customers over its MQLs fall though of those who came in as many buy as before?

    One finding; empty where no two windows of MQLs have had their time, or where customers of the year before are
    missing from the record.
    """
    as_of = basis.period.as_of
    people = mql_outcomes(basis)
    whole = people[people["name"] == ""]
    at = windows(whole, few=basis.engagement.rules.few_events, as_of=as_of)
    return compared(whole, at, as_of=as_of) if at else []


def compared(people: pd.DataFrame, at: Windows, *, as_of: date) -> list[Finding]:
    """The finding from the count ``converted`` of MQLs.

    ``value`` is the conversion of those who came in later, minus that of those who came in earlier, both followed for
    ``at.horizon`` days, with Newcombe's interval. ``shown``: the period figure ``flow_after`` of the last twelve months
    (customers over MQLs, not the same people) and ``flow_before`` of the twelve before; ``cohort_before``,
    ``cohort_after``; ``entries_before`` and ``entries_after``, MQLs of both periods. Claimed where more came in, the
    period figure falls clearly, the cohorts do not, and the most they may have fallen is less than it did. Pure.
    """
    later = Period.month(as_of).rolling(12)
    (k1, n1), (k0, n0) = (_flow(people, window) for window in (later, later.prior()))
    (c1, m1), (c0, m0) = (bought(people, window, horizon=at.horizon) for window in (at.later, at.earlier))
    cohort, flow = difference_of_proportions(c1, m1, c0, m0), difference_of_rates(k1, n1, k0, n0)
    if not (m1 and m0 and n1 and n0):
        return []
    shown = {"flow_before": k0 / n0, "flow_after": k1 / n1, "cohort_before": c0 / m0, "cohort_after": c1 / m1,
             "entries_before": n0, "entries_after": n1}  # fmt: skip
    return [
        Finding(pattern=ID, where="all", value=cohort.value, low=cohort.low, high=cohort.high, unit="share",
                claimed=_misleads(cohort, flow) and n1 > n0, n=int(m1 + m0), shown=shown)
    ]  # fmt: skip


def _misleads(cohort: Difference, flow: Difference) -> bool:
    return flow.high < 0 and cohort.high >= 0 and cohort.low > flow.value


def _flow(people: pd.DataFrame, window: Period) -> tuple[float, float]:
    """Customers of a window, whenever they came in, and its MQLs."""
    ended = people["closed"].between(pd.Timestamp(window.first), pd.Timestamp(window.last))
    return float(people.loc[ended, "n"].sum()), float(within(people, window)["n"].sum())
