"""A joint profile to accept or not: every criterion either team wrote, what the data say of it, a weight to discuss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import yaml

from helpers.agreements import Profile
from helpers.agreements.profile import Criterion
from helpers.icp.counts.accounts import EMPLOYEES
from helpers.icp.lift import Lift
from helpers.icp.model import OTHER, UNKNOWN, Level, Model
from helpers.ratio import ratio
from helpers.words import Words, msg

JOINT = [
    "kind", "attribute", "operator", "value", "weight_marketing", "weight_sales", "weight", "on", "ratio", "low",
    "high", "one", "other", "hits", "cases", "rest_hits", "rest_cases", "status", "note", "agree",
]  # fmt: skip
SAID = {
    "margin": msg(
        "{one} of margin per customer against {other} ({n} and {rest} customers): {ratio} as much, {between}"
    ),
    "repeat": msg("{k} of {n} customers back or still there, against {others} of {rest}: {ratio} as often, {between}"),
    "wins": msg("{k} of {n} decided were won, against {others} of {rest}: {ratio} as often, {between}"),
    "odds": msg("{k} of {n} won and stayed, against {others} of {rest}; all else equal, odds {ratio}, {between}"),
}
STATUS = {
    "clear": msg("a clear difference"),
    "noise": msg("no clear difference"),
    "too_few": msg("too few to tell"),
}
NO_RANGE = msg("with too little to say how sure")
NO_EVIDENCE = msg("the data cannot tell")
AFTER = msg("known only after the outcome: it cannot say whom to look for")


def proposed(weights: tuple[float, float], status: str, times: float, *, anti: bool = False) -> float:
    """The weight to discuss: a rule that both teams can read, not a finding.

    Clearly for it: the larger of both weights. Clearly against it: none. Otherwise the mean of both, where a team that
    did not name it counts as 0. What neither has written gets 1. Of an anti-profile the sides change.

    >>> proposed((3, 0), "clear", 1.8), proposed((3, 0), "clear", 0.5), proposed((3, 0), "noise", 1.8)
    (3, 0.0, 1.5)
    """
    if status == "clear":
        return (max(weights) or 1.0) if (times > 1) != anti else 0.0
    return sum(weights) / 2


def merged(profiles: dict[str, Profile], kind: str) -> list[tuple[Criterion, float, float]]:
    """Each criterion once, with the weight that marketing and sales give it (0 where a team did not write it)."""
    found: dict[tuple[Any, ...], tuple[Criterion, dict[str, float]]] = {}
    for team, profile in profiles.items():
        for one in profile.criteria if kind == "criterion" else profile.anti:
            key = (one.attribute, one.operator, one.value)
            found.setdefault(key, (one, {}))[1][team] = one.weight
    both = [(one, given.get("marketing", 0.0), given.get("sales", 0.0)) for one, given in found.values()]
    return sorted(both, key=lambda each: (each[0].attribute, each[0].operator, str(each[0].value)))


def row(
    kind: str, criterion: Criterion, weights: tuple[float, float], *, on: str, found: Lift | None, status: str,
    note: str,
) -> dict[str, object]:  # fmt: skip
    """One row of ``icp_joint``."""
    weight = 0.0 if note else proposed(weights, status, found.value if found else math.nan, anti=kind == "anti")
    return {
        "kind": kind, "attribute": criterion.attribute, "operator": criterion.operator,
        "value": _written(criterion.value), "weight_marketing": weights[0], "weight_sales": weights[1],
        "weight": weight, "on": on if found else "", **_numbers(found),
        "status": status if found else "undefined", "note": note, "agree": "",
    }  # fmt: skip


def _numbers(found: Lift | None) -> dict[str, float]:
    if found is None:
        names = ("ratio", "low", "high", "one", "other", "hits", "cases", "rest_hits", "rest_cases")
        return dict.fromkeys(names, math.nan)
    return {
        "ratio": found.value, "low": found.low, "high": found.high, "one": found.one, "other": found.other,
        "hits": found.hits[0], "cases": found.cases[0], "rest_hits": found.hits[1], "rest_cases": found.cases[1],
    }  # fmt: skip


def _written(value: object) -> str:
    """A criterion's value as one text that reads back as it was."""
    text = yaml.safe_dump(_listed(value), default_flow_style=True, allow_unicode=True, width=10_000)
    return str(text).removesuffix("...\n").strip()


