"""Small surveys for tests: who answered, and what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from helpers.assessment.said import facts_of
from helpers.assessment.scores import Wave
from helpers.facts import frame
from helpers.instrument import instrument
from helpers.periods import Period

PERIOD = Period.parse("2026-10")
DAY = date(2026, 11, 2)
CONSTRUCTS = tuple(construct.id for construct in instrument().constructs)
#: statement → its construct
ITEMS = {name: construct.id for name, construct, _ in instrument().statements()}
Answers = Mapping[str, float | None]
Rows = dict[str, list[dict[str, Any]]]


def person(team: str, answers: Answers, *, level: str | None = "field", **more: Any) -> dict[str, Any]:
    """Somebody and the answers by item; None is "don't know", and what is not named was not answered."""
    row = {"wave": 1, "on": date(2026, 10, 6), "team": team, "level": level, "answered": len(answers), "whole": False}
    return row | {"answers": dict(answers)} | more


def survey(people: Sequence[Mapping[str, Any]]) -> Rows:
    """The canonical rows of these people."""
    respondents, answers, remarks = [], [], []
    for key, each in enumerate(people, 1):
        rest = {name: value for name, value in each.items() if name not in ("answers", "remarks")}
        respondents.append({"respondent": key} | rest)
        for item, value in each["answers"].items():
            answers.append({"respondent": key, "item": item, "value": value, "unknown": value is None})
        for question, words, quotable in each.get("remarks", ()):
            remarks.append({"respondent": key, "question": question, "words": words, "quotable": quotable})
    return {"respondents": respondents, "answers": answers, "remarks": remarks}


def alike(value: float, *, constructs: Sequence[str] = CONSTRUCTS) -> dict[str, float | None]:
    """The same answer to every statement of some constructs."""
    return {item: value for each in constructs for item in instrument().of(each).item_ids}


def drawn(seed: int, *, marketing: int, sales: int, gap: float = 0.0, **more: Any) -> list[dict[str, Any]]:
    """People who answer at random, everything; marketing ``gap`` answers higher on ``goals``."""
    rng = np.random.default_rng(seed)
    found = []
    for team, size in (("marketing", marketing), ("sales", sales)):
        for _ in range(size):
            answers: dict[str, float | None] = {}
            for construct in instrument().constructs:
                mood = rng.normal(3 + (gap if team == "marketing" and construct.id == "goals" else 0), 0.7)
                for item in construct.item_ids:
                    answers[item] = float(np.clip(np.rint(rng.normal(mood, 0.6)), 1, 5))
                answers[construct.often_id] = float(rng.integers(0, 5))
                if construct.mirror:
                    answers[construct.mirror_id] = float(rng.integers(1, 6))
            answers |= {f"top_{each}": 1.0 for each in rng.choice(CONSTRUCTS, 3, replace=False)}
            level = "management" if rng.random() < 0.3 else "field"
            found.append(person(team, answers, level=level, whole=True) | more)
    return found


def waves_of(people: Sequence[Mapping[str, Any]]) -> tuple[Wave, Wave, pd.DataFrame]:
    """The newest round, the one before and the answers to the statements, counted here in Python."""
    rows = survey(people)
    numbers = sorted({each["wave"] for each in rows["respondents"]}, reverse=True)
    newest, before = (_wave(rows, numbers[back] if back < len(numbers) else -1, back) for back in (0, 1))
    ours = set(newest.people["respondent"])
    values = [
        (each["respondent"], each["item"], int(each["value"]))
        for each in rows["answers"]
        if each["respondent"] in ours and each["item"] in ITEMS and each["value"] is not None
    ]
    return newest, before, pd.DataFrame(sorted(values), columns=["respondent", "item", "value"])


def _wave(rows: Rows, number: int, back: int) -> Wave:
    named = {"management": "management", "lead": "management", "field": "field"}
    who = {each["respondent"]: each for each in rows["respondents"] if each["wave"] == number}
    people = [(back, key, each["team"], each["whole"], named.get(each["level"])) for key, each in who.items()]
    mine = [each for each in rows["answers"] if each["respondent"] in who]
    constructs: dict[tuple[int, str], list[int]] = {}
    items: dict[tuple[str, str], list[int]] = {}
    chose: dict[str, set[int]] = {}
    for each in mine:
        key, item, value, team = each["respondent"], each["item"], each["value"], who[each["respondent"]]["team"]
        given = value is not None
        if item in ITEMS:
            sums = constructs.setdefault((key, ITEMS[item]), [0, 0, 0])
            sums[0], sums[1], sums[2] = sums[0] + int(value or 0), sums[1] + given, sums[2] + (not given)
        found = items.setdefault((item, team), [0, 0, 0, 0])
        new = (given, int(value or 0), given and value >= 4, not given)
        items[item, team] = [int(one + two) for one, two in zip(found, new, strict=True)]
        if item.startswith("top_") and given:
            chose.setdefault(team, set()).add(key)
    return Wave(
        pd.DataFrame(people, columns=["back", "respondent", "team", "whole", "level"]),
        pd.DataFrame([(back, *key, *sums) for key, sums in sorted(constructs.items())],
                     columns=["back", "respondent", "construct", "total", "answered", "unknown"]),
        pd.DataFrame([(back, *key, *sums) for key, sums in sorted(items.items())],
                     columns=["back", "item", "team", "n", "total", "agreed", "unknown"]),
        pd.DataFrame([(back, team, len(keys)) for team, keys in sorted(chose.items())], columns=["back", "team", "n"]),
    )  # fmt: skip


def facts(people: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """What is said of these people, by metric, variant and segment."""
    rows = frame(facts_of(*waves_of(people), period=PERIOD))
    return rows.set_index(["metric", "variant", "segment"])
