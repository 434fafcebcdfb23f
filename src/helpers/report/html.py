"""The report as one self-contained HTML file: style and figures inline, no network, no script."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.report.model import Block, Heading, Report
from helpers.words import Words


def render(report: Report) -> str:
    """The page. Text from data is escaped; only the drawings of ``charts`` are markup."""
    words = Words(report.lang)
    first = [block for block in report.blocks if block.first_screen]
    return _template().render(
        report=report,
        first=first,
        sections=_sections(report),
        say=words.say,
        drawing=Markup,
        style=Markup(_file("report.css")),
    )


def _sections(report: Report) -> list[tuple[Heading, list[Block]]]:
    """The detail by section: its heading and what follows it."""
    found: list[tuple[Heading, list[Block]]] = []
    for block in report.blocks:
        if block.first_screen:
            continue
        if isinstance(block, Heading) and block.level == 2:
            found.append((block, []))
        else:
            found[-1][1].append(block)
    return found


def _file(name: str) -> str:
    return (files("helpers.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("report.html.j2"))
