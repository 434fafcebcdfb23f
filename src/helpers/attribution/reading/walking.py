"""Touches of some ids, in any order → journeys: sorted by time, cut at conversions, looked back.

A touch is one whole number, ``time · kind · channel`` from the highest bits down: sorting numbers sorts touches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.attribution.paths import Floats, Integers, Paths
from helpers.attribution.reading.merging import merged
from helpers.attribution.reading.remarks import Remark

_DAY = 86_400_000_000
#: What a row is, in the order in which rows of one id and moment count: a touch, a touch that converts, a conversion.
TOUCH, CONVERTING, BARE = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How touches are written as numbers: their channels, ``unit`` microseconds a step of time, the steps there are.

    ``timed``: steps are time; otherwise they are an order only.
    """

    channels: tuple[str, ...]
    steps: int
    unit: int = 1
    timed: bool = True

    @property
    def channel_bits(self) -> int:
        """Bits of the channel's index."""
        return max(1, len(self.channels).bit_length())

    @property
    def bits(self) -> int:
        """Bits of a whole touch."""
        return self.steps.bit_length() + 2 + self.channel_bits


@dataclass(frozen=True, kw_only=True)
class Touches:
    """Rows of a log, of whole ids: a number from 0 on for each id, the touch as a number, the value of a conversion."""

    id: Integers
    touch: Integers
    value: Floats


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Rows in their order; ``first``: where an id begins; ``paying``: which convert; ``worth``: the value of those."""

    touch: Integers
    first: Integers
    paying: Integers
    worth: Floats
    layout: Layout

    def time(self, rows: Integers | slice) -> Integers:
        return self.touch[rows] >> (2 + self.layout.channel_bits)

    def kind(self, rows: Integers) -> Integers:
        return (self.touch[rows] >> self.layout.channel_bits) & 3


def journeys(
    touches: Touches, *, layout: Layout, lookback: float = 0, merge: bool = True
) -> tuple[Paths, tuple[Remark, ...]]:
    """The journeys of these ids, merged where equal (unless told not to), and what there is to remark.

    Rows of an id are ordered by time; at one time touches come before touches that convert, those before conversions
    without a channel, and equals by channel. A journey ends with its conversion; conversions of one id at one time
    share a journey; what follows the last conversion is a journey without one. ``lookback`` (days, 0: all) drops
    touches that lie longer before the journey's end. Ages are known of journeys that converted; others have 0.
    """
    if not len(touches.id):
        return _empty(layout), ()
    rows = _ordered(touches, layout)
    starts = _starts(rows)
    lengths = np.diff(np.append(starts, len(rows.touch)))
    journey = np.searchsorted(starts, rows.paying, side="right") - 1
    conversions = np.bincount(journey, minlength=len(starts)).astype(np.float64)
    value = np.bincount(journey, rows.worth, len(starts)).astype(np.float64)
    won = conversions > 0
    ages = _ages(rows, starts, lengths, won | (lookback > 0)) if layout.timed else None
    gone = np.zeros(len(rows.touch), dtype=bool)
    gone[rows.paying[rows.kind(rows.paying) == BARE]] = True
    old = np.flatnonzero(ages > lookback) if lookback and ages is not None else np.zeros(0, np.int64)
    old = old[~gone[old]]
    gone[old] = True
    if gone.any():
        lengths -= np.bincount(np.searchsorted(starts, np.flatnonzero(gone), side="right") - 1, minlength=len(starts))
    codes = (rows.touch & ((1 << layout.channel_bits) - 1)).astype(np.int32)
    if gone.any():
        codes, ages = codes[~gone], ages[~gone] if ages is not None else None
    bare = won & (lengths == 0)
    remarks = _remarks(rows, len(old), conversions[bare].sum(), value[bare].sum())
    if not merge:
        return _part(layout, codes, ages, lengths, ~bare, conversions, value), remarks
    # Journeys without conversion merge better without their ages, which are 0.
    some = _part(layout, codes, ages, lengths, won & ~bare, conversions, value)
    others = _part(layout, codes, None, lengths, ~won, conversions, value)
    return _joined(merged(some), merged(others), timed=layout.timed), remarks


def _empty(layout: Layout) -> Paths:
    none = np.zeros(0)
    return Paths(
        channels=layout.channels, codes=np.zeros(0, np.int32), starts=np.zeros(1, np.int64), conversions=none,
        value=none, nulls=none, ages=none if layout.timed else None,
    )  # fmt: skip


def _ordered(touches: Touches, layout: Layout) -> _Rows:
    """All rows in their order: as one number each where id and touch fit into it, which sorts many times as quickly."""
    paid = np.flatnonzero(touches.touch & (3 << layout.channel_bits))
    order = paid[np.lexsort((touches.value[paid], touches.touch[paid], touches.id[paid]))]
    if int(touches.id.max()).bit_length() + layout.bits <= 63:
        keys = (touches.id << layout.bits) | touches.touch
        keys.sort()
        touch = keys & ((1 << layout.bits) - 1)
        keys >>= layout.bits
    else:
        everything = np.lexsort((touches.touch, touches.id))
        touch, keys = touches.touch[everything], touches.id[everything]
    return _Rows(
        touch=touch,
        first=np.flatnonzero(np.append(True, keys[1:] != keys[:-1])),
        paying=np.flatnonzero(touch & (3 << layout.channel_bits)),
        worth=touches.value[order],
        layout=layout,
    )


def _starts(rows: _Rows) -> Integers:
    """Where journeys begin: at each id, and after a conversion once time goes on."""
    new = np.zeros(len(rows.touch) + 1, dtype=bool)
    new[rows.first] = True
    after = rows.paying[rows.paying + 1 < len(rows.touch)] + 1
    new[after] |= rows.time(after) != rows.time(after - 1)
    return np.flatnonzero(new)


def _ages(rows: _Rows, starts: Integers, lengths: Integers, wanted: NDArray[np.bool_]) -> Floats:
    """Days from each touch to the end of its journey; 0 for journeys that are not wanted."""
    picked = np.flatnonzero(np.repeat(wanted, lengths))
    ends = np.repeat(rows.time(starts[wanted] + lengths[wanted] - 1), lengths[wanted])
    ages = np.zeros(len(rows.touch))
    ages[picked] = (ends - rows.time(picked)) * (rows.layout.unit / _DAY)
    return ages


def _part(
    layout: Layout, codes: NDArray[np.int32], ages: Floats | None, lengths: Integers, wanted: NDArray[np.bool_],
    conversions: Floats, value: Floats,
) -> Paths:  # fmt: skip
    """Some of the journeys."""
    touches: NDArray[np.bool_] | slice = np.repeat(wanted, lengths) if not wanted.all() else slice(None)
    won = conversions[wanted]
    return Paths(
        channels=layout.channels,
        codes=codes[touches],
        starts=np.concatenate([[0], np.cumsum(lengths[wanted])]).astype(np.int64),
        conversions=won,
        value=value[wanted],
        nulls=(won == 0).astype(np.float64),
        ages=ages[touches] if ages is not None else None,
    )


def _joined(won: Paths, lost: Paths, *, timed: bool) -> Paths:
    """One after the other."""
    ages = np.zeros(len(won.codes) + len(lost.codes)) if timed else None
    if ages is not None and won.ages is not None:
        ages[: len(won.codes)] = won.ages
    return Paths(
        channels=won.channels,
        codes=np.concatenate([won.codes, lost.codes]),
        starts=np.concatenate([won.starts, lost.starts[1:] + won.starts[-1]]),
        conversions=np.concatenate([won.conversions, lost.conversions]),
        value=np.concatenate([won.value, lost.value]),
        nulls=np.concatenate([won.nulls, lost.nulls]),
        ages=ages,
    )


def _remarks(rows: _Rows, old: int, conversions: float, value: float) -> tuple[Remark, ...]:
    again = np.flatnonzero(rows.touch[1:] == rows.touch[:-1]) + 1
    again = again[~np.isin(again, rows.first) & (rows.kind(again) != BARE)]
    counted = {
        "{rows} rows repeat an id, time and channel; each counts as a touch": len(again),
        "{rows} touches older than the lookback, not credited": old,
    }
    remarks = [Remark(text, count) for text, count in counted.items() if count]
    if conversions:
        text = "{rows} conversions (value {value}) without a touch before them, credited to nobody"
        remarks.append(Remark(text, conversions, value))
    return tuple(remarks)
