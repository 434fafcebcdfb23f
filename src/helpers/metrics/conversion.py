"""From stage to stage: of those who entered one, how many reached the next, on both clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.facts import Fact, pairs
from helpers.intervals import wilson
from helpers.metrics.counts.stages import PAIRS
from helpers.metrics.maturity import conversion_lag, mature
from helpers.metrics.scope import Scope, windowed
from helpers.periods import Period
from helpers.ratio import ratio


@dataclass(frozen=True)
class StageCounts:
    """The fetched counts ``stage_pairs`` and ``stage_entries``."""

    pairs: pd.DataFrame
    entries: pd.DataFrame


def lead_to_mql(counts: StageCounts, *, scope: Scope) -> list[Fact]:
    """Of the leads that came in, how many became marketing-qualified? See ``conversion``."""
    return conversion("lead_to_mql", counts, scope=scope)


def mql_to_sql(counts: StageCounts, *, scope: Scope) -> list[Fact]:
    """Of the MQLs, how many had their need confirmed by sales? See ``conversion``."""
    return conversion("mql_to_sql", counts, scope=scope)


def sql_to_opportunity(counts: StageCounts, *, scope: Scope) -> list[Fact]:
    """Of the SQLs, how many became an opportunity? See ``conversion``."""
    return conversion("sql_to_opportunity", counts, scope=scope)


def opportunity_to_customer(counts: StageCounts, *, scope: Scope) -> list[Fact]:
    """Of the opportunities, how many became a customer? See ``conversion``."""
    return conversion("opportunity_to_customer", counts, scope=scope)


def mql_to_customer(counts: StageCounts, *, scope: Scope) -> list[Fact]:
    """Of the MQLs, how many became a customer? See ``conversion``."""
    return conversion("mql_to_customer", counts, scope=scope)


def offer_to_order(counts: StageCounts, *, scope: Scope) -> list[Fact]:
    """Of the offers made, how many became an order? Counted per deal; ``grain=account`` beside it."""
    return conversion("offer_to_order", counts, scope=scope)


def conversion(metric: str, counts: StageCounts, *, scope: Scope) -> list[Fact]:
    """The facts of one conversion at both grains, and by segment at the main one."""
    main, other = ("deal", "account") if metric == "offer_to_order" else (scope.grain, scope.other_grain)
    facts: list[Fact] = []
    for grain, variant in ((main, {}), (other, {"grain": other})):
        found = StageCounts(
            counts.pairs[(counts.pairs["metric"] == metric) & (counts.pairs["grain"] == grain)],
            counts.entries[(counts.entries["grain"] == grain) & counts.entries["stage"].isin(PAIRS[metric])],
        )
        if not _recorded(metric, found.entries):
            facts += _no_stage(metric, scope.windows(1, 3, 12), variant, scope)
            continue
        lag = conversion_lag(found.pairs[found.pairs["name"] == ""], as_of=scope.as_of, few=scope.few)
        monthly, shape = _monthly(found.pairs, scope.horizon), _Shape(metric, variant, ("", ""), lag)
        entries, windows = found.entries, scope.windows(1, 3, 12)
        facts += _cohorts(monthly[monthly["name"] == ""], windows, shape, scope)
        facts += _flows(entries[entries["name"] == ""], windows, shape, scope)
        if grain == main:
            facts += _segments(metric, monthly, entries, lag, scope)
    return facts


def _recorded(metric: str, entries: pd.DataFrame) -> bool:
    """Whether both stages were ever seen; one that is only passed through would convert everybody."""
    seen = entries[entries["name"] == ""].groupby("stage")["seen"].sum()
    return all(seen.get(stage, 0) > 0 for stage in PAIRS[metric])


@dataclass(frozen=True)
class _Shape:
    """What the facts of one series have in common; ``part`` is a segment's name and value, both empty for the whole."""

    metric: str
    variant: dict[str, str]
    part: tuple[str, str]
    lag: float

    @property
    def segment(self) -> str:
        return pairs({self.part[0]: self.part[1]}) if self.part[0] else "all"

    @property
    def to_customer(self) -> bool:
        return PAIRS[self.metric][1] == "customer"


