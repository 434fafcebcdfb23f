"""Sphinx, run inside this process, silent, and leaving nothing behind: no handler, no role, no language."""

from __future__ import annotations

import io
import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.playbook.site.searching import mend_search

_THEMES = Path(__file__).parent.parent / "templates"
#: Sphinx keeps its language, its roles and its log in the process, so one site is made at a time.
_ONE_AT_A_TIME = threading.Lock()
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: What Sphinx leaves beside the pages that no page needs.
_CRUFT = (".buildinfo", "objects.inv", "_sources")
_STATIC = re.compile(r'(?:href|src)="_static/([^"?]+)')


@dataclass(frozen=True)
class Made:
    """What was asked of Sphinx: sources as Markdown by name, what pages show around them, and how to mend a page."""

    sources: Mapping[str, str]
    context: Mapping[str, Any]
    lang: str
    #: Changes the tree of a page (its name, its document) before it is written.
    mend: Callable[[str, Any], None]


def generate(made: Made, *, work: Path, out: Path) -> list[str]:
    """Write the site into ``out``, using ``work`` for what lies between; what Sphinx complained of, one line each."""
    source = work / "source"
    source.mkdir()
    for name, text in made.sources.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
    said = io.StringIO()
    with _ONE_AT_A_TIME, _alone():
        _build(made, source=source, work=work, out=out, said=said)
    mend_search(out, lang=made.lang)
    _tidy(out)
    lines = _COLOUR.sub("", said.getvalue()).splitlines()
    return [line.replace(f"{source}/", "") for line in lines if line.strip()]


def _build(made: Made, *, source: Path, work: Path, out: Path, said: io.StringIO) -> None:
    # Here and not above: every command would pay for the import.
    from sphinx.application import Sphinx

    from helpers.playbook.site.source import Source

    app = Sphinx(
        str(source), None, str(out), str(work / "trees"), "html", _settings(made), status=None, warning=said,
        freshenv=True, parallel=0,
    )  # fmt: skip
    app.add_config_value("playbook_pages", (), "env")
    app.config.playbook_pages = tuple(made.sources)
    app.add_source_parser(Source)
    # Before Sphinx collects titles and places, which it does at priority 500.
    app.connect("doctree-read", lambda app, tree: made.mend(app.env.docname, tree), priority=100)
    app.build()


def _settings(made: Made) -> dict[str, Any]:
    return {
        "project": "", "extensions": [], "language": made.lang, "source_suffix": {".md": "playbook"},
        "html_theme": "site", "html_theme_path": [str(_THEMES)], "html_context": {"playbook": dict(made.context)},
        "html_title": str(made.context["name"]), "html_copy_source": False, "html_show_sourcelink": False,
        "html_use_index": False, "html_domain_indices": False, "html_permalinks": False,
        "html_show_search_summary": False, "html_search_language": made.lang, "highlight_language": "none",
        "smartquotes": False, "suppress_warnings": ["toc.not_included"], "figure_language_filename": "{root}{ext}",
    }  # fmt: skip


@contextmanager
def _alone() -> Iterator[None]:
    """Sphinx and docutils keep much in the process; afterwards it is as it was before."""
    from sphinx import locale
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    log = logging.getLogger("sphinx")
    before = (log.level, log.propagate, list(log.handlers))
    spoken = dict(locale.translators)
    try:
        with patch_docutils(), docutils_namespace():
            yield
    finally:
        log.setLevel(before[0])
        log.propagate, log.handlers[:] = before[1], before[2]
        locale.translators.clear()
        locale.translators.update(spoken)


def _tidy(out: Path) -> None:
    """Leave what a reader opens: pages, and of the theme's files those that a page names."""
    for name in _CRUFT:
        path = out / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    named = {name for page in out.glob("*.html") for name in _STATIC.findall(page.read_text(encoding="utf-8"))}
    for path in sorted((out / "_static").rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir() if not any(path.iterdir()) else None
        elif path.relative_to(out / "_static").as_posix() not in named:
            path.unlink()
