"""How journeys move: from state to channel, to a conversion, or to nothing.

A state of order k is what a journey's last k channels were, in order; fewer at its start, none before its first
touch. States are integers (digits of base channels + 1, the oldest first, 0 for "not yet"), so no channel's name can
be mistaken for one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from helpers.attribution.groups import Grouped
from helpers.attribution.paths import Floats, Integers
from helpers.errors import TandemError

#: Cells up to which sums are kept in one dense array while they are added up.
DENSE = 1 << 21
ORDERS = (1, 2, 3, 4)


class OrderError(TandemError):
    """An order of Markov chain that cannot be had."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Transitions:
    """Observed transitions of one order: a key for each, and how often and of what worth they were in each group."""

    order: int
    channels: int
    #: ascending: state * (channels + 2) + next, where next is a channel, ``channels`` for a conversion, then nothing
    keys: Integers
    #: groups × keys, sparse
    counts: sp.csr_array
    #: groups × keys, sparse: value of conversions, at their last transition
    value: sp.csr_array

    @property
    def states(self) -> Integers:
        """The state each transition leaves."""
        return self.keys // (self.channels + 2)

    @property
    def nexts(self) -> Integers:
        """Where it goes."""
        return self.keys % (self.channels + 2)

    def __add__(self, other: Transitions) -> Transitions:
        keys = np.union1d(self.keys, other.keys)
        return Transitions(
            order=self.order,
            channels=self.channels,
            keys=keys,
            counts=_spread(self.counts, self.keys, keys) + _spread(other.counts, other.keys, keys),
            value=_spread(self.value, self.keys, keys) + _spread(other.value, other.keys, keys),
        )


def _spread(sums: sp.csr_array, old: Integers, new: Integers) -> sp.csr_array:
    """The same sums in the columns of a longer list of keys."""
    if len(old) == len(new):
        return sums
    columns = np.searchsorted(new, old)
    return sp.csr_array((sums.data, columns[sums.indices], sums.indptr), shape=(sums.shape[0], len(new)))


def transitions(part: Grouped, *, order: int) -> Transitions:
    """Count the transitions of order ``order`` of these journeys, by group."""
    count = len(part.channels)
    if order not in ORDERS or (count + 1) ** order * (count + 2) * part.groups >= 1 << 62:
        raise OrderError(f"order {order} with {count} channels", do="choose a lower order")
    before, after = _histories(part, order)
    ends = after[part.starts[1:] - 1] * (count + 2) if len(part) else np.zeros(0, np.int64)
    wins, losses = part.conversions > 0, part.nulls > 0
    offset = part.group * ((count + 1) ** order * (count + 2))
    inner = before * (count + 2) + part.codes
    if part.groups > 1:
        inner += np.repeat(offset, part.lengths)
        ends = ends + offset
    size = part.groups * (count + 1) ** order * (count + 2)
    moves = _added(inner, _weights(part), size)
    won = _added((ends + count)[wins], part.conversions[wins], size)
    lost = _added((ends + count + 1)[losses], part.nulls[losses], size)
    worth = _added((ends + count)[wins], part.value[wins], size)
    return _by_group(part, order, _joined(moves, won, lost), worth)


def _joined(*sums: tuple[Integers, Floats]) -> tuple[Integers, Floats]:
    """Sums of keys that have none in common, in one list, ascending."""
    keys, totals = (np.concatenate(both) for both in zip(*sums, strict=True))
    order = np.argsort(keys)
    return keys[order], totals[order]


def _histories(part: Grouped, order: int) -> tuple[Integers, Integers]:
    """The state before and after each touch."""
    base, first = len(part.channels) + 1, part.starts[:-1]
    digit = part.codes + 1
    after = digit.copy()
    for power in range(1, order):
        digit = _shifted(digit, first)
        after += digit * base**power
    return _shifted(after, first), after


def _shifted(column: Integers, first: Integers) -> Integers:
    """What stood one touch earlier in the same journey; 0 at its first."""
    result = np.empty_like(column)
    result[1:] = column[:-1]
    result[first] = 0
    return result


def _weights(part: Grouped) -> Floats | None:
    """Journeys behind each touch; None where each row is one journey."""
    journeys = part.conversions + part.nulls
    return None if np.all(journeys == 1) else np.repeat(journeys, part.lengths)


def _added(keys: Integers, weights: Floats | None, size: int) -> tuple[Integers, Floats]:
    """Distinct keys, ascending, with the sum of their weights."""
    if size <= DENSE:
        seen = np.bincount(keys, minlength=1)
        found = np.flatnonzero(seen)
        return found, (seen if weights is None else np.bincount(keys, weights, minlength=1))[found].astype(float)
    found, place = np.unique(keys, return_inverse=True)
    return found, np.bincount(place, weights, len(found)).astype(float)


def _by_group(
    part: Grouped, order: int, counts: tuple[Integers, Floats], worth: tuple[Integers, Floats]
) -> Transitions:
    """Keys that carry their group → one row of sums for each group."""
    size = (len(part.channels) + 1) ** order * (len(part.channels) + 2)
    keys = np.unique(counts[0] % size)

    def sums(found: Integers, totals: Floats) -> sp.csr_array:
        places = (totals, (found // size, np.searchsorted(keys, found % size)))
        return sp.csr_array(places, shape=(part.groups, len(keys)))

    return Transitions(order=order, channels=len(part.channels), keys=keys, counts=sums(*counts), value=sums(*worth))
