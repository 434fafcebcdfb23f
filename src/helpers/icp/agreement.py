"""Do both teams judge alike? Shared labels of a blind sort, and Gwet's AC1 behind them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

from helpers.icp.attributes import folded
from helpers.intervals import zero_bound

#: Labels that belong together: a category nobody used counts as one that could have been.
SCALES = (("accept", "reject"), ("a", "b", "c"))
_ACCEPT = {"accept", "accepted", "yes", "si", "aceptar", "aceptado", "aceptada", "acepta", "work"}
_REJECT = {"reject", "rejected", "no", "rechazar", "rechazado", "rechazada", "rechaza"}
LEVEL = 0.95


class Agreement(NamedTuple):
    """A coefficient with its standard error and interval; ``items`` rated at least twice; ``nan`` where undefined."""

    value: float
    error: float
    low: float
    high: float
    items: int


UNDEFINED = Agreement(math.nan, math.nan, math.nan, math.nan, 0)


def gwet_ac1(counts: NDArray[np.int64]) -> Agreement:
    """How far do raters agree beyond what chance alone would make of their habits?

    ``counts`` has a row per item and a column per category that could be chosen: how many raters chose it. Any number
    of raters, and not every one need rate every item; items rated once tell of habits only. Gwet's AC1 (Gwet 2008,
    *British Journal of Mathematical and Statistical Psychology* 61; with missing ratings Gwet 2014, *Handbook of
    Inter-Rater Reliability*, 4th ed., chapter 5), its standard error over items and a t interval, cut at 1. Between
    about −1 and 1; 1 is full agreement and 0 what chance makes. Where all agree the standard error is 0: the lower end
    is then what the share of agreement may be of which no exception was seen.

    It says how alike the labels are, not whether they are right.

    >>> [round(x, 3) for x in gwet_ac1(np.array([[2, 0], [2, 0], [2, 0], [1, 1], [0, 2]]))[:2]]
    [0.655, 0.38]
    """
    rated = counts[counts.sum(1) > 0].astype(float)
    raters = rated.sum(1)
    twice = raters >= 2
    n, q = len(rated), counts.shape[1]
    if not twice.any() or q < 2:
        return UNDEFINED
    shares = rated / raters[:, None]
    habit = shares.mean(0)
    chance = float((habit * (1 - habit)).sum() / (q - 1))
    pairs = np.maximum(raters * (raters - 1), 1)
    agreed = np.where(twice, (rated * (rated - 1)).sum(1) / pairs, 0.0)
    seen = float(agreed[twice].mean())
    value = (seen - chance) / (1 - chance)
    each = n / twice.sum() * (agreed - chance * twice) / (1 - chance)
    own = (shares @ (1 - habit)) / (q - 1)
    spread = each - 2 * (1 - value) * (own - chance) / (1 - chance)
    return _with_interval(value, spread, chance=chance, seen=seen, items=int(twice.sum()))


def _with_interval(value: float, spread: NDArray[np.float64], *, chance: float, seen: float, items: int) -> Agreement:
    n = len(spread)
    if n < 2:
        return Agreement(value, math.nan, math.nan, math.nan, items)
    error = math.sqrt(float(((spread - value) ** 2).sum()) / (n * (n - 1)))
    width = float(student.ppf(0.5 + LEVEL / 2, n - 1)) * error
    low = value - width
    if seen == 1:
        low = (1 - float(zero_bound(items)[0]) - chance) / (1 - chance)
    return Agreement(value, error, max(low, -1.0), min(value + width, 1.0), items)


def label(text: str) -> str:
    """A label in one form: ``accept``, ``reject``, else folded.

    >>> label("Sí"), label("Rechazado"), label(" B ")
    ('accept', 'reject', 'b')
    """
    plain = folded(text)
    return "accept" if plain in _ACCEPT else "reject" if plain in _REJECT else plain


def categories(labels: Iterable[str]) -> tuple[str, ...]:
    """Every label that could have been given: a known scale where all labels are of it, else those that were.

    >>> categories(["a", "b", "b"]), categories(["accept"])
    (('a', 'b', 'c'), ('accept', 'reject'))
    """
    used = set(labels)
    return next((scale for scale in SCALES if used <= set(scale)), tuple(sorted(used)))


def majority(labels: Sequence[str]) -> str | None:
    """The label most raters gave; None for a tie.

    >>> majority(["a", "a", "b"]), majority(["a", "b"]) is None
    ('a', True)
    """
    first, *rest = Counter(labels).most_common(2)
    return None if rest and rest[0][1] == first[1] else first[0]


def sorted_items(rows: pd.DataFrame) -> pd.DataFrame:
    """The items both teams sorted: ``session, on, item, of, marketing, sales, same``, in order.

    A team's label is the one most of its raters gave; an item on which a team is split has none and is left out.
    """
    named = rows.assign(label=[label(str(each)) for each in rows["label"]])
    keys = ["session", "item", "of", "team"]
    voted = pd.DataFrame(
        [(*key, majority([str(each) for each in group["label"]])) for key, group in named.groupby(keys, sort=True)],
        columns=[*keys, "label"],
    )
    wide = voted.pivot(index=keys[:3], columns="team", values="label")
    wide = wide.reindex(columns=["marketing", "sales"]).dropna().reset_index().rename_axis(columns=None)
    made = wide.assign(on=wide["session"].map(_days(rows)), same=wide["marketing"] == wide["sales"])
    return made[["session", "on", "item", "of", "marketing", "sales", "same"]]


def sessions(rows: pd.DataFrame) -> list[str]:
    """The sessions, latest first: by day, then by name."""
    return [name for _, name in sorted(((day, name) for name, day in _days(rows).items()), reverse=True)]


def _days(rows: pd.DataFrame) -> dict[str, str]:
    """The day of each session; empty where none is known."""
    days = rows.assign(on=["" if day is None or day != day else str(day) for day in rows["on"]])
    return {str(name): str(day) for name, day in days.groupby("session")["on"].max().items()}


def between_teams(items: pd.DataFrame) -> Agreement:
    """AC1 between the labels of both teams, from ``sorted_items`` of one session."""
    if items.empty:
        return UNDEFINED
    ours, theirs = ([str(each) for each in items[team]] for team in ("marketing", "sales"))
    known = categories([*ours, *theirs])
    pairs = zip(ours, theirs, strict=True)
    return gwet_ac1(np.array([[(one, other).count(each) for each in known] for one, other in pairs]))


def within_team(rows: pd.DataFrame) -> Agreement:
    """AC1 among the raters of one team, from rows of ``blind_sort``; undefined where one rater sorted alone."""
    if rows.empty or rows["rater"].nunique() < 2:
        return UNDEFINED
    labels = [label(str(each)) for each in rows["label"]]
    known = categories(labels)
    table = pd.crosstab(rows["item"].to_numpy(), np.array(labels)).reindex(columns=list(known), fill_value=0)
    return gwet_ac1(table.to_numpy(dtype="int64"))
