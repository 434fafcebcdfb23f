"""Markov chains of journeys and the removal effects of channels, exact: solved, not simulated.

A journey moves from state to state until it converts or ends. A state of order k is what its last k channels were, in
order (fewer at the start). Removing a channel sends every transition into it to nothing; the removal effect is the
share of conversions (or of value) that the chain then no longer reaches (Archak, Mirrokni & Muthukrishnan 2010,
"Mining advertiser-specific user behavior using adfactors"; Anderl, Becker, von Wangenheim & Schumann 2016, "Mapping
the customer journey", IJRM 33(3), for orders above 1). With Q the moves between states, F = (I - Q)^-1 the expected
visits, r the chance to convert at once and b = F r the chance to convert at all, taking away the block B of states
that end in channel c loses the journeys that enter it:

    effect(c) = (F[start, B] F[B, B]^-1) b[B] / b[start]      at order 1:  F[start, c] / F[c, c] * b[c] / b[start]

States that merely remember c lie beyond B and become unreachable with it. Value has the same formula with r the value
of conversions per visit. Self-loops change nothing at order 1.

What it does not mean: not incrementality. It asks what a fitted chain would lose, had every journey through the
channel ended there; in truth some would have come another way. Effects do not add up to 1,
and credit shared in proportion to them is an allocation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import gmres, splu

from helpers.attribution.paths import Floats, Integers, summed
from helpers.attribution.tally import Tally
from helpers.attribution.transitions import OrderError, Transitions

#: States up to which matrices are dense; up to ``MOST_STATES`` they are sparse, solved once for each channel.
DENSE_STATES = 600
MOST_STATES = 50_000
#: Size of what an iterated solution leaves unsolved, and iterations before sparse factors take over.
RESIDUAL, ITERATIONS = 1e-14, 100
#: Channels up to which each resample of order 1 is solved for itself, and cells of matrices solved at a time.
EXACT_CHANNELS = 60
BATCH = 1 << 20


@dataclass(frozen=True, kw_only=True, eq=False)
class Chain:
    """An absorbing chain, fitted to journeys. State 0 is the start; what a row lacks to 1 is the chance of nothing."""

    order: int
    channels: int
    #: last channel of each state; -1 for the start
    ends: Integers
    #: visits of each state in the journeys
    visits: Floats
    #: states × states: chance to move from one to the other
    moves: sp.csr_array
    #: chance that the next thing is a conversion, and its value per visit
    convert: Floats
    worth: Floats

    def __len__(self) -> int:
        return len(self.ends)


def chain(tally: Tally, *, order: int = 1, weights: Floats | None = None) -> Chain:
    """The maximum likelihood chain of this order: each transition as often as it was seen.

    ``weights`` (one for each group) counts groups several times or not at all, as a resample does. ``OrderError``
    where the tally lacks the order, or has more than ``MOST_STATES`` states of it.
    """
    seen = observed(tally, order)
    states = np.unique(np.append(seen.states, 0))
    if len(states) > MOST_STATES:
        raise OrderError(
            f"order {order} has {len(states)} states, more than {MOST_STATES}",
            do="choose a lower order or merge rare channels",
        )
    weights = np.ones(tally.groups) if weights is None else np.asarray(weights, float)
    return _fitted(seen, states, counts=weights @ seen.counts, value=weights @ seen.value)


def observed(tally: Tally, order: int) -> Transitions:
    """The transitions of this order; ``OrderError`` where the tally was made without."""
    if order not in tally.transitions:
        raise OrderError(f"the tally has no transitions of order {order}", do=f"tally with orders={(order,)}")
    return tally.transitions[order]


def _fitted(seen: Transitions, states: Integers, *, counts: Floats, value: Floats) -> Chain:
    size, base = len(states), seen.channels + 1
    origin = np.searchsorted(states, seen.states)
    visits = summed(counts, by=origin, size=size)
    per_visit = np.divide(1.0, visits, out=np.zeros(size), where=visits > 0)
    chance = counts * per_visit[origin]
    inner, won = seen.nexts < seen.channels, seen.nexts == seen.channels
    target = np.searchsorted(states, _reached(seen)[inner])
    return Chain(
        order=seen.order,
        channels=seen.channels,
        ends=states % base - 1,
        visits=visits,
        moves=sp.csr_array((chance[inner], (origin[inner], target)), shape=(size, size)),
        convert=summed(chance[won], by=origin[won], size=size),
        worth=summed(value, by=origin, size=size) * per_visit,
    )


def _reached(seen: Transitions) -> Integers:
    """The state that each transition into a channel leads to: the oldest channel is forgotten for the new one."""
    base = seen.channels + 1
    state: Integers = (seen.states % base ** (seen.order - 1)) * base + seen.nexts + 1
    return state


def conversion_probability(chain: Chain) -> float:
    """How likely is a journey of this chain to convert? Of a fitted chain exactly the observed rate, at every order."""
    return float(_Solver.of(chain).reached[0, 0])


def removal_effects(chain: Chain) -> tuple[Floats, Floats]:
    """What share of conversions, and of value, does the chain lose without each channel?

    Two arrays with a number between 0 and 1 for each channel: exact, the solution of linear equations. All zeros
    where no journey converted (or none had a value): there is nothing to lose.
    """
    solver = _Solver.of(chain)
    lost = np.stack([solver.without(channel).lost for channel in range(chain.channels)] or [np.zeros((0, 2))])
    effects = _share(lost.reshape(-1, 2), solver.reached[0])
    return effects[:, 0], effects[:, 1]


def _share(lost: Floats, whole: Floats) -> Floats:
    """Lost over whole, 0 where the whole is 0; rounding cannot lead out of 0 to 1."""
    whole = np.broadcast_to(whole, lost.shape)
    share: Floats = np.divide(lost, whole, out=np.zeros(lost.shape), where=whole > 0).clip(0, 1)
    return share


@dataclass(frozen=True, kw_only=True, eq=False)
class _Without:
    """The chain without one channel: expected visits of each state, what is still reached from it, what got lost."""

    visits: Floats
    #: states × 2 (conversions, value)
    reached: Floats
    lost: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class _Solver:
    """What is solved once for all channels."""

    chain: Chain
    #: states × 2: chance to convert, and value, from each state on
    reached: Floats
    #: expected visits of each state from each; None where states are too many
    visits: Floats | None

    @classmethod
    def of(cls, chain: Chain) -> _Solver:
        at_once = np.stack([chain.convert, chain.worth], axis=1)
        if len(chain) <= DENSE_STATES:
            visits = np.linalg.inv(np.eye(len(chain)) - chain.moves.toarray())
            return cls(chain=chain, reached=visits @ at_once, visits=visits)
        return cls(chain=chain, reached=_solution(chain.moves, at_once), visits=None)

    def without(self, channel: int) -> _Without:
        """Take one channel away."""
        block = self.chain.ends == channel
        return self._sparse(block) if self.visits is None else self._dense(block, self.visits)

    def _dense(self, block: NDArray[np.bool_], visits: Floats) -> _Without:
        inside = visits[np.ix_(block, block)]
        entered = np.linalg.solve(inside.T, visits[0, block])
        gone = np.linalg.solve(inside, self.reached[block])
        return _Without(
            visits=np.where(block, 0, visits[0] - entered @ visits[block]),
            reached=self.reached - visits[:, block] @ gone,
            lost=entered @ self.reached[block],
        )

    def _sparse(self, block: NDArray[np.bool_]) -> _Without:
        chain, kept = self.chain, np.flatnonzero(~block)
        moves = chain.moves[kept]
        inner = moves[:, kept]
        visits, reached = np.zeros(len(chain)), np.zeros((len(chain), 2))
        visits[kept] = _solution(inner.T.tocsr(), (np.arange(len(kept)) == 0).astype(float)[:, None])[:, 0]
        reached[kept] = _solution(inner, np.stack([chain.convert, chain.worth], axis=1)[kept])
        lost = (visits[kept] @ moves[:, np.flatnonzero(block)]) @ self.reached[block]
        return _Without(visits=visits, reached=reached, lost=lost)


def _solution(moves: sp.csr_array, right: Floats) -> Floats:
    """x = moves x + right, for each column: by iteration to a residual of ``RESIDUAL``, else by sparse factors.

    Journeys are short, so iterations are few (GMRES: Saad & Schultz 1986); self-loops, which make them long, are
    divided out first. What a residual of this size does to x is its size times the mean length of journeys at most.
    """
    own = 1 - moves.diagonal()
    system = sp.csr_array(sp.eye_array(len(own)) - moves) / own[:, None]
    columns = []
    for column in (right / own[:, None]).T:
        found, failed = gmres(system, column, rtol=RESIDUAL, atol=0.0, restart=ITERATIONS, maxiter=1)
        columns.append(splu(sp.csc_matrix(system)).solve(column) if failed else found)
    return np.stack(columns, axis=1)


def resampled_effects(tally: Tally, *, order: int, weights: Floats) -> tuple[Floats, Floats]:
    """Removal effects in each of many resamples: conversions and value, each resamples × channels.

    ``weights`` (resamples × groups) say how often each group was drawn. At order 1 with up to ``EXACT_CHANNELS``
    channels every resample is solved exactly, all at once; beyond, the effect moves by its derivative (the
    infinitesimal jackknife: Efron 1982, "The Jackknife, the Bootstrap and Other Resampling Plans", chapter 6), which
    costs one solution for all.
    """
    if order == 1 and len(tally.channels) <= EXACT_CHANNELS:
        seen, size = observed(tally, 1), max(1, BATCH // (len(tally.channels) + 2) ** 2)
        parts = [_batch(seen, weights[begin : begin + size]) for begin in range(0, len(weights), size)]
        both = np.concatenate(parts)
    else:
        both = _linearised(tally, order=order, weights=weights)
    return both[:, :, 0], both[:, :, 1]


def _batch(seen: Transitions, weights: Floats) -> Floats:
    """Resamples × channels × 2, by the closed form of order 1."""
    count = seen.channels
    cells, worth = _cells(seen, weights @ seen.counts), _cells(seen, weights @ seen.value)
    total = cells.sum(axis=2, keepdims=True)
    per_visit = np.divide(1.0, total, out=np.zeros(total.shape), where=total > 0)
    moves = np.zeros((len(weights), count + 1, count + 1))
    moves[:, :, 1:] = cells[:, :, :count] * per_visit
    at_once = np.stack([cells[:, :, count], worth[:, :, count]], axis=2) * per_visit
    visits = np.linalg.inv(np.eye(count + 1) - moves)
    reached = visits @ at_once
    entered = visits[:, 0, 1:] / np.diagonal(visits, axis1=1, axis2=2)[:, 1:]
    return _share(entered[:, :, None] * reached[:, 1:], reached[:, :1])


def _cells(seen: Transitions, sums: Floats) -> Floats:
    """Sums of transitions laid out: resamples × states × next."""
    cells = np.zeros((len(sums), (seen.channels + 1) * (seen.channels + 2)))
    cells[:, seen.keys] = sums
    return cells.reshape(-1, seen.channels + 1, seen.channels + 2)


def _linearised(tally: Tally, *, order: int, weights: Floats) -> Floats:
    """Resamples × channels × 2: what is still reached without a channel moves by its derivative, the whole exactly."""
    fitted, ends = chain(tally, order=order), _Ends.of(observed(tally, order))
    whole = np.stack([weights @ tally.conversions, weights @ tally.value], axis=1)
    whole = np.divide(whole, (weights @ tally.journeys)[:, None], out=np.zeros_like(whole), where=whole > 0)
    solver = _Solver.of(fitted)
    kept = [solver.without(channel) for channel in range(fitted.channels)]
    step = max(1, BATCH // max(1, len(ends.origin)))
    left = [weights @ _derivative(fitted, ends, kept[at : at + step]) for at in range(0, len(kept), step)]
    moved = np.concatenate(left, axis=1).reshape(len(weights), -1, 2)
    lost = whole[:, None] - np.stack([without.reached[0] for without in kept]) - moved
    effects = _share(lost, whole[:, None])
    # A straight line may lead out of the possible where conversions are few: then the effects stay as seen.
    astray = (effects.sum(axis=1) <= 0) & (whole > 0)
    as_seen = _share(np.stack([without.lost for without in kept]), solver.reached[0])
    return np.where(astray[:, None], as_seen, effects)


def _derivative(fitted: Chain, ends: _Ends, kept: Sequence[_Without]) -> Floats:
    """Groups × (2 for each channel): by how much one more of a group changes what the start reaches without a channel.

    A transition seen once more makes its state's row go a little more its way: (what lies there - what lies here) times
    the visits here without the channel, per visit seen.
    """
    per_visit = np.divide(1.0, fitted.visits, out=np.zeros(len(fitted)), where=fitted.visits > 0)
    changes = np.empty((len(ends.origin), 2 * len(kept)))
    pulls = np.empty((len(ends.origin), len(kept)))
    for at, without in enumerate(kept):
        # Where the channel was removed nothing is reached: its own states have 0 there. A conversion has 1, nothing 0.
        reached = np.concatenate([without.reached, [[1.0, 0.0], [0.0, 0.0]]])
        pulls[:, at] = pull = (without.visits * per_visit).take(ends.origin)
        change = reached.take(ends.target, axis=0) - reached.take(ends.origin, axis=0)
        changes[:, 2 * at : 2 * at + 2] = change * pull[:, None]
    slopes: Floats = ends.counts @ changes
    slopes[:, 1::2] += ends.value @ pulls
    return slopes


@dataclass(frozen=True, kw_only=True, eq=False)
class _Ends:
    """Where each transition begins and ends: numbers of states, then one for a conversion, then one for nothing."""

    origin: Integers
    target: Integers
    counts: sp.csr_array
    value: sp.csr_array

    @classmethod
    def of(cls, seen: Transitions) -> _Ends:
        states = np.unique(np.append(seen.states, 0))
        reached = np.searchsorted(states, _reached(seen))
        target = np.where(seen.nexts < seen.channels, reached, len(states) + seen.nexts - seen.channels)
        return cls(origin=np.searchsorted(states, seen.states), target=target, counts=seen.counts, value=seen.value)
