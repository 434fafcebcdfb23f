"""Deals in progress and money won: open pipeline, its velocity, its cover of the target."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.intervals import sum_interval
from helpers.metrics.ledger import closed_sums, open_sums
from helpers.metrics.scope import Scope
from helpers.periods import Period, add_months
from helpers.ratio import ratio


def open_deals(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many new-business deals stood open at the end of each month?

    A deal without a creation day counts as open until it closes.
    """
    return _stocks("open_deals", _new(ledger), scope)


def open_pipeline(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How much were the open new-business deals worth at the end of each month?

    Usable amounts only, as last exported: exports do not say what a deal was worth then.
    """
    return _stocks("open_pipeline", _new(ledger), scope)


def _stocks(metric: str, rows: pd.DataFrame, scope: Scope) -> list[Fact]:
    months = list(scope.whole.months())
    sums = open_sums(rows, windows=months)
    stocks = zip(months, sums["n"].tolist(), sums["valued"].tolist(), sums["amount"].tolist(), strict=True)
    return [_stock(metric, str(month), *numbers, known=len(rows) > 0) for month, *numbers in stocks]


def _stock(metric: str, period: str, n: float, valued: float, amount: float, *, known: bool) -> Fact:
    unit = "count" if metric == "open_deals" else "money"
    if not known:
        return Fact(period=period, metric=metric, unit=unit, status="undefined", note="no_data")
    if unit == "money" and n and not valued:
        return Fact(period=period, metric=metric, unit=unit, n=n, status="undefined", note="no_amounts")
    return Fact(period=period, metric=metric, unit=unit, value=n if unit == "count" else amount, n=n)


def revenue_won(ledger: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How much was won in each window of 1, 3 and 12 months? New business (∅, also by segment) and all kinds.

    The interval takes deals as independent (compound Poisson): few large deals leave a wide one.
    """
    whole, new = ledger[ledger["name"] == ""], ledger[ledger["kind"] == "new"]
    facts = _revenue(whole[whole["kind"] == "new"], scope.windows(1, 3, 12), "", "all", scope)
    facts += _revenue(whole, scope.windows(1, 3, 12), pairs({"kind": "all"}), "all", scope)
    for (name, value), part in new[new["name"] != ""].groupby(["name", "value"]):
        facts += _revenue(part, scope.parts("revenue_won"), "", pairs({str(name): value}), scope)
    return facts


def _revenue(rows: pd.DataFrame, windows: list[Period], variant: str, segment: str, scope: Scope) -> list[Fact]:
    sums = closed_sums(rows, windows=windows, state="won")
    return [
        Fact(
            period=str(window), metric="revenue_won", variant=variant, segment=segment, unit="money",
            **_money(sums.iloc[i], window, scope),
        )
        for i, window in enumerate(windows)
    ]  # fmt: skip


def _money(sums: pd.Series, window: Period, scope: Scope) -> dict[str, Any]:
    """Value and standing of a sum of amounts; kept but marked where the record does not cover the window."""
    amount, n, valued, squares = (float(sums[name]) for name in ("amount", "n", "valued", "squares"))
    if scope.begins is None:
        return {"status": "undefined", "note": "no_data"}
    if n and not valued:
        return {"n": n, "status": "undefined", "note": "no_amounts"}
    if not scope.begun(window) or scope.truncated(window):
        return {"value": amount, "n": n, "status": "undefined", "note": "left_truncated"}
    low, high = sum_interval(amount, squares)
    return {"value": amount, "n": n, "low": low, "high": high}


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
    windows = scope.windows(12)
    new = ledger[ledger["kind"] == "new"]
    names = sorted(name for name in new["name"].unique() if name)
    parts = new[new["name"] == (names[0] if names else "")]
    flows = [_flows(part, windows) for _, part in parts.groupby("value")] or [_flows(parts, windows)]
    facts = [_expected([flow.iloc[i] for flow in flows], window, scope) for i, window in enumerate(windows)]
    whole = closed_sums(new[new["name"] == ""], windows=windows, state="won")
    return facts + [_realised(whole.iloc[i], window, scope) for i, window in enumerate(windows)]


def _flows(rows: pd.DataFrame, windows: list[Period]) -> pd.DataFrame:
    """Per window: deals won and ended, money won, days of the ended, deals open at the end."""
    won, lost = (closed_sums(rows, windows=windows, state=state) for state in ("won", "lost"))
    return pd.DataFrame(
        {
            "won": won["n"], "ended": won["n"] + lost["n"], "valued": won["valued"], "amount": won["amount"],
            "timed": won["timed"] + lost["timed"], "days": won["days"] + lost["days"],
            "open": open_sums(rows, windows=windows)["n"],
        }
    )  # fmt: skip


def _expected(flows: list[pd.Series], window: Period, scope: Scope) -> Fact:
    key: dict[str, Any] = {"period": str(window), "metric": "pipeline_velocity", "unit": "money_per_day"}
    n = sum(float(flow["ended"]) for flow in flows)
    if not n:
        return Fact(**key, n=n, status="undefined", note="zero_denominator")
    thick = [flow for flow in flows if flow["ended"] >= scope.few]
    thin = [flow for flow in flows if flow["ended"] < scope.few]
    pooled = [pd.concat(thin, axis=1).sum(axis=1)] if thin else []
    total = sum(_yield(flow) for flow in [*thick, *pooled])
    if total != total:
        return Fact(**key, n=n, status="undefined", note="no_amounts")
    mark: dict[str, Any] = {"status": "too_few", "note": "too_few"} if n < scope.few else {}
    if not scope.begun(window) or scope.truncated(window):
        mark = {"status": "undefined", "note": "left_truncated"}
    return Fact(**key, value=total, n=n, **mark)


def _yield(flow: pd.Series) -> float:
    """Money a day: open deals x win rate x mean amount won / mean days; 0 where nothing was won."""
    if not flow["won"]:
        return 0.0
    value, days = ratio(flow["amount"], flow["valued"]), ratio(flow["days"], flow["timed"])
    return ratio(flow["open"] * ratio(flow["won"], flow["ended"]) * value, days)


def _realised(won: pd.Series, window: Period, scope: Scope) -> Fact:
    days = (window.last - window.first).days + 1
    found = _money(won, window, scope)
    if "value" in found:
        found |= {"numerator": found["value"], "denominator": days}
        found |= {name: found[name] / days for name in ("value", "low", "high") if name in found}
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
    stock = open_sums(rows, windows=[scope.period]).iloc[0]
    if stock["n"] and not stock["valued"]:
        return Fact(**key, n=stock["n"], status="undefined", note="no_amounts")
    booked = closed_sums(rows, windows=[Period(year.first, scope.period.last)], state="won")["amount"].iloc[0]
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
