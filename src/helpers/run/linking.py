"""How the builds of an engagement lead to each other: reports to the client's playbook, a fixed name to the newest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from helpers.errors import PeriodError
from helpers.periods import Period
from helpers.report.html import render
from helpers.report.index import Around
from helpers.report.latest import latest_page
from helpers.report.model import Report
from helpers.run.build import writing, written
from helpers.run.indexing import around, built, look_at, neighbours
from helpers.words import base

_REPORT = "report.*.json"


def playbook_of(folder: Path, lang: str, *, above: str = "../") -> str:
    """Where a report finds the pages of the client's playbook, as a relative address; empty where it has none.

    ``above`` leads from the report's folder to ``build/``.
    """
    pages = base(lang)
    return f"{above}playbook/{pages}/" if (folder / "playbook" / pages).is_dir() else ""


def relink(folder: Path, *builds: Path) -> list[Path]:
    """Write the pages of some builds again, with links to the playbook and to each other; what was written.

    Without ``builds`` those of the newest review and the newest assessment: for a playbook made after them. Nothing is
    computed: the pages come from the reports as they were kept. A report that cannot be read, and one written by an
    older kit, stays as it is.
    """
    look, found = look_at(folder), built(folder)
    made = []
    for build in builds or _newest(folder):
        for path in sorted(build.glob(_REPORT)) + sorted((build / "internal").glob(_REPORT)):
            report = _kept(path)
            if report is None:
                continue
            inside = path.parent != build
            leads = playbook_of(folder, report.lang, above="../../" if inside else "../")
            beside = Around() if inside else around(found, build, report.lang)
            page = render(report, look=look, playbook=leads, around=beside)
            made += written(path.with_suffix(".html"), page)
    return made


def _newest(folder: Path) -> list[Path]:
    """The build of the last month reviewed, and of the last day assessed."""
    assessed = sorted((folder / "build").glob("assessment-????-??-??"))
    return [*list(_builds(folder))[:1], *assessed[-1:]]


def join(folder: Path, build: Path) -> list[Path]:
    """Let a new build and those before and after it of its kind lead to each other; what was written."""
    return relink(folder, build, *neighbours(built(folder), build))


def point(folder: Path) -> list[Path]:
    """Let ``build/latest.<lang>.html`` open the newest report of each language; what was written.

    One of a language that no build has any more is taken away: it would open nothing.
    """
    newest: dict[str, Path] = {}
    for build in _builds(folder):
        for path in sorted(build.glob(_REPORT)):
            newest.setdefault(path.suffixes[0].removeprefix("."), path)
    for old in (folder / "build").glob("latest.*.html"):
        if old.suffixes[0].removeprefix(".") not in newest:
            with writing(old):
                old.unlink()
    made = []
    for lang, path in sorted(newest.items()):
        report = _kept(path)
        if report is not None:
            target = f"{path.parent.name}/{path.with_suffix('.html').name}"
            made += written(folder / "build" / f"latest.{lang}.html", latest_page(report, target=target))
    return made


def _builds(folder: Path) -> Iterator[Path]:
    """Builds of months, the newest first; drafts and playbooks are none."""
    months = []
    for path in (folder / "build").glob("*-*"):
        try:
            months.append((Period.parse(path.name).last, path))
        except PeriodError:
            continue
    return (path for _, path in sorted(months, reverse=True))


def _kept(path: Path) -> Report | None:
    try:
        return Report.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
