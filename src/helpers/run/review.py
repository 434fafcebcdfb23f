"""The command ``tandem review``: import, notebooks two at a time, one build per engagement, whole or not at all."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import helpers
from helpers import facts
from helpers.assets import asset
from helpers.contract import Contract
from helpers.engagement import load
from helpers.errors import TandemError
from helpers.report.html import render
from helpers.report.model import Report
from helpers.run import notebooks
from helpers.run.build import Draft, writing
from helpers.run.linking import playbook_of, point
from helpers.run.sheets import write_sheet
from helpers.run.workspace import Workspace, inputs, open_work, prepare

#: Two kernels fill two cores; more only wait for each other.
AT_ONCE = 2
#: Parts that can run side by side (the longest first), then the one that reads them.
PARTS = ("02_shared_metrics", "03_attribution", "05_feedback", "04_handoff", "01_data_check")
REVIEW = "06_monthly_review"
#: Tables that people work with row by row; of the loop only those its forms give rows to.
SHEETS = ("originations", "outcomes")
LOOP_SHEETS = ("suggestions", "content_matrix", "icp_joint", "handoff_reasons_unmapped")
#: Those with accounts to call: for the two teams only.
INSIDE = ("calls",)
#: Libraries whose versions can change a figure.
_MATTER = ("duckdb", "ibis-framework", "matplotlib", "numpy", "pandas", "scipy", "seaborn", "sqlglot", "statsmodels")

_Thing = TypeVar("_Thing")
_Done = TypeVar("_Done")

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line asked for; empty means the engagement's own."""

    period: str = ""
    start: str = ""
    languages: tuple[str, ...] = ()
    internal: bool = False


@dataclass
class Running:
    """One review under way."""

    folder: Path
    draft: Draft
    review: Workspace
    languages: tuple[str, ...]
    internal: bool
    jobs: list[Future[Path]] = field(default_factory=list)

    def parameters(self) -> dict[str, object]:
        """What every notebook gets; the work folder is named from inside the draft, so no path is written down."""
        name = self.folder.name
        return {"engagement": name, "period": str(self.review.period), "start": str(self.review.start), "work": "work"}


def review(folders: Sequence[Path], *, options: Options, say: Say) -> tuple[list[Path], list[TandemError]]:
    """Review each engagement; the reports made, and one error for each engagement that could not be reviewed.

    Imports run here one after the other while the notebooks of earlier ones run in kernels of their own.
    """
    made: list[Path] = []
    errors: list[TandemError] = []
    with ThreadPoolExecutor(AT_ONCE) as kernels:
        begun = _each(folders, lambda folder: _begin(folder, options=options, kernels=kernels, say=say), errors)
        composed = _each(begun, lambda running: _compose(running, kernels=kernels), errors)
        for reports in _each(composed, lambda running: _finish(running, say=say), errors):
            made += reports
    return made, errors


def _each(things: Sequence[_Thing], step: Callable[[_Thing], _Done], errors: list[TandemError]) -> list[_Done]:
    done = []
    for thing in things:
        try:
            done.append(step(thing))
        except TandemError as error:
            errors.append(error)
    return done


# -- the three steps of one review -----------------------------------------------------------------------------------


def _begin(folder: Path, *, options: Options, kernels: ThreadPoolExecutor, say: Say) -> Running:
    """Import, settle the month, and start the notebooks that need nothing but the tables."""
    engagement = load(folder)
    say(f"{folder.name}: importing")
    work = Draft(folder / "build", name="work")
    work.open()
    try:
        contract = prepare(folder, engagement, work.folder)
        opened = open_work(work.folder, period=options.period, start=options.start)
        draft = Draft(folder / "build", name=str(opened.period))
        draft.open()
        work.folder.rename(draft.folder / "work")
    except BaseException:
        work.discard()
        raise
    say(f"{folder.name}: {_rows(contract)}; reviewing {opened.period}, shown from {opened.start}")
    review = replace(opened, folder=draft.folder / "work")
    running = Running(folder, draft, review, options.languages or engagement.languages, options.internal)
    running.jobs = [kernels.submit(_run, running, name) for name in PARTS]
    return running


def _compose(running: Running, *, kernels: ThreadPoolExecutor) -> Running:
    _results(running)
    first = running.languages[0]
    running.jobs = [
        kernels.submit(_run, running, REVIEW, suffix="" if lang == first else f".{lang}", languages=[lang],
                       internal=running.internal)
        for lang in running.languages
    ]  # fmt: skip
    return running


