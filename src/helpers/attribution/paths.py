"""Journeys as integers: the one thing every model reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.errors import SourceError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Journeys, coded: row ``i`` walked the channels ``codes[starts[i]:starts[i + 1]]``, first touch first.

    A row stands for any number of journeys along the same path: ``conversions`` of them converted and were worth
    ``value`` together, ``nulls`` did not. No row is empty: conversions without a touch are a matter of coverage, not
    of credit. ``channels`` are unique and sorted, so that no result depends on the order in which rows came.
    """

    channels: tuple[str, ...]
    #: index into ``channels``, of the touches of all rows, one row after the other
    codes: NDArray[np.int32]
    #: one more than there are rows; begins with 0, ends with ``len(codes)``
    starts: Integers
    conversions: Floats
    value: Floats
    nulls: Floats
    #: days from the touch to the conversion (or to the journey's end), one for each touch; None where no time is known
    ages: Floats | None = None

    def __post_init__(self) -> None:
        _check_shape(self)
        for complaint, wrong in _complaints(self):
            if wrong.any():
                row = int(np.argmax(wrong))
                raise SourceError(complaint, where=f"journey {row + 1}", do="correct that row or leave it out")

    def __len__(self) -> int:
        return len(self.conversions)

    @property
    def lengths(self) -> Integers:
        """Touches of each row, 1 or more."""
        return np.diff(self.starts)

    @property
    def journeys(self) -> Floats:
        """Journeys that each row stands for, with and without conversion."""
        return self.conversions + self.nulls


def _check_shape(paths: Paths) -> None:
    """Arrays that do not fit together are a mistake of whoever made them: no row can be named."""
    rows, touches = len(paths.conversions), len(paths.codes)
    if tuple(sorted(set(paths.channels))) != paths.channels:
        raise SourceError("the channels of coded journeys are not unique and sorted", do="sort them and code again")
    if not len(paths.value) == len(paths.nulls) == len(paths.starts) - 1 == rows:
        raise SourceError("conversions, value and nulls are not one for each journey", do="pass arrays of one length")
    if paths.starts[0] != 0 or paths.starts[-1] != touches or (paths.ages is not None and len(paths.ages) != touches):
        raise SourceError("touches, their ages and the starts of journeys do not fit together", do="code them again")
    if touches and not 0 <= paths.codes.min() <= paths.codes.max() < len(paths.channels):
        raise SourceError("a touch has a code without a channel", do="code the journeys again")


def _complaints(paths: Paths) -> Iterable[tuple[str, NDArray[np.bool_]]]:
    """What may be wrong with rows, and with which."""
    yield "has no touch", paths.lengths < 1
    for name, column in (("conversions", paths.conversions), ("value", paths.value), ("nulls", paths.nulls)):
        yield f"{name} is not a number", ~np.isfinite(column)
        yield f"{name} is negative", column < 0
    yield "has a value but no conversion", (paths.value > 0) & (paths.conversions == 0)
    if paths.ages is not None and len(paths.ages):
        least = np.minimum.reduceat(paths.ages, paths.starts[:-1])
        yield "has a touch after its end, or of unknown age", ~((least >= 0) & np.isfinite(_sums(paths)))


def _sums(paths: Paths) -> Floats:
    """Ages added up by row: not finite where one of them is not."""
    assert paths.ages is not None
    total: Floats = np.add.reduceat(paths.ages, paths.starts[:-1])
    return total


def from_lists(
    journeys: Iterable[Sequence[str]],
    *,
    conversions: ArrayLike,
    value: ArrayLike,
    nulls: ArrayLike,
    ages: Iterable[Sequence[float]] | None = None,
) -> Paths:
    """Code journeys given as lists of channel names, first touch first: for small data, where clarity counts.

    Raises ``SourceError`` that names the journey: no touch, negative or missing numbers, a value without conversion.

    >>> paths = from_lists([["fair", "call"], ["call"]], conversions=[1, 0], value=[9, 0], nulls=[0, 2])
    >>> paths.channels, paths.codes.tolist(), paths.starts.tolist()
    (('call', 'fair'), [1, 0, 0], [0, 2, 3])
    """
    rows = [list(journey) for journey in journeys]
    channels = sorted({channel for row in rows for channel in row})
    code = {channel: index for index, channel in enumerate(channels)}
    return Paths(
        channels=tuple(channels),
        codes=np.array([code[channel] for row in rows for channel in row], np.int32),
        starts=np.cumsum([0] + [len(row) for row in rows], dtype=np.int64),
        conversions=np.asarray(conversions, float),
        value=np.asarray(value, float),
        nulls=np.asarray(nulls, float),
        ages=None if ages is None else np.array([age for row in ages for age in row], float),
    )


def summed(weights: Floats, *, by: NDArray[Any], size: int) -> Floats:
    """Weights added up by a number from 0 to ``size`` - 1."""
    return np.bincount(by, weights, size).astype(np.float64, copy=False)


def take(paths: Paths, rows: Integers) -> Paths:
    """These rows, in this order."""
    lengths = paths.lengths[rows]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    touches = np.repeat(paths.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
    return Paths(
        channels=paths.channels,
        codes=paths.codes[touches],
        starts=starts,
        conversions=paths.conversions[rows],
        value=paths.value[rows],
        nulls=paths.nulls[rows],
        ages=None if paths.ages is None else paths.ages[touches],
    )


def identities(paths: Paths) -> Integers:
    """A number for each row: equal where channels (and ages, if known) are equal, the same whatever the rows' order.

    Several touches are packed into one integer and ranked together with the rank of what went before, so that the
    work grows with the number of touches only.
    """
    symbols, alphabet = _symbols(paths)
    span = max(1, int((62 - np.log2(len(paths) + 1)) / np.log2(alphabet + 2)))
    rows, ids, done = np.arange(len(paths)), np.zeros(len(paths), np.int64), 0
    result = np.zeros(len(paths), np.int64)
    for begin in range(0, int(paths.lengths.max(initial=0)), span):
        for step in range(begin, begin + span):
            ids = ids * (alphabet + 1) + _symbol_at(symbols, paths, rows, step)
        _, ids = np.unique(ids, return_inverse=True)
        ended = paths.lengths[rows] <= begin + span
        finished, ranks = np.unique(ids[ended], return_inverse=True)
        result[rows[ended]] = done + ranks
        rows, ids, done = rows[~ended], ids[~ended], done + len(finished)
    return result


def _symbols(paths: Paths) -> tuple[Integers, int]:
    """Each touch as a number from 1 on, and how many numbers there are."""
    if paths.ages is None:
        return paths.codes.astype(np.int64) + 1, len(paths.channels)
    days, rank = np.unique(paths.ages, return_inverse=True)
    return paths.codes.astype(np.int64) * len(days) + rank + 1, len(paths.channels) * len(days)


def _symbol_at(symbols: Integers, paths: Paths, rows: Integers, step: int) -> Integers:
    """Touch number ``step`` of each row, 0 where the row has ended."""
    there = paths.lengths[rows] > step
    return np.where(there, symbols[np.where(there, paths.starts[rows] + step, 0)], 0)
