"""What distinguishes accounts that were won and kept: a logistic model of attributes known before."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm
from scipy.stats import t as student
from statsmodels.discrete.discrete_model import Logit

from helpers.icp.attributes import SIZES, compared, size
from helpers.icp.counts.accounts import EMPLOYEES
from helpers.icp.firth import firth, separated

Floats = NDArray[np.float64]
OTHER, UNKNOWN = "other", "unknown"
#: A level with fewer accounts is merged with the other small ones.
FEW_OF_LEVEL = 10
#: Events (or non-events, if fewer) that each coefficient needs (Peduzzi et al. 1996).
PER_COEFFICIENT = 10
#: Fewer events or non-events than this say nothing, whatever the method.
FEWEST = 5
#: Two levels that share this much of their accounts are one.
ALIKE = 0.9
#: Fewer groups than this make standard errors by group too small.
FEW_GROUPS = 10


class Level(NamedTuple):
    """One value of an attribute against the attribute's most frequent one: odds of being won and kept."""

    attribute: str
    value: str
    odds: float
    low: float
    high: float
    p: float
    accounts: int
    kept: int
    separated: bool


@dataclass(frozen=True, kw_only=True)
class Model:
    """The fit. ``method`` is ``logit`` or ``firth``; ``errors`` is ``cluster``, ``HC1`` or ``profile``.

    ``dropped`` are attributes for which there are too few events, ``repeats`` those that say nearly what others say
    already; ``reference`` is the level compared with, by attribute; ``few`` says that even one attribute has too few
    events behind it.
    """

    levels: tuple[Level, ...] = ()
    reference: Mapping[str, str]
    dropped: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    method: str = ""
    errors: str = ""
    groups: int = 0
    accounts: int = 0
    kept: int = 0
    few: bool = False


class Coded(NamedTuple):
    """An attribute as levels: one label a row, the reference, and the others in order."""

    labels: list[str]
    reference: str
    others: list[str]


def distinguish(rows: pd.DataFrame, *, attributes: Sequence[str], first: Sequence[str] = ()) -> Model:
    """Which attributes go with being won and kept, each with the others held?

    ``rows`` are those of ``judged.by_attributes`` that have ``kept``; ``attributes`` name its columns ``a0`` …, with
    head counts by ``SIZES``.
    Attributes enter in order: those in ``first`` (what the teams have written down) before the others, as long as the
    events suffice for ten a coefficient and the attribute adds something the others do not say. Levels with few
    accounts are merged; unknown is a level. Standard errors allow for accounts of one group (``cluster``), and with
    fewer than ten groups only for unequal spread (HC1). Where a level parts the two groups, or even one attribute has
    too few events, Firth's penalised likelihood with profile intervals takes over.

    Odds ratios say what went together, not what to change.
    """
    cases = rows["accounts"].to_numpy(dtype=float)
    kept = rows["kept"].to_numpy(dtype=float) * cases
    rarer = float(min(kept.sum(), cases.sum() - kept.sum()))
    nothing = Model(reference={}, accounts=int(cases.sum()), kept=int(kept.sum()), few=True)
    if rarer < FEWEST:
        return replace(nothing, dropped=tuple(attributes))
    coded = {name: _coded(rows, place, name, cases) for place, name in enumerate(attributes)}
    order = sorted(coded, key=lambda name: (name not in first, list(first).index(name) if name in first else 0, name))
    pick = _chosen({name: coded[name] for name in order if coded[name].others}, cases, rarer)
    if not pick.chosen:
        return replace(nothing, dropped=pick.dropped, few=bool(pick.dropped))
    return _fitted(rows, pick, cases, kept, rarer=rarer)


def _coded(rows: pd.DataFrame, place: int, name: str, cases: Floats) -> Coded:
    """Labels with small levels merged; the most frequent level is the reference."""
    shown = [_label(name, value) for value in rows[f"a{place}"].tolist()]
    keys = [label if label == UNKNOWN else compared(name, label) for label in shown]
    weight = pd.Series(cases).groupby(keys).sum()
    words = _spelling(keys, shown, cases)
    labels = [words[key] if weight[key] >= FEW_OF_LEVEL else OTHER for key in keys]
    totals = pd.Series(cases).groupby(labels).sum()
    known = totals.drop(labels=[OTHER, UNKNOWN], errors="ignore")
    reference = str((known if len(known) else totals).idxmax())
    if totals.get(OTHER, math.inf) < FEWEST:
        labels = [reference if label == OTHER else label for label in labels]
    return Coded(labels, reference, sorted({*labels} - {reference}))


def _spelling(keys: Sequence[str], shown: Sequence[str], cases: Floats) -> dict[str, str]:
    """How each value is mostly written."""
    heard: dict[tuple[str, str], float] = {}
    for key, label, n in zip(keys, shown, cases, strict=True):
        heard[key, label] = heard.get((key, label), 0.0) + n
    return {key: label for (key, label), _ in sorted(heard.items(), key=lambda each: (each[1], each[0]))}


def _label(name: str, value: object) -> str:
    if value is None or value != value:
        return UNKNOWN
    return size(int(float(str(value))), SIZES) if name == EMPLOYEES else str(value).strip()


class Pick(NamedTuple):
    """Attributes that enter, those that say nearly what those say, and those the events do not suffice for."""

    chosen: Mapping[str, Coded]
    repeats: tuple[str, ...]
    dropped: tuple[str, ...]


