"""The command ``tandem assess``: import, notebooks, one document per client; what it found is kept in ``history/``."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpers.errors import TandemError
from helpers.run.connecting import connected
from helpers.run.history import NAME, PART, assessed_on, recall, remember
from helpers.run.papers import copy_texts, write_facts, write_manifest, write_papers
from helpers.run.pipeline import AT_ONCE, Running, Say, Wanted, begin, compose, each, finish
from helpers.run.workspace import Workspace, open_work

ASSESSMENT = "07_client_assessment"
#: Folder of the pages with names, in the work folder and in the build.
CONVERSATION = "conversation"


@dataclass(frozen=True, kw_only=True)
class Options(Wanted):
    """What the command line asked for. ``on`` is the day assessed; None: the last day of answers, or of the data."""

    on: date | None = None
    period: str = ""
    start: str = ""
    conversation: bool = False


def assess(folders: Sequence[Path], *, options: Options, say: Say) -> tuple[list[Path], list[TandemError]]:
    """Assess each engagement; what was made, and one error for each engagement that could not be assessed."""

    def opened(work: Path) -> tuple[Workspace, str]:
        found = open_work(work, period=options.period, start=options.start, until=options.on)
        return found, f"{NAME}{assessed_on(found, options.on)}"

    def composed(running: Running) -> Running:
        recall(running.folder, running.review.folder, on=_day(running))
        extra = {"on": str(_day(running)), "conversation": options.conversation}
        return compose(running, kernels=kernels, last=ASSESSMENT, extra=extra)

    made: list[Path] = []
    errors: list[TandemError] = []
    with ThreadPoolExecutor(AT_ONCE) as kernels:
        begun = each(
            folders, lambda folder: begin(folder, opened=opened, wanted=options, kernels=kernels, say=say), errors
        )
        for papers in each(each(begun, composed, errors), lambda running: _finish(running, say=say), errors):
            made += papers
    return made, errors


def _day(running: Running) -> date:
    return date.fromisoformat(running.draft.final.name.removeprefix(NAME))


def _finish(running: Running, *, say: Say) -> list[Path]:
    kept: list[bytes] = []

    def write(running: Running) -> list[str]:
        kept.append((running.review.folder / "facts" / f"{PART}.csv").read_bytes())
        return _write(running)

    made = finish(running, write=write)
    remember(running.folder, kept[0], on=_day(running))
    connected(running.folder, running.draft.final, say=say)
    say(f"{running.folder.name}: done")
    return made


def _write(running: Running) -> list[str]:
    """Write the build into the draft; the names of what people open."""
    write_facts(running)
    names = write_papers(running, "report")
    names += [f"{CONVERSATION}/{name}" for name in copy_texts(running, CONVERSATION)]
    write_manifest(running, on=str(_day(running)))
    return names