def _listed(value: object) -> object:
    if isinstance(value, tuple):
        return [_listed(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def asked(found: dict[str, Any]) -> str:
    """What a row of ``icp_joint`` asks, in signs that need no language.

    >>> asked({"operator": "between", "value": "[50, 200]"}), asked({"operator": "at_least", "value": "50"})
    ('50 – 200', '≥ 50')
    """
    value = yaml.safe_load(str(found["value"]))
    signs = {"at_least": "≥ ", "at_most": "≤ ", "not_in": "≠ "}
    joint = " – " if found["operator"] == "between" else ", "
    return signs.get(str(found["operator"]), "") + joint.join(map(str, value if isinstance(value, list) else [value]))


def as_criterion(level: Level) -> Criterion | None:
    """A level of the model as a criterion; None for levels that no one could look for.

    >>> found = Level("employees", "50–249", 2.0, 1.2, 3.3, 0.01, 40, 20, False)
    >>> as_criterion(found).value, as_criterion(found._replace(value="1000+")).value
    ((50.0, 249.0), 1000.0)
    """
    if level.value in (OTHER, UNKNOWN):
        return None
    if level.attribute != EMPLOYEES:
        return Criterion(attribute=level.attribute, operator="is", value=level.value)
    if level.value.endswith("+"):
        return Criterion(attribute=EMPLOYEES, operator="at_least", value=float(level.value[:-1]))
    low, high = level.value.split("–")
    return Criterion(attribute=EMPLOYEES, operator="between", value=(float(low), float(high)))


def odds_lift(level: Level, model: Model) -> Lift:
    """A level's odds in the shape of a lift: its accounts against all others."""
    rest = (float(model.accounts - level.accounts), float(model.kept - level.kept))
    cases, hits = (float(level.accounts), rest[0]), (float(level.kept), rest[1])
    return Lift(level.odds, level.low, level.high, ratio(hits[0], cases[0]), ratio(hits[1], cases[1]), cases, hits,
                level.p, False)  # fmt: skip


def table(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """``icp_joint``, the rows in the order given."""
    return pd.DataFrame([[each[name] for name in JOINT] for each in rows], columns=JOINT)


def evidence(words: Words, found: dict[str, Any]) -> str:
    """The evidence beside a criterion, in a sentence."""
    if found["note"] == "after_outcome":
        return words.say(AFTER)
    on = str(found["on"])
    if not on or math.isnan(float(found["ratio"])):
        return words.say(NO_EVIDENCE)
    blanks = {"ratio": words.ratio(float(found["ratio"]))}
    blanks["between"] = words.interval(float(found["low"]), float(found["high"]), "ratio") or words.say(NO_RANGE)
    counted = {"k": "hits", "n": "cases", "others": "rest_hits", "rest": "rest_cases"}
    blanks |= {blank: words.count(float(found[name])) for blank, name in counted.items()}
    blanks |= {name: words.money(float(found[name])) for name in ("one", "other")}
    said = words.say(SAID[on], **blanks)
    verdict = words.say(STATUS[str(found["status"])]) if found["status"] in STATUS else ""
    return f"{said} ({verdict})" if verdict else said


def joint_profile_yaml(rows: pd.DataFrame, *, lang: str = "en", currency: str = "EUR", review_in_days: int = 90) -> str:
    """The proposal in the shape of ``icp_marketing.yml``, for both teams to accept line by line; empty without rows.

    Criteria with no weight left are not in it. It reads as a profile: saved as ``forms/icp_marketing.yml`` and
    ``forms/icp_sales.yml`` it is the agreement.
    """
    words = Words(lang, currency)
    kinds = ("criterion", "anti")
    made = {kind: [_criterion(words, one) for one in _records(rows) if _counts(one, kind)] for kind in kinds}
    if not made["criterion"]:
        return ""
    document: dict[str, object] = {"review_in_days": review_in_days, "criteria": made["criterion"]}
    if made["anti"]:
        document["anti"] = made["anti"]
    head = words.say(HEAD)
    return f"# {head}\n" + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


HEAD = msg("A proposal, not a decision: both teams accept each line, change it or strike it out.")


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [rows[name].tolist() for name in JOINT]
    return [dict(zip(JOINT, values, strict=True)) for values in zip(*columns, strict=True)]


def _counts(found: dict[str, Any], kind: str) -> bool:
    return str(found["kind"]) == kind and float(found["weight"]) > 0


def _criterion(words: Words, found: dict[str, Any]) -> dict[str, object]:
    return {
        "attribute": str(found["attribute"]), "operator": str(found["operator"]),
        "value": yaml.safe_load(str(found["value"])), "weight": float(found["weight"]),
        "evidence": evidence(words, found), "owner": "",
    }  # fmt: skip
