"""How long until a person answers: medians of waiting times in which those still waiting are not dropped."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.compliance import doubt
from helpers.handoff.judged import LENGTHS
from helpers.handoff.scope import Scope, parts, segment, total, whole, within
from helpers.handoff.terms import LONGEST_DAYS, LONGEST_MINUTES
from helpers.intervals import survival
from helpers.periods import Period

QUANTILES = (0.5, 0.8)
_MINUTES_AN_HOUR = 60
_NEEDED = ["name", "value", "month", "timed", "touched", "answered", *LENGTHS, "n"]


class Wait(NamedTuple):
    """By when a share of the leads has been answered: working hours or days, with its interval."""

    value: float
    low: float
    high: float


def handoff_response_median(cells: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """By when had half of the leads (``quantile=0.8``: four in five) their first human touch?

    In working time of the agreement's calendar, by the Kaplan-Meier estimate: a lead that nobody has answered waits
    until ``as_of``, one decided without a recorded touch until its decision, and neither is dropped. The interval
    inverts the log(-log) band. ``not_reached`` where fewer than that share has been answered: no waiting time then,
    only a lower end. ``unit=days`` counts working days, 0 being the same day. It does not say whether the touch was a
    conversation.
    """
    facts: list[Fact] = []
    narrow = cells.loc[:, _NEEDED]
    for window in scope.windows():
        facts += _both(within(whole(narrow), window), window, "all", scope)
    for name, value, rows in parts(within(narrow, scope.year)):
        facts += _both(rows, scope.year, segment(name, value), scope)
    return facts


def _both(rows: pd.DataFrame, window: Period, part: str, scope: Scope) -> list[Fact]:
    """The unit of the promise, and working days; of each the median and four in five."""
    facts: list[Fact] = []
    for unit, variant in ((scope.unit, {}), ("days", {"unit": "days"})):
        cases = told(rows, unit=unit)
        curve = survival(cases) if len(cases) else cases
        for q in QUANTILES:
            named: dict[str, object] = {**variant, **({} if q == 0.5 else {"quantile": q})}
            key = {"period": str(window), "variant": pairs(named), "segment": part, "unit": unit}
            facts.append(_fact(cases, waited(curve, q), key, scope))
    return facts


def _fact(cases: pd.DataFrame, wait: Wait, key: dict[str, Any], scope: Scope) -> Fact:
    n, part = total(cases), key["segment"]
    fields: dict[str, Any] = {**key, "metric": "handoff_response_median", "clock": "cohort"}
    if not n or scope.note == "no_touches":
        return Fact(**fields, status="undefined", note=scope.note or "no_data")
    fields |= {"n": n, "numerator": total(cases[cases["status"] == 1]), "denominator": n}
    if math.isnan(wait.value):
        return Fact(**fields, low=wait.low, status="undefined", note="not_reached")
    note = doubt(scope, part) or ("date_only" if scope.date_only and "unit=" not in key["variant"] else "")
    return Fact(**fields, value=wait.value, low=wait.low, high=wait.high, **({"note": note} | scope.thin(n)))


def told(rows: pd.DataFrame, *, unit: str) -> pd.DataFrame:
    """Waiting times of one unit as duration counts: ``days`` (hours or days), ``status`` 1 touched, 0 not, ``n``.

    Timed episodes only. Who was decided on without a recorded touch waited at least until the decision; waits beyond
    the longest that is told are only known to be longer.
    """
    column, size, longest = (
        ("minutes", _MINUTES_AN_HOUR, LONGEST_MINUTES) if unit == "hours" else ("days", 1, LONGEST_DAYS)
    )
    timed = rows[rows["timed"] == 1]
    waited, age = timed[f"wait_{column}"], timed[f"age_{column}"]
    length = waited.where(timed["answered"] == 1, age)
    touched = (timed["touched"] == 1) & (length <= longest)
    found = pd.DataFrame({"days": length.clip(upper=longest) / size, "status": touched.astype(int), "n": timed["n"]})
    known = found[found["days"].notna()].astype({"n": "float64"})
    return known.groupby(["days", "status"])["n"].sum().reset_index()


def quantile(cases: pd.DataFrame, q: float) -> Wait:
    """By when has a share ``q`` been touched? ``cases`` as ``told`` gives them; ``nan`` where it has not come so far.

    >>> cases = pd.DataFrame({"days": [1.0, 2.0, 4.0], "status": [1, 1, 0], "n": [2.0, 1.0, 1.0]})
    >>> quantile(cases, 0.5).value
    1.0
    """
    return waited(survival(cases) if len(cases) else cases, q)


def waited(curve: pd.DataFrame, q: float) -> Wait:
    """The same, read off a curve that ``survival`` gave."""
    if curve.empty:
        return Wait(math.nan, math.nan, math.nan)
    found = (_first(curve, column, 1 - q) for column in ("share", "low", "high"))
    return Wait(*found)


def _first(curve: pd.DataFrame, column: str, left: float) -> float:
    below = curve.loc[(curve[column] <= left + 1e-12) & (curve["share"] < 1), "day"]
    return float(below.iloc[0]) if len(below) else math.nan
