"""How the builds of an engagement lead to each other: reports to the client's playbook, a fixed name to the newest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from helpers.errors import PeriodError
from helpers.periods import Period
from helpers.report.html import render
from helpers.report.latest import latest_page
from helpers.report.model import Report
from helpers.run.build import writing

_REPORT = "report.*.json"


def playbook_of(folder: Path, lang: str, *, above: str = "../") -> str:
    """Where a report finds the pages of the client's playbook, as a relative address; empty where it has none.

    ``above`` leads from the report's folder to ``build/``.
    """
    return f"{above}playbook/{lang}/" if (folder / "playbook" / lang).is_dir() else ""


def relink(folder: Path) -> list[Path]:
    """Write the newest build's reports again, with links to the client's playbook where it has one; what was written.

    For a playbook made after the review. Nothing is computed: the pages come from the reports as they were kept. A
    report that cannot be read, and one written by an older kit, stays as it is.
    """
    newest = next(iter(_builds(folder)), None)
    if newest is None:
        return []
    made = []
    for inside, above in ((newest, "../"), (newest / "internal", "../../")):
        for path in sorted(inside.glob(_REPORT)):
            report = _kept(path)
            if report is not None:
                page = render(report, playbook=playbook_of(folder, report.lang, above=above))
                made += _written(path.with_suffix(".html"), page)
    return made


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
            made += _written(folder / "build" / f"latest.{lang}.html", latest_page(report, target=target))
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


def _written(path: Path, text: str) -> list[Path]:
    """The file, in the place of the last one, whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    with writing(path):
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    return [path]
