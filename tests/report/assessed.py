"""Facts and tables of two assessments, made by hand: twelve of marketing against nine of sales, three against two.

In the first, both teams say that leads are answered as agreed while half of them wait 61 hours of the 24 promised;
sales shares no pay; nobody knows what the data show; the channels work; management sees more than the field.
"""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from helpers.agreements import Agreements
from helpers.agreements.sla import Sla, Within
from helpers.assessment.plan import COLUMNS, Action, actions, role
from helpers.contract import Contract
from helpers.engagement import Engagement, preset
from helpers.facts import Fact, frame, pairs
from helpers.instrument import instrument
from helpers.periods import Period
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.words import Words

PERIOD = Period.parse("2026-10")
ON = date(2026, 11, 9)
YEAR = str(PERIOD.rolling(12))
CONSTRUCTS = tuple(construct.id for construct in instrument().constructs)
STEP = 100 / 12
#: steps of 100/12 that each person scores, by construct: twelve of marketing, nine of sales
STEPS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "goals": ((5, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 10), (3, 4, 4, 5, 5, 6, 6, 7, 8)),
    "customer": ((5, 5, 6, 6, 7, 7, 7, 7, 8, 8, 9, 9), (5, 5, 6, 6, 7, 7, 7, 8, 8)),
    "handoff": ((8, 8, 9, 9, 9, 9, 10, 10, 10, 11, 11, 12), (7, 8, 8, 9, 9, 9, 10, 10, 11)),
    "communication": ((2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 6), (2, 2, 3, 3, 4, 4, 4, 5, 6)),
    "incentives": ((4, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9), (1, 1, 2, 2, 2, 3, 3, 4, 4)),
    "profile": ((6, 6, 7, 7, 8, 8, 8, 8, 9, 9, 9, 10), (6, 6, 7, 7, 7, 8, 8, 8, 9)),
    "channels": ((8, 8, 9, 9, 9, 9, 9, 10, 10, 10, 11, 11), (7, 8, 8, 8, 9, 9, 9, 10, 10)),
    "data": ((4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8), (4, 4, 5, 5, 6, 6, 6, 7, 8)),
    "reporting": ((2, 3, 4, 5, 6, 6, 7, 7, 7, 8, 8, 9), (1, 2, 2, 3, 7, 9, 10, 10, 11)),
}
#: levels: survey, in writing, data (None: no evidence), together
LEVELS: dict[str, tuple[int, int | None, int | None, int]] = {
    "goals": (3, 2, 2, 2),
    "customer": (3, 3, 2, 3),
    "handoff": (4, 3, 1, 2),
    "communication": (2, 1, 1, 1),
    "incentives": (2, 0, 1, 1),
    "profile": (3, 2, None, 2),
    "channels": (4, 3, 4, 4),
    "data": (3, 1, 2, 2),
    "reporting": (3, 2, None, 2),
}
QUADRANTS = {
    "goals": "facilitate",
    "customer": "protect",
    "handoff": "protect",
    "communication": "start",
    "incentives": "facilitate",
    "profile": "protect",
    "channels": "protect",
    "data": "reveal",
    "reporting": "",
}
PRIORITIES = {"handoff": (7, 6), "incentives": (4, 7), "communication": (8, 5), "data": (6, 3), "goals": (5, 2)}
#: mean guess of a team about the other, and what the other answered
MIRROR = {
    "goals": ((61.0, 38.9), (72.0, 68.8)),
    "customer": ((58.3, 55.6), (52.8, 60.4)),
    "handoff": ((41.7, 77.8), (47.2, 81.3)),
    "communication": ((33.3, 36.1), (38.9, 35.4)),
}


def _at(
    metric: str,
    value: float = math.nan,
    unit: str = "points",
    *,
    period: str = str(PERIOD),
    segment: dict[str, str] | None = None,
    variant: dict[str, str] | None = None,
    **rest: Any,
) -> Fact:
    if math.isnan(value):
        rest = {"status": "undefined"} | rest
    return Fact(
        period=period,
        metric=metric,
        value=value,
        unit=unit,
        segment=pairs(segment) if segment else "all",
        variant=pairs(variant or {}),
        **rest,
    )


def _mean(values: tuple[int, ...]) -> float:
    return STEP * sum(values) / len(values)


def _spread(values: tuple[int, ...]) -> float:
    middle = sum(values) / len(values)
    return STEP * sum(abs(value - middle) for value in values) / len(values)


