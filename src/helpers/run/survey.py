"""The command ``tandem survey``: the form that both teams fill in without a network, and how many have answered."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from helpers.engagement import Engagement, load
from helpers.errors import WriteError
from helpers.look import PLAIN, Look
from helpers.run.build import writing
from helpers.sources.importing import import_forms
from helpers.survey.counting import counted
from helpers.survey.page import page
from helpers.words import base

Say = Callable[[str], None]


def survey(folder: Path, *, say: Say, languages: tuple[str, ...] = (), look: Look = PLAIN) -> list[Path]:
    """Write the form of an engagement in its languages (or those asked for), and say how many have answered.

    Answers already in ``forms/`` stay as they are. Raises ``TandemError`` in one line where the engagement or one of
    its forms cannot be read, after the form is made.
    """
    engagement = load(folder)
    wanted = dict.fromkeys(base(lang) for lang in languages or engagement.languages)
    made = [_written(folder, lang, engagement=engagement, look=look) for lang in wanted]
    for path in made:
        say(f"made {path}")
    for line in _next(folder):
        say(line)
    say(f"{folder.name}: {counted(_respondents(folder, engagement))}")
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


def _respondents(folder: Path, engagement: Engagement) -> pd.DataFrame:
    """The canonical table, from an import of the forms alone."""
    with tempfile.TemporaryDirectory(prefix="tandem-survey-") as work:
        import_forms(folder, engagement, Path(work))
        return pd.read_parquet(Path(work) / "tables" / "respondents.parquet")
