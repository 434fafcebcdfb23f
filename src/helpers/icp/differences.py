"""Where two written profiles differ: attribute by attribute, without looking at a single account."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from helpers.agreements import Profile
from helpers.agreements.profile import Criterion
from helpers.icp.attributes import compared

DIFFERENCES = ["kind", "attribute", "marketing", "sales", "alike"]
#: alike: the same accounts meet both; partly: some accounts can meet both; differs: none can.
ALIKE = ("alike", "partly", "differs", "marketing_only", "sales_only")


class Wanted(NamedTuple):
    """What a team's criteria on one attribute ask together: a range, or texts that are wanted or not wanted."""

    low: float
    high: float
    among: frozenset[str] | None
    without: frozenset[str]


def differences(marketing: Profile, sales: Profile) -> pd.DataFrame:
    """One row per attribute either team names (``kind`` criterion or anti), with what each asks and ``alike``."""
    rows = []
    for kind in ("criterion", "anti"):
        ours, theirs = (_by_attribute(profile, kind) for profile in (marketing, sales))
        for name in sorted({*ours, *theirs}):
            one, other = ours.get(name, []), theirs.get(name, [])
            rows.append((kind, name, _text(one), _text(other), _alike(one, other)))
    return pd.DataFrame(rows, columns=DIFFERENCES)


def _by_attribute(profile: Profile, kind: str) -> dict[str, list[Criterion]]:
    found: dict[str, list[Criterion]] = {}
    for criterion in profile.criteria if kind == "criterion" else profile.anti:
        found.setdefault(criterion.attribute, []).append(criterion)
    return found


def _alike(one: Sequence[Criterion], other: Sequence[Criterion]) -> str:
    if not one or not other:
        return "marketing_only" if one else "sales_only"
    ours, theirs = wanted(one), wanted(other)
    if ours == theirs:
        return "alike"
    return "partly" if _overlap(ours, theirs) else "differs"


def wanted(criteria: Sequence[Criterion]) -> Wanted:
    """All criteria on one attribute as one.

    >>> wanted([Criterion(attribute="employees", operator="at_least", value=50.0)])[:2]
    (50.0, inf)
    """
    low, high, among, without = -math.inf, math.inf, None, frozenset[str]()
    for one in criteria:
        if one.operator in ("at_least", "between"):
            low = max(low, *_floats(one)[:1])
        if one.operator in ("at_most", "between"):
            high = min(high, *_floats(one)[-1:])
        if one.operator in ("is", "in"):
            texts = _texts(one)
            among = texts if among is None else among & texts
        if one.operator == "not_in":
            without |= _texts(one)
    return Wanted(low, high, among, without)


def _floats(criterion: Criterion) -> list[float]:
    each = criterion.value if isinstance(criterion.value, tuple) else (criterion.value,)
    return sorted(float(one) for one in each)


def _texts(criterion: Criterion) -> frozenset[str]:
    each = criterion.value if isinstance(criterion.value, tuple) else (criterion.value,)
    return frozenset(compared(criterion.attribute, _plain(one)) for one in each)


def _overlap(one: Wanted, other: Wanted) -> bool:
    """Whether an account can meet both."""
    if max(one.low, other.low) > min(one.high, other.high):
        return False
    among = [each.among for each in (one, other) if each.among is not None]
    if not among:
        return True
    return bool(frozenset.intersection(*among) - one.without - other.without)


def _text(criteria: Sequence[Criterion]) -> str:
    return "; ".join(criterion_text(one) for one in criteria)


def criterion_text(criterion: Criterion) -> str:
    """What a criterion asks, in signs that need no language.

    >>> criterion_text(Criterion(attribute="country", operator="not_in", value=("France", "Italy")))
    '≠ France, Italy'
    >>> criterion_text(Criterion(attribute="employees", operator="between", value=(50, 200)))
    '50 – 200'
    """
    values = [_plain(each) for each in (criterion.value if isinstance(criterion.value, tuple) else (criterion.value,))]
    signs = {"at_least": "≥ ", "at_most": "≤ ", "not_in": "≠ "}
    joint = " – " if criterion.operator == "between" else ", "
    return signs.get(criterion.operator, "") + joint.join(values)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
