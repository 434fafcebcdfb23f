"""``tandem workshop sheets`` and ``tandem workshop score``: what people fill in, and the trainer's report of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpers.agreements import load_agreements
from helpers.engagement import load
from helpers.errors import ConfigError, WriteError
from helpers.look import PLAIN, Look, look_of
from helpers.run.build import writing, written
from helpers.samples.draws import Draws
from helpers.samples.kinds import base
from helpers.samples.ordering import key_of, order, read_truths, write_key, write_order
from helpers.samples.plants import fits, plants
from helpers.samples.plants.plant import Truth
from helpers.workshop.learning.forms import question_page, task_page
from helpers.workshop.learning.given import Given, read_given
from helpers.workshop.learning.learnt import Learnt, learnt, rows
from helpers.workshop.learning.living import Living, checked, papers, read_promises
from helpers.workshop.learning.page import report_page

#: What lies in the folder of a workshop.
ANSWERS, SHEETS, UNSEEN, COMMITMENTS = "answers", "sheets", "unseen", "commitments.csv"
#: So many truths are planted in the unseen company.
_PLANTED = 4
_LANGUAGES = ("en", "es")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Unseen:
    """The company of the task: its kind, and the seed that draws what is planted in it."""

    kind: str = "digital-native"
    seed: int = 1


def sheets(folder: Path, *, unseen: Unseen, languages: Sequence[str] = (), say: Say) -> list[Path]:
    """Write the sheets of a workshop, and order the company nobody has seen with its key beside it.

    ``folder`` is that of an engagement or any other; everything goes into its ``workshop/``. Sheets are made anew,
    answers stay. Raises ``TandemError`` where the folder cannot be written or the kind is not there.
    """
    place = _place(folder)
    made = order(unseen.kind, seed=unseen.seed, plant=drawn(unseen), lang=(languages or _LANGUAGES)[0])
    look = _look(folder, say)
    with writing(place):
        write_order(made, place / UNSEEN)
        write_key(made, key_of(place / UNSEEN))
        (place / ANSWERS).mkdir(parents=True, exist_ok=True)
        paths = list[Path]()
        for lang in languages or _LANGUAGES:
            (place / SHEETS).mkdir(exist_ok=True)
            paths += written(place / SHEETS / f"before.{lang}.html", question_page("before", lang, look=look))
            paths += written(place / SHEETS / f"after.{lang}.html", question_page("after", lang, look=look))
            paths += written(place / SHEETS / f"task.{lang}.html", task_page(lang, made.truths(), look=look))
    say(f"the company of the task: tandem review {place / UNSEEN}; its answers are in {key_of(place / UNSEEN).name}")
    say(f"put what people hand in into {place / ANSWERS}, then: tandem workshop score {folder}")
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


def score(folder: Path, *, on: date, held: date | None, languages: Sequence[str] = (), say: Say) -> list[Path]:
    """Write the trainer's report, ``workshop/learnt.<lang>.html`` and ``learnt.csv``, from what was handed in.

    ``held`` is the day of the workshop: where it is given, documents and commitments are checked as on the day ``on``.
    Raises ``TandemError`` where nothing was handed in or a sheet cannot be read.
    """
    place = _place(folder)
    given = read_given(place)
    if not given.answers and not given.tried:
        raise ConfigError("nothing was handed in", where=str(place / ANSWERS),
                          do="put the saved files there, or type answers.csv beside it")  # fmt: skip
    found = learnt(given, _truths(place, given, say), _living(folder, place, held, on))
    for line in found.left_out:
        say(line)
    return _written(found, place, folder, languages or _LANGUAGES, say)


def _written(found: Learnt, place: Path, folder: Path, languages: Sequence[str], say: Say) -> list[Path]:
    look, name = _look(folder, say), _name(folder)
    with writing(place):
        made = list[Path]()
        for lang in languages:
            made += written(place / f"learnt.{lang}.html", report_page(found, lang, of=name, look=look))
        table = rows(found)
        table.to_csv(place / "learnt.csv", index=False, float_format="%.6f", lineterminator="\n")
    return [*made, place / "learnt.csv"]


def _place(folder: Path) -> Path:
    if folder.exists() and not folder.is_dir():
        raise WriteError("this is a file", where=str(folder), do="name a folder")
    return folder / "workshop"


def _truths(place: Path, given: Given, say: Say) -> list[Truth]:
    key = key_of(place / UNSEEN)
    if key.is_dir():
        return read_truths(key)
    if given.tried:
        say(f"{key.name}: no answer key, so the task is not scored")
    return []


def _living(folder: Path, place: Path, held: date | None, on: date) -> Living | None:
    """The check, where it is known when the workshop was."""
    if held is None:
        return None
    if held > on:
        raise ConfigError(f"the workshop of {held} is not over on {on}", where="--held", do="name the day it was held")
    there = (folder / "engagement.yml").is_file()
    agreements = load_agreements(folder, load(folder)) if there else None
    return checked(papers(agreements) if agreements else [], read_promises(place / COMMITMENTS), held=held, on=on)


def _look(folder: Path, say: Say) -> Look:
    if not (folder / "engagement.yml").is_file():
        return PLAIN
    look, remarks = look_of(folder, load(folder).brand)
    for line in remarks:
        say(line)
    return look


def _name(folder: Path) -> str:
    return load(folder).client if (folder / "engagement.yml").is_file() else folder.resolve().name
