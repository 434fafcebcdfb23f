"""Deals in progress and money won: open pipeline, its velocity, its cover of the target."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.metrics.scope import Scope
from helpers.metrics.win_rate import closed_sums
from helpers.periods import Period, add_months
from helpers.ratio import ratio


def open_deals(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many new-business deals stood open at the end of each month?

    A deal without a creation day counts as open until it closes.
    """
    rows = _new(ledger)
    return [_stock("open_deals", "count", month, open_at(rows, month)["n"], rows) for month in scope.whole.months()]


def open_pipeline(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How much were the open new-business deals worth at the end of each month?

    Usable amounts only, as last exported: exports do not say what a deal was worth then.
    """
    rows = _new(ledger)
    facts = []
    for month in scope.whole.months():
        stock = open_at(rows, month)
        facts.append(
            _stock("open_pipeline", "money", month, stock["amount"], rows, valued=stock["valued"], n=stock["n"])
        )
    return facts


def open_at(ledger: pd.DataFrame, window: Period) -> pd.Series:
    """Numbers and amounts of the deals open at the end of the window."""
    end = pd.Timestamp(window.last)
    created, closed = pd.to_datetime(ledger["created"]), pd.to_datetime(ledger["closed"])
    waiting = (created.isna() | (created <= end)) & (closed.isna() | (closed > end)) & (ledger["state"] != "undated")
    sums: pd.Series = ledger.loc[waiting, ["n", "valued", "amount"]].astype("float64").sum()
    return sums


def _stock(
    metric: str, unit: str, month: Period, value: float, rows: pd.DataFrame, *, valued: float = 1.0, n: float = 0.0
) -> Fact:
    if rows.empty:
        return Fact(period=str(month), metric=metric, unit=unit, status="undefined", note="no_data")
    if n and not valued:
        return Fact(period=str(month), metric=metric, unit=unit, n=n, status="undefined", note="no_amounts")
    return Fact(period=str(month), metric=metric, unit=unit, value=float(value), n=float(n or value))


def revenue_won(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How much was won in each window of 1, 3 and 12 months? New business (∅, also by segment) and all kinds."""
    whole, new = ledger[ledger["name"] == ""], ledger[ledger["kind"] == "new"]
    facts = _revenue(whole[whole["kind"] == "new"], scope.windows(1, 3, 12), "", "all", scope)
    facts += _revenue(whole, scope.windows(1, 3, 12), pairs({"kind": "all"}), "all", scope)
    lengths = (1, 3, 12) if "revenue_won" in scope.cards else (12,)
    for (name, value), part in new[new["name"] != ""].groupby(["name", "value"]):
        facts += _revenue(part, scope.windows(*lengths), "", pairs({str(name): value}), scope)
    return facts


def _revenue(rows: pd.DataFrame, windows: list[Period], variant: str, segment: str, scope: Scope) -> list[Fact]:
    sums = closed_sums(rows, windows, "won")
    return [
        Fact(
            period=str(window), metric="revenue_won", variant=variant, segment=segment, unit="money",
            **_money(float(sums["amount"][i]), float(sums["n"][i]), float(sums["valued"][i]), window, scope),
        )
        for i, window in enumerate(windows)
    ]  # fmt: skip


def _money(amount: float, n: float, valued: float, window: Period, scope: Scope) -> dict[str, Any]:
    """Value and standing of a sum of amounts; kept but marked where the record does not cover the window."""
    if n and not valued:
        return {"n": n, "status": "undefined", "note": "no_amounts"}
    if not scope.begun(window) or scope.truncated(window):
        return {"value": amount, "n": n, "status": "undefined", "note": "left_truncated"}
    return {"value": amount, "n": n}


def deal_value(closed: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Which deals closed in the month, and for how much? One row each; undefined where the amount is not usable."""
    facts = []
    for row in closed.to_dict("records"):
        segment = pairs({"deal": _plain(row["deal_id"]), "outcome": row["outcome"]})
        key: dict[str, Any] = {"period": str(scope.period), "metric": "deal_value", "segment": segment, "unit": "money"}
        if row["amount"] is None or pd.isna(row["amount"]):
            facts.append(Fact(**key, n=1, status="undefined", note="no_amounts"))
        else:
            facts.append(Fact(**key, value=float(row["amount"]), n=1))
    return facts


def _plain(identifier: object) -> str:
    """A record id that cannot be mistaken for another pair."""
    return str(identifier).replace(";", ",").replace("=", ":")


def pipeline_velocity(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How much does the pipeline yield a day?

    Open deals at the end of the rolling year x win rate x mean amount won / mean days from creation to the end, won or
    lost (Little's law: deals in progress over days in progress is deals ended a day). A product of means hides the
    mix, so it is computed per value of the first named segment and summed; values under ``few`` closed deals are
    pooled. ``method=realised`` beside it is the money won over the days of the year.
    """
    new = ledger[ledger["kind"] == "new"]
    facts: list[Fact] = []
    for window in scope.windows(12):
        facts += [_expected(new, window, scope), _realised(new, window, scope)]
    return facts


def _expected(new: pd.DataFrame, window: Period, scope: Scope) -> Fact:
    key: dict[str, Any] = {"period": str(window), "metric": "pipeline_velocity", "unit": "money_per_day"}
    names = sorted(name for name in new["name"].unique() if name)
    parts = new[new["name"] == (names[0] if names else "")]
    closed = parts[parts["state"].isin(["won", "lost"])]
    inside = pd.to_datetime(closed["closed"]).between(pd.Timestamp(window.first), pd.Timestamp(window.last))
    sizes = closed[inside].groupby("value")["n"].sum()
    thick = sizes[sizes >= scope.few].index
    pooled = parts.assign(value=parts["value"].where(parts["value"].isin(thick), ""))
    yields = [_yield(part, window) for _, part in pooled.groupby("value")]
    n = float(sizes.sum())
    if not n:
        return Fact(**key, n=0, status="undefined", note="zero_denominator")
    total = sum(value for value, size in yields if size)
    if total != total:
        return Fact(**key, n=n, status="undefined", note="no_amounts")
    mark: dict[str, Any] = {"status": "too_few", "note": "too_few"} if n < scope.few else {}
    if not scope.begun(window) or scope.truncated(window):
        mark = {"status": "undefined", "note": "left_truncated"}
    return Fact(**key, value=total, n=n, **mark)


def _yield(rows: pd.DataFrame, window: Period) -> tuple[float, float]:
    """Money a day of one part, and how many deals it closed; 0 where nothing was won."""
    won, lost = (closed_sums(rows, [window], state).iloc[0] for state in ("won", "lost"))
    ended = won["n"] + lost["n"]
    if not won["n"]:
        return 0.0, ended
    days = ratio(won["days"] + lost["days"], won["timed"] + lost["timed"])
    share, value = ratio(won["n"], ended), ratio(won["amount"], won["valued"])
    return ratio(open_at(rows, window)["n"] * share * value, days), ended


def _realised(new: pd.DataFrame, window: Period, scope: Scope) -> Fact:
    won = closed_sums(new[new["name"] == ""], [window], "won").iloc[0]
    days = (window.last - window.first).days + 1
    found = _money(float(won["amount"]), float(won["n"]), float(won["valued"]), window, scope)
    if "value" in found:
        found |= {"numerator": found["value"], "denominator": days, "value": found["value"] / days}
    return Fact(
        period=str(window), metric="pipeline_velocity", variant="method=realised", unit="money_per_day", **found
    )


def coverage(ledger: pd.DataFrame, targets: pd.DataFrame, *, fiscal_year_start: int, scope: Scope) -> Fact:
    """How many times does the open pipeline cover what is missing to the target of the fiscal year?

    Open new-business pipeline over (target of ``revenue_won`` - new business won so far). No value once the target is
    met (``zero_denominator``) or where the year has no target (``no_targets``).
    """
    year = fiscal_year(scope.period, starts=fiscal_year_start)
    rows = _new(ledger)
    key: dict[str, Any] = {"period": str(scope.period), "metric": "coverage", "unit": "ratio"}
    target = year_target(targets, year)
    if target is None:
        return Fact(**key, status="undefined", note="no_targets")
    stock = open_at(rows, scope.period)
    if stock["n"] and not stock["valued"]:
        return Fact(**key, n=stock["n"], status="undefined", note="no_amounts")
    booked = closed_sums(rows, [Period(year.first, scope.period.last)], "won")["amount"].iloc[0]
    missing = target - booked
    if missing <= 0:
        return Fact(**key, n=stock["n"], numerator=stock["amount"], denominator=missing, target=target,
                    status="undefined", note="zero_denominator")  # fmt: skip
    return Fact(**key, value=ratio(stock["amount"], missing), n=stock["n"], numerator=stock["amount"],
                denominator=missing, target=target)  # fmt: skip


def fiscal_year(period: Period, *, starts: int) -> Period:
    """The fiscal year that holds the end of the period.

    >>> str(fiscal_year(Period.parse("2026-03"), starts=4))
    '2025-04/2026-03'
    """
    first = add_months(period.last, -((period.last.month - starts) % 12))
    return Period.month(first).shift(11).rolling(12)


def year_target(targets: pd.DataFrame, year: Period) -> float | None:
    """The year's target of new revenue: its own row, else its halves, quarters or months where they fill the year."""
    rows = targets[(targets["metric"] == "revenue_won") & (targets["segment"] == "all")]
    periods = [(Period.parse(text), float(value)) for text, value in zip(rows["period"], rows["value"], strict=True)]
    for length in (12, 6, 4, 3, 1):
        parts = {str(p): value for p, value in periods
                 if p.length == length and year.first <= p.first and p.last <= year.last}  # fmt: skip
        if len(parts) * length == 12:
            return sum(parts.values())
    return None


def _new(ledger: pd.DataFrame) -> pd.DataFrame:
    return ledger[(ledger["kind"] == "new") & (ledger["name"] == "")]
