"""The shifted-beta-geometric model (sBG): how many customers stay, beyond what has been seen.

Fader & Hardie (2007), "How to project customer retention", and (2010), "Customer-base valuation in a contractual
setting". At each renewal a customer leaves with a probability of her own, and those probabilities follow a beta
distribution: the hazard of period t is alpha / (alpha + beta + t - 1). Here it is written by its ``mean`` = alpha /
(alpha + beta) and ``spread`` = 1 / (alpha + beta), so that equal customers (spread 0) are a point and not infinity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import hyp2f1

Floats = NDArray[np.float64]
_STEPS = 60
#: Spread (log) beyond which the likelihood is flat: customers all equal, or all decided.
_FLAT = (-12.0, 5.0)


@dataclass(frozen=True)
class Retention:
    """One fitted sBG, or one per draw: arrays of the same length."""

    mean: Floats
    spread: Floats

    @property
    def alpha(self) -> Floats:
        """First parameter of the beta distribution of leaving."""
        return self.mean / self.spread

    @property
    def beta(self) -> Floats:
        """Second parameter of the same."""
        return (1 - self.mean) / self.spread

    def hazards(self, periods: int) -> Floats:
        """Share that leaves in period 1, 2 … of those still there: one row per fit."""
        return self.mean[:, None] / (1 + self.spread[:, None] * np.arange(periods))

    def survival(self, periods: int) -> Floats:
        """Share still there after period 1, 2 …: one row per fit."""
        alive: Floats = np.cumprod(1 - self.hazards(periods), axis=1, dtype=np.float64)
        return alive


def fit_retention(at_risk: Floats, lost: Floats) -> Retention:
    """Which sBG explains best who stayed and who left?

    ``at_risk[i, t]`` customers entered period t + 1 and ``lost[i, t]`` of them left in it; customers whose time in a
    period is not over are not at risk in it. One fit per row, by maximum likelihood (damped Newton on the logit of the
    mean and the log of the spread, all rows at once). Rows without any loss have mean 0.

    >>> alive = 1000 * np.array([[1, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491]])
    >>> fitted = fit_retention(alive[:, :-1], alive[:, :-1] - alive[:, 1:])
    >>> round(float(fitted.alpha[0]), 6), round(float(fitted.beta[0]), 6)
    (0.668088, 3.806095)
    """
    first = lost.sum(1) / np.maximum(at_risk.sum(1), 1e-12)
    some = first > 0
    mean, spread = np.zeros(len(first)), np.full(len(first), np.exp(_FLAT[0]))
    if some.any():
        start = np.stack([_logit(np.clip(first[some], 1e-6, 1 - 1e-6)), np.full(int(some.sum()), -1.0)])
        point = _climb(start, at_risk[some], lost[some])
        mean[some], spread[some] = _natural(point)
    return Retention(mean, spread)


def residual_lifetime(alpha: float, beta: float, *, renewals: int, discount: float) -> float:
    """How many further payments, discounted, does a customer who has renewed ``renewals`` times still bring?

    DERL of Fader & Hardie (2010), evaluated just before the next renewal is due: sum over t > renewals of S(t) /
    S(renewals), the payment due now taken whole and later ones discounted by ``discount`` a period.

    >>> round(residual_lifetime(0.668088, 3.806095, renewals=7, discount=0.1), 4)
    7.5296
    """
    kept = (beta + renewals) / (alpha + beta + renewals)
    tail = hyp2f1(1, beta + renewals + 1, alpha + beta + renewals + 1, 1 / (1 + discount))
    return float(kept * tail)


def _logit(share: Floats) -> Floats:
    odds: Floats = np.log(share / (1 - share))
    return odds


def _natural(point: Floats) -> tuple[Floats, Floats]:
    return 1 / (1 + np.exp(-point[0])), np.exp(point[1])


def _climb(point: Floats, at_risk: Floats, lost: Floats) -> Floats:
    """Levenberg-Marquardt on every row at once: a step that does not raise the likelihood is damped and tried again."""
    damping = np.full(point.shape[1], 1e-3)
    height, slope, bend = _likelihood(point, at_risk, lost)
    for _ in range(_STEPS):
        step = _step(slope, bend, damping)
        trial = point + step
        trial = np.stack([np.clip(trial[0], -20.0, 20.0), np.clip(trial[1], *_FLAT)])
        moved = float(np.abs(trial - point).max())
        tried = _likelihood(trial, at_risk, lost)
        better = tried[0] >= height
        point = np.where(better, trial, point)
        height = np.where(better, tried[0], height)
        slope, bend = np.where(better, tried[1], slope), np.where(better, tried[2], bend)
        damping = np.clip(np.where(better, damping / 5, damping * 8), 1e-12, 1e12)
        if moved < 1e-10:
            break
    return point


def _step(slope: Floats, bend: Floats, damping: Floats) -> Floats:
    """Solve (damping · scale - bend) step = slope for two unknowns; damped up where the curvature is not downward."""
    scale = np.abs(bend[0]) + np.abs(bend[2]) + 1e-12
    a, b, c = damping * scale - bend[0], -bend[1], damping * scale - bend[2]
    low = (a + c) / 2 - np.hypot((a - c) / 2, b)
    lift = np.maximum(1e-9 * scale - low, 0) * (low <= 0)
    a, c = a + 2 * lift, c + 2 * lift
    step: Floats = np.stack([c * slope[0] - b * slope[1], a * slope[1] - b * slope[0]]) / (a * c - b * b)
    return np.clip(step, -2.0, 2.0)


def _likelihood(point: Floats, at_risk: Floats, lost: Floats) -> tuple[Floats, Floats, Floats]:
    """Log-likelihood, its two slopes and its three second derivatives, per row, in logit mean and log spread."""
    mean, spread = _natural(point)
    time = np.arange(at_risk.shape[1])
    kept = at_risk - lost
    a, c = 1 - mean[:, None] + spread[:, None] * time, 1 + spread[:, None] * time
    gone, over = lost.sum(1), kept / a
    height = gone * np.log(mean) + (kept * np.log(a) - at_risk * np.log(c)).sum(1)
    g_m, g_s = gone / mean - over.sum(1), (over * time - at_risk * time / c).sum(1)
    h_mm, h_ms = -gone / mean**2 - (over / a).sum(1), (over * time / a).sum(1)
    h_ss = (-over * time**2 / a + at_risk * time**2 / c**2).sum(1)
    u = mean * (1 - mean)
    bend = np.stack([h_mm * u**2 + g_m * u * (1 - 2 * mean), h_ms * u * spread, h_ss * spread**2 + g_s * spread])
    return height, np.stack([g_m * u, g_s * spread]), bend