def _segments(metric: str, monthly: pd.DataFrame, entries: pd.DataFrame, lag: float, scope: Scope) -> list[Fact]:
    """Within the horizon, for the windows of segmented facts; the flow for the rolling year only."""
    windows, years = scope.parts(metric), [window for window in scope.parts(metric) if window.length == 12]
    cohorts, flows = _split(monthly), _split(entries)
    facts: list[Fact] = []
    for part in sorted(part for part in flows if part[0]):
        shape = _Shape(metric, {}, part, lag)
        facts += _cohorts(cohorts.get(part, monthly.head(0)), windows, shape, scope, ever=False)
        facts += _flows(flows[part], years, shape, scope)
    return facts


def _split(table: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    return {(str(name), str(value)): rows for (name, value), rows in table.groupby(["name", "value"])}


def _monthly(rows: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Per segment value and month: entrants, converted within the horizon, converted so far."""
    won = rows["converted"].astype(float) * rows["n"]
    table = rows[["name", "value", "month", "n"]].assign(ever=won, within=won * (rows["days"] <= horizon))
    return table.groupby(["name", "value", "month"]).sum().reset_index()


def _cohorts(
    rows: pd.DataFrame, windows: list[Period], shape: _Shape, scope: Scope, *, ever: bool = True
) -> list[Fact]:
    sums = windowed(rows, month="month", windows=windows, columns=["n", "within", "ever"])
    facts: list[Fact] = []
    series = [("within", str(scope.horizon), float(scope.horizon)), ("ever", "ever", shape.lag)]
    for column, name, days in series if ever else series[:1]:
        low, high = wilson(sums[column], sums["n"])
        cases = zip(windows, sums[column].tolist(), sums["n"].tolist(), low.tolist(), high.tolist(), strict=True)
        for window, k, n, below, above in cases:
            facts.append(
                Fact(
                    period=str(window), metric=shape.metric, variant=pairs({**shape.variant, "horizon": name}),
                    segment=shape.segment, clock="cohort", unit="share", value=ratio(k, n), low=below, high=above,
                    n=n, numerator=k, denominator=n, mature=mature(window, days, as_of=scope.as_of),
                    **_standing(k, n, window, mature(window, days, as_of=scope.as_of), shape, scope),
                )
            )  # fmt: skip
    return facts


def _standing(k: float, n: float, window: Period, ripe: bool, shape: _Shape, scope: Scope) -> dict[str, Any]:
    """Status and note, the gravest first."""
    if not n:
        return {"status": "undefined", "note": "zero_denominator"}
    if shape.to_customer and scope.truncated(window):
        return {"status": "undefined", "note": "left_truncated"}
    if not ripe:
        return {"status": "immature", "note": "immature"}
    return {"status": "too_few", "note": "too_few"} if scope.thin(n, k) else {"status": "ok", "note": ""}


def _flows(rows: pd.DataFrame, windows: list[Period], shape: _Shape, scope: Scope) -> list[Fact]:
    """Entries into the later stage over entries into the earlier one: no share of the same people, no interval."""
    earlier, later = PAIRS[shape.metric]
    n = windowed(rows[rows["stage"] == earlier], month="month", windows=windows, columns=["n"])["n"].tolist()
    k = windowed(rows[rows["stage"] == later], month="month", windows=windows, columns=["n"])["n"].tolist()
    return [
        Fact(
            period=str(window), metric=shape.metric, variant=pairs(shape.variant), segment=shape.segment, unit="share",
            value=ratio(k[i], n[i]), n=n[i], numerator=k[i], denominator=n[i],
            **_standing(k[i], n[i], window, True, shape, scope),
        )
        for i, window in enumerate(windows)
    ]  # fmt: skip


def _no_stage(metric: str, windows: list[Period], variant: dict[str, str], scope: Scope) -> list[Fact]:
    horizons = [{"horizon": str(scope.horizon)}, {"horizon": "ever"}]
    kinds = [("cohort", pairs({**variant, **horizon})) for horizon in horizons] + [("period", pairs(variant))]
    return [
        Fact(period=str(window), metric=metric, variant=name, clock=clock, unit="share", n=np.nan,
             mature=False if clock == "cohort" else None, status="undefined", note="no_stage")
        for clock, name in kinds
        for window in windows
    ]  # fmt: skip
