"""Touches of one batch of ids, in any order → journeys: sorted by time, cut at conversions, looked back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.attribution.paths import Floats, Integers, Paths
from helpers.attribution.reading.merging import merged
from helpers.attribution.reading.remarks import Remark

_DAY = 86_400_000_000
#: What a row is, in the order in which rows of one id and moment count.
TOUCH, CONVERTING, BARE = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Touches:
    """Rows of a log, of whole ids: ``kind`` is TOUCH, CONVERTING (a touch that converts) or BARE (a conversion alone).

    ``time`` counts microseconds (or is an order only); ``channel`` is an index, anything for BARE rows; ``value`` is 0
    for touches.
    """

    id: Integers
    time: Integers
    kind: Integers
    channel: Integers
    value: Floats


@dataclass(frozen=True, kw_only=True)
class _Sorted:
    """Touches in their order; ``first`` of its id or not; ``worth``: the values of the conversions among them."""

    first: NDArray[np.bool_]
    time: Integers
    kind: Integers
    channel: Integers
    worth: Floats


def journeys(
    touches: Touches, *, channels: tuple[str, ...], lookback: float = 0, timed: bool = True
) -> tuple[Paths, tuple[Remark, ...]]:
    """The journeys of these ids and what there is to remark.

    Rows of an id are ordered by time; at one time touches come before touches that convert, those before conversions
    without a channel, and equals by channel. A journey ends with its conversion; conversions of one id at one time
    share a journey; what follows the last conversion is a journey without one. ``lookback`` (days, 0: all) drops
    touches that lie longer before the journey's end.
    """
    if not len(touches.id):
        return _nothing(channels, timed), ()
    rows = _ordered(touches, width=len(channels))
    new = rows.first.copy()
    new[1:] |= (rows.kind[:-1] > TOUCH) & (rows.time[1:] != rows.time[:-1])
    starts = np.flatnonzero(new)
    lengths = np.diff(np.append(starts, len(new)))
    age = np.repeat(rows.time[starts + lengths - 1], lengths) - rows.time
    stays = rows.kind != BARE
    old = stays & (age > lookback * _DAY) if lookback else np.zeros(0, bool)
    if lookback:
        stays &= ~old
    touched = np.add.reduceat(stays, starts, dtype=np.int64)
    converts = rows.kind > TOUCH
    conversions = np.add.reduceat(converts, starts, dtype=np.float64)
    journey = np.repeat(np.arange(len(starts)), lengths)[converts]
    value = np.bincount(journey, rows.worth, len(starts)).astype(np.float64)
    walked = touched > 0
    paths = Paths(
        channels=channels,
        codes=rows.channel[stays].astype(np.int32),
        starts=np.concatenate([[0], np.cumsum(touched[walked])]).astype(np.int64),
        conversions=conversions[walked],
        value=value[walked],
        nulls=(conversions[walked] == 0).astype(np.float64),
        ages=age[stays] / _DAY if timed else None,
    )
    return merged(paths), _remarks(rows, old, conversions[~walked], value[~walked])


def _nothing(channels: tuple[str, ...], timed: bool) -> Paths:
    none = np.zeros(0)
    return Paths(
        channels=channels, codes=np.zeros(0, np.int32), starts=np.zeros(1, np.int64), conversions=none, value=none,
        nulls=none, ages=none if timed else None,
    )  # fmt: skip


def _ordered(touches: Touches, *, width: int) -> _Sorted:
    """All rows in their order; packed into one number each where that fits, which sorts many times as quickly."""
    time = touches.time - touches.time.min()
    unit = next(unit for unit in (60_000_000, 1_000_000, 1000, 1) if unit == 1 or not (time % unit).any())
    bits = [int(amount).bit_length() for amount in (touches.id.max(), time.max() // unit, BARE, width)]
    if sum(bits) > 63:
        return _by_columns(touches)
    key = touches.id.copy()
    for part, size in zip((time // unit, touches.kind, touches.channel), bits[1:], strict=True):
        key <<= size
        key |= part
    paying = np.flatnonzero(touches.kind > TOUCH)
    worth = touches.value[paying][np.lexsort((touches.value[paying], key[paying]))]
    key.sort()
    channel = key & ((1 << bits[3]) - 1)
    kind = (key >> bits[3]) & 3
    key >>= bits[2] + bits[3]
    time = (key & ((1 << bits[1]) - 1)) * unit
    key >>= bits[1]
    return _Sorted(first=_first(key), time=time, kind=kind, channel=channel, worth=worth)


def _by_columns(touches: Touches) -> _Sorted:
    order = np.lexsort((touches.value, touches.channel, touches.kind, touches.time, touches.id))
    kind = touches.kind[order]
    return _Sorted(
        first=_first(touches.id[order]), time=touches.time[order], kind=kind, channel=touches.channel[order],
        worth=touches.value[order][kind > TOUCH],
    )  # fmt: skip


def _first(ids: Integers) -> NDArray[np.bool_]:
    first = np.ones(len(ids), dtype=bool)
    np.not_equal(ids[1:], ids[:-1], out=first[1:])
    return first


def _remarks(rows: _Sorted, old: NDArray[np.bool_], conversions: Floats, value: Floats) -> tuple[Remark, ...]:
    again = ~rows.first[1:] & (rows.time[1:] == rows.time[:-1]) & (rows.channel[1:] == rows.channel[:-1])
    again &= (rows.kind[1:] != BARE) & (rows.kind[:-1] != BARE)
    counted = {
        "{rows} rows repeat an id, time and channel; each counts as a touch": int(again.sum()),
        "{rows} touches older than the lookback, not credited": int(old.sum()),
    }
    remarks = [Remark(text, count) for text, count in counted.items() if count]
    if conversions.any():
        text = "{rows} conversions (value {value}) without a touch before them, credited to nobody"
        remarks.append(Remark(text, conversions.sum(), value.sum()))
    return tuple(remarks)
