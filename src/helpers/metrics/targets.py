"""What both teams promised: the targets in force, and the target beside each figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.catalog import catalog
from helpers.periods import Period

#: Money that adds up over months; other money (cost of one customer, lifetime value …) is a rate.
SUMS = frozenset({"revenue_won", "existing_revenue", "spend"})
#: Figures of a moment: over several months the last one counts, not the sum.
STOCKS = frozenset({"open_pipeline", "open_deals", "no_decision"})


@dataclass(frozen=True)
class Targets:
    """The targets of one metric and segment: period → value, each the one agreed last."""

    metric: str
    segment: str
    values: dict[str, float]

    def over(self, window: Period) -> float:
        """Target of a window of a figure that adds up: its own, else that of its months together, else of its quarters
        (from its first month on, in threes); ``nan`` if none."""
        if str(window) in self.values:
            return self.values[str(window)]
        months = [self.values.get(str(month), math.nan) for month in window.months()]
        if self.metric in STOCKS:
            return months[-1]
        found = math.fsum(months)
        return self._quarters(window) if math.isnan(found) and window.length % 3 == 0 else found

    def _quarters(self, window: Period) -> float:
        quarters = (month.shift(2).rolling(3) for month in list(window.months())[::3])
        return math.fsum(self.values.get(str(quarter), math.nan) for quarter in quarters)

    def holding(self, day: date) -> float:
        """Target of a rate in force on a day: that of the shortest period that holds it; ``nan`` if none."""
        fitting = [
            (Period.parse(text).length, value) for text, value in self.values.items() if Period.parse(text).holds(day)
        ]
        return min(fitting)[1] if fitting else math.nan


def adds_up(metric: str) -> bool:
    """Whether targets of the metric are amounts to reach (counts, sums of money) rather than rates to hold."""
    record = catalog().get(metric)
    return metric in SUMS | STOCKS or (record is not None and record.unit == "count")


def agreed(targets: pd.DataFrame, *, as_of: date) -> list[Targets]:
    """The targets in force on ``as_of``, one record per metric and segment in total order.

    Of several for the same figure and period the one set last by then; one without a date counts as the oldest, one
    set later does not exist yet.
    """
    when = pd.to_datetime(targets["set_on"])
    known = targets.assign(when=when)[when.isna() | (when <= pd.Timestamp(as_of))]
    ordered = known.sort_values(["metric", "segment", "when"], kind="stable", na_position="first")
    return [
        Targets(
            str(metric),
            str(segment),
            {str(Period.parse(p)): float(v) for p, v in zip(rows["period"], rows["value"], strict=True)},
        )
        for (metric, segment), rows in ordered.groupby(["metric", "segment"], sort=True)
    ]


def with_targets(facts: pd.DataFrame, targets: list[Targets], *, horizon_days: int) -> pd.DataFrame:
    """The same facts with ``target`` filled where one was agreed for that figure and time.

    Counts and sums take the target of exactly their window (its own, or its months' together); rates take that of the
    shortest target period that holds their last month. Only main figures: no variant, or the cohort rate within the
    horizon.
    """
    rows = facts.copy()
    main = rows["variant"].isin(["", f"horizon={horizon_days}"])
    for promised in targets:
        mine = main & (rows["metric"] == promised.metric) & (rows["segment"] == promised.segment)
        rows.loc[mine, "target"] = [_beside(promised, Period.parse(text)) for text in rows.loc[mine, "period"]]
    return rows


def _beside(promised: Targets, window: Period) -> float:
    return promised.over(window) if adds_up(promised.metric) else promised.holding(window.last)
