"""A page of one fixed name that opens the newest report: what other pages and people's bookmarks lead to."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from helpers.report.model import Report
from helpers.words import Words, tag


def latest_page(report: Report, *, target: str) -> str:
    """The page: it opens ``target`` at once, and has a link for who does not let pages do so.

    ``target`` is the address of the report as seen from the page.
    """
    return _template().render(report=report, lang=tag(report.lang), target=target, say=Words(report.lang).say)


@cache
def _template() -> Template:
    text = (files("helpers.report") / "templates" / "latest.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)
