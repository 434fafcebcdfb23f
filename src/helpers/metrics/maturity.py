"""When has a cohort had its time? Lags from counts, with those who have not converted yet still waiting."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from helpers.intervals import cumulative_incidence
from helpers.periods import Period


def mature(window: Period, days: float, *, as_of: date) -> bool:
    """Whether everyone of the window has been followed for ``days`` by ``as_of``; never for missing ``days``.

    >>> mature(Period.parse("2026-03"), 90, as_of=date(2026, 6, 29))
    True
    """
    return not np.isnan(days) and window.last + timedelta(days=int(np.ceil(days))) <= as_of


def supported_day(months: pd.DataFrame, *, as_of: date, few: int) -> float:
    """Up to which day have at least ``few`` cases been followed? ``nan`` where no month has ended by ``as_of``.

    ``months`` holds ``month`` (a first day) and ``n``. A month counts as followed from its last day on, so the
    answer errs on the short side. With fewer than ``few`` cases in all, the follow-up of the earliest month.
    """
    cases = months[months["n"] > 0].groupby("month")["n"].sum().sort_index()
    followed = np.array([(as_of - Period.month(month).last).days for month in cases.index], dtype="float64")
    if not len(followed) or followed[0] < 0:
        return float("nan")
    enough = np.flatnonzero(cases.cumsum().to_numpy() >= few)
    return float(max(followed[enough[0]], 0.0)) if len(enough) else float(followed[0])


def conversion_lag(pairs: pd.DataFrame, *, as_of: date, few: int, share: float = 0.9) -> float:
    """By which day have ``share`` of those who will convert done so? ``nan`` where nobody has.

    ``pairs`` are rows of the count ``stage_pairs`` for one conversion and grain. Those who have not converted wait
    until ``as_of``, whatever else became of them: they can no longer convert and stay in the denominator, so ends
    that compete need not be known. The share is of the incidence on the last supported day.
    """
    timed = pairs[pairs["timed"]]
    counts = pd.DataFrame({"days": timed["days"], "status": timed["converted"].astype(int), "n": timed["n"]})
    curve = cumulative_incidence(counts)
    within = curve[curve["day"] <= supported_day(timed, as_of=as_of, few=few)]
    if within.empty or within["share"].iloc[-1] <= 0:
        return float("nan")
    target = share * within["share"].iloc[-1]
    return float(within.loc[within["share"] >= target - 1e-12, "day"].iloc[0])
