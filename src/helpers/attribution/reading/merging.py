"""Equal journeys become one row, and rows get an order of their own, so that nothing depends on the order they came."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from helpers.attribution.paths import Floats, Integers, Paths

_Keys = NDArray[np.uint64]
_SEED = 20260
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
#: Touches worked on at once: what stays in the processor's cache is several times as quick.
_TOUCHES = 1 << 16


def merged(paths: Paths) -> Paths:
    """The same journeys with equal rows merged, in an order that depends on the rows alone.

    Rows are equal where they walked the same channels, where a conversion was worth the same (so that an interval of
    value still knows of the difference) and, if times are known, at the same ages.
    """
    if not len(paths):
        return paths
    span = _span(paths)
    worth = np.divide(paths.value, paths.conversions, out=np.zeros(len(paths)), where=paths.conversions > 0)
    keys = _keys(paths, span) ^ (worth.view(np.uint64) * _SPREAD)
    unsure = (paths.lengths > span) | (worth > 0) | (paths.ages is not None)
    order = _order(keys)
    new = _new_groups(paths, keys, order, unsure)
    kept = order[new]
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.cumsum(new) - 1
    codes, starts, ages = _taken(paths, kept)
    return Paths(
        channels=paths.channels, codes=codes, starts=starts, ages=ages,
        conversions=_summed(paths.conversions, group, len(kept)),
        value=_summed(paths.value, group, len(kept)),
        nulls=_summed(paths.nulls, group, len(kept)),
    )  # fmt: skip


def _span(paths: Paths) -> int:
    """How many touches one number can hold exactly."""
    return int(64 / np.log2(len(paths.channels) + 1.001))


def _spans(ends: Integers) -> Iterator[tuple[int, int]]:
    """Rows in runs of about ``_TOUCHES`` touches, for rows that end at ``ends``."""
    cuts = np.searchsorted(ends, np.arange(_TOUCHES, int(ends[-1]) + _TOUCHES, _TOUCHES))
    edges = np.unique(np.concatenate([[0], np.minimum(cuts + 1, len(ends))]))
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _keys(paths: Paths, span: int) -> _Keys:
    """One number a row, the same for equal rows.

    A row of at most ``span`` touches is written out in it, digit by digit. Longer rows, and rows with ages, that differ
    share a number about never; ``_new_groups`` looks.
    """
    longest = max(int(paths.lengths.max()), span)
    of_position = np.random.default_rng(_SEED).integers(1, 2**63, size=longest, dtype=np.uint64) | np.uint64(1)
    of_position[:span] = np.uint64(len(paths.channels) + 1) ** np.arange(span, dtype=np.uint64)
    keys = np.empty(len(paths), dtype=np.uint64)
    for first, last in _spans(paths.starts[1:]):
        starts = paths.starts[first : last + 1]
        touches = slice(int(starts[0]), int(starts[-1]))
        local = (starts[:-1] - starts[0]).astype(np.int32)
        position = np.arange(touches.stop - touches.start, dtype=np.int32) - np.repeat(local, np.diff(starts))
        steps = (paths.codes[touches] + 1).astype(np.uint64)
        if paths.ages is not None:
            steps += paths.ages[touches].view(np.uint64) * _SPREAD
        steps *= of_position[position]
        keys[first:last] = np.add.reduceat(steps, local)
    keys *= _SPREAD
    return keys


def _order(keys: _Keys) -> Integers:
    """Rows by their keys. Sorting keys that carry their row in the low bits is several times as quick as argsort."""
    low = np.uint64((1 << len(keys).bit_length()) - 1)
    packed = (keys & ~low) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    order = (packed & low).astype(np.int64)
    packed &= ~low
    ordered = keys[order]
    if ((packed[1:] == packed[:-1]) & (ordered[1:] != ordered[:-1])).any():
        # Two keys agree in their high bits: about never, but then the order would depend on that of the rows.
        return np.argsort(keys)
    return order


def _new_groups(paths: Paths, keys: _Keys, order: Integers, unsure: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each row, in ``order``, differs from the one before it: by its key, else (``unsure``) by its content."""
    new = np.ones(len(order), dtype=bool)
    keys = keys[order]
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    doubt = unsure[order]
    doubt[1:] |= doubt[:-1]
    doubt &= ~new
    same = np.flatnonzero(doubt)
    new[same] = ~_equal(paths, order[same], order[same - 1])
    return new


def _equal(paths: Paths, some: Integers, others: Integers) -> NDArray[np.bool_]:
    """Whether each row of ``some`` holds what its partner in ``others`` holds."""
    equal: NDArray[np.bool_] = paths.lengths[some] == paths.lengths[others]
    some, others = some[equal], others[equal]
    if not len(some):
        return equal
    verdict = np.empty(len(some), dtype=bool)
    for first, last in _spans(np.cumsum(paths.lengths[some])):
        left, starts = _positions(paths, some[first:last])
        right, _ = _positions(paths, others[first:last])
        differs = paths.codes[left] != paths.codes[right]
        if paths.ages is not None:
            differs |= paths.ages[left] != paths.ages[right]
        verdict[first:last] = ~np.logical_or.reduceat(differs, starts[:-1])
    equal[equal] = verdict
    return equal


def _positions(paths: Paths, rows: Integers) -> tuple[Integers, Integers]:
    """Where the touches of ``rows`` stand, one row after the other, and where each row then begins."""
    first = paths.starts[rows]
    lengths = paths.starts[rows + 1] - first
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return np.repeat(first - starts[:-1], lengths) + np.arange(starts[-1]), starts


def _taken(paths: Paths, rows: Integers) -> tuple[NDArray[np.int32], Integers, Floats | None]:
    """The touches of some rows, in their order."""
    starts = np.concatenate([[0], np.cumsum(paths.lengths[rows])])
    codes = np.empty(int(starts[-1]), dtype=np.int32)
    ages = None if paths.ages is None else np.empty(int(starts[-1]))
    for first, last in _spans(starts[1:]):
        positions, _ = _positions(paths, rows[first:last])
        codes[starts[first] : starts[last]] = paths.codes[positions]
        if ages is not None and paths.ages is not None:
            ages[starts[first] : starts[last]] = paths.ages[positions]
    return codes, starts, ages


def _summed(amounts: Floats, group: Integers, count: int) -> Floats:
    """Sums by group; amounts that are not whole are added smallest first, in whatever order they come."""
    filled = np.flatnonzero(amounts)
    values, groups = amounts[filled], group[filled]
    if (values != np.rint(values)).any():
        order = np.lexsort((values, groups))
        values, groups = values[order], groups[order]
    return np.bincount(groups, weights=values, minlength=count).astype(np.float64, copy=False)
