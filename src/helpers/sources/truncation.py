"""Whether an export begins or ends in the middle: wins not kept at first, entries that stop before the wins do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

#: Below this chance, a first stretch without a win is no coincidence.
_CHANCE = 0.001


@dataclass(frozen=True)
class Stretch:
    """The first win and the entries before it, of which ``expected`` should have won by then."""

    day: date
    entries: int
    expected: float


def first_stretch(entered: pd.Series, won: pd.Series) -> Stretch | None:
    """The stretch before the first win, where later behaviour makes its emptiness improbable.

    ``entered`` and ``won`` are days on one index, ``won`` missing where there is no win. Entries from the first win on
    tell which share wins within t days, counting only those that were followed that long; earlier entries should have
    won as often before that day. With independent entries the chance of none is below exp(−expected), so the
    stretch is said when expected exceeds −ln(0.001) = 6.9.

    >>> days = pd.to_datetime(pd.Series(["2026-01-05"] * 40 + ["2026-03-01"] * 40))
    >>> wins = days.where(days.index >= 60)
    >>> first_stretch(days, wins)
    Stretch(day=datetime.date(2026, 3, 1), entries=40, expected=20.0)
    """
    known = entered.notna()
    day, win = entered[known], won[known]
    # A win dated before its own entry proves nothing about when wins were kept.
    orderly = win.where(win >= day)
    first = orderly.min()
    if pd.isna(first):
        return None
    before = day < first
    later = day[~before]
    if not len(later) or not before.any():
        return None
    last = max(day.max(), orderly.max())
    expected = _expected(day[before], later, orderly[~before], first, last)
    if np.exp(-expected) > _CHANCE:
        return None
    return Stretch(first.date(), int(before.sum()), round(expected, 1))


def _expected(early: pd.Series, later: pd.Series, wins: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> float:
    """Wins that the early entries should have had before ``first``."""
    waits = (wins - later).dt.days.to_numpy(dtype="float64", na_value=np.inf)
    followed = (last - later).dt.days.to_numpy()
    ages = np.minimum((first - early).dt.days.to_numpy() - 1, followed.max())
    days, entries = np.unique(ages, return_counts=True)
    shares = [np.mean(waits[followed >= day] <= day) for day in days]
    return float(np.dot(shares, entries))


@dataclass(frozen=True)
class Silence:
    """The last entry, and the wins that came after it."""

    day: date
    wins: int


def last_stretch(entered: pd.Series, won: pd.Series) -> Silence | None:
    """The stretch after the last entry, where wins go on and the earlier entries make its emptiness improbable.

    ``entered`` and ``won`` are days, each on an index of its own. Wins must go on for two months at least. Over the
    stretch of the same length that ends with the last entry, days with entries are counted, not entries, so that one
    load is one event; with as many expected afterwards the chance of none is exp(−days), said when below 0.001.

    >>> days = pd.Series(pd.date_range("2026-01-01", "2026-03-31"))
    >>> last_stretch(days, pd.to_datetime(pd.Series(["2026-02-01", "2026-05-01", "2026-06-01"])))
    Silence(day=datetime.date(2026, 3, 31), wins=2)
    """
    days, wins = entered.dropna(), won.dropna()
    if not len(days) or not len(wins):
        return None
    last, end = days.max(), wins.max()
    if end < last + pd.DateOffset(months=2):
        return None
    before = days[(days > last - (end - last)) & (days <= last)].nunique()
    if np.exp(-before) > _CHANCE:
        return None
    return Silence(last.date(), int((wins > last).sum()))
