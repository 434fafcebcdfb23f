"""Intervals from counts: how far a share, an incidence or a survival may be from what was seen.

Everything here takes small tables of counts (durations in whole days with the number of cases that share them), never
one row per case. Point estimates of curves are statsmodels'; the variances are computed here, because statsmodels 0.15
gives wrong ones (``SurvfuncRight``) or none (``CumIncidenceRight``) when cases carry frequency weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

Floats = NDArray[np.float64]
LEVEL = 0.95
#: Below this many expected events an interval is not promised (docs/known-truth.md).
FEW_EXPECTED = 10
#: Columns of a curve: the day, its share, standard error, interval, cases at risk just before it, events on it.
CURVE = ["day", "share", "error", "low", "high", "at_risk", "events"]


def wilson(events: ArrayLike, cases: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Between which shares does the true one lie, given ``events`` of ``cases``?

    Wilson's score interval (Wilson 1927; Brown, Cai & DasGupta 2001), through statsmodels. Element by element; ``nan``
    where there are no cases or where ``events`` is not between 0 and ``cases``. Bounds stay within 0 and 1.

    >>> low, high = wilson([2], [12])
    >>> round(float(low[0]), 3), round(float(high[0]), 3)
    (0.047, 0.448)
    """
    k, n = np.broadcast_arrays(np.atleast_1d(np.asarray(events, float)), np.atleast_1d(np.asarray(cases, float)))
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    fits = (n > 0) & (k >= 0) & (k <= n)
    if fits.any():
        below, above = proportion_confint(k[fits], n[fits], alpha=1 - level, method="wilson")
        low[fits] = np.where(k[fits] == 0, 0.0, below)
        high[fits] = np.where(k[fits] == n[fits], 1.0, above)
    return low, high


def zero_bound(cases: ArrayLike, *, level: float = LEVEL) -> Floats:
    """How large may a share be of which nothing was seen among ``cases``? ``nan`` where there are none.

    The exact one-sided bound ``1 - (1 - level)^(1/n)``, close to 3/n (the rule of three; Hanley & Lippman-Hand 1983).

    >>> float(zero_bound(15)[0].round(3))
    0.181
    """
    n = np.atleast_1d(np.asarray(cases, float))
    bound = np.full(n.shape, np.nan)
    bound[n > 0] = 1 - (1 - level) ** (1 / n[n > 0])
    return bound


