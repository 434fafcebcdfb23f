"""A funnel as a Markov chain of weeks: where a week leads from each stage, without a touch and with each channel."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """A fitted funnel: how many begin in each state, and where a week leads with and without each channel.

    ``states`` are in an order in which no step goes back. ``untouched[s, t]`` is the probability that a week without a
    touch leads from ``s`` to ``t`` (the last column is the conversion; what is left to 1 quits).
    ``change[s, a, t]`` is the share of weeks in ``s`` with channel ``a``, times how much likelier such a week leads to
    ``t`` than one without a touch. Where a state has no week without a touch nothing is known about it: ``untouched``
    holds the observed mix there, ``change`` is 0 and ``supported`` false.
    """

    states: tuple[str, ...]
    channels: tuple[str, ...]
    begin: Floats
    untouched: Floats
    change: Floats
    weeks: Floats
    supported: NDArray[np.bool_]


def fit(steps: pd.DataFrame) -> Funnel:
    """The funnel that counted steps describe; see ``adjusted_shapley`` for their shape and the errors."""
    rows = _weighed(steps)
    states = _ordered(rows)
    channels = tuple(sorted(rows["channel"].dropna().unique()))
    counts = _counted(rows, states, channels)
    begin = _beginnings(counts.sum(axis=0), states)
    weeks = counts.sum(axis=2)
    every = weeks.sum(axis=0)
    supported = weeks[0] > 0
    alone = np.where(
        supported[:, None], _ratio(counts[0], weeks[0][:, None]), _ratio(counts.sum(axis=0), every[:, None])
    )
    change = _ratio(counts[1:] - weeks[1:, :, None] * alone, every[:, None]) * supported[:, None]
    return Funnel(
        states=states, channels=channels, begin=begin, untouched=alone[:, :-1],
        change=change[:, :, :-1].transpose(1, 0, 2), weeks=weeks[1:].T, supported=supported,
    )  # fmt: skip


def converts(targets: Floats) -> Floats:
    """Probability of converting from each state of a chain in order; somebody who never leaves never converts."""
    worth = np.ones(len(targets) + 1)
    for state in reversed(range(len(targets))):
        stay = targets[state, state]
        worth[state] = targets[state, state + 1 :] @ worth[state + 1 :] / (1 - stay) if stay < 1 else 0.0
    return worth[:-1]


def _weighed(steps: pd.DataFrame) -> pd.DataFrame:
    """``state, channel, next_state, weight``, checked; rows of the same step are put together."""
    missing = {"state", "channel", "next_state", "n"} - set(steps.columns)
    if missing:
        raise SourceError(f"no column {', '.join(sorted(missing))}", where="steps of the funnel")
    weight = steps["n"].astype("float64") / (steps["parts"].astype("float64") if "parts" in steps else 1.0)
    if not (np.isfinite(weight) & (weight >= 0)).all():
        raise SourceError("a count is missing or below zero", where="steps of the funnel")
    named = steps[["state", "next_state"]]
    if named.isna().to_numpy().any() or steps["state"].isin([CONVERTED, QUIT]).any():
        raise SourceError(
            f"a state is missing or called {CONVERTED} or {QUIT}", where="steps of the funnel", do="rename it"
        )
    rows = steps[["state", "channel", "next_state"]].assign(weight=weight)
    return rows[rows["weight"] > 0]


def _ordered(rows: pd.DataFrame) -> tuple[str, ...]:
    """States so that no step goes back; ties by name."""
    before: dict[str, set[str]] = {state: set() for state in sorted({*rows["state"], *rows["next_state"]})}
    for state, later in sorted(set(zip(rows["state"], rows["next_state"], strict=True))):
        if state != later:
            before[later].add(state)
    try:
        order = tuple(TopologicalSorter({state: sorted(before[state]) for state in before}).static_order())
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise SourceError(
            f"journeys go round: {circle}", where="steps of the funnel", do="use the furthest stage reached so far"
        ) from error
    return tuple(state for state in order if state not in (CONVERTED, QUIT))


def _counted(rows: pd.DataFrame, states: tuple[str, ...], channels: tuple[str, ...]) -> Floats:
    """Weeks by channel (first: none), state and target (last two: converted, quit)."""
    targets = _places((*states, CONVERTED, QUIT))
    codes = _places(channels)
    counts = np.zeros((len(channels) + 1, len(states), len(targets)))
    channel = rows["channel"].map(lambda name: codes[name] + 1, na_action="ignore").fillna(0).astype("int64")
    np.add.at(counts, (channel, rows["state"].map(targets), rows["next_state"].map(targets)), rows["weight"])
    return counts


def _places(names: tuple[str, ...]) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(names)}


def _beginnings(counts: Floats, states: tuple[str, ...]) -> Floats:
    """How many journeys begin in each state: what leaves it less what enters it."""
    begin: Floats = counts.sum(axis=1) - counts[:, :-2].sum(axis=0)
    if (begin < -_ROUNDING * max(counts.sum(), 1.0)).any():
        raise SourceError(
            f"more journeys enter '{states[int(begin.argmin())]}' than leave it", where="steps of the funnel",
            do="count whole journeys only",
        )  # fmt: skip
    return np.maximum(begin, 0.0)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros(np.broadcast_shapes(above.shape, below.shape)), where=below > 0)
