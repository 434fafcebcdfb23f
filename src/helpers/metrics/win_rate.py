"""Of the deals that ended, how many were won; and what happens to those that never end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.intervals import wilson
from helpers.metrics.ledger import closed_sums, undecided
from helpers.metrics.maturity import mature
from helpers.metrics.scope import Scope, windowed
from helpers.periods import Period
from helpers.ratio import ratio


def win_rate(ledger: pd.DataFrame, durations: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Of the new-business deals that closed, how many were won?

    By month of closing (∅; ``weight=value`` in money; ``no_decision=counted`` with the deals open beyond twice the
    usual cycle at the end of the window in the denominator), and by month of creation within ``horizon`` days.
    ``ledger`` and ``durations`` are the counts ``deal_ledger`` and ``deal_durations``. Shares of deals carry Wilson
    intervals; the one in money has none, since a few large deals decide it. Undefined (``no_lost_deals``) where the
    whole record has no lost deal: then the export leaves them out.
    """
    new = ledger[ledger["kind"] == "new"]
    whole = new[new["name"] == ""]
    windows, lost = scope.windows(1, 3, 12), bool((whole["state"] == "lost").any())
    facts = _by_closing(whole, windows, _Series("", "all", lost), scope)
    facts += _by_value(whole, windows, _Series(pairs({"weight": "value"}), "all", lost), scope)
    facts += _with_no_decision(whole, windows, _Series(pairs({"no_decision": "counted"}), "all", lost), scope)
    facts += _by_creation(durations[durations["kind"] == "new"], lost, scope)
    for (name, value), part in new[new["name"] != ""].groupby(["name", "value"]):
        facts += _by_closing(part, scope.parts("win_rate"), _Series("", pairs({str(name): value}), lost), scope)
    return facts


def no_decision(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many new-business deals stood open beyond twice the usual cycle at the end of each month?

    The usual cycle is the engagement's ``windows.usual_cycle_days``: a convention both teams can see and change, not
    an estimate that moves with the month.
    """
    whole = ledger[(ledger["kind"] == "new") & (ledger["name"] == "")]
    months = list(scope.whole.months())
    counts = undecided(whole, windows=months, usual_cycle=scope.usual_cycle).tolist()
    return [
        Fact(period=str(month), metric="no_decision", unit="count", value=n, n=n)
        if len(whole)
        else Fact(period=str(month), metric="no_decision", unit="count", status="undefined", note="no_data")
        for month, n in zip(months, counts, strict=True)
    ]


@dataclass(frozen=True)
class _Series:
    """What the facts of one series have in common; ``lost``: whether the record has lost deals at all."""

    variant: str
    segment: str
    lost: bool
    clock: str = "period"


def _by_closing(rows: pd.DataFrame, windows: list[Period], series: _Series, scope: Scope) -> list[Fact]:
    won, lost = (closed_sums(rows, windows=windows, state=state)["n"] for state in ("won", "lost"))
    return _shares(won, won + lost, windows, series, scope)


def _with_no_decision(rows: pd.DataFrame, windows: list[Period], series: _Series, scope: Scope) -> list[Fact]:
    won, lost = (closed_sums(rows, windows=windows, state=state)["n"] for state in ("won", "lost"))
    waiting = undecided(rows, windows=windows, usual_cycle=scope.usual_cycle)
    return _shares(won, won + lost + waiting, windows, series, scope)


def _by_creation(durations: pd.DataFrame, lost_known: bool, scope: Scope) -> list[Fact]:
    windows = scope.windows(3, 12)
    within = durations[durations["days"] <= scope.horizon]
    won, lost = (
        windowed(within[within["state"] == state], month="month", windows=windows, columns=["n"])["n"]
        for state in ("won", "lost")
    )
    series = _Series(pairs({"horizon": scope.horizon}), "all", lost_known, "cohort")
    return _shares(won, won + lost, windows, series, scope)


def _shares(k: pd.Series, n: pd.Series, windows: list[Period], series: _Series, scope: Scope) -> list[Fact]:
    low, high = wilson(k, n)
    return [
        _share(events, cases, bounds, window, series, scope)
        for events, cases, bounds, window in zip(k, n, zip(low, high, strict=True), windows, strict=True)
    ]


def _by_value(rows: pd.DataFrame, windows: list[Period], series: _Series, scope: Scope) -> list[Fact]:
    won, lost = (closed_sums(rows, windows=windows, state=state) for state in ("won", "lost"))
    facts = []
    for i, window in enumerate(windows):
        cases, events = float(won["valued"][i] + lost["valued"][i]), float(won["valued"][i])
        amount, total = float(won["amount"][i]), float(won["amount"][i] + lost["amount"][i])
        fact = _share(events, cases, (float("nan"), float("nan")), window, series, scope)
        value = ratio(amount, total) if series.lost else float("nan")
        facts.append(replace(fact, value=value, numerator=amount, denominator=total))
    return facts


def _share(k: float, n: float, interval: tuple[float, float], window: Period, series: _Series, scope: Scope) -> Fact:
    ripe = None if series.clock == "period" else mature(window, scope.horizon, as_of=scope.as_of)
    known: dict[str, Any] = {"value": ratio(k, n), "low": interval[0], "high": interval[1]} if series.lost else {}
    return Fact(
        period=str(window), metric="win_rate", variant=series.variant, segment=series.segment, clock=series.clock,
        unit="share", n=n, numerator=k, denominator=n, mature=ripe, **known,
        **_standing(k, n, window, series, scope, ripe=ripe is not False),
    )  # fmt: skip


def _standing(k: float, n: float, window: Period, series: _Series, scope: Scope, *, ripe: bool) -> dict[str, Any]:
    """Status and note, the gravest first."""
    if not series.lost:
        return {"status": "undefined", "note": "no_lost_deals" if n else "zero_denominator"}
    if not n:
        return {"status": "undefined", "note": "zero_denominator"}
    if scope.truncated(window):
        return {"status": "undefined", "note": "left_truncated"}
    if not ripe:
        return {"status": "immature", "note": "immature"}
    return {"status": "too_few", "note": "too_few"} if scope.thin(n, k) else {"status": "ok", "note": ""}
