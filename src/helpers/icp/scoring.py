"""Accounts under a profile: which tier a team would put them in, from what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.agreements import Profile
from helpers.agreements.profile import Criterion
from helpers.icp.attributes import as_number, compared, head_count
from helpers.icp.counts.accounts import EMPLOYEES
from helpers.ratio import ratio

TIERS = ("A", "B", "C", "out")
#: Tiers that a team would work.
WORKED = ("A", "B")
#: Scores are shares of a few weights: equal to this many digits is equal.
_DIGITS = 9


def meets(criterion: Criterion, value: object) -> bool | None:
    """Does an account meet a criterion? None where its attribute is not known, or not of the kind asked about.

    >>> meets(Criterion(attribute="country", operator="in", value=("Spain", "PT")), "ESPAÑA")
    True
    >>> meets(Criterion(attribute="size", operator="at_least", value=50.0), "large") is None
    True
    """
    if value is None or value != value or value == "":
        return None
    if criterion.operator in ("at_least", "at_most", "between"):
        return _in_range(criterion, value)
    wanted = criterion.value if isinstance(criterion.value, tuple) else (criterion.value,)
    found = any(_same(criterion.attribute, value, each) for each in wanted)
    return found != (criterion.operator == "not_in")


def _in_range(criterion: Criterion, value: object) -> bool | None:
    number = as_number(value)
    bounds = [as_number(each) for each in _listed(criterion.value)]
    known = [bound for bound in bounds if bound is not None]
    if number is None or len(known) != len(bounds):
        return None
    if criterion.operator == "at_least":
        return number >= known[0]
    return number <= known[0] if criterion.operator == "at_most" else min(known) <= number <= max(known)


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _same(attribute: str, value: object, wanted: object) -> bool:
    one, other = as_number(value), as_number(wanted)
    if one is not None and other is not None:
        return one == other
    return compared(attribute, str(value)) == compared(attribute, str(wanted))


def tier(profile: Profile, values: Mapping[str, object]) -> str | None:
    """The tier of one account: A, B, C or out; None where nothing that the profile asks is known.

    The score is the weight of the criteria met over the weight of those whose attribute is known, so that an unknown
    attribute is no failure. Whoever meets a criterion of the anti-profile is out, whatever the score.

    >>> profile = Profile(criteria=(Criterion(attribute="country", operator="is", value="ES", weight=3),
    ...                             Criterion(attribute="industry", operator="is", value="Food", weight=1)))
    >>> [tier(profile, {"country": c, "industry": i}) for c, i in (("ES", "Steel"), ("FR", "Food"), ("FR", None))]
    ['A', 'C', 'C']
    >>> tier(profile, {"country": None, "industry": None}) is None
    True
    """
    if any(meets(criterion, values.get(criterion.attribute)) for criterion in profile.anti):
        return "out"
    answers = [(one.weight, meets(one, values.get(one.attribute))) for one in profile.criteria]
    score = ratio(sum(weight for weight, met in answers if met), sum(w for w, met in answers if met is not None))
    if score != score:
        return None
    best = round(score, _DIGITS)
    return next((name for name in WORKED if name in profile.tiers and best >= round(profile.tiers[name], _DIGITS)), "C")


def known(cells: pd.DataFrame, *, attributes: Sequence[str], cuts: Sequence[int]) -> list[dict[str, object]]:
    """The values of each combination under the names of the attributes, head counts for bands."""
    columns = [cells[f"a{place}"].tolist() for place in range(len(attributes))]
    return [
        {name: _value(name, value, cuts) for name, value in zip(attributes, row, strict=True)}
        for row in zip(*columns, strict=True)
    ]


def _value(name: str, value: object, cuts: Sequence[int]) -> object:
    if value is None or value != value:
        return None
    return head_count(int(str(value).split(".")[0]), cuts) if name == EMPLOYEES else value


def tiers(values: Sequence[Mapping[str, object]], profile: Profile) -> pd.Series:
    """The tier of each combination of attributes; missing where nothing that the profile asks is known."""
    return pd.Series([tier(profile, each) for each in values], dtype="object")
