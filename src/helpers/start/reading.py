"""Read an engagement's files as a review would, into a folder that is thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from helpers.engagement import Engagement, load
from helpers.engine import open_tables
from helpers.errors import Question, SourceError
from helpers.periods import Period
from helpers.run.months import last_full_month, months_with_data
from helpers.run.workspace import prepare
from helpers.start.steps import Reading


def read(folder: Path) -> Reading:
    """The account of the files, and the months a review can be made of, the latest first.

    Raises what the import raises (``asks`` holds its question, if any), and ``PeriodError`` without any month.
    """
    engagement = load(folder)
    _present(folder, engagement)
    with tempfile.TemporaryDirectory(prefix="tandem-start-", ignore_cleanup_errors=True) as work:
        contract = prepare(folder, engagement, Path(work))
        tables = open_tables(Path(work) / "tables")
        months = months_with_data(tables)
        tables.backend.disconnect()
    default = last_full_month(months)
    found = [Period.month(month) for month in months["month"] if Period.month(month) <= default.shift(1)]
    return Reading(contract, tuple(reversed(found)), default)


def _present(folder: Path, engagement: Engagement) -> None:
    """Files that were asked about are still there: a monthly export often comes under another name."""
    for source in engagement.sources:
        named = source.file and not any(mark in source.file for mark in "*?[")
        if named and not (folder / source.file).exists():
            question = Question(setting="gone", file=source.file.replace("\\", "/").removeprefix("./"))
            raise SourceError("no such file", where=source.file, do="put it back, or take out its entry", asks=question)
