"""How long until a deal is won, with lost deals competing and open ones still waiting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from helpers.facts import Fact, pairs
from helpers.intervals import at, cumulative_incidence
from helpers.metrics.maturity import mature, supported_day
from helpers.metrics.scope import Scope
from helpers.periods import Period

#: Days at which the share won is published.
DAYS = (30, 60, 90, 180, 365)
#: The median first: it is the figure of the card.
QUANTILES = (0.5, 0.25, 0.75)
_STATUS = {"open": 0, "won": 1, "lost": 2}


@dataclass(frozen=True)
class Waiting:
    """Durations as counts: ``month`` of the start, ``days``, ``status`` (0 open, 1 won, 2 lost), ``n``."""

    counts: pd.DataFrame
    start: str = ""

    @property
    def variant(self) -> dict[str, str]:
        """How facts name the start; deals start when created, which needs no name."""
        return {"from": self.start} if self.start else {}


def deals_waiting(durations: pd.DataFrame, *, scope: Scope) -> Waiting:
    """New-business deals from creation on, from the count ``deal_durations``."""
    new = durations[durations["kind"] == "new"]
    return Waiting(_observed(new.assign(status=new["state"].map(_STATUS).astype(int)), scope))


def mqls_waiting(stage_pairs: pd.DataFrame, *, scope: Scope) -> Waiting:
    """People from MQL on, from the count ``stage_pairs``.

    Who will never buy stays among the waiting until ``as_of``, which gives the same curve as taking the lost out,
    without having to know them.
    """
    keep = (stage_pairs["metric"] == "mql_to_customer") & (stage_pairs["grain"] == "person")
    people = stage_pairs[keep & (stage_pairs["name"] == "") & stage_pairs["timed"]]
    return Waiting(_observed(people.assign(status=people["converted"].astype(int)), scope), "mql")


def _observed(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Without those who started before wins were recorded: some of their wins are missing."""
    if scope.observed_from is not None:
        rows = rows[pd.to_datetime(rows["month"]) >= pd.Timestamp(scope.observed_from)]
    return rows.groupby(["month", "days", "status"])["n"].sum().reset_index()


def won_within(waiting: Waiting, *, scope: Scope) -> list[Fact]:
    """Which share is won within 30, 60, 90, 180 and 365 days?

    Cumulative incidence over everything started up to ``as_of``, log(-log) intervals. Undefined (``not_reached``)
    where nobody has been followed for so long; too few where under ``few`` cases have, or under ten were won by then.
    """
    curve = cumulative_incidence(waiting.counts)
    followed = _followed(waiting.counts, scope)
    return [_within(curve, float(day), followed, waiting, scope) for day in DAYS]


def _within(curve: pd.DataFrame, day: float, followed: float, waiting: Waiting, scope: Scope) -> Fact:
    key = _key("won_within", waiting, {"days": f"{day:.0f}"}, scope)
    cases = float(waiting.counts["n"].sum())
    if curve.empty:
        return Fact(**key, unit="share", status="undefined", note="no_stage" if not cases else "no_data")
    if day > curve["day"].iloc[-1] and _open_until(waiting.counts, curve["day"].iloc[-1]):
        return Fact(**key, unit="share", n=cases, denominator=cases, status="undefined", note="not_reached")
    point, won = at(curve, day), float(curve.loc[curve["day"] <= day, "events"].sum())
    share, low, high = (point["share"], point["low"], point["high"]) if not np.isnan(point["share"]) else (0, 0, np.nan)
    thin = scope.thin(cases, won) or not day <= followed
    return Fact(
        **key, unit="share", value=float(share), low=float(low), high=float(high), n=cases, numerator=won,
        denominator=cases, **_mark(thin, scope),
    )  # fmt: skip


def _open_until(counts: pd.DataFrame, day: float) -> bool:
    """Whether someone is still open on ``day``: then the curve may go on after it."""
    return bool(((counts["status"] == 0) & (counts["days"] == day)).any())


def time_to_close(waiting: Waiting, *, scope: Scope) -> list[Fact]:
    """By which day are a quarter, half and three quarters of those won that will be won?

    "Will be won" is the incidence on the last day up to which ``few`` cases have been followed. The interval inverts
    the band of the curve. Not reached where nobody was won by then, or where the last fifth of those days still
    brought a fifth of the wins or more: the curve has not begun to flatten, so its end is not in sight.
    """
    curve = cumulative_incidence(waiting.counts)
    followed = _followed(waiting.counts, scope)
    return [
        _quantile(curve, q, followed, waiting, scope, _key("time_to_close", waiting, _named(q), scope))
        for q in QUANTILES
    ]


def _named(q: float) -> dict[str, str]:
    return {} if q == 0.5 else {"quantile": f"{q}"}


def time_to_close_by_cohort(waiting: Waiting, *, scope: Scope) -> list[Fact]:
    """By which day are half of those won that will be, among those who started in three or in twelve months?

    The series that a card can compare: windows of the month of the start, wholly within the record, in whose last
    month something began. A window is mature when all of it has been followed for the horizon; younger ones say so and
    give no value, since who is quick would stand for all.
    """
    if waiting.counts.empty:
        return []
    begun = {Period.month(month) for month in pd.to_datetime(waiting.counts["month"]).dt.date}
    known = [window for window in scope.windows(3, 12) if window != scope.whole and window.rolling(1) in begun]
    return [_cohort(waiting, window, scope) for window in known if scope.begun(window) and not scope.truncated(window)]


