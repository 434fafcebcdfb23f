"""What one assessment leaves to the next: figures of teams by day, in the client's ``history/``; never of a person."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

from helpers.run.build import writing
from helpers.run.workspace import Workspace

#: Part of the facts that an assessment adds to those of a review, and how its builds and records are named.
PART, NAME = "07_assessment", "assessment-"
#: Facts of the assessment before, in the work folder.
BEFORE = "before.csv"


def assessed_on(review: Workspace, given: date | None) -> date:
    """The day of the assessment: the one asked for, else the last day of answers or of the checklist, else of the data.

    Never before the last day of the month whose figures it reads.
    """
    if given:
        return given
    last = [review.tables[table].on.max().execute() for table in ("respondents", "artefacts")]
    days = [day.date() if isinstance(day, datetime) else day for day in last if day is not None and day == day]
    latest: date = max([review.period.as_of, *days])
    return latest


def recall(folder: Path, work: Path, *, on: date) -> None:
    """Lay the facts of the last assessment before ``on`` into the work folder, where there is one."""
    older = [path for path in (folder / "history").glob(f"{NAME}????-??-??.csv") if path.stem < f"{NAME}{on}"]
    if older:
        shutil.copyfile(max(older), work / BEFORE)


def remember(folder: Path, part: bytes, *, on: date) -> None:
    """Keep what was found, for the next assessment to compare with."""
    path = folder / "history" / f"{NAME}{on}.csv"
    with writing(path):
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(part)
        draft.replace(path)
