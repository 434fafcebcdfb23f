"""Small journeys for tests of models: drawn ones for invariants, and a chain written out state by state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from helpers.attribution.paths import Paths, from_lists

CHANNELS = ["call", "direct", "fair", "mail", "ñandú"]


@dataclass(frozen=True)
class Walk:
    """One path with the journeys along it; ages fall from touch to touch."""

    path: tuple[str, ...]
    conversions: int
    cents: int
    nulls: int
    ages: tuple[int, ...]

    @property
    def value(self):
        return self.cents * self.conversions / 100


@st.composite
def walks(draw, *, most=8):
    """A few paths, at least one with a conversion."""
    rows = [draw(_walk()) for _ in range(draw(st.integers(1, most)))]
    if not any(row.conversions for row in rows):
        rows.append(Walk(("call", "fair"), 1, 50, 0, (3, 1)))
    return rows


@st.composite
def _walk(draw):
    path = tuple(draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=7)))
    ages = sorted(draw(st.lists(st.integers(0, 90), min_size=len(path), max_size=len(path))), reverse=True)
    conversions, nulls = draw(st.integers(0, 5)), draw(st.integers(0, 9))
    return Walk(path, conversions, draw(st.integers(0, 90_000)), nulls, tuple(ages))


def coded(rows, *, ages=True, rename=None) -> Paths:
    """The walks as coded journeys."""
    name = rename or {}
    return from_lists(
        [[name.get(channel, channel) for channel in row.path] for row in rows],
        conversions=[row.conversions for row in rows],
        value=[row.value for row in rows],
        nulls=[row.nulls for row in rows],
        ages=[row.ages for row in rows] if ages else None,
    )


def written_out(rows, order, *, without=None, value=False) -> float:
    """Conversions (or value) per journey of the chain of this order, every state a tuple, one equation for each.

    A removed channel is deleted with all states that end in it; what led there leads nowhere.
    """
    seen, gained = defaultdict(lambda: defaultdict(float)), defaultdict(float)
    for row in rows:
        state = ()
        for channel in row.path:
            after = (*state, channel)[-order:]
            seen[state][after] += row.conversions + row.nulls
            state = after
        seen[state]["won"] += row.conversions
        seen[state]["lost"] += row.nulls
        gained[state] += row.value if value else row.conversions
    states = [state for state in seen if not state or state[-1] != without]
    matrix, right = np.eye(len(states)), np.zeros(len(states))
    for index, state in enumerate(states):
        visits = sum(seen[state].values())
        right[index] = gained[state] / visits if visits else 0
        for after, count in seen[state].items():
            if after in states and visits:
                matrix[index, states.index(after)] -= count / visits
    return float(np.linalg.solve(matrix, right)[states.index(())])
