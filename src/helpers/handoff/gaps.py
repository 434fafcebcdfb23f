"""Where hand-offs differ: each part of the business against all others, beyond noise; and a good channel left waiting.

Every value of a segment is compared with the rest of its segment, and the p-values of one segment and one figure pass
through Holm: a reader looks at all of them at once. Sellers appear as groups, never one by one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm

from helpers.facts import Fact, pairs
from helpers.handoff.compliance import DUE, doubt
from helpers.handoff.response import quantile, told
from helpers.handoff.scope import FEW_COMPARED, Scope, heard, parts, segment, total, within
from helpers.handoff.terms import RECORD_MONTHS
from helpers.noise import NOTHING, Difference, difference_of_estimates, difference_of_proportions, holm
from helpers.periods import Period

LEVEL = 0.05


@dataclass(frozen=True)
class Gap:
    """One part against the rest of its segment: the difference, its p-value before Holm, the cases of the part."""

    name: str
    value: str
    difference: Difference
    p: float
    cases: float
    #: the part's own figure and that of the rest, with their cases
    own: tuple[float, float]
    rest: tuple[float, float]

    @property
    def part(self) -> str:
        """As facts name it."""
        return segment(self.name, self.value)


def handoff_gap(standings: pd.DataFrame, cells: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """In which part of the business does the hand-off go otherwise than in the rest?

    ``of=unanswered``: share left without an answer, of leads so old that a slow answer had come; ``of=response``:
    median wait; ``of=acceptance``: accepted of decided, each over the rolling year; ``of=sql``: confirmed by sales of
    those answered, over the whole record, whose requests are old enough to know. The value is the part's figure minus
    that of all others of its segment. Clear where the 95 % interval leaves out zero and the p-value does too after Holm
    within segment and figure. Where too little is written down (``low_coverage``) nothing about answers is clear. An
    association: parts differ in more than their name.
    """
    year = within(standings, scope.year)
    facts = _facts(unanswered_gaps(heard(standings, scope)), "unanswered", "share", scope.year, scope)
    waited = response_gaps(within(cells, scope.year), unit=scope.unit)
    facts += _facts(waited, "response", scope.unit, scope.year, scope)
    facts += _facts(acceptance_gaps(year), "acceptance", "share", scope.year, scope)
    return facts + _facts(sql_gaps(standings), "sql", "share", record(scope), scope)


def ignored_channel(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Which channel does sales leave waiting although its leads are clearly better?

    The value is the channel's unanswered share over the rolling year minus that of all other channels. Clear only
    where both hold: (1) of those answered, sales confirmed the need clearly more often than elsewhere, over the whole
    record and after Holm over all channels; (2) it is clearly left without an answer more often, after Holm over the
    channels that passed (1). ``numerator`` and ``denominator`` are the two shares of (1). Two steps in this order, for
    few channels are good, and only of those is the second question asked: so a story is not lost among channels that
    nobody would mind losing. A channel that is only good, or only ignored, is claimed in at most one of forty cases.
    It does not show why: sellers may answer just those leads of the channel that look best, which answering the next
    twenty in turn would tell.
    """
    waiting = {gap.value: gap for gap in unanswered_gaps(heard(standings, scope)) if gap.name == "channel"}
    good = {gap.value: gap for gap in sql_gaps(standings) if gap.name == "channel"}
    better = _proven({name: gap for name, gap in good.items() if name in waiting})
    left = _proven({name: waiting[name] for name in better})
    return [_claim(gap, good.get(name), proven=name in left, scope=scope) for name, gap in waiting.items()]


def _proven(gaps: Mapping[str, Gap]) -> list[str]:
    """Whose difference is clearly above zero, after Holm over all that are asked."""
    adjusted = zip(gaps.items(), holm([gap.p for gap in gaps.values()]), strict=True)
    return [name for (name, gap), p in adjusted if gap.difference.low > 0 and p < LEVEL]


def _claim(gap: Gap, good: Gap | None, *, proven: bool, scope: Scope) -> Fact:
    note = doubt(scope, gap.part)
    marks: dict[str, Any] = {"status": "clear" if proven and not note else "noise", "note": note}
    if math.isnan(gap.p):
        marks = {"status": "too_few", "note": "too_few"}
    return Fact(
        period=str(scope.year), metric="ignored_channel", segment=gap.part, clock="cohort", unit="share",
        value=gap.difference.value, low=gap.difference.low, high=gap.difference.high, n=gap.cases,
        numerator=good.own[0] if good else math.nan, denominator=good.rest[0] if good else math.nan, **marks,
    )  # fmt: skip


def record(scope: Scope) -> Period:
    """The months whose outcomes are looked up."""
    return scope.period.rolling(RECORD_MONTHS)


def unanswered_gaps(rows: pd.DataFrame) -> list[Gap]:
    """Share left without an answer, each part against the rest of its segment."""
    silent, due = _summed(rows[rows["standing"] == "silent"]), _summed(rows[rows["standing"].isin(DUE)])
    return _proportions(silent, due)


def acceptance_gaps(rows: pd.DataFrame) -> list[Gap]:
    """Accepted of decided."""
    accepted, decided = _summed(rows[rows["decision"] == "accepted"]), _summed(rows[rows["decision"] != "none"])
    return _proportions(accepted, decided)


def sql_gaps(rows: pd.DataFrame) -> list[Gap]:
    """Confirmed by sales of those answered, whose requests are old enough to know."""
    answered = rows[rows["standing"].isin(("in_time", "late", "untold"))]
    return _proportions(_summed(answered, "settled_sql"), _summed(answered, "settled"))


