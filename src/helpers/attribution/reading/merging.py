"""Equal journeys become one row, and rows get an order of their own, so that nothing depends on the order they came."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helpers.attribution.paths import Floats, Integers, Paths

_Keys = NDArray[np.uint64]
_SEED = 20260


def merged(paths: Paths) -> Paths:
    """The same journeys with equal rows merged, in an order that depends on the rows alone.

    Rows are equal where they walked the same channels; converting ones with known times also the same ages. Rows of
    unconverted journeys lose their ages (0 throughout): no credit needs them. Sums are exact for whole numbers and
    independent of row order for others.
    """
    if not len(paths):
        return paths
    paths = _without_idle_ages(paths)
    keys = _keys(paths)
    order = np.argsort(keys, kind="stable")
    group, first = _groups(paths, keys, order)
    kept, count = order[first], len(first)
    where = np.empty(len(order), dtype=np.int64)
    where[order] = group
    codes, starts, ages = _taken(paths, kept)
    return Paths(
        channels=paths.channels, codes=codes, starts=starts, ages=ages,
        conversions=_summed(paths.conversions, where, count),
        value=_summed(paths.value, where, count),
        nulls=_summed(paths.nulls, where, count),
    )  # fmt: skip


def _without_idle_ages(paths: Paths) -> Paths:
    if paths.ages is None:
        return paths
    ages = np.where(np.repeat(paths.conversions > 0, paths.lengths), paths.ages, 0.0)
    return Paths(
        channels=paths.channels, codes=paths.codes, starts=paths.starts, ages=ages,
        conversions=paths.conversions, value=paths.value, nulls=paths.nulls,
    )  # fmt: skip


def _keys(paths: Paths) -> _Keys:
    """One number a row, equal for equal rows; different rows share one about never, which ``_groups`` checks."""
    draw = np.random.default_rng(_SEED)
    of_channel = draw.integers(1, 2**63, size=len(paths.channels), dtype=np.uint64)
    of_position = draw.integers(1, 2**63, size=int(paths.lengths.max()), dtype=np.uint64) | np.uint64(1)
    position = np.arange(len(paths.codes)) - np.repeat(paths.starts[:-1], paths.lengths)
    steps = of_channel[paths.codes] * of_position[position]
    if paths.ages is not None:
        steps += (paths.ages.view(np.uint64) >> np.uint64(7)) * of_position[position]
    keys: _Keys = np.add.reduceat(steps, paths.starts[:-1])
    if paths.ages is not None:
        # Where times are known a converting row is never merged with one that did not convert.
        keys = keys ^ (paths.conversions > 0)
    return keys


def _groups(paths: Paths, keys: _Keys, order: Integers) -> tuple[Integers, Integers]:
    """For each row in ``order`` its group, and where each group begins: neighbours whose keys and contents are equal."""
    sorted_keys = keys[order]
    new = np.empty(len(order), dtype=bool)
    new[0] = True
    np.not_equal(sorted_keys[1:], sorted_keys[:-1], out=new[1:])
    same = np.flatnonzero(~new)
    new[same[~_equal(paths, order[same], order[same - 1])]] = True
    return np.cumsum(new) - 1, np.flatnonzero(new)


def _equal(paths: Paths, some: Integers, others: Integers) -> NDArray[np.bool_]:
    """Whether each row of ``some`` holds what its partner in ``others`` holds."""
    equal = paths.lengths[some] == paths.lengths[others]
    some, others = some[equal], others[equal]
    if not len(some):
        return equal
    left, starts = _positions(paths, some)
    right, _ = _positions(paths, others)
    differs = paths.codes[left] != paths.codes[right]
    if paths.ages is not None:
        differs |= paths.ages[left] != paths.ages[right]
    equal[equal] = ~np.logical_or.reduceat(differs, starts[:-1])
    return equal


def _positions(paths: Paths, rows: Integers) -> tuple[Integers, Integers]:
    """Where the touches of ``rows`` stand, one row after the other, and where each row then begins."""
    lengths = paths.lengths[rows]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return np.repeat(paths.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1]), starts


def _taken(paths: Paths, rows: Integers) -> tuple[NDArray[np.int32], Integers, Floats | None]:
    positions, starts = _positions(paths, rows)
    return paths.codes[positions], starts, None if paths.ages is None else paths.ages[positions]


def _summed(amounts: Floats, group: Integers, count: int) -> Floats:
    """Sums by group; amounts that are not whole are added in their own order, not in that of the rows."""
    filled = np.flatnonzero(amounts)
    values, groups = amounts[filled], group[filled]
    if (values != np.rint(values)).any():
        order = np.lexsort((values, groups))
        values, groups = values[order], groups[order]
    return np.bincount(groups, weights=values, minlength=count)
