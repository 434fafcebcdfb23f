"""The figures of the ideal customer as facts, each named like its id in the catalogue."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from helpers.agreements import Profile
from helpers.facts import Fact, pairs
from helpers.icp.agreement import Agreement, between_teams, sessions, sorted_items, within_team
from helpers.icp.gathering import Gathered
from helpers.icp.lift import OUTCOMES, Lift, lift, side
from helpers.icp.model import Level, Model
from helpers.icp.scoring import TIERS, WORKED
from helpers.intervals import wilson
from helpers.noise import difference_of_proportions, holm
from helpers.periods import Period
from helpers.ratio import ratio

#: Below this many items a shared label says little.
FEW_ITEMS = 10
_CLEAR = 0.05
UNDEFINED = "undefined"


def profile_note(teams: Sequence[str]) -> str:
    """Why profiles cannot be compared; empty where both are there."""
    return {0: "no_profile", 1: "one_profile"}.get(len(teams), "")


def icp_agreement(
    found: Gathered, unlike: pd.DataFrame, items: pd.DataFrame, *, sorted_at_all: bool, window: Period
) -> list[Fact]:
    """How often would both teams say the same: of the accounts known, of the criteria written, of the items sorted?

    ``on=accounts`` and its four parts (``would=both|marketing|sales|neither``) count every account that both profiles
    can judge; nothing is drawn from a larger whole, so there is no interval. ``on=blind_sort`` has Wilson's.
    """
    missing = profile_note(list(found.profiles))
    facts = [_undefined("icp_agreement", {"on": on}, window, missing) for on in ("accounts", "criteria") if missing]
    if not missing:
        alike = float((unlike["alike"] == "alike").sum())
        facts += [_share({"on": "criteria"}, alike, float(len(unlike)), window), *_accounts(found, window)]
    if items.empty:
        note = "no_data" if sorted_at_all else "no_blind_sort"
        return [*facts, _undefined("icp_agreement", {"on": "blind_sort"}, window, note)]
    same, n = float(items["same"].sum()), float(len(items))
    low, high = wilson(same, n)
    thin = n < FEW_ITEMS
    return [*facts, _share({"on": "blind_sort"}, same, n, window, low=float(low[0]), high=float(high[0]), thin=thin)]


def sorted_since(items: pd.DataFrame, earlier: pd.DataFrame, *, window: Period) -> list[Fact]:
    """How much more alike do both teams sort than in the blind sort before? ``on=blind_sort;change=prior``.

    Items of the latest session and of the one before that sorted the same kind of thing; other items each time, so the
    difference has Newcombe's interval. ``prior`` is the earlier share. No row without an earlier session.
    """
    if items.empty or earlier.empty:
        return []
    (same, n), (before, m) = ((float(each["same"].sum()), float(len(each))) for each in (items, earlier))
    change, thin = difference_of_proportions(same, n, before, m), min(n, m) < FEW_ITEMS
    status = "too_few" if thin else "clear" if change.clear else "noise"
    return [Fact(period=str(window), metric="icp_agreement", variant=pairs({"on": "blind_sort", "change": "prior"}),
                 unit="share", value=change.value, low=change.low, high=change.high, n=n, denominator=n + m,
                 prior=before / m, status=status, note="too_few" if thin else "")]  # fmt: skip


def _accounts(found: Gathered, window: Period) -> list[Fact]:
    ours, theirs = (found.tiers[team] for team in ("marketing", "sales"))
    judged = (ours.notna() & theirs.notna()).to_numpy(dtype=bool)
    one, other = (each.isin(WORKED).to_numpy(dtype=bool) for each in (ours, theirs))
    parts = {"both": one & other, "marketing": one & ~other, "sales": ~one & other, "neither": ~one & ~other}
    total = _counted(found, judged)
    counts = {name: _counted(found, part & judged) for name, part in parts.items()}
    whole = _share({"on": "accounts"}, counts["both"] + counts["neither"], total, window)
    return [whole, *(_share({"on": "accounts", "would": name}, n, total, window) for name, n in counts.items())]


def _counted(found: Gathered, chosen: np.ndarray, name: str = "accounts") -> float:
    return math.fsum(float(each) for each in found.cells.loc[chosen, name]) if len(found.cells) else 0.0


def _share(
    how: Mapping[str, object], k: float, n: float, window: Period, *, low: float = math.nan, high: float = math.nan,
    thin: bool = False,
) -> Fact:  # fmt: skip
    if not n:
        return _undefined("icp_agreement", how, window, "zero_denominator")
    return Fact(period=str(window), metric="icp_agreement", variant=pairs(how), unit="share", value=k / n, low=low,
                high=high, n=n, numerator=k, denominator=n, status="too_few" if thin else "ok",
                note="too_few" if thin else "")  # fmt: skip


def _undefined(
    metric: str, how: Mapping[str, object], window: Period, note: str, *, segment: str = "all", unit: str = "share"
) -> Fact:
    return Fact(period=str(window), metric=metric, variant=pairs(how), segment=segment, unit=unit, status=UNDEFINED,
                note=note)  # fmt: skip


def icp_ac1(rows: pd.DataFrame, *, window: Period) -> list[Fact]:
    """Is their agreement more than habit would make it? Gwet's AC1 of each session, the latest without a variant;
    ``within=<team>`` among the raters of a team in the latest, where several sorted."""
    if rows.empty:
        return [_undefined("icp_ac1", {}, window, "no_blind_sort", unit="ratio")]
    latest, *earlier = sessions(rows)
    items = sorted_items(rows)
    facts = [_ac1({}, between_teams(items[items["session"] == latest]), window)]
    facts += [_ac1({"session": name}, between_teams(items[items["session"] == name]), window) for name in earlier]
    for team in ("marketing", "sales"):
        own = within_team(rows[(rows["session"] == latest) & (rows["team"] == team)])
        facts += [_ac1({"within": team}, own, window)] if own.items else []
    return facts


def _ac1(how: Mapping[str, object], found: Agreement, window: Period) -> Fact:
    if math.isnan(found.value):
        return _undefined("icp_ac1", how, window, "no_data", unit="ratio")
    thin = found.items < FEW_ITEMS
    return Fact(period=str(window), metric="icp_ac1", variant=pairs(how), unit="ratio", value=found.value,
                low=found.low, high=found.high, n=found.items, status="too_few" if thin else "ok",
                note="too_few" if thin else "")  # fmt: skip


def icp_worked(found: Gathered, *, window: Period) -> list[Fact]:
    """How many accounts of each tier were worked in the year, and how many are there? ``numerator`` of
    ``denominator``: accounts of the tier of all accounts in the pool, those that cannot be judged included."""
    facts = []
    for team, placed in found.tiers.items():
        for how, name in (({}, "worked"), ({"pool": "all"}, "accounts")):
            total = math.fsum(float(each) for each in found.cells[name]) if len(found.cells) else 0.0
            for tier in TIERS:
                n = _counted(found, (placed == tier).to_numpy(dtype=bool), name)
                where = pairs({"team": team, "tier": tier})
                facts.append(Fact(period=str(window), metric="icp_worked", variant=pairs(how), segment=where,
                                  unit="count", value=n, n=n, numerator=n, denominator=total))  # fmt: skip
    return facts


def icp_lift(found: Gathered, *, whole: Period, few: int) -> list[Fact]:
    """How many times as much margin, return or success as all other accounts judged, tier by tier?

    ``numerator`` and ``denominator`` are the rates (or means) compared, ``n`` the cases of the tier. ``clear`` or
    ``noise`` after Holm over all tiers of both teams within an outcome. A tier is given by what is known of an account
    today, and wins say whom sales pursued: associations, in that order of trust.
    """
    facts = []
    for on in OUTCOMES:
        lifts = {(team, tier): lift_of(found, placed, tier, on=on, few=few)
                 for team, placed in found.tiers.items() for tier in TIERS if (placed == tier).any()}  # fmt: skip
        for (team, tier), (one, verdict) in zip(lifts, judged(list(lifts.values())), strict=True):
            facts.append(_lift(found, on, {"team": team, "tier": tier}, one, verdict, whole))
    return facts


def lift_of(found: Gathered, placed: pd.Series, tier: str, *, on: str, few: int) -> Lift:
    """A tier against all other accounts of a tier."""
    chosen = (placed == tier).to_numpy(dtype=bool)
    others = (placed.notna() & (placed != tier)).to_numpy(dtype=bool)
    return lift(side(found.cells, chosen), side(found.cells, others), on=on, few=few)


def judged(lifts: Sequence[Lift]) -> list[tuple[Lift, str]]:
    """Each lift with what may be said of it: undefined, too_few, clear or noise (Holm over those with enough cases)."""
    adjusted = holm([math.nan if one.few else one.p for one in lifts])
    return [(one, _verdict(one, p)) for one, p in zip(lifts, adjusted, strict=True)]


def _verdict(one: Lift, p: float) -> str:
    if math.isnan(one.value):
        return UNDEFINED
    if one.few or math.isnan(p):
        return "too_few"
    return "clear" if p < _CLEAR else "noise"


def _lift(found: Gathered, on: str, where: Mapping[str, object], one: Lift, verdict: str, whole: Period) -> Fact:
    note = "too_few" if verdict == "too_few" else ""
    if verdict == UNDEFINED:
        nothing = on == "margin" and not found.sources.margins
        note = "no_margin" if nothing else "zero_denominator" if one.cases[1] or one.cases[0] else "no_customers"
    return Fact(period=str(whole), metric="icp_lift", variant=pairs({"on": on}), segment=pairs(where), unit="ratio",
                value=one.value, low=one.low, high=one.high, n=one.cases[0], numerator=one.one,
                denominator=one.other, status=verdict, note=note)  # fmt: skip


def icp_odds(found: Gathered, *, whole: Period) -> list[Fact]:
    """What goes with being won and kept, each attribute with the others held: odds against the most frequent level.

    ``numerator`` of ``denominator``: kept of the accounts of that level. Attributes left out for want of events have
    a row without a value (``too_few``), those known only after the outcome another (``after_outcome``).
    """
    model = found.model
    adjusted = holm([math.nan if model.few else each.p for each in model.levels])
    facts = []
    for each, p in zip(model.levels, adjusted, strict=True):
        status = "too_few" if math.isnan(p) else "clear" if p < _CLEAR else "noise"
        note = "separated" if each.separated else "too_few" if status == "too_few" else ""
        where = pairs({"attribute": each.attribute, "value": each.value})
        facts.append(Fact(period=str(whole), metric="icp_odds", segment=where, unit="ratio", value=each.odds,
                          low=each.low, high=each.high, n=each.accounts, numerator=each.kept,
                          denominator=each.accounts, status=status, note=note))  # fmt: skip
    gone = [(name, "too_few") for name in model.dropped] + [(name, "after_outcome") for name in found.late]
    return facts + [
        _undefined("icp_odds", {}, whole, note, segment=pairs({"attribute": name}), unit="ratio") for name, note in gone
    ]


def clear_levels(model: Model) -> list[Level]:
    """The levels whose odds differ clearly from those of the most frequent one, after Holm over all of them."""
    adjusted = holm([math.nan if model.few else each.p for each in model.levels])
    return [each for each, p in zip(model.levels, adjusted, strict=True) if p < _CLEAR]


def icp_known(found: Gathered, *, window: Period) -> list[Fact]:
    """Of how many accounts is each attribute known?"""
    facts = []
    for name, (k, n) in found.shares.items():
        where = pairs({"attribute": name})
        if n:
            facts.append(Fact(period=str(window), metric="icp_known", segment=where, unit="share", value=ratio(k, n),
                              n=n, numerator=k, denominator=n))  # fmt: skip
        else:
            facts.append(_undefined("icp_known", {}, window, "zero_denominator", segment=where))
    return facts


def icp_age(profiles: Mapping[str, Profile], *, window: Period) -> list[Fact]:
    """How many days ago was each team's document last edited? ``target`` is when it should be looked at again."""
    facts = []
    for team, profile in profiles.items():
        edited = last_edit(profile)
        where = pairs({"team": team})
        if edited is None:
            facts.append(_undefined("icp_age", {}, window, "no_data", segment=where, unit="days"))
            continue
        age = float(max((window.as_of - edited).days, 0))
        facts.append(Fact(period=str(window), metric="icp_age", segment=where, unit="days", value=age, n=1,
                          target=float(profile.review_in_days)))  # fmt: skip
    return facts


def last_edit(profile: Profile) -> date | None:
    """The last day on which the document or one of its criteria was edited, as far as it says."""
    days = [profile.edited_on, *(one.edited_on for one in (*profile.criteria, *profile.anti))]
    return max((day for day in days if day is not None), default=None)
