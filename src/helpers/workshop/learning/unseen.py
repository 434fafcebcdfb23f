"""What people fill in, and the company that nobody has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.look import PLAIN, Look
from helpers.run.build import writing, written
from helpers.samples.draws import Draws
from helpers.samples.kinds import base
from helpers.samples.ordering import key_of, order, write_key, write_order
from helpers.samples.plants import fits, plants
from helpers.workshop.learning.forms import question_page, task_page

#: What lies in the folder of a workshop.
ANSWERS, SHEETS, UNSEEN, COMMITMENTS = "answers", "sheets", "unseen", "commitments.csv"
#: So many truths are planted in the unseen company.
_PLANTED = 4


@dataclass(frozen=True)
class Unseen:
    """The company of the task: its kind, and the seed that draws what is planted in it."""

    kind: str = "digital-native"
    seed: int = 1


def write_sheets(place: Path, *, unseen: Unseen, languages: Sequence[str], look: Look = PLAIN) -> list[Path]:
    """Write the sheets of a workshop into ``place``, and order the unseen company with its key beside it.

    Sheets and company are made anew, answers stay. The company speaks the first language; the same seed makes the
    same one. Raises ``ConfigError`` for a kind that is not there.
    """
    made = order(unseen.kind, seed=unseen.seed, plant=drawn(unseen), lang=languages[0])
    paths = list[Path]()
    with writing(place):
        write_order(made, place / UNSEEN)
        write_key(made, key_of(place / UNSEEN))
        for name in (ANSWERS, SHEETS):
            (place / name).mkdir(parents=True, exist_ok=True)
    for lang in languages:
        paths += written(place / SHEETS / f"before.{lang}.html", question_page("before", lang, look=look))
        paths += written(place / SHEETS / f"after.{lang}.html", question_page("after", lang, look=look))
        paths += written(place / SHEETS / f"task.{lang}.html", task_page(lang, made.truths(), look=look))
    return paths


def drawn(unseen: Unseen) -> tuple[str, ...]:
    """What is planted: four truths that this kind can tell and that do not hide each other.

    >>> drawn(Unseen(seed=3)) == drawn(Unseen(seed=3)), len(drawn(Unseen(seed=3)))
    (True, 4)
    """
    company, draws = base(unseen.kind), Draws(unseen.seed, "unseen")
    able = [name for name, plant in plants().items() if fits(plant, company)]
    chosen: list[str] = []
    for name in sorted(able, key=lambda _: draws.between(0, 1)):
        hidden = any(other in plants()[name].never_with or name in plants()[other].never_with for other in chosen)
        if not hidden and len(chosen) < _PLANTED:
            chosen.append(name)
    return tuple(sorted(chosen))