def _chosen(coded: Mapping[str, Coded], cases: Floats, rarer: float) -> Pick:
    """In order: the first one whatever the events, then as many coefficients as there are tens of events."""
    chosen: dict[str, Coded] = {}
    repeats: list[str] = []
    dropped: list[str] = []
    used = 0
    for name, given in coded.items():
        each = _known_once(given, list(chosen.values()), cases)
        if any(_alike(other, each, cases) for other in chosen.values()) or not _adds(chosen, name, each):
            repeats.append(name)
        elif chosen and (used + len(each.others)) * PER_COEFFICIENT > rarer:
            dropped.append(name)
        else:
            chosen[name] = each
            used += len(each.others)
    return Pick(chosen, tuple(repeats), tuple(dropped))


def _known_once(each: Coded, chosen: Sequence[Coded], cases: Floats) -> Coded:
    """Accounts of which nothing is known are one group, not one an attribute: once said, they join the reference."""
    if not any(_overlap(other, UNKNOWN, each, UNKNOWN, cases) >= ALIKE for other in chosen):
        return each
    labels = [each.reference if label == UNKNOWN else label for label in each.labels]
    return Coded(labels, each.reference, [level for level in each.others if level != UNKNOWN])


def _alike(one: Coded, other: Coded, cases: Floats) -> bool:
    """Whether some level of one is nearly a level of the other, so that the two cannot be told apart."""
    levels = [
        [name for name in (each.reference, *each.others) if name not in (OTHER, UNKNOWN)] for each in (one, other)
    ]
    return any(_overlap(one, mine, other, yours, cases) >= ALIKE for mine in levels[0] for yours in levels[1])


def _overlap(one: Coded, mine: str, other: Coded, yours: str, cases: Floats) -> float:
    """Accounts of both levels over accounts of either."""
    here, there = (np.array(each.labels) == name for each, name in ((one, mine), (other, yours)))
    either = float(cases[here | there].sum())
    return float(cases[here & there].sum()) / either if either else 0.0


def _adds(chosen: Mapping[str, Coded], name: str, each: Coded) -> bool:
    if not each.others:
        return False
    design, _ = _design({**chosen, name: each})
    return bool(np.linalg.matrix_rank(design) == design.shape[1])


def _design(coded: Mapping[str, Coded]) -> tuple[Floats, list[tuple[str, str]]]:
    """A constant and one column a level, with their names."""
    names = [(name, level) for name, each in coded.items() for level in each.others]
    columns = [np.array([float(label == level) for label in coded[name].labels]) for name, level in names]
    rows = len(next(iter(coded.values())).labels)
    return np.column_stack([np.ones(rows), *columns]), names


def _fitted(rows: pd.DataFrame, pick: Pick, cases: Floats, kept: Floats, *, rarer: float) -> Model:
    design, names = _design(pick.chosen)
    patterns, place = np.unique(design, axis=0, return_inverse=True)
    n, k = (np.bincount(place.ravel(), weights=each).astype(float) for each in (cases, kept))
    parted = separated(patterns, n, k)
    few = rarer < PER_COEFFICIENT * len(names)
    if parted.any() or few:
        value, low, high, p = firth(patterns, n, k)
        method, errors, many = "firth", "profile", 0
    else:
        value, low, high, p, errors, many = logit(design, kept > 0, cases, rows["group"].tolist())
        method = "logit"
    levels = [
        Level(name, level, math.exp(value[i]), _exp(low[i]), _exp(high[i]), float(p[i]),
              int(n @ patterns[:, i]), int(k @ patterns[:, i]), bool(parted[i]))
        for i, (name, level) in enumerate(names, start=1)
    ]  # fmt: skip
    return Model(
        levels=tuple(levels), reference={name: each.reference for name, each in pick.chosen.items()},
        dropped=pick.dropped, repeats=pick.repeats, method=method, errors=errors, groups=many,
        accounts=int(cases.sum()), kept=int(kept.sum()), few=few,
    )  # fmt: skip


def logit(
    design: Floats, events: NDArray[np.bool_], cases: Floats, groups: Sequence[object]
) -> tuple[Floats, Floats, Floats, Floats, str, int]:
    """Log odds by maximum likelihood with robust intervals: ``value, low, high, p``, the errors used and the groups.

    One row of ``design`` per combination, group and ending, standing for ``cases`` accounts. Accounts without a group
    are their own. Through statsmodels: the sandwich by group with its small-sample factor and Student's t over groups;
    HC1 without groups or with fewer than ten.
    """
    each = np.repeat(np.arange(len(cases)), cases.astype(int))
    own = _groups(groups, each)
    many = len(np.unique(own))
    by_group = many >= FEW_GROUPS and many < len(own)
    how = {"cov_type": "cluster", "cov_kwds": {"groups": own}} if by_group else {"cov_type": "HC1"}
    fit = Logit(events[each].astype(float), design[each]).fit(disp=0, **how)
    # statsmodels leaves the small-sample factor out of HC1 for this model
    factor = 1.0 if by_group else math.sqrt(len(own) / (len(own) - design.shape[1]))
    value, error = np.asarray(fit.params), factor * np.asarray(fit.bse)
    law = student(many - 1) if by_group else norm()
    width = float(law.ppf(0.975)) * error
    p = 2 * law.sf(np.abs(value) / error)
    return value, value - width, value + width, p, "cluster" if by_group else "HC1", many


def _groups(groups: Sequence[object], each: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for every account: that of its group, or its own."""
    names = [None if name is None or name != name else str(name) for name in groups]
    known = {name: place for place, name in enumerate(sorted({name for name in names if name is not None}))}
    of_row = np.array([-1 if name is None else known[name] for name in names], dtype=np.int64)[each]
    return np.where(of_row >= 0, of_row, len(known) + np.arange(len(each)))


def _exp(x: float) -> float:
    return math.exp(x) if x < 700 else math.inf
