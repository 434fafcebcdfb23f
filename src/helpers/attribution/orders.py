"""How much of its past does a journey need to remember? The order of the Markov chain, chosen by journeys held out.

Longer memories always fit what they were fitted to; whether they foresee other journeys is what held-out likelihood
tells (for orders of chains of people's paths: Singer, Helic, Taraghi & Strohmaier 2014, "Detecting Memory and
Structure in Human Navigation Patterns Using Markov Chain Models of Varying Order", PLoS ONE 9(7)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.attribution.markov import observed
from helpers.attribution.paths import Floats, Integers
from helpers.attribution.tally import Tally, TallyError

FOLDS = 10


def markov_order(tally: Tally, *, orders: Sequence[int] | None = None, folds: int = FOLDS) -> pd.DataFrame:
    """Which order foresees held-out journeys best, and which is the smallest that does about as well?

    The groups of the tally form the folds; each fold is foreseen from the others. One row for each order, ascending:
    ``order``, ``log_likelihood`` (natural logarithm, per step, a mean over folds: higher is better, 0 the most
    possible), ``behind`` (how far below the best order) with its standard ``error`` over folds, paired because all
    orders foresee the same journeys, and ``chosen``: true for the smallest order no more than one standard error
    behind the best (Breiman, Friedman, Olshen & Stone 1984, "Classification and Regression Trees", section 3.4.3).

    A state seen rarely backs off to the shorter memory (Witten & Bell 1991, "The zero-frequency problem", method C;
    in its interpolated form: Chen & Goodman 1999). The chosen order foresees the next step best; that makes its
    removal effects no more causal.
    """
    wanted = sorted(set(tally.orders if orders is None else orders))
    if tally.groups < 2 or not wanted or wanted != list(range(1, len(wanted) + 1)):
        raise TallyError(
            f"orders {wanted} of a tally in {tally.groups} groups cannot be compared",
            do="tally orders from 1 on without a gap, with groups=200 or more",
        )
    fold = np.arange(tally.groups) % min(folds, tally.groups)
    scores = np.array([_held_out(tally, wanted, fold == held) for held in range(int(fold.max()) + 1)])
    scores = scores[~np.isnan(scores).any(axis=1)]
    return _compared(wanted, scores)


def _compared(orders: list[int], scores: Floats) -> pd.DataFrame:
    """Folds × orders of log-likelihood per step → the table."""
    if not len(scores):
        return pd.DataFrame(
            {"order": orders, "log_likelihood": np.nan, "behind": np.nan, "error": np.nan, "chosen": False}
        )
    means = scores.mean(axis=0)
    behind = scores[:, [int(means.argmax())]] - scores
    error = behind.std(axis=0, ddof=1) / np.sqrt(len(scores)) if len(scores) > 1 else np.zeros(len(orders))
    near = behind.mean(axis=0) <= error
    return pd.DataFrame(
        {
            "order": orders,
            "log_likelihood": means,
            "behind": behind.mean(axis=0),
            "error": error,
            "chosen": np.arange(len(orders)) == int(near.argmax()),
        }
    )


def _held_out(tally: Tally, orders: Sequence[int], held: Integers) -> Floats:
    """Log-likelihood per step of the held-out groups, for each order; NaN where either side has no journey."""
    kept = np.where(held, 0.0, 1.0)
    if not (kept @ tally.journeys and (1 - kept) @ tally.journeys):
        return np.full(len(orders), np.nan)
    shorter = _unigram(tally, kept)
    result = []
    for order in orders:
        shorter = _smoothed(tally, order, kept, shorter)
        tested = (1 - kept) @ observed(tally, order).counts
        used = tested > 0
        result.append(float(tested[used] @ np.log(shorter.chance[used]) / tested.sum()))
    return np.array(result)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Smoothed:
    """The chance of every transition of one order that was ever observed, and of going back to a shorter memory."""

    keys: Integers
    chance: Floats


def _unigram(tally: Tally, kept: Floats) -> _Smoothed:
    """No memory: what comes next however one got here, smoothed with an even chance of everything."""
    seen, everything = observed(tally, 1), len(tally.channels) + 2
    counts = np.bincount(seen.nexts, kept @ seen.counts, everything)
    kinds = np.count_nonzero(counts)
    return _Smoothed(keys=np.arange(everything), chance=(counts + kinds / everything) / (counts.sum() + kinds))


def _smoothed(tally: Tally, order: int, kept: Floats, shorter: _Smoothed) -> _Smoothed:
    """(count + kinds × chance by shorter memory) / (visits + kinds), where kinds are different things seen next."""
    seen = observed(tally, order)
    counts = kept @ seen.counts
    _, state = np.unique(seen.states, return_inverse=True)
    visits = np.bincount(state, counts)[state]
    kinds = np.bincount(state, counts > 0)[state]
    base, everything = seen.channels + 1, seen.channels + 2
    back = seen.nexts if order == 1 else (seen.states % base ** (order - 1)) * everything + seen.nexts
    fallback = shorter.chance[np.searchsorted(shorter.keys, back)]
    share = np.divide(counts + kinds * fallback, visits + kinds, out=fallback.copy(), where=visits > 0)
    return _Smoothed(keys=seen.keys, chance=share)
