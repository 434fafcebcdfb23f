"""Of the deals that ended, how many were won; and what happens to those that never end."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.intervals import wilson
from helpers.metrics.maturity import mature
from helpers.metrics.scope import Scope, windowed
from helpers.periods import Period
from helpers.ratio import ratio


def win_rate(ledger: pd.DataFrame, durations: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Of the new-business deals that closed, how many were won?

    By month of closing (∅; ``weight=value`` in money; ``no_decision=counted`` with the deals open beyond twice the
    usual cycle at the end of the window in the denominator), and by month of creation within ``horizon`` days.
    ``ledger`` and ``durations`` are the counts ``deal_ledger`` and ``deal_durations``.
    """
    new = ledger[ledger["kind"] == "new"]
    whole = new[new["name"] == ""]
    windows = scope.windows(1, 3, 12)
    facts = _by_closing(whole, windows, {}, "all", scope)
    facts += _by_value(whole, windows, scope) + _with_no_decision(whole, windows, scope)
    facts += _by_creation(durations[durations["kind"] == "new"], scope)
    lengths = (1, 3, 12) if "win_rate" in scope.cards else (12,)
    for (name, value), part in new[new["name"] != ""].groupby(["name", "value"]):
        facts += _by_closing(part, scope.windows(*lengths), {}, pairs({name: value}), scope)
    return facts


def no_decision(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many new-business deals stood open beyond twice the usual cycle at the end of each month?

    The usual cycle is the engagement's ``windows.usual_cycle_days``: a convention both teams can see and change, not
    an estimate that moves with the month.
    """
    whole = ledger[(ledger["kind"] == "new") & (ledger["name"] == "")]
    counts = [undecided(whole, month, usual_cycle=scope.usual_cycle) for month in scope.whole.months()]
    return [
        Fact(period=str(month), metric="no_decision", unit="count", value=n, n=n)
        if len(whole)
        else Fact(period=str(month), metric="no_decision", unit="count", status="undefined", note="no_data")
        for month, n in zip(scope.whole.months(), counts, strict=True)
    ]


def undecided(ledger: pd.DataFrame, window: Period, *, usual_cycle: int) -> float:
    """Deals created more than twice ``usual_cycle`` days before the end of the window and open at its end."""
    limit = pd.Timestamp(window.last - timedelta(days=2 * usual_cycle))
    created, closed = pd.to_datetime(ledger["created"]), pd.to_datetime(ledger["closed"])
    waiting = (
        (created < limit) & (closed.isna() | (closed > pd.Timestamp(window.last))) & (ledger["state"] != "undated")
    )
    return float(ledger.loc[waiting, "n"].sum())


def closed_sums(ledger: pd.DataFrame, windows: list[Period], state: str) -> pd.DataFrame:
    """Numbers, amounts and days of the deals that ended in ``state`` in each window."""
    rows = ledger[ledger["state"] == state]
    return windowed(rows, month="closed", windows=windows, columns=["n", "valued", "amount", "timed", "days"])


def _by_closing(
    rows: pd.DataFrame, windows: list[Period], variant: dict[str, str], segment: str, scope: Scope
) -> list[Fact]:
    won, lost = (closed_sums(rows, windows, state)["n"] for state in ("won", "lost"))
    return _shares(won, won + lost, windows, pairs(variant), segment, scope, lost=bool(lost.sum()))


def _with_no_decision(rows: pd.DataFrame, windows: list[Period], scope: Scope) -> list[Fact]:
    won, lost = (closed_sums(rows, windows, state)["n"] for state in ("won", "lost"))
    open_ = pd.Series([undecided(rows, window, usual_cycle=scope.usual_cycle) for window in windows])
    variant = pairs({"no_decision": "counted"})
    return _shares(won, won + lost + open_, windows, variant, "all", scope, lost=bool(lost.sum() + open_.sum()))


def _shares(
    k: pd.Series, n: pd.Series, windows: list[Period], variant: str, segment: str, scope: Scope, *, lost: bool
) -> list[Fact]:
    low, high = wilson(k, n)
    return [
        Fact(
            period=str(window), metric="win_rate", variant=variant, segment=segment, unit="share",
            value=ratio(k[i], n[i]), low=low[i], high=high[i], n=n[i], numerator=k[i], denominator=n[i],
            **_standing(k[i], n[i], window, scope, lost=lost),
        )
        for i, window in enumerate(windows)
    ]  # fmt: skip


def _by_value(rows: pd.DataFrame, windows: list[Period], scope: Scope) -> list[Fact]:
    """In money: no interval, since a few large deals decide it."""
    won, lost = (closed_sums(rows, windows, state) for state in ("won", "lost"))
    value = won["amount"] + lost["amount"]
    n = won["valued"] + lost["valued"]
    return [
        Fact(
            period=str(window), metric="win_rate", variant=pairs({"weight": "value"}), unit="share",
            value=ratio(won["amount"][i], value[i]), n=n[i], numerator=won["amount"][i], denominator=value[i],
            **_standing(won["valued"][i], n[i], window, scope, lost=bool(lost["n"].sum())),
        )
        for i, window in enumerate(windows)
    ]  # fmt: skip


def _by_creation(durations: pd.DataFrame, scope: Scope) -> list[Fact]:
    windows = scope.windows(3, 12)
    within = durations[durations["days"] <= scope.horizon]
    won, lost = (
        windowed(within[within["state"] == state], month="month", windows=windows, columns=["n"])["n"]
        for state in ("won", "lost")
    )
    low, high = wilson(won, won + lost)
    facts = []
    for i, window in enumerate(windows):
        ripe = mature(window, scope.horizon, as_of=scope.as_of)
        mark = _standing(won[i], won[i] + lost[i], window, scope, lost=bool(lost.sum()))
        if not ripe and mark["status"] in ("ok", "too_few"):
            mark = {"status": "immature", "note": "immature"}
        facts.append(
            Fact(
                period=str(window), metric="win_rate", variant=pairs({"horizon": scope.horizon}), clock="cohort",
                unit="share", value=ratio(won[i], won[i] + lost[i]), low=low[i], high=high[i], n=won[i] + lost[i],
                numerator=won[i], denominator=won[i] + lost[i], mature=ripe, **mark,
            )
        )  # fmt: skip
    return facts


def _standing(k: float, n: float, window: Period, scope: Scope, *, lost: bool) -> dict[str, str]:
    if not n:
        return {"status": "undefined", "note": "zero_denominator"}
    if not lost:
        return {"status": "undefined", "note": "no_lost_deals"}
    if scope.truncated(window):
        return {"status": "undefined", "note": "left_truncated"}
    return {"status": "too_few", "note": "too_few"} if scope.thin(n, k) else {"status": "ok", "note": ""}
