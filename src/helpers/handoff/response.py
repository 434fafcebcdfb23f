"""How long until a person answers: medians of waiting times in which those still waiting are not dropped."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.compliance import doubt
from helpers.handoff.scope import Scope, parts, segment, total, undefined, whole, within
from helpers.handoff.terms import LONGEST_DAYS, LONGEST_MINUTES
from helpers.intervals import survival
from helpers.periods import Period

QUANTILES = (0.5, 0.8)
_MINUTES_AN_HOUR = 60


class Wait(NamedTuple):
    """By when a share of the leads has been answered: working hours or days, with its interval."""

    value: float
    low: float
    high: float


def handoff_response_median(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """By when had half of the leads (``quantile=0.8``: four in five) their first human touch?

    In working time of the agreement's calendar, by the Kaplan-Meier estimate: a lead that nobody has answered waits
    until ``as_of``, one decided without a recorded touch until its decision, and neither is dropped. The interval
    inverts the log(-log) band. ``not_reached`` where fewer than that share has been answered: no waiting time then,
    only a lower end. ``unit=days`` counts working days, 0 being the same day. It does not say whether the touch was a
    conversation.
    """
    facts = []
    for window in scope.windows():
        facts += _both(within(whole(standings), window), window, "all", scope)
    for name, value, rows in parts(within(standings, scope.year)):
        facts += _both(rows, scope.year, segment(name, value), scope)
    return facts


def _both(rows: pd.DataFrame, window: Period, part: str, scope: Scope) -> list[Fact]:
    series: list[tuple[str, dict[str, object]]] = [(scope.unit, {}), ("days", {"unit": "days"})]
    return [
        _fact(rows, q, unit, {**variant, **({} if q == 0.5 else {"quantile": q})}, window, part, scope)
        for unit, variant in series
        for q in QUANTILES
    ]


def _fact(
    rows: pd.DataFrame, q: float, unit: str, variant: dict[str, object], window: Period, part: str, scope: Scope
) -> Fact:
    metric, cases = "handoff_response_median", told(rows, unit=unit)
    n, touched = total(cases), total(cases[cases["status"] == 1])
    if not n:
        return undefined(metric, unit=unit, note=scope.note or "no_data", period=window, part=part, **variant)
    if scope.note == "no_touches":
        return undefined(metric, unit=unit, note="no_touches", period=window, part=part, **variant)
    wait = quantile(cases, q)
    key: dict[str, Any] = {"period": str(window), "metric": metric, "variant": pairs(variant), "segment": part,
                           "clock": "cohort", "unit": unit, "n": n, "numerator": touched, "denominator": n}  # fmt: skip
    if math.isnan(wait.value):
        return Fact(**key, low=wait.low, status="undefined", note="not_reached")
    note = doubt(scope, part) or ("date_only" if scope.date_only and "unit" not in variant else "")
    return Fact(**key, value=wait.value, low=wait.low, high=wait.high, **({"note": note} | scope.thin(n)))


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
    if not total(cases):
        return Wait(math.nan, math.nan, math.nan)
    curve = survival(cases)
    found = (_first(curve, column, 1 - q) for column in ("share", "low", "high"))
    return Wait(*found)


def _first(curve: pd.DataFrame, column: str, left: float) -> float:
    below = curve.loc[(curve[column] <= left + 1e-12) & (curve["share"] < 1), "day"]
    return float(below.iloc[0]) if len(below) else math.nan
