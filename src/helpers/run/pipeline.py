"""What a review and an assessment share: import once, notebooks two at a time, one build, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from helpers.assets import asset
from helpers.contract import Contract
from helpers.engagement import load
from helpers.errors import TandemError
from helpers.look import Look, look_of
from helpers.report.formats import FORMATS
from helpers.run import notebooks
from helpers.run.build import Draft, writing
from helpers.run.workspace import Workspace, prepare

#: Two kernels fill two cores; more only wait for each other.
AT_ONCE = 2
#: Parts that can run side by side (the longest first); a last notebook reads them all.
PARTS = ("02_shared_metrics", "03_attribution", "05_feedback", "04_handoff", "01_data_check")

_Thing = TypeVar("_Thing")
_Done = TypeVar("_Done")

Say = Callable[[str], None]
#: An imported work folder → what is reviewed, and the name of the build.
Opened = Callable[[Path], tuple[Workspace, str]]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the command line asked for; empty means the engagement's own. The page is always made."""

    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def others(self) -> tuple[str, ...]:
        """The formats beside the page, in the order in which people hear of them."""
        return tuple(name for name in FORMATS[1:] if name in self.formats)


@dataclass
class Running:
    """One build under way."""

    folder: Path
    draft: Draft
    review: Workspace
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    look: Look
    jobs: list[Future[Path]] = field(default_factory=list)

    def parameters(self) -> dict[str, object]:
        """What every notebook gets; the work folder is named from inside the draft, so no path is written down."""
        name = self.folder.name
        return {"engagement": name, "period": str(self.review.period), "start": str(self.review.start), "work": "work"}


def each(things: Sequence[_Thing], step: Callable[[_Thing], _Done], errors: list[TandemError]) -> list[_Done]:
    """The step for each thing; what fails is put aside with its error."""
    done = []
    for thing in things:
        try:
            done.append(step(thing))
        except TandemError as error:
            errors.append(error)
    return done


def begin(folder: Path, *, opened: Opened, wanted: Wanted, kernels: ThreadPoolExecutor, say: Say) -> Running:
    """Import, settle what is looked at, and start the notebooks that need nothing but the tables."""
    engagement = load(folder)
    # Before any work: a logo that cannot be used is told at once, not when everything is done.
    look, remarks = look_of(folder, engagement.brand)
    for remark in remarks:
        say(f"{folder.name}: {remark}")
    say(f"{folder.name}: importing")
    work = Draft(folder / "build", name="work")
    work.open()
    try:
        contract = prepare(folder, engagement, work.folder)
        found, name = opened(work.folder)
        draft = Draft(folder / "build", name=name)
        draft.open()
        work.folder.rename(draft.folder / "work")
    except BaseException:
        work.discard()
        raise
    say(f"{folder.name}: {_rows(contract)}; reviewing {found.period}, shown from {found.start}")
    review = replace(found, folder=draft.folder / "work")
    running = Running(folder, draft, review, wanted.languages or engagement.languages, wanted.others(), look)
    running.jobs = [kernels.submit(run_notebook, running, name) for name in PARTS]
    return running


def compose(running: Running, *, kernels: ThreadPoolExecutor, last: str, extra: Mapping[str, object]) -> Running:
    """When every part is there, start the notebook that reads them, once for each language."""
    results(running)
    first = running.languages[0]
    running.jobs = [
        kernels.submit(run_notebook, running, last, suffix="" if lang == first else f".{lang}", languages=[lang],
                       **extra)
        for lang in running.languages
    ]  # fmt: skip
    return running


def finish(running: Running, *, write: Callable[[Running], list[str]]) -> list[Path]:
    """Wait for the report, write what a reader gets, and put the build in its place."""
    results(running)
    try:
        with writing(running.draft.final):
            names = write(running)
            shutil.rmtree(running.review.folder)
        final = running.draft.publish()
    except BaseException:
        running.draft.discard()
        raise
    return [final / name for name in names]


def run_notebook(running: Running, name: str, *, suffix: str = "", **extra: object) -> Path:
    """One notebook into the build."""
    output = running.draft.folder / "notebooks" / f"{name}{suffix}.ipynb"
    output.parent.mkdir(exist_ok=True)
    parameters = {**running.parameters(), **extra}
    return notebooks.execute(
        asset("notebooks", f"{name}.ipynb"), output, parameters=parameters, folder=running.draft.folder
    )


def results(running: Running) -> None:
    """Wait for every notebook under way; on the first failure forget the draft, not the last build."""
    wait(running.jobs)
    try:
        for job in running.jobs:
            job.result()
    except BaseException:
        running.draft.discard()
        raise


def _rows(contract: Contract) -> str:
    read, used = (sum(getattr(file, name) for file in contract.files) for name in ("rows_read", "rows_used"))
    return f"{read:,} rows in {len(contract.files)} files, {used:,} used, {read - used:,} set aside with a reason"
