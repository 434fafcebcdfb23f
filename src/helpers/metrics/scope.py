"""What a review asks for: which months, as of when, at which grain, with which bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.intervals import FEW_EXPECTED
from helpers.periods import Period


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The frame of a review. ``begins`` is the first month of the record; ``observed_from`` the first day from which
    wins were recorded, where earlier ones are known to be missing."""

    period: Period
    start: Period
    horizon: int
    few: int
    grain: str
    usual_cycle: int
    cards: tuple[str, ...] = ()
    begins: date | None = None
    observed_from: date | None = None

    @property
    def as_of(self) -> date:
        """The last local day that counts."""
        return self.period.as_of

    @property
    def whole(self) -> Period:
        """From the first month of the review to its period."""
        return Period(self.start.first, self.period.last)

    @property
    def other_grain(self) -> str:
        """The grain the engagement did not choose."""
        return "account" if self.grain == "person" else "person"

    def windows(self, *lengths: int) -> list[Period]:
        """The windows of these lengths that end in each month from ``start`` to ``period``, in order."""
        return [month.rolling(length) for length in lengths for month in self.whole.months()]

    def parts(self, metric: str) -> list[Period]:
        """Windows of segmented facts, within the record: those a review compares, not every month of the series.

        Windows that end with the period or with the last month mature at the horizon, the window before each and the
        same one last year; of the rolling year, for a card's metric the shorter ones too.
        """
        lengths = (1, 3, 12) if metric in self.cards else (12,)
        ends = {self.period.rolling(length) for length in lengths}
        ends |= {self.last_mature.rolling(length) for length in lengths}
        compared = sorted({near for window in ends for near in (window, window.prior(), window.last_year())})
        return [window for window in compared if self.begun(window)]

    @property
    def last_mature(self) -> Period:
        """The last month whose entrants have all been followed for the horizon."""
        return Period.month(self.as_of - timedelta(days=self.horizon - 1)).shift(-1)

    def begun(self, window: Period) -> bool:
        """Whether the record covers the window from its first month on."""
        return self.begins is not None and window.first >= self.begins.replace(day=1)

    def truncated(self, window: Period) -> bool:
        """Whether the window begins before wins were recorded."""
        return self.observed_from is not None and window.first < self.observed_from

    def thin(self, cases: float, events: float) -> bool:
        """Whether a share is too thin for its interval: under ``few`` cases, or under ten events.

        The bound up to which docs/known-truth.md shows that intervals keep their promise.
        """
        return cases < self.few or events < FEW_EXPECTED


def windowed(table: pd.DataFrame, *, month: str, windows: Sequence[Period], columns: Iterable[str]) -> pd.DataFrame:
    """Sums of ``columns`` over the rows whose ``month`` lies in each window: one row per window, in order."""
    names = list(columns)
    days = table[month].to_numpy("datetime64[D]")
    first, last = _bounds(tuple(windows))
    inside = (days[None, :] >= first[:, None]) & (days[None, :] <= last[:, None])
    numbers = np.column_stack([table[name].to_numpy("float64") for name in names])
    sums = inside.astype("float64") @ numbers
    return pd.DataFrame(sums, columns=names)


@lru_cache(maxsize=32)
def _bounds(windows: tuple[Period, ...]) -> tuple[np.ndarray, np.ndarray]:
    """First and last days; the same few lists of windows are asked for hundreds of times."""
    first = np.array([window.first for window in windows], dtype="datetime64[D]")
    return first, np.array([window.last for window in windows], dtype="datetime64[D]")
