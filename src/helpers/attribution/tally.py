"""One pass over journeys adds up everything that any model needs; what remains costs the same for any number of them.

A tally holds sums only: credit by rule and channel, credit by distinct channel (Shapley), and transitions between
states for Markov chains. So tallies of batches add (``a + b``), and sums kept apart for random groups of journeys
give intervals: drawing groups again is drawing journeys again, a few hundred at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from helpers.attribution import rules, shapley
from helpers.attribution.groups import Grouped, grouped
from helpers.attribution.money import portions
from helpers.attribution.paths import Floats, Integers, Paths, summed
from helpers.attribution.transitions import Transitions, transitions
from helpers.engagement import Attribution
from helpers.errors import TandemError

#: Touches read at a time: temporary arrays stay small whatever the number of journeys.
CHUNK = 1 << 19


class TallyError(TandemError):
    """Tallies that cannot be made or added."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tally:
    """Sums over journeys, for each of ``groups`` random groups of them (axis 0 everywhere)."""

    channels: tuple[str, ...]
    settings: Attribution
    #: journeys that converted, what they were worth, and those that did not: one number for each group
    conversions: Floats
    value: Floats
    nulls: Floats
    #: rule (or "shapley") → groups × 2 (conversions, value) × channels
    credit: dict[str, Floats]
    #: order → transitions of the Markov chain of that order
    transitions: dict[int, Transitions]

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.conversions)

    @property
    def journeys(self) -> Floats:
        """Journeys of each group, with and without conversion."""
        return self.conversions + self.nulls

    @property
    def orders(self) -> tuple[int, ...]:
        """Orders of the Markov chains that this tally can feed."""
        return tuple(sorted(self.transitions))

    def __add__(self, other: Tally) -> Tally:
        """The tally of both batches of journeys."""
        same = (self.channels, self.settings, self.groups, self.orders, set(self.credit))
        if same != (other.channels, other.settings, other.groups, other.orders, set(other.credit)):
            raise TallyError(
                "two tallies differ in channels, settings, groups, orders or rules",
                do="code all batches with the same channels and tally them with the same settings",
            )
        return Tally(
            channels=self.channels,
            settings=self.settings,
            conversions=self.conversions + other.conversions,
            value=self.value + other.value,
            nulls=self.nulls + other.nulls,
            credit={rule: credit + other.credit[rule] for rule, credit in self.credit.items()},
            transitions={order: both + other.transitions[order] for order, both in self.transitions.items()},
        )


def tally(
    paths: Paths, *, settings: Attribution, orders: Sequence[int] = (1,), groups: int = 1, seed: int = 0
) -> Tally:
    """All sums that models of attribution need, over these journeys.

    With ``groups`` above 1 each journey falls into one of as many random groups: a row that stands for many journeys
    is split by a multinomial draw, its value in proportion to its conversions. The same journeys and ``seed`` give
    the same groups, in whatever order the rows come and however they are added up; batches of one data set want
    different seeds. Orders are those of Markov chains, 1 to 4. ``time_decay`` is there only if ``paths.ages`` is.

    >>> from helpers.attribution.paths import from_lists
    >>> paths = from_lists([["fair", "call"], ["call"]], conversions=[1, 0], value=[9, 0], nulls=[0, 2])
    >>> result = tally(paths, settings=Attribution())
    >>> result.channels, result.credit["linear"].tolist()
    (('call', 'fair'), [[[0.5, 0.5], [4.5, 4.5]]])
    """
    if groups < 1:
        raise TallyError(f"{groups} groups", do="ask for 1 (no intervals) or for 200 and more")
    pieces = grouped(paths, groups=groups, seed=seed)
    empty = _tally_of(pieces.part(0, 0), settings=settings, orders=orders)
    parts = (_tally_of(part, settings=settings, orders=orders) for part in _chunks(pieces))
    return reduce(Tally.__add__, parts, empty)


def _chunks(pieces: Grouped) -> Iterator[Grouped]:
    """Consecutive rows with about ``CHUNK`` touches together; at least one row."""
    begin = 0
    while begin < len(pieces):
        reach = int(np.searchsorted(pieces.starts, pieces.starts[begin] + CHUNK, side="right")) - 1
        end = max(begin + 1, reach)
        yield pieces.part(begin, end)
        begin = end


def _tally_of(part: Grouped, *, settings: Attribution, orders: Sequence[int]) -> Tally:
    """The tally of rows that fit in memory several times over."""
    return Tally(
        channels=part.channels,
        settings=settings,
        conversions=part.by_group(part.conversions),
        value=part.by_group(part.value),
        nulls=part.by_group(part.nulls),
        credit=_credit(part.converting(), settings),
        transitions={order: transitions(part, order=order) for order in sorted(set(orders))},
    )


def _credit(part: Grouped, settings: Attribution) -> dict[str, Floats]:
    """Credit of every rule that these journeys allow, and of distinct channels."""
    names = np.array([name.strip().lower() in _folded(settings.direct) for name in part.channels], bool)
    direct = names[part.codes] if len(names) else np.zeros(0, bool)
    touches = rules.Touches(lengths=part.lengths, direct=direct, ages=part.ages)
    rows = part.rows
    credit = {
        rule: _summed(part, rows, part.codes, rules.weights(rule, touches=touches, settings=settings))
        for rule in rules.OF_PATHS
        if rule != "time_decay" or part.ages is not None
    }
    return credit | {"shapley": _summed(part, *shapley.distinct(part.codes, rows=rows, channels=len(part.channels)))}


def _folded(names: Sequence[str]) -> set[str]:
    return {name.strip().lower() for name in names}


def _summed(part: Grouped, rows: Integers, codes: Integers, weights: Floats) -> Floats:
    """Weights times what each row is worth, added up by group and channel: groups × 2 × channels."""
    count = len(part.channels)
    keys = part.group[rows] * count + codes if part.groups > 1 else codes
    used = np.flatnonzero(weights)
    keys, rows, weights = keys[used], rows[used], weights[used]
    worths = (part.conversions[rows], part.value[rows])
    sums = [summed(portions(worth, weights=weights), by=keys, size=part.groups * count) for worth in worths]
    result: Floats = np.stack([total.reshape(part.groups, count) for total in sums], axis=1)
    return result
