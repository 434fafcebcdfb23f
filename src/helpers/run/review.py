"""The command ``tandem review``: import, notebooks two at a time, one build per engagement, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import TandemError
from helpers.run.connecting import connected
from helpers.run.papers import write_facts, write_manifest, write_papers
from helpers.run.pipeline import AT_ONCE, PARTS, Running, Say, Wanted, begin, compose, each, finish
from helpers.run.sheets import write_sheet
from helpers.run.workspace import Workspace, open_work

__all__ = ["PARTS", "REVIEW", "Options", "review"]

REVIEW = "06_monthly_review"
#: Tables that people work with row by row; of the loop only those its forms give rows to.
SHEETS = ("originations", "outcomes")
LOOP_SHEETS = ("suggestions", "content_matrix", "icp_joint", "handoff_reasons_unmapped")
#: Those with accounts to call: for the two teams only.
INSIDE = ("calls",)


@dataclass(frozen=True, kw_only=True)
class Options(Wanted):
    """What the command line asked for; empty means the engagement's own."""

    period: str = ""
    start: str = ""
    internal: bool = False


def review(folders: Sequence[Path], *, options: Options, say: Say) -> tuple[list[Path], list[TandemError]]:
    """Review each engagement; the reports made, and one error for each engagement that could not be reviewed.

    Imports run here one after the other while the notebooks of earlier ones run in kernels of their own.
    """

    def opened(work: Path) -> tuple[Workspace, str]:
        found = open_work(work, period=options.period, start=options.start)
        return found, str(found.period)

    made: list[Path] = []
    errors: list[TandemError] = []
    with ThreadPoolExecutor(AT_ONCE) as kernels:
        begun = each(
            folders, lambda folder: begin(folder, opened=opened, wanted=options, kernels=kernels, say=say), errors
        )
        extra = {"internal": options.internal}
        composed = each(begun, lambda running: compose(running, kernels=kernels, last=REVIEW, extra=extra), errors)
        for reports in each(composed, lambda running: _finish(running, options=options, say=say), errors):
            made += reports
    return made, errors


def _finish(running: Running, *, options: Options, say: Say) -> list[Path]:
    made = finish(running, write=lambda running: _write(running, internal=options.internal))
    connected(running.folder, running.draft.final, say=say)
    say(f"{running.folder.name}: done")
    return made


def _write(running: Running, *, internal: bool) -> list[str]:
    """Write the build into the draft; the names of the reports people open."""
    target = running.draft.folder
    write_facts(running)
    rows = running.review.all_rows()
    for name in (*SHEETS, *(name for name in LOOP_SHEETS if len(rows.get(name, ())))):
        write_sheet(rows[name], target / f"{name}.csv")
    names = write_papers(running, "report")
    if internal:
        names += [f"internal/{name}" for name in write_papers(running, "report/internal", "internal")]
        for name in INSIDE:
            write_sheet(rows[name], target / "internal" / f"{name}.csv")
    write_manifest(running, internal=internal)
    return names
