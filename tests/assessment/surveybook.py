"""Small surveys for tests: who answered, and what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from helpers.instrument import instrument
from helpers.periods import Period

PERIOD = Period.parse("2026-10")
DAY = date(2026, 11, 2)
CONSTRUCTS = tuple(construct.id for construct in instrument().constructs)
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