def _beats(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    return sum((a > b) + 0.5 * (a == b) for a in one for b in other) / (len(one) * len(other))


def _scores(construct: str, *, prior: bool) -> list[Fact]:
    marketing, sales = STEPS[construct]
    both, rows = (*marketing, *sales), []
    whole = {"construct": construct}
    for team, values in (("marketing", marketing), ("sales", sales)):
        place = whole | {"team": team}
        before = _mean(values) - 9 if prior else math.nan
        rows.append(_at("perception_score", _mean(values), segment=place, n=len(values), prior=before))
        rows.append(_at("perception_spread", _spread(values), segment=place, n=len(values)))
        if prior:
            rows.append(
                _at(
                    "perception_score",
                    9.0,
                    segment=place,
                    variant={"change": "prior"},
                    low=2.0,
                    high=16.0,
                    n=len(values),
                    prior=before,
                    status="clear" if construct == "data" else "noise",
                )
            )
    rows.append(_at("perception_score", _mean(both), segment=whole, n=len(both)))
    gap = _mean(marketing) - _mean(sales)
    rows.append(
        _at(
            "perception_gap",
            gap,
            segment=whole,
            low=gap - 14,
            high=gap + 14,
            n=21,
            status="clear" if construct == "incentives" else "noise",
        )
    )
    rows.append(_at("perception_superiority", _beats(marketing, sales), "share", segment=whole, n=21))
    for level, shift in (("management", 11.0), ("field", -4.0)):
        rows.append(
            _at(
                "perception_score",
                _mean(both) + shift,
                segment=whole | {"level": level},
                n=6 if level == "management" else 15,
            )
        )
    return rows


def _unknown(construct: str) -> list[Fact]:
    counts = (
        {"marketing": (15, 36), "sales": (10, 27)} if construct == "data" else {"marketing": (2, 36), "sales": (1, 27)}
    )
    rows = [
        _at(
            "dont_know", a / b, "share", segment={"construct": construct, "team": team}, numerator=a, denominator=b, n=b
        )
        for team, (a, b) in counts.items()
    ]
    top, all_ = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
    return [
        *rows,
        _at(
            "dont_know", top / all_, "share", segment={"construct": construct}, numerator=top, denominator=all_, n=all_
        ),
    ]


def _agreed(item: str, marketing: int, sales: int) -> list[Fact]:
    rows = [
        _at(
            "perception_agree",
            (marketing + sales) / 21,
            "share",
            segment={"item": item},
            numerator=marketing + sales,
            denominator=21,
            n=21,
        )
    ]
    for team, count, size in (("marketing", marketing, 12), ("sales", sales, 9)):
        rows.append(
            _at(
                "perception_agree",
                count / size,
                "share",
                segment={"item": item, "team": team},
                numerator=count,
                denominator=size,
                n=size,
            )
        )
    return rows


def _mirrored(construct: str) -> list[Fact]:
    rows = []
    for team, (guess, answer) in zip(("marketing", "sales"), MIRROR[construct], strict=True):
        rows.append(
            _at(
                "mirror_error",
                abs(guess - answer),
                segment={"construct": construct, "team": team},
                numerator=guess,
                denominator=answer,
                n=12 if team == "marketing" else 9,
            )
        )
    return rows


def _evidence(construct: str, *, opinion: bool = True, prior: bool = False) -> list[Fact]:
    survey, written, data, level = LEVELS[construct]
    place = {"construct": construct}
    rows = [_at("construct_level", level, "count", segment=place, prior=level - 1 if prior and level > 1 else math.nan)]
    for source, found in (("survey", survey if opinion else None), ("artefacts", written), ("data", data)):
        known = {"value": float(found)} if found is not None else {"note": "no_evidence"}
        rows.append(_at("construct_level", unit="count", segment=place, variant={"by": source}, **known))
    exists = 0 if not written else 1 if written < 3 else 2
    for state, count in (
        ({}, exists),
        ({"state": "used"}, max(0, exists - 1)),
        ({"state": "both"}, max(0, exists - 1)),
    ):
        rows.append(
            _at("artefact_share", count / 2, "share", segment=place, variant=state, numerator=count, denominator=2, n=2)
        )
    return rows


def _data() -> list[Fact]:
    """What the review knows."""
    return [
        _at("handoff_response_median", 61.0, "hours", period=YEAR, clock="cohort", n=1840, low=55.0, high=66.0),
        _at(
            "sla_compliance",
            0.34,
            "share",
            period=YEAR,
            clock="cohort",
            n=1840,
            numerator=626,
            denominator=1840,
            low=0.32,
            high=0.36,
        ),
        _at(
            "leak_customers",
            5.0,
            "count",
            period=YEAR,
            clock="cohort",
            segment={"leak": "unanswered"},
            n=1840,
            low=2.0,
            high=9.0,
        ),
        _at("decisions_on_time", 0.25, "share", period=YEAR, n=12, numerator=3, denominator=12),
        _at("shared_pay", 0.125, "share", numerator=1, denominator=8, n=8),
        _at(
            "feedback_answered",
            0.81,
            "share",
            period=YEAR,
            segment={"from": "sales"},
            numerator=64,
            denominator=79,
            n=79,
        ),
    ]


def _claims(*, teams: bool) -> list[Fact]:
    rows = [
        _at(
            "contradiction",
            1,
            "flag",
            segment={"construct": "handoff", "claim": "handoff_kept"},
            numerator=17 / 21,
            denominator=0.34,
            status="clear",
        ),
        _at(
            "contradiction",
            0,
            "flag",
            segment={"construct": "channels", "claim": "channels_answered"},
            numerator=0.86,
            denominator=0.81,
            status="noise",
        ),
    ]
    if teams:
        rows.append(
            _at(
                "contradiction",
                1,
                "flag",
                segment={"construct": "communication", "claim": "communication_decisions"},
                numerator=0.62,
                denominator=0.25,
                status="clear",
            )
        )
    return rows


def _key(metric: str, *, period: str = str(PERIOD), variant: str = "", clock: str = "period", **segment: str) -> str:
    return "|".join((period, metric, variant, pairs(segment) if segment else "all", clock))


@cache
def whole(prior: bool = False) -> pd.DataFrame:
    """Facts of twelve against nine."""
    rows = [
        _at("respondents", 21, "count"),
        _at("respondents", 12, "count", segment={"team": "marketing"}),
        _at("respondents", 9, "count", segment={"team": "sales"}),
        _at("respondents", 1, "count", variant={"half": "yes"}),
        *_data(),
        *_claims(teams=True),
        *_agreed("handoff_3", 10, 7),
        *_agreed("communication_2", 8, 5),
        *_agreed("channels_2", 11, 7),
        *_agreed("incentives_1", 6, 1),
        _at("perception_gap", 39.0, segment={"item": "incentives_1"}, n=21),
        _at("perception_gap", 22.0, segment={"item": "goals_2"}, n=21),
    ]
    for construct in CONSTRUCTS:
        rows += [*_scores(construct, prior=prior), *_unknown(construct), *_evidence(construct, prior=prior)]
        rows += _mirrored(construct) if construct in MIRROR else []
        rows.append(
            _at("perception_reliability", 0.74, "ratio", segment={"construct": construct}, low=0.5, high=0.89, n=20)
        )
        marketing, sales = PRIORITIES.get(construct, (1, 1))
        for place, count, size in (
            ({}, marketing + sales, 21),
            ({"team": "marketing"}, marketing, 12),
            ({"team": "sales"}, sales, 9),
        ):
            rows.append(
                _at(
                    "priority",
                    count / size,
                    "share",
                    segment={"construct": construct} | place,
                    numerator=count,
                    denominator=size,
                    n=size,
                )
            )
        rows.append(_at("reported_practice", 50, segment={"construct": construct}, n=21))
    rows += [_at("commitments", 4, "count")]
    rows += [_at("commitments", n, "count", variant={"by": by}) for by, n in (("30", 2), ("60", 1), ("90", 1))]
    return frame(rows)


@cache
def small() -> pd.DataFrame:
    """Facts of three against two: totals, artefacts and data; nothing about a team."""
    few = {"unit": "count", "note": "few_respondents"}
    rows = [
        _at("respondents", 5, "count"),
        _at("respondents", segment={"team": "marketing"}, **few),
        _at("respondents", segment={"team": "sales"}, **few),
        _at("respondents", 0, "count", variant={"half": "yes"}),
        *_data(),
        *_claims(teams=False),
        *_agreed("handoff_3", 0, 0)[:0],
        _at("perception_agree", 0.8, "share", segment={"item": "handoff_3"}, numerator=4, denominator=5, n=5),
    ]
    for construct in CONSTRUCTS:
        rows += _evidence(construct)
        rows.append(_at("perception_score", 50.0, segment={"construct": construct}, n=5))
        rows.append(_at("perception_gap", segment={"construct": construct}, note="few_respondents"))
        for team in ("marketing", "sales"):
            rows.append(_at("perception_score", segment={"construct": construct, "team": team}, note="few_respondents"))
        rows.append(
            _at("perception_reliability", unit="ratio", segment={"construct": construct}, note="few_respondents")
        )
    rows += [_at("commitments", 1, "count")]
    return frame(rows)


def dots() -> pd.DataFrame:
    """Every score of every person."""
    rows = [
        (construct, team, STEP * step)
        for construct, pair in STEPS.items()
        for team, steps in zip(("marketing", "sales"), pair, strict=True)
        for step in sorted(steps)
    ]
    return pd.DataFrame(rows, columns=["construct", "team", "score"])


def _found(*rows: tuple[str, str, str, str, str, str, str, float]) -> pd.DataFrame:
    names = ["finding", "kind", "construct", "nature", "claim", "page", "refs", "weight"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(0, "rank", range(1, len(table) + 1))
    return table


def _of(metric: str, construct: str) -> str:
    return "\n".join(_key(metric, construct=construct, team=team) for team in ("marketing", "sales"))


RESPONSE = _key("handoff_response_median", period=YEAR, clock="cohort")
KEPT_PROMISE = _key("sla_compliance", period=YEAR, clock="cohort")
LEAK = _key("leak_customers", period=YEAR, clock="cohort", leak="unanswered")
ANSWERED = "\n".join((_key("perception_agree", item="handoff_3"), KEPT_PROMISE, RESPONSE))
KEPT = "\n".join((_key("perception_agree", item="communication_2"), _key("decisions_on_time", period=YEAR)))


def findings() -> pd.DataFrame:
    """Every kind of finding."""
    return _found(
        (
            "handoff.contradiction.handoff_kept",
            "contradiction",
            "handoff",
            "harmful",
            "handoff_kept",
            "sla",
            ANSWERED,
            9.0,
        ),
        (
            "communication.contradiction.communication_decisions",
            "contradiction",
            "communication",
            "harmful",
            "communication_decisions",
            "monthly-review",
            KEPT,
            8.0,
        ),
        (
            "incentives.gap",
            "gap",
            "incentives",
            "harmful",
            "",
            "incentives",
            _key("perception_gap", construct="incentives") + "\n" + _of("perception_score", "incentives"),
            7.0,
        ),
        ("data.unseen", "unseen", "data", "", "", "data-habits", _key("dont_know", construct="data"), 6.0),
        (
            "communication.low",
            "low",
            "communication",
            "",
            "",
            "monthly-review",
            _of("perception_score", "communication"),
            5.0,
        ),
        (
            "handoff.mirror",
            "mirror",
            "handoff",
            "",
            "",
            "sla",
            _key("mirror_error", construct="handoff", team="marketing"),
            4.0,
        ),
        (
            "reporting.split",
            "split",
            "reporting",
            "",
            "",
            "shared-metrics",
            _key("perception_spread", construct="reporting", team="sales"),
            3.0,
        ),
        (
            "goals.gap",
            "gap",
            "goals",
            "productive",
            "",
            "joint-planning",
            _key("perception_gap", construct="goals") + "\n" + _of("perception_score", "goals"),
            2.0,
        ),
        (
            "channels.strength",
            "strength",
            "channels",
            "",
            "",
            "feedback-to-marketing",
            _of("perception_score", "channels"),
            1.0,
        ),
    )


def _artefacts() -> pd.DataFrame:
    rows = []
    for artefact in instrument().artefacts:
        written = LEVELS[artefact.of][1] or 0
        first = artefact is next(each for each in instrument().artefacts if each.of == artefact.of)
        exists = written >= 3 or (first and written > 0)
        used_on = date(2026, 10, 2 + len(rows)) if exists else None
        rows.append((artefact.of, artefact.id, exists, used_on, exists and first, exists and written >= 3))
    return pd.DataFrame(rows, columns=["construct", "artefact", "exists", "used_on", "used", "both"])


def _levels() -> pd.DataFrame:
    rows = []
    for construct in CONSTRUCTS:
        rows += [
            (construct, "survey", _key("perception_score", construct=construct), ""),
            (construct, "artefact", _key("artefact_share", construct=construct), ""),
        ]
    rows += [
        ("handoff", "data", RESPONSE, "low"),
        ("communication", "data", _key("decisions_on_time", period=YEAR), "low"),
    ]
    return pd.DataFrame(rows, columns=["construct", "source", "ref", "reading"])


QUOTES = (
    ("open_change", "Fewer meetings <b>and</b> one list of leads"),
    ("open_change", "One person who answers for each lead"),
    ("open_keep", "We tell each other what customers say"),
)


def tables() -> dict[str, pd.DataFrame]:
    """The rows beside the facts of twelve against nine."""
    return {
        "assess_dots": dots(),
        "assess_findings": findings(),
        "assess_artefacts": _artefacts(),
        "assess_evidence": _levels(),
        "assess_quadrants": pd.DataFrame(list(QUADRANTS.items()), columns=["construct", "quadrant"]),
        "assess_plan": planned(),
        "assess_sensitivity": sensitive(),
        "assess_quotes": pd.DataFrame(list(QUOTES), columns=["question", "words"]),
    }


def small_tables() -> dict[str, pd.DataFrame]:
    """The rows of three against two: what needs no team, and the statements of those who agreed to be named."""
    found = findings()
    found = found[found["claim"] == "handoff_kept"].reset_index(drop=True)
    return {
        "assess_dots": dots().iloc[:0],
        "assess_findings": found,
        "assess_artefacts": _artefacts(),
        "assess_evidence": _levels(),
        "assess_plan": planned().iloc[:1],
        "assess_sensitivity": sensitive().iloc[:0],
        "assess_quadrants": pd.DataFrame([(name, "") for name in CONSTRUCTS], columns=["construct", "quadrant"]),
        "assess_quotes": pd.DataFrame(columns=["question", "words"]),
        "assess_statements": statements(),
    }


def statements() -> pd.DataFrame:
    """Three people who agreed to be shown with their names, one of sales among them; two did not agree."""
    rows = []
    for name, team, base in (
        ("Ana Inventada", "marketing", 4.0),
        ("Blas Ficticio", "sales", 2.0),
        ("Cira Ejemplo", "marketing", 3.0),
    ):
        for place, (item, _, _) in enumerate(instrument().statements()):
            unknown = place % 11 == 7
            value = math.nan if unknown else min(5.0, max(1.0, base + (place % 3 - 1)))
            rows.append((name, team, item, value, unknown))
    return pd.DataFrame(rows, columns=["name", "team", "item", "value", "unknown"])


PLANNED = (("handoff", "contradiction"), ("communication", "contradiction"), ("incentives", "gap"), ("data", "unseen"))


def action_of(construct: str, kind: str) -> Action:
    """The action the kit proposes for a kind of finding."""
    return next(each for each in actions().values() if each.of == construct and kind in each.kinds)


def planned() -> pd.DataFrame:
    """Four commitments."""
    handoff, talk, pay, data = (action_of(*each) for each in PLANNED)
    rows = [
        (
            1,
            30,
            "handoff.contradiction.handoff_kept",
            handoff.id,
            "sla",
            "sales",
            role(handoff.role, "mixed"),
            2.0,
            LEAK,
            ANSWERED,
        ),
        (
            2,
            30,
            "communication.contradiction.communication_decisions",
            talk.id,
            "monthly-review",
            "both",
            role(talk.role, "mixed"),
            1.0,
            "",
            KEPT,
        ),
        (
            3,
            60,
            "data.unseen",
            data.id,
            "data-habits",
            "both",
            role(data.role, "mixed"),
            1.5,
            "",
            _key("dont_know", construct="data"),
        ),
        (
            4,
            90,
            "incentives.gap",
            pay.id,
            "incentives",
            "both",
            role(pay.role, "mixed"),
            3.0,
            "",
            _key("perception_gap", construct="incentives"),
        ),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def sensitive() -> pd.DataFrame:
    """Without the hand-off's times the first commitment would fall."""
    handoff, _, pay, data = (action_of(*each) for each in PLANNED)
    rows = [
        (RESPONSE, "data", "dropped", handoff.id),
        (RESPONSE, "data", "moved", data.id),
        ("decision_log", "artefact", "added", pay.id),
    ]
    return pd.DataFrame(rows, columns=["ref", "source", "change", "action"])


@cache
def engagement(context: str) -> Engagement:
    """A client that does not exist."""
    settings = {
        "client": "Talleres Aldaba, S. A.",
        "currency": "EUR",
        "context": context,
        "time_zone": "Europe/Madrid",
        "languages": ["en", "es"],
    }
    return Engagement.model_validate(preset(context) | settings)


def case_of(
    which: str = "whole", lang: str = "en", *, context: str = "mixed", prior: bool = False, **tables_: pd.DataFrame
) -> Case:
    """The case of ``whole``, ``small`` or ``nothing``; ``tables_`` stand in for its own."""
    rows = {"whole": whole(prior), "small": small(), "nothing": frame(())}[which]
    beside = {"whole": tables, "small": small_tables, "nothing": dict}[which]() | tables_
    settings = engagement(context)
    return Case(
        Book(rows),
        Words(lang, settings.currency),
        Contract(),
        settings,
        PERIOD,
        tables=beside,
        agreements=Agreements(sla=Sla(answer_within=Within(hours=24))),
    )
