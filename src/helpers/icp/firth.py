"""Logistic regression for small or separated data: Firth's penalised likelihood, and what separation is."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, linprog
from scipy.special import expit, xlogy
from scipy.stats import chi2

from helpers.intervals import LEVEL

Floats = NDArray[np.float64]
_STEPS, _SMALL, _LONGEST = 200, 1e-10, 5.0
#: Odds beyond e^30 are without end to any reader.
_END = 30.0


class Penalised(NamedTuple):
    """Coefficients with the ends of their profile intervals and the p-values of no effect; log odds."""

    value: Floats
    low: Floats
    high: Floats
    p: Floats


def separated(design: Floats, cases: Floats, events: Floats) -> NDArray[np.bool_]:
    """Which coefficients have no finite estimate because some combination of columns parts the two groups?

    One row of ``design`` per combination, with its ``cases`` and ``events``. A coefficient has none if it can differ
    from 0 in a direction along which no case gets less likely (Albert & Anderson 1984); found by linear programming
    (Konis 2007). All False where the groups overlap.
    """
    signed = np.vstack([design[events > 0], -design[events < cases]])
    width = design.shape[1]
    found = np.zeros(width, dtype=bool)
    if not _farthest(signed, signed.sum(0)):
        return found
    for place, sign in itertools.product(range(width), (1.0, -1.0)):
        goal = np.zeros(width)
        goal[place] = sign
        found[place] |= _farthest(signed, goal)
    return found


def _farthest(signed: Floats, goal: Floats) -> bool:
    """Whether some direction along which no case gets less likely leads towards the goal."""
    best = linprog(-goal, A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=[(-1, 1)] * signed.shape[1], method="highs")
    return bool(best.success and -best.fun > 1e-6)


def firth(design: Floats, cases: Floats, events: Floats) -> Penalised:
    """Log odds that stay finite and nearly unbiased in small samples.

    Maximises the likelihood times the square root of the information's determinant (Firth 1993; for separated data
    Heinze & Schemper 2002); intervals and p-values from the profile of the penalised likelihood. One row of ``design``
    per combination, with its ``cases`` and ``events``; the constant is a column like others. An end that lies beyond
    ±30 is infinite.
    """
    best, top = _climb(design, cases, events, np.zeros(design.shape[1]), fixed=None)
    drop = float(chi2.ppf(LEVEL, 1)) / 2
    low, high, p = (np.empty_like(best) for _ in range(3))
    for place in range(len(best)):
        low[place] = _end(design, cases, events, best, place=place, floor=top - drop, sign=-1.0)
        high[place] = _end(design, cases, events, best, place=place, floor=top - drop, sign=1.0)
        without = _held(design, cases, events, best, place=place, at=0.0)
        p[place] = float(chi2.sf(max(2 * (top - without), 0.0), 1))
    return Penalised(best, low, high, p)


def _end(
    design: Floats, cases: Floats, events: Floats, best: Floats, *, place: int, floor: float, sign: float
) -> float:
    """Where the profile falls below ``floor`` on one side of the estimate."""

    def above(at: float) -> float:
        return _held(design, cases, events, best, place=place, at=at) - floor

    near, step = float(best[place]), 0.5
    far = near + sign * step
    while above(far) > 0:
        near, step = far, step * 2
        far = far + sign * step
        if abs(far) > _END:
            return sign * np.inf if above(sign * _END) > 0 else float(brentq(above, near, sign * _END, xtol=1e-9))
    return float(brentq(above, near, far, xtol=1e-9))


def _held(design: Floats, cases: Floats, events: Floats, best: Floats, *, place: int, at: float) -> float:
    """The highest penalised log likelihood with one coefficient held."""
    start = best.copy()
    start[place] = at
    return _climb(design, cases, events, start, fixed=place)[1]


def _climb(design: Floats, cases: Floats, events: Floats, start: Floats, *, fixed: int | None) -> tuple[Floats, float]:
    """Newton's steps on the modified score, halved until the penalised likelihood rises."""
    free = [place for place in range(len(start)) if place != fixed]
    beta, height = start, _height(design, cases, events, start)
    for _ in range(_STEPS):
        p = expit(design @ beta)
        weights = cases * p * (1 - p)
        information = design.T @ (design * weights[:, None])
        inverse = np.linalg.inv(information)
        leverage = np.einsum("ij,jk,ik->i", design, inverse, design) * p * (1 - p)
        score = (design.T @ (events - cases * p + cases * leverage * (0.5 - p)))[free]
        move = np.linalg.solve(information[np.ix_(free, free)], score)
        if np.abs(score).max(initial=0.0) < 1e-9 and np.abs(move).max(initial=0.0) < _SMALL:
            break
        beta, height = _step(design, cases, events, beta, height, free=free, move=move)
    return beta, height


def _step(
    design: Floats, cases: Floats, events: Floats, beta: Floats, height: float, *, free: list[int], move: Floats
) -> tuple[Floats, float]:
    move = move * min(1.0, _LONGEST / max(float(np.abs(move).max(initial=0.0)), _LONGEST))
    for halving in range(30):
        tried = beta.copy()
        tried[free] += move / 2**halving
        reached = _height(design, cases, events, tried)
        if reached >= height - 1e-12:
            return tried, reached
    return beta, height


def _height(design: Floats, cases: Floats, events: Floats, beta: Floats) -> float:
    """Penalised log likelihood."""
    p = expit(design @ beta)
    likelihood = float((xlogy(events, p) + xlogy(cases - events, 1 - p)).sum())
    weights = cases * p * (1 - p)
    sign, log = np.linalg.slogdet(design.T @ (design * weights[:, None]))
    return likelihood + 0.5 * float(log) if sign > 0 else -np.inf