def _cohort(waiting: Waiting, window: Period, scope: Scope) -> Fact:
    key: dict[str, Any] = _key("time_to_close", waiting, {}, scope) | {"period": str(window)}
    months = pd.to_datetime(waiting.counts["month"])
    counts = waiting.counts[months.between(pd.Timestamp(window.first), pd.Timestamp(window.last))]
    if not mature(window, scope.horizon, as_of=scope.as_of):
        cases = float(counts["n"].sum())
        return Fact(**key, unit="days", n=cases, mature=False, status="immature", note="immature")
    inside, whole = Waiting(counts, waiting.start), replace(scope, observed_from=None)  # this window is not cut
    found = _quantile(cumulative_incidence(counts), 0.5, _followed(counts, scope), inside, whole, key)
    return replace(found, mature=True)


def _quantile(
    curve: pd.DataFrame, q: float, followed: float, waiting: Waiting, scope: Scope, key: dict[str, Any]
) -> Fact:
    if curve.empty:
        return Fact(**key, unit="days", status="undefined", note="no_stage")
    seen = curve[curve["day"] <= followed]
    won, cases = float(seen["events"].sum()), float(waiting.counts["n"].sum())
    if not won or _rising(seen, followed):
        return Fact(**key, unit="days", n=cases, numerator=won, status="undefined", note="not_reached")
    target = q * seen["share"].iloc[-1]
    value, low, high = (_first(seen, column, target) for column in ("share", "high", "low"))
    return Fact(
        **key, unit="days", value=value, low=low, high=high, n=cases, numerator=won,
        **_mark(scope.thin(cases, won), scope),
    )  # fmt: skip


def _rising(seen: pd.DataFrame, followed: float) -> bool:
    before = at(seen, 0.8 * followed)["share"]
    return bool(np.nan_to_num(before) <= 0.8 * seen["share"].iloc[-1])


def _first(curve: pd.DataFrame, column: str, target: float) -> float:
    reached = curve.loc[curve[column] >= target - 1e-12, "day"]
    return float(reached.iloc[0]) if len(reached) else float("nan")


def won_only(waiting: Waiting, *, scope: Scope) -> list[Fact]:
    """Mean and median days of those already won: what most dashboards show, short while volume grows."""
    won = waiting.counts[waiting.counts["status"] == 1]
    n = float(won["n"].sum())
    facts = []
    for stat in ("mean", "median"):
        key = _key("time_to_close", waiting, {"method": "won_only", "stat": stat}, scope)
        note = "" if n else ("no_stage" if waiting.counts.empty else "no_customers")
        value = mean_days(won) if stat == "mean" else median_days(won)
        status = ("ok" if n >= scope.few else "too_few") if n else "undefined"
        facts.append(
            Fact(
                **key, unit="days", value=value, n=n, status=status, note=note or ("" if n >= scope.few else "too_few")
            )
        )
    return facts


def won_only_by_window(durations: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Median days of the deals won in each rolling year: the series behind the card."""
    won = durations[(durations["kind"] == "new") & (durations["state"] == "won")]
    variant = pairs({"method": "won_only", "stat": "median"})
    return [_won_in(won, window, variant, scope) for window in scope.windows(12)]


def _won_in(won: pd.DataFrame, window: Period, variant: str, scope: Scope) -> Fact:
    inside = won[pd.to_datetime(won["closed"]).between(pd.Timestamp(window.first), pd.Timestamp(window.last))]
    n = float(inside["n"].sum())
    key: dict[str, Any] = {"period": str(window), "metric": "time_to_close", "variant": variant, "unit": "days"}
    if not n:
        return Fact(**key, n=n, status="undefined", note="no_customers" if len(won) else "no_stage")
    if n < scope.few:
        return Fact(**key, value=median_days(inside), n=n, status="too_few", note="too_few")
    return Fact(**key, value=median_days(inside), n=n)


def mean_days(counts: pd.DataFrame) -> float:
    """Mean of ``days`` with ``n`` cases each; ``nan`` for none.

    >>> mean_days(pd.DataFrame({"days": [10, 40], "n": [2, 1]}))
    20.0
    """
    return float((counts["days"] * counts["n"]).sum() / counts["n"].sum()) if counts["n"].sum() else float("nan")


def median_days(counts: pd.DataFrame) -> float:
    """Median of ``days`` with ``n`` cases each, the middle of the two middle ones for an even number; ``nan`` for none.

    >>> median_days(pd.DataFrame({"days": [10, 40], "n": [1, 1]}))
    25.0
    """
    days = np.sort(np.repeat(counts["days"].to_numpy("float64"), counts["n"].to_numpy("int64")))
    return float(np.median(days)) if len(days) else float("nan")


def _followed(counts: pd.DataFrame, scope: Scope) -> float:
    return supported_day(counts, as_of=scope.as_of, few=scope.few)


def _key(metric: str, waiting: Waiting, variant: dict[str, str], scope: Scope) -> dict[str, Any]:
    named = pairs({**waiting.variant, **variant})
    return {"period": str(scope.whole), "metric": metric, "variant": named, "clock": "cohort"}


def _mark(thin: bool, scope: Scope) -> dict[str, Any]:
    if thin:
        return {"status": "too_few", "note": "too_few"}
    return {"note": "left_truncated"} if scope.observed_from is not None else {}
