"""The command ``tandem survey``: the form that both teams fill in without a network, and how many have answered."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from helpers.contract import FileAccount
from helpers.engagement import Engagement, load
from helpers.errors import WriteError
from helpers.look import Look, look_of
from helpers.run.build import writing
from helpers.sources.findings import REASONS, REMARKS
from helpers.sources.importing import import_forms
from helpers.survey.counting import counted
from helpers.survey.page import page
from helpers.words import base

Say = Callable[[str], None]


def survey(folder: Path, *, say: Say, languages: tuple[str, ...] = ()) -> list[Path]:
    """Write the form of an engagement in its languages (or those asked for), and say how many have answered.

    Answers already in ``forms/`` stay as they are. Raises ``TandemError`` in one line where the engagement or one of
    its forms cannot be read, after the form is made.
    """
    engagement = load(folder)
    wanted = dict.fromkeys(base(lang) for lang in languages or engagement.languages)
    look, remarks = look_of(folder, engagement.brand)
    for line in remarks:
        say(line)
    made = [_written(folder, lang, engagement=engagement, look=look) for lang in wanted]
    for path in made:
        say(f"made {path}")
    for line in _next(folder):
        say(line)
    for line in _answered(folder, engagement):
        say(f"{folder.name}: {line}")
    return made


def _written(folder: Path, lang: str, *, engagement: Engagement, look: Look) -> Path:
    path = folder / "forms" / "survey" / f"survey.{lang}.html"
    if path.parent.exists() and not path.parent.is_dir():
        raise WriteError("a file stands where the folder of the survey goes", where=str(path.parent), do="rename it")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(lang, client=engagement.client, look=look), encoding="utf-8", newline="\n")
    return path


def _next(folder: Path) -> Iterator[str]:
    yield "give that file to everybody in both teams: by mail or on a stick; it works without a network"
    yield f"put the files they hand over (survey-….json) into {folder / 'forms' / 'survey'}"


def _answered(folder: Path, engagement: Engagement) -> Iterator[str]:
    """What could not be used of the answers, file by file, and how many have answered: an import of the forms alone."""
    with tempfile.TemporaryDirectory(prefix="tandem-survey-") as work:
        contract = import_forms(folder, engagement, Path(work))
        respondents = pd.read_parquet(Path(work) / "tables" / "respondents.parquet")
    for file in contract.files:
        if file.table == "survey":
            yield from _complaints(file)
    yield counted(respondents)


def _complaints(file: FileAccount) -> Iterator[str]:
    for aside in file.set_aside:
        yield f"{file.name}: {_many(aside.rows)} not used: {REASONS.get(aside.reason, aside.reason)}"
    for remark in file.remarks:
        yield f"{file.name}: {_many(remark.rows)} used in part: {REMARKS.get(remark.code, remark.code)}"


def _many(n: int) -> str:
    return "1 response" if n == 1 else f"{n:,} responses"
