"""``tandem workshop score``: the trainer's report of what people handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from helpers.agreements import load_agreements
from helpers.engagement import load
from helpers.errors import ConfigError
from helpers.look import Look
from helpers.run.build import writing, written
from helpers.samples.ordering import key_of, read_truths
from helpers.samples.plants.plant import Truth
from helpers.workshop.learning.given import Given, read_given
from helpers.workshop.learning.learnt import Learnt, learnt, rows
from helpers.workshop.learning.living import Living, checked, papers, read_promises
from helpers.workshop.learning.page import report_page
from helpers.workshop.learning.unseen import ANSWERS, COMMITMENTS, UNSEEN

Say = Callable[[str], None]


def score(
    folder: Path, place: Path, *, on: date, held: date | None, languages: Sequence[str], look: Look, say: Say
) -> list[Path]:
    """Write the trainer's report, ``learnt.<lang>.html`` and ``learnt.csv``, into ``place`` from what lies there.

    ``folder`` is the engagement whose documents should live, or any other. ``held`` is the day of the workshop: where
    it is given, documents and commitments are checked as on the day ``on``. Raises ``TandemError`` where nothing was
    handed in or a sheet cannot be read.
    """
    given = read_given(place)
    if not given.answers and not given.tried:
        raise ConfigError("nothing was handed in", where=str(place / ANSWERS),
                          do="put the saved files there, or type answers.csv beside it")  # fmt: skip
    found = learnt(given, _truths(place, given, say), _living(folder, place, held, on))
    for line in found.left_out:
        say(line)
    return _written(found, place, of=_name(folder), languages=languages, look=look)


def _written(found: Learnt, place: Path, *, of: str, languages: Sequence[str], look: Look) -> list[Path]:
    made = list[Path]()
    for lang in languages:
        made += written(place / f"learnt.{lang}.html", report_page(found, lang, of=of, look=look))
    with writing(place):
        rows(found).to_csv(place / "learnt.csv", index=False, float_format="%.6f", lineterminator="\n")
    return [*made, place / "learnt.csv"]


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


def _name(folder: Path) -> str:
    return load(folder).client if (folder / "engagement.yml").is_file() else folder.resolve().name
