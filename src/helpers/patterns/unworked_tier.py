"""Accounts of a tier that both teams want and that nobody works."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.agreements import Profile
from helpers.engine import fetch
from helpers.feedback.strata import Contrast, Stratum, contrast
from helpers.icp.attributes import asked, cuts, refused
from helpers.icp.counts.histories import Sources
from helpers.icp.counts.judged import by_attributes
from helpers.icp.gathering import without
from helpers.icp.scoring import TIERS, WORKED, known, tiers
from helpers.noise import holm
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "unworked-tier"
#: Below so many accounts on either side nothing is said.
_LEAST = 10
#: An attribute known of fewer accounts than this judges nobody: it is known of those whom somebody worked.
_KNOWN = 0.9
#: A tier is left alone where it is worked less than half as often as the others.
_ALONE = 0.5
_LEVEL = 0.05


def find(basis: Basis) -> list[Finding]:
    """Which tier that both teams want is worked far less than the others?

    One finding for each tier that a team would work; empty unless both teams have their profile in writing, and where
    what is known of the accounts cannot tell their tiers. *Worked* is as in ``icp_worked``: handed over, or a deal
    opened or closed, within the rolling year.
    """
    written = basis.agreements.profiles
    names = [name for name in asked(written.values()) if not refused(name, basis.engagement)]
    if len(written) < 2 or not names:
        return []
    edges = cuts(written.values())
    rows = fetch(by_attributes(
        basis.tables.tables, attributes=names, cuts=edges, sources=Sources(), year=basis.period.rolling(12)
    ))  # fmt: skip
    return unworked(_judged(rows, names, edges, written))


def unworked(counted: Mapping[str, tuple[float, float]]) -> list[Finding]:
    """Findings from the accounts of each tier: how many were worked, and how many there are. Pure.

    ``value`` is the share worked less that of all other accounts judged, with Newcombe's interval. Claimed where it is
    clearly below (N - 1 chi-squared, Holm over the tiers) and less than half of theirs. ``shown``: both shares, and
    the ``accounts`` of the tier.

    >>> [(one.where, round(one.value, 2), one.claimed) for one in
    ...  unworked({"A": (1, 60), "B": (40, 80), "C": (52, 100)})]
    [('tier=A', -0.49, True), ('tier=B', 0.17, False)]
    """
    found = {tier: _contrast(counted, tier) for tier in WORKED if tier in counted}
    enough = {tier: each for tier, each in found.items() if min(each.cases, each.other_cases) >= _LEAST}
    adjusted = holm([each.p for each in enough.values()])
    return [
        _finding(tier, each, worked=counted[tier][0] / each.cases, p=p)
        for (tier, each), p in zip(enough.items(), adjusted, strict=True)
    ]


def _contrast(counted: Mapping[str, tuple[float, float]], tier: str) -> Contrast:
    others = [pair for name, pair in counted.items() if name != tier]
    rest = [math.fsum(column) for column in zip(*others, strict=True)] or [0.0, 0.0]
    return contrast([Stratum(*counted[tier], *rest)])


def _finding(tier: str, found: Contrast, *, worked: float, p: float) -> Finding:
    apart, others = found.difference, found.rest
    return Finding(
        pattern=ID, where=f"tier={tier}", value=apart.value, low=apart.low, high=apart.high, unit="share",
        claimed=apart.high < 0 and p < _LEVEL and worked < _ALONE * others, n=int(found.cases),
        shown={"worked": worked, "others": others, "accounts": found.cases},
    )  # fmt: skip


def _judged(
    rows: pd.DataFrame, names: Sequence[str], edges: Sequence[int], written: Mapping[str, Profile]
) -> dict[str, tuple[float, float]]:
    """Accounts worked and all, by the tier in which both teams would put them: the lower one of the two."""
    total = float(rows["accounts"].sum())
    seldom = [name for place, name in enumerate(names)
              if float(rows.loc[rows[f"a{place}"].notna(), "accounts"].sum()) < _KNOWN * total]  # fmt: skip
    profiles = [without(profile, seldom) for profile in written.values()]
    if not total or not all(profile.criteria for profile in profiles):
        return {}
    values = known(rows, attributes=names, cuts=edges)
    both = zip(*(tiers(values, profile).tolist() for profile in profiles), strict=True)
    placed = pd.Series([_lower(pair) for pair in both], index=rows.index, dtype="object")
    sums = rows.groupby(placed)[["worked", "accounts"]].sum()
    return {str(tier): (float(sums.loc[tier, "worked"]), float(sums.loc[tier, "accounts"])) for tier in sums.index}


def _lower(pair: Sequence[str | None]) -> str | None:
    places = [TIERS.index(each) for each in pair if each is not None]
    return TIERS[max(places)] if len(places) == len(pair) else None
