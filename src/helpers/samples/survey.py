"""What both teams answer when they are asked about their work together: rounds of answers and what exists in writing.

Answers are drawn around the means that ``<name>.survey.yml`` names; ``truth`` says what is planted in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from helpers.instrument import AGREE, OFTEN, Construct, instrument
from helpers.samples.asked import Asked, Survey
from helpers.samples.draws import Draws

TEAMS = ("marketing", "sales")
#: How much people of one mean differ, and how much the answers of one person do, in steps of the scale.
PEOPLE, ANSWERS = 0.35, 0.6


@dataclass(frozen=True)
class Answers:
    """What one person answered: values by id of the instrument, None for don't know; ids not answered are absent."""

    on: date
    team: str
    level: str
    tenure: str
    values: dict[str, int | None]
    top: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)
    quotable: bool = False


def answers(survey: Survey, *, seed: int) -> list[Answers]:
    """Everybody's answers, by day."""
    found = []
    for number, round_ in enumerate(survey.rounds):
        draws = Draws(seed, f"survey {number}")
        people = [(team, level) for team in TEAMS for level, n in getattr(round_, team).items() for _ in range(n)]
        people.sort(key=lambda _: draws.between(0, 1))
        last = number == len(survey.rounds) - 1
        for place, (team, level) in enumerate(people):
            day = round_.first + timedelta(days=place * 5 // len(people))
            half = place >= len(people) - round_.half
            found.append(_person(survey, draws, day, team, level, earlier=not last, half=half))
    return found


def _person(
    survey: Survey, draws: Draws, day: date, team: str, level: str, *, earlier: bool, half: bool
) -> Answers:  # fmt: skip
    own = PEOPLE * draws.normal()
    side = TEAMS.index(team)
    values: dict[str, int | None] = {}
    for construct in instrument().constructs:
        values |= _construct(survey.constructs[construct.id], construct, draws, side, level, own, earlier=earlier)
    weights = {name: asked.weight for name, asked in survey.constructs.items()}
    top = tuple(_three(draws, weights))
    said = draws.chance(0.45), draws.chance(0.4), draws.chance(0.5)
    texts = {"open_change": draws.one(survey.changes), "open_keep": draws.one(survey.keeps)}
    texts = {question: text for (question, text), told in zip(texts.items(), said[:2], strict=True) if told}
    tenure = draws.one(("under1", "one_to_three", "one_to_three", "over3"))
    if half:
        kept = set(list(instrument().questions("en"))[:16])
        values, top, texts = {name: value for name, value in values.items() if name in kept}, (), {}
    return Answers(day, team, level, tenure, values, top, texts, said[2] and bool(texts))


def _construct(
    asked: Asked, construct: Construct, draws: Draws, side: int, level: str, own: float, *, earlier: bool
) -> dict[str, int | None]:  # fmt: skip
    """Answers of one person to what belongs to a construct."""
    shift = own + (asked.above if level != "field" else 0.0) - (asked.before if earlier else 0.0)
    found: dict[str, int | None] = {}
    for name, mean in zip(construct.item_ids, asked.says, strict=True):
        known = not draws.chance(asked.unknown[side])
        value = _on_scale(mean[side] + shift + ANSWERS * draws.normal(), AGREE)
        found[name] = value if known else None
    often = -shift if construct.often_reversed else shift
    found[construct.often_id] = _on_scale(asked.often[side] + often + ANSWERS * draws.normal(), OFTEN)
    if construct.mirror and asked.guess:
        found[construct.mirror_id] = _on_scale(asked.guess[side] + ANSWERS * draws.normal(), AGREE)
    return found


def _on_scale(value: float, bounds: tuple[int, int]) -> int:
    return int(min(max(round(value), bounds[0]), bounds[1]))


def _three(draws: Draws, weights: Mapping[str, float]) -> Iterator[str]:
    left = dict(weights)
    for _ in range(3):
        name = draws.pick(left)
        del left[name]
        yield name


def truth(survey: Survey) -> dict[str, Any]:
    """What is planted, and the means behind the answers."""
    return {
        **survey.planted.model_dump(mode="json"),
        "means": {name: [list(both) for both in asked.says] for name, asked in survey.constructs.items()},
    }