def loglog(share: ArrayLike, error: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Interval of a share with a standard error, symmetric on the log(-log) scale, so always within 0 and 1.

    Kalbfleisch & Prentice (2002, section 1.4). ``nan`` where the share is 0 or 1 (see ``zero_bound``) or missing.

    >>> low, high = loglog([0.2], [0.05])
    >>> [round(float(bound[0]), 4) for bound in (low, high)]
    [0.1128, 0.3051]
    """
    p, se = np.broadcast_arrays(np.atleast_1d(np.asarray(share, float)), np.atleast_1d(np.asarray(error, float)))
    low, high = np.full(p.shape, np.nan), np.full(p.shape, np.nan)
    inner = (p > 0) & (p < 1)
    width = norm.ppf(0.5 + level / 2) * se[inner] / (p[inner] * -np.log(p[inner]))
    low[inner], high[inner] = p[inner] ** np.exp(width), p[inner] ** np.exp(-width)
    return low, high


def sum_interval(total: float, squares: float, *, level: float = LEVEL) -> tuple[float, float]:
    """Between which amounts does a sum of independent sales lie, given the sum of their squares?

    Compound Poisson: the variance of the sum is the sum of squares; on the log scale, so that it stays above zero.
    ``nan`` where the sum is zero or less.

    >>> low, high = sum_interval(1000.0, 100 * 10.0**2)
    >>> round(low), round(high)
    (822, 1217)
    """
    if not total > 0:
        return float("nan"), float("nan")
    width = float(np.exp(norm.ppf(0.5 + level / 2) * np.sqrt(squares) / total))
    return total / width, total * width


def cumulative_incidence(counts: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """By which day has which share met the event, while other ends compete and the rest are still open?

    Parameters
    ----------
    counts
        ``days`` (whole, from 0), ``status`` (0 still open, 1 the event, 2 a competing end) and ``n`` cases. Cases of
        the same day that are still open count as at risk on that day.

    Returns
    -------
    The Aalen-Johansen curve, one row per day with cases, in the columns ``CURVE``; no rows for no cases. ``error`` is
    the delta-method standard error of Marubini & Valsecchi (1995, section 10.3), the interval log(-log). Where the
    share is 0 the upper bound is ``zero_bound`` of the cases at risk.

    >>> counts = pd.DataFrame({"days": [5, 10, 20], "status": [1, 2, 0], "n": [1, 1, 2]})
    >>> cumulative_incidence(counts)[["day", "share", "at_risk"]].to_numpy().tolist()
    [[5.0, 0.25, 4.0], [10.0, 0.25, 3.0], [20.0, 0.25, 2.0]]
    """
    steps = _steps(counts)
    share = np.zeros(len(steps.day))
    if (steps.status == 1).any():
        share = np.asarray(CumIncidenceRight(steps.days, steps.status, freq_weights=steps.n).cinc[0])
        # Its sums round: a share may end at 1 + 2e-16 or 1 - 1e-16 instead of 1, or fall by as much.
        share = np.clip(np.maximum.accumulate(share), 0.0, 1.0)
        share[share > 1 - 1e-12] = 1.0
    error = np.sqrt(_incidence_variance(share, steps))
    return _curve(steps, share, error, level)


def survival(counts: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Which share is still without the event after each day?

    ``counts`` as for ``cumulative_incidence``, with ``status`` 0 (still there) or 1 (the event). The Kaplan-Meier
    estimate, Greenwood's standard error and log(-log) intervals, in the columns ``CURVE``. Before the first event the
    share is 1 and its lower bound ``1 - zero_bound``.

    >>> counts = pd.DataFrame({"days": [5, 5, 10, 10, 20], "status": [1, 0, 1, 0, 0], "n": [3, 2, 4, 1, 6]})
    >>> survival(counts)["error"].round(4).tolist()
    [0.0976, 0.1332, 0.1332]
    """
    steps = _steps(counts)
    share = np.ones(len(steps.day))
    if (steps.status == 1).any():
        fitted = SurvfuncRight(steps.days, steps.status, freq_weights=steps.n)
        share = np.r_[1.0, fitted.surv_prob][np.searchsorted(fitted.surv_times, steps.day, side="right")]
    error = share * np.sqrt(np.cumsum(_greenwood(steps.at_risk, steps.events)))
    return _curve(steps, share, error, level)


def at(curve: pd.DataFrame, day: float) -> pd.Series:
    """The row of a curve that holds on ``day``: the last at or before it, else the start of the curve (share nan)."""
    place = int(np.searchsorted(curve["day"].to_numpy(), day, side="right")) - 1
    row: pd.Series = curve.iloc[place] if place >= 0 else pd.Series(dict.fromkeys(CURVE, np.nan))
    return row


@dataclass(frozen=True)
class _Steps:
    """The cases, and per ``day`` those at risk just before it, events (status 1) and ends of any kind."""

    days: Floats
    status: NDArray[np.int64]
    n: Floats
    day: Floats
    at_risk: Floats
    events: Floats
    ends: Floats


def _steps(counts: pd.DataFrame) -> _Steps:
    days, n = (counts[name].to_numpy("float64") for name in ("days", "n"))
    status = counts["status"].to_numpy("int64")
    days, status, n = days[n > 0], status[n > 0], n[n > 0]
    if (days < 0).any():
        raise ValueError("durations: negative days; leave out what is not timed")
    day, place = np.unique(days, return_inverse=True)
    every, events, ends = (
        np.bincount(place, weights=n * chosen, minlength=len(day)).astype("float64")
        for chosen in (np.ones(len(n)), status == 1, status > 0)
    )
    return _Steps(days, status, n, day, np.cumsum(every[::-1])[::-1], events, ends)


def _greenwood(n: Floats, d: Floats) -> Floats:
    """Greenwood's terms; 0 where everyone at risk ends, after which nothing can change."""
    left = n - d
    return np.divide(d, n * left, out=np.zeros_like(n), where=left > 0)


def _incidence_variance(share: Floats, steps: _Steps) -> Floats:
    """Var F(t) = sum_j (F(t)-F_j)^2 g_j + sum_j s_j^2 (n_j-d1_j) d1_j / n_j - 2 sum_j (F(t)-F_j) s_j d1_j / n_j.

    With g Greenwood's terms and s_j = S(t_j-) / n_j. The squares are multiplied out, so that one pass of cumulative
    sums gives every t.
    """
    n, d1, d = steps.at_risk, steps.events, steps.ends
    before = np.r_[1.0, np.cumprod(1 - d / n)[:-1]][: len(n)] / n
    g, c = _greenwood(n, d), before * d1 / n
    ends: Floats = share**2 * np.cumsum(g) - 2 * share * np.cumsum(share * g) + np.cumsum(share**2 * g)
    own = np.cumsum(before**2 * (n - d1) * d1 / n)
    both = share * np.cumsum(c) - np.cumsum(share * c)
    variance: Floats = np.maximum(ends + own - 2 * both, 0.0)
    return variance


def _curve(steps: _Steps, share: Floats, error: Floats, level: float) -> pd.DataFrame:
    """The columns of ``CURVE``; where the share is 0 or 1 the bound comes from the cases at risk alone."""
    low, high = loglog(share, error, level=level)
    bound = zero_bound(steps.at_risk, level=level)
    low = np.where(share <= 0, 0.0, np.where(share >= 1, 1 - bound, low))
    high = np.where(share >= 1, 1.0, np.where(share <= 0, bound, high))
    columns = (steps.day, share, error, low, high, steps.at_risk, steps.events)
    return pd.DataFrame(dict(zip(CURVE, columns, strict=True)))
