"""Journeys laid out for adding up: in random groups, for intervals, or all in one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from helpers.attribution.paths import Floats, Integers, Paths, identities, summed, take


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """Rows of journeys as in ``Paths``, each within one of ``groups`` groups."""

    channels: tuple[str, ...]
    codes: Integers
    starts: Integers
    conversions: Floats
    value: Floats
    nulls: Floats
    ages: Floats | None
    group: Integers
    groups: int

    def __len__(self) -> int:
        return len(self.conversions)

    @property
    def lengths(self) -> Integers:
        """Touches of each row."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Integers:
        """Which row each touch belongs to."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def by_group(self, column: Floats) -> Floats:
        """A column of rows, added up by group."""
        return summed(column, by=self.group, size=self.groups)

    def part(self, begin: int, end: int) -> Grouped:
        """Rows from ``begin`` to before ``end``."""
        first, last = int(self.starts[begin]), int(self.starts[end])
        return replace(
            self,
            codes=self.codes[first:last].astype(np.int64),
            starts=self.starts[begin : end + 1] - first,
            conversions=self.conversions[begin:end],
            value=self.value[begin:end],
            nulls=self.nulls[begin:end],
            ages=None if self.ages is None else self.ages[first:last],
            group=self.group[begin:end],
        )

    def converting(self) -> Grouped:
        """The rows with a conversion: all that rules look at."""
        wins = self.conversions > 0
        touches = np.repeat(wins, self.lengths)
        return replace(
            self,
            codes=self.codes[touches],
            starts=np.concatenate([[0], np.cumsum(self.lengths[wins])]).astype(np.int64),
            conversions=self.conversions[wins],
            value=self.value[wins],
            nulls=self.nulls[wins],
            ages=None if self.ages is None else self.ages[touches],
            group=self.group[wins],
        )


def grouped(paths: Paths, *, groups: int, seed: int) -> Grouped:
    """Each journey in one of the groups, with equal chance: the same one for the same journeys and seed.

    Rows that stand for no journey are left out: nobody walked there.
    """
    if groups == 1:
        paths = paths if np.all(paths.journeys > 0) else take(paths, np.flatnonzero(paths.journeys > 0))
        return _laid_out(paths, group=np.zeros(len(paths), np.int64), groups=1)
    kinds = _kinds(paths)
    generator = np.random.default_rng(seed)
    row, group, count = _drawn(kinds.journeys, groups=groups, generator=generator)
    split = take(kinds, row)
    won = split.conversions > 0
    part = replace(
        split,
        conversions=np.where(won, count, 0.0),
        value=split.value * (count / kinds.journeys[row]),
        nulls=np.where(won, 0.0, count),
    )
    return _laid_out(part, group=group, groups=groups)


def _laid_out(paths: Paths, *, group: Integers, groups: int) -> Grouped:
    return Grouped(
        channels=paths.channels,
        codes=paths.codes,  # type: ignore[arg-type]
        starts=paths.starts,
        conversions=paths.conversions,
        value=paths.value,
        nulls=paths.nulls,
        ages=paths.ages,
        group=group,
        groups=groups,
    )


def _kinds(paths: Paths) -> Paths:
    """One row for each kind of journey: path, ages, converted or not, and worth; in an order of its own.

    Conversions of different worth along one path stay apart, so that an interval of value knows of the difference.
    """
    same = identities(paths)
    wins, losses = np.flatnonzero(paths.conversions > 0), np.flatnonzero(paths.nulls > 0)
    worth = np.unique(paths.value[wins] / paths.conversions[wins], return_inverse=True)[1] + 1
    row, rank = np.concatenate([wins, losses]), np.concatenate([worth, np.zeros(len(losses), np.int64)])
    _, first, kind = np.unique(same[row] * (len(wins) + 2) + rank, return_index=True, return_inverse=True)
    won = rank > 0
    plain = replace(paths, conversions=paths.conversions * 0, value=paths.value * 0, nulls=paths.nulls * 0)
    return replace(
        take(plain, row[first]),
        conversions=summed(np.where(won, paths.conversions[row], 0), by=kind, size=len(first)),
        value=summed(np.where(won, paths.value[row], 0), by=kind, size=len(first)),
        nulls=summed(np.where(won, 0, paths.nulls[row]), by=kind, size=len(first)),
    )


def _drawn(journeys: Floats, *, groups: int, generator: np.random.Generator) -> tuple[Integers, Integers, Floats]:
    """Row, group and how many of the row's journeys fell there, in order of row and group."""
    few, many = np.flatnonzero(journeys <= groups), np.flatnonzero(journeys > groups)
    row, size = _one_by_one(few, journeys[few])
    numbers = _at_once(journeys[many], groups=groups, generator=generator)
    at, to = np.nonzero(numbers)
    keys = np.concatenate([row * groups + generator.integers(groups, size=len(row)), many[at] * groups + to])
    cells, place = np.unique(keys, return_inverse=True)
    count = summed(np.concatenate([size, numbers[at, to]]), by=place, size=len(cells))
    return cells // groups, cells % groups, count


def _one_by_one(rows: Integers, journeys: Floats) -> tuple[Integers, Floats]:
    """Each journey of these rows on its own; what a row has beyond a whole number is one more, of that size."""
    times = np.ceil(journeys).astype(np.int64)
    size = np.ones(int(times.sum()))
    size[np.cumsum(times) - 1] -= times - journeys
    return np.repeat(rows, times), size


def _at_once(journeys: Floats, *, groups: int, generator: np.random.Generator) -> Floats:
    """Rows of many journeys: how many fall into each group, rows × groups, in one draw for each row."""
    whole = np.floor(journeys)
    numbers = generator.multinomial(whole.astype(np.int64), np.full(groups, 1 / groups)).astype(float)
    numbers[np.arange(len(journeys)), generator.integers(groups, size=len(journeys))] += journeys - whole
    return numbers
