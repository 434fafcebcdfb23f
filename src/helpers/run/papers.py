"""What a reader gets of a build: reports in every format, facts, tables to work with, and what went in."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import helpers
from helpers import facts
from helpers.report.formats import document
from helpers.report.model import Report
from helpers.run.linking import playbook_of
from helpers.run.pipeline import Running
from helpers.run.workspace import inputs

#: Libraries whose versions can change a figure.
_MATTER = ("duckdb", "ibis-framework", "matplotlib", "numpy", "pandas", "scipy", "seaborn", "sqlglot", "statsmodels")


def write_facts(running: Running) -> None:
    """``metrics.csv`` and the import's account."""
    target, work = running.draft.folder, running.review.folder
    facts.write(facts.merge(running.review.parts().values()), target / "metrics.csv")
    shutil.copyfile(work / "contract.json", target / "import_contract.json")


def write_papers(running: Running, made: str, inside: str = "") -> list[str]:
    """Copy what the last notebook wrote, each report in every format beside its data; names, pages first.

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
            pages += _documents(running, Report.from_json(text), path.stem, target, inside=bool(inside))
        else:
            texts.append(path.name)
    return [*pages, *texts]


def copy_texts(running: Running, folder: str) -> list[str]:
    """Copy a folder of the work folder into the build as it stands, where there is one; the names of its files."""
    source, target = running.review.folder / folder, running.draft.folder / folder
    if source.is_dir():
        shutil.copytree(source, target)
    return sorted(path.name for path in target.iterdir()) if target.is_dir() else []


def _documents(running: Running, report: Report, stem: str, target: Path, *, inside: bool) -> list[str]:
    """One report as files; their names, the page first."""
    playbook = playbook_of(running.folder, report.lang, above="../../" if inside else "../")
    names = [f"{stem}.{name}" for name in ("html", *running.formats)]
    for name in names:
        made = document(report, name.rpartition(".")[2], look=running.look, playbook=playbook)
        (target / name).write_bytes(made)
    return names


def write_manifest(running: Running, **parameters: object) -> None:
    """What went in and with what: no clock, no path, no person, so equal inputs give equal bytes."""
    review = running.review
    record = {
        "kit": helpers.__version__,
        "inputs": inputs(running.folder),
        "parameters": {
            "period": str(review.period), "from": str(review.start), "languages": list(running.languages),
            **parameters, **_formats(running),
        },
        "configuration": hashlib.sha256(review.engagement.model_dump_json().encode()).hexdigest(),
        "versions": {name: importlib.metadata.version(name) for name in _MATTER},
    }  # fmt: skip
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (running.draft.folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


def _formats(running: Running) -> Mapping[str, object]:
    return {"formats": list(running.formats)} if running.formats else {}
