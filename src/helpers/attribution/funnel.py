"""A funnel as a Markov chain of weeks: where a week leads from each stage, without a touch and with each channel."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.attribution.paths import Floats
from helpers.errors import SourceError

#: Ends of a journey, as ``next_state``; no state may be called so.
CONVERTED, QUIT = "customer", "quit"
#: Rounding that sums of shares of weeks may leave.
_ROUNDING = 1e-6
_WHERE = "steps of the funnel"


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """Counted weeks, as arrays: ``counts[group, channel, state, target]``.

    ``states`` are in an order in which no step goes back; the first channel is none; the last two targets are the
    conversion and quitting.
    """

    states: tuple[str, ...]
    channels: tuple[str, ...]
    counts: Floats

    def fitted(self, *, without: int | None = None) -> Funnel:
        """The funnel of these weeks, or of those of all groups but one."""
        whole = self.counts.sum(axis=0)
        return _fitted(self, whole if without is None else np.maximum(whole - self.counts[without], 0.0))


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """A fitted funnel: how many begin in each state, and where a week leads with and without each channel.

    ``untouched[s, t]`` is the probability that a week without a touch leads from ``s`` to ``t`` (the last column is the
    conversion; what is left to 1 quits). ``change[s, a, t]`` is the share of weeks in ``s`` with channel ``a``, times
    how much likelier such a week leads to ``t`` than one without a touch. Where a state has no week without a touch
    nothing is known about it: ``untouched`` holds the observed mix there, ``change`` is 0 and ``supported`` false.
    """

    states: tuple[str, ...]
    channels: tuple[str, ...]
    begin: Floats
    untouched: Floats
    change: Floats
    weeks: Floats
    supported: NDArray[np.bool_]


def fit(steps: pd.DataFrame) -> Funnel:
    """The funnel that counted steps describe; their shape and the errors are those of ``adjusted_shapley``."""
    return weeks(steps).fitted()


def weeks(steps: pd.DataFrame) -> Weeks:
    """Counted steps as arrays, by group where ``steps`` has a column ``group``, checked; as ``adjusted_shapley``."""
    rows = _weighed(steps)
    states = _ordered(rows)
    channels = tuple(sorted(rows["channel"].dropna().unique()))
    group = np.unique(rows["group"], return_inverse=True)[1] if "group" in rows else np.zeros(len(rows), np.int64)
    targets = pd.Index([*states, CONVERTED, QUIT])
    # A missing channel is found nowhere, at -1: the first place is that of none.
    place = pd.Index(channels, dtype=object).get_indexer(pd.Index(rows["channel"])) + 1
    places = (
        group,
        place,
        targets.get_indexer(pd.Index(rows["state"])),
        targets.get_indexer(pd.Index(rows["next_state"])),
    )
    counts = np.zeros((int(group.max(initial=0)) + 1, len(channels) + 1, len(states), len(targets)))
    np.add.at(counts, places, rows["weight"].to_numpy())
    return Weeks(states=states, channels=channels, counts=counts)


def converts(targets: Floats) -> Floats:
    """Probability of converting from each state of a chain in order; somebody who never leaves never converts."""
    worth = np.ones(len(targets) + 1)
    for state in reversed(range(len(targets))):
        stay = targets[state, state]
        worth[state] = targets[state, state + 1 :] @ worth[state + 1 :] / (1 - stay) if stay < 1 else 0.0
    return worth[:-1]


def _fitted(weeks: Weeks, counts: Floats) -> Funnel:
    spent = counts.sum(axis=2)
    every = spent.sum(axis=0)[:, None]
    supported = spent[0] > 0
    observed = _ratio(counts.sum(axis=0), every)
    alone = np.where(supported[:, None], _ratio(counts[0], spent[0][:, None]), observed)
    change = _ratio(counts[1:] - spent[1:, :, None] * alone, every) * supported[:, None]
    return Funnel(
        states=weeks.states, channels=weeks.channels, begin=_beginnings(counts.sum(axis=0), weeks.states),
        untouched=alone[:, :-1], change=change[:, :, :-1].transpose(1, 0, 2), weeks=spent[1:].T, supported=supported,
    )  # fmt: skip


def _weighed(steps: pd.DataFrame) -> pd.DataFrame:
    """``state, channel, next_state, weight`` (and ``group``), checked; rows that weigh nothing are left out."""
    missing = {"state", "channel", "next_state", "n"} - set(steps.columns)
    if missing:
        raise SourceError(f"no column {', '.join(sorted(missing))}", where=_WHERE)
    weight = steps["n"].astype("float64") / (steps["parts"].astype("float64") if "parts" in steps else 1.0)
    if not (np.isfinite(weight) & (weight >= 0)).all():
        raise SourceError("a count is missing or below zero", where=_WHERE)
    if steps[["state", "next_state"]].isna().to_numpy().any() or steps["state"].isin([CONVERTED, QUIT]).any():
        raise SourceError(f"a state is missing or called {CONVERTED} or {QUIT}", where=_WHERE, do="rename it")
    kept = [name for name in ("state", "channel", "next_state", "group") if name in steps]
    rows = steps[kept].astype(dict.fromkeys(kept[:3], object)).assign(weight=weight)
    return rows[rows["weight"] > 0]


def _ordered(rows: pd.DataFrame) -> tuple[str, ...]:
    """States so that no step goes back; ties by name."""
    pairs = sorted(rows[["state", "next_state"]].drop_duplicates().itertuples(index=False, name=None))
    before: dict[str, list[str]] = {state: [] for state in sorted({state for pair in pairs for state in pair})}
    for state, later in pairs:
        if state != later:
            before[later].append(state)
    try:
        order = tuple(TopologicalSorter(before).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise SourceError(
            f"journeys go round: {circle}", where=_WHERE, do="use the furthest stage reached so far"
        ) from error
    return tuple(state for state in order if state not in (CONVERTED, QUIT))


def _beginnings(counts: Floats, states: tuple[str, ...]) -> Floats:
    """How many journeys begin in each state: what leaves it less what enters it."""
    begin: Floats = counts.sum(axis=1) - counts[:, :-2].sum(axis=0)
    if (begin < -_ROUNDING * max(counts.sum(), 1.0)).any():
        state = states[int(begin.argmin())]
        raise SourceError(f"more journeys enter '{state}' than leave it", where=_WHERE, do="count whole journeys only")
    return np.maximum(begin, 0.0)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros(np.broadcast_shapes(above.shape, below.shape)), where=below > 0)