def response_gaps(rows: pd.DataFrame, *, unit: str) -> list[Gap]:
    """Median wait; the p-value is the log-rank test's, which compares whole curves."""
    found = []
    split = {(name, value): told(mine, unit=unit) for name, value, mine in parts(rows)}
    for (name, value), own in split.items():
        others = [waits for (other, label), waits in split.items() if other == name and label != value]
        rest = pd.concat(others) if others else own.head(0)
        sizes = total(own), total(rest)
        if not all(sizes):
            continue
        one, two = quantile(own, 0.5), quantile(rest, 0.5)
        p = logrank(own, rest) if min(sizes) >= FEW_COMPARED else math.nan
        known = not (math.isnan(one.value) or math.isnan(two.value))
        apart = difference_of_estimates(tuple(one), tuple(two)) if known else NOTHING
        if known and math.isnan(apart.value):
            apart = Difference(one.value - two.value, math.nan, math.nan)
        found.append(Gap(name, value, apart, p, sizes[0], (one.value, sizes[0]), (two.value, sizes[1])))
    return found


def logrank(one: pd.DataFrame, two: pd.DataFrame) -> float:
    """p-value of two waiting curves being the same (Mantel 1966); rows are duration counts as ``told`` gives them.

    >>> a = pd.DataFrame({"days": [1.0, 2.0, 3.0], "status": [1, 1, 1], "n": [5.0, 5.0, 5.0]})
    >>> round(logrank(a, a), 6)
    1.0
    """
    days = np.unique(np.r_[one["days"], two["days"]].astype(float))
    (n1, d1), (n2, d2) = _risk(one, days), _risk(two, days)
    n, d = n1 + n2, d1 + d2
    expected = np.divide(d * n1, n, out=np.zeros_like(n), where=n > 0)
    spread = np.divide(d * n1 * n2 * (n - d), n**2 * (n - 1), out=np.zeros_like(n), where=n > 1)
    variance = float(spread.sum())
    return float(chi2.sf((d1.sum() - expected.sum()) ** 2 / variance, 1)) if variance > 0 else math.nan


def _risk(rows: pd.DataFrame, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cases at risk just before each day, and events on it."""
    place = np.searchsorted(days, rows["days"].to_numpy("float64"))
    n, ends = rows["n"].to_numpy("float64"), rows["status"].to_numpy() == 1
    ended = np.bincount(place, weights=n * ends, minlength=len(days))
    left = np.bincount(place, weights=n, minlength=len(days))
    return np.cumsum(left[::-1])[::-1], ended


def _summed(rows: pd.DataFrame, column: str = "n") -> pd.Series:
    kept = rows[rows["name"] != ""]
    return kept.groupby(["name", "value"])[column].sum().astype(float)


def _proportions(events: pd.Series, cases: pd.Series) -> list[Gap]:
    whole_cases, whole_events = (each.groupby("name").sum() for each in (cases, events))
    found = []
    for key, n1 in cases.items():
        name, value = str(key[0]), str(key[1])  # type: ignore[index]
        k1 = float(events.get(key, 0.0))
        n2, k2 = float(whole_cases[name]) - n1, float(whole_events.get(name, 0.0)) - k1
        if not (n1 and n2):
            continue
        p = pooled(k1, n1, k2, n2) if min(n1, n2) >= FEW_COMPARED else math.nan
        apart = difference_of_proportions(k1, n1, k2, n2)
        found.append(Gap(name, value, apart, p, n1, (k1 / n1, n1), (k2 / n2, n2)))
    return found


def pooled(k1: float, n1: float, k2: float, n2: float) -> float:
    """p-value of two shares being the same: the score test with the pooled share; 1 where all or none are events.

    >>> round(pooled(56, 70, 48, 80), 4)
    0.008
    """
    both = (k1 + k2) / (n1 + n2)
    spread = math.sqrt(both * (1 - both) * (1 / n1 + 1 / n2))
    return float(2 * norm.sf(abs(k1 / n1 - k2 / n2) / spread)) if spread else 1.0


def _facts(gaps: list[Gap], of: str, unit: str, period: Period, scope: Scope) -> list[Fact]:
    adjusted = _adjusted(gaps)
    facts = []
    for gap, p in zip(gaps, adjusted, strict=True):
        facts.append(
            Fact(
                period=str(period), metric="handoff_gap", variant=pairs({"against": "rest", "of": of}),
                segment=gap.part, clock="cohort", unit=unit, value=gap.difference.value, low=gap.difference.low,
                high=gap.difference.high, n=gap.cases, numerator=gap.own[0], denominator=gap.rest[0],
                **_marks(gap, p, of, scope),
            )
        )  # fmt: skip
    return facts


def _adjusted(gaps: list[Gap]) -> list[float]:
    """Holm within each segment."""
    found: dict[int, float] = {}
    for name in dict.fromkeys(gap.name for gap in gaps):
        places = [place for place, gap in enumerate(gaps) if gap.name == name]
        found |= dict(zip(places, holm([gaps[place].p for place in places]), strict=True))
    return [found[place] for place in range(len(gaps))]


def _marks(gap: Gap, p: float, of: str, scope: Scope) -> dict[str, Any]:
    if math.isnan(gap.difference.value):
        return {"status": "undefined", "note": "not_reached"}
    if math.isnan(p):
        return {"status": "too_few", "note": "too_few"}
    note = doubt(scope, gap.part) if of in ("unanswered", "response") else ""
    return {"status": "clear" if gap.difference.clear and p < LEVEL and not note else "noise", "note": note}