def _finish(running: Running, *, say: Say) -> list[Path]:
    """Wait for the report, write what a reader gets, and put the build in its place."""
    _results(running)
    try:
        with writing(running.draft.final):
            names = _write(running)
            shutil.rmtree(running.review.folder)
        final = running.draft.publish()
    except BaseException:
        running.draft.discard()
        raise
    _connected(running.folder, say=say)
    say(f"{running.folder.name}: done")
    return [final / name for name in names]


def _connected(folder: Path, *, say: Say) -> None:
    """Lead to the review: the fixed name, and the client's playbook where it has one. It stands whatever comes here."""
    try:
        point(folder)
        if (folder / "playbook").is_dir():
            # Here and not above: only engagements with a playbook pay for what makes pages out of Markdown.
            from helpers.run.playbook import refresh

            refresh(folder, say)
    except Exception as error:
        said = " ".join(str(error).split()) or type(error).__name__
        say(f"{folder.name}: the review is made; what leads to it could not be brought up to date: {said}")


def _run(running: Running, name: str, *, suffix: str = "", **extra: object) -> Path:
    output = running.draft.folder / "notebooks" / f"{name}{suffix}.ipynb"
    output.parent.mkdir(exist_ok=True)
    parameters = {**running.parameters(), **extra}
    return notebooks.execute(
        asset("notebooks", f"{name}.ipynb"), output, parameters=parameters, folder=running.draft.folder
    )


def _results(running: Running) -> None:
    """Wait for every notebook under way; on the first failure forget the draft, not the last build."""
    wait(running.jobs)
    try:
        for job in running.jobs:
            job.result()
    except BaseException:
        running.draft.discard()
        raise


# -- what a reader gets ----------------------------------------------------------------------------------------------


def _write(running: Running) -> list[str]:
    """Write the build into the draft; the names of the reports people open."""
    target, work = running.draft.folder, running.review.folder
    facts.write(facts.merge(running.review.parts().values()), target / "metrics.csv")
    shutil.copyfile(work / "contract.json", target / "import_contract.json")
    rows = running.review.all_rows()
    for name in (*SHEETS, *(name for name in LOOP_SHEETS if len(rows.get(name, ())))):
        write_sheet(rows[name], target / f"{name}.csv")
    names = _papers(running, "report", "")
    if running.internal:
        inside = _papers(running, "report/internal", "internal")
        names += [f"internal/{name}" for name in inside]
        for name in INSIDE:
            write_sheet(rows[name], target / "internal" / f"{name}.csv")
    manifest = _manifest(running)
    (target / "manifest.json").write_text(manifest, encoding="utf-8", newline="\n")
    return names


def _papers(running: Running, made: str, inside: str) -> list[str]:
    """Copy what the review wrote, each report as a page beside its data; the names of what people open, pages first.

    ``made`` is a folder of the work folder, ``inside`` the one of the build that its papers go to.
    """
    source, target = running.review.folder / made, running.draft.folder / inside
    target.mkdir(exist_ok=True)
    place = {f".{lang}": rank for rank, lang in enumerate(running.languages)}
    found = (path for path in source.iterdir() if path.is_file())
    pages, texts = [], []
    for path in sorted(found, key=lambda path: (place.get(path.suffixes[0], len(place)), path.name)):
        text = path.read_text(encoding="utf-8")
        (target / path.name).write_text(text, encoding="utf-8", newline="\n")
        if path.suffix == ".json":
            pages.append(path.with_suffix(".html").name)
            report = Report.from_json(text)
            leads = playbook_of(running.folder, report.lang, above="../../" if inside else "../")
            (target / pages[-1]).write_text(render(report, playbook=leads), encoding="utf-8", newline="\n")
        else:
            texts.append(path.name)
    return [*pages, *texts]


def _manifest(running: Running) -> str:
    """What went in and with what: no clock, no path, no person, so equal inputs give equal bytes."""
    review = running.review
    record = {
        "kit": helpers.__version__,
        "inputs": inputs(running.folder),
        "parameters": {
            "period": str(review.period), "from": str(review.start),
            "languages": list(running.languages), "internal": running.internal,
        },
        "configuration": hashlib.sha256(review.engagement.model_dump_json().encode()).hexdigest(),
        "versions": {name: importlib.metadata.version(name) for name in _MATTER},
    }  # fmt: skip
    return json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _rows(contract: Contract) -> str:
    read, used = (sum(getattr(file, name) for file in contract.files) for name in ("rows_read", "rows_used"))
    return f"{read:,} rows in {len(contract.files)} files, {used:,} used, {read - used:,} set aside with a reason"
