"""The report as one self-contained HTML file: style and figures inline, no network.

The page is whole without a script. One that lists rows to search and sort carries one small script of its own, and a
policy by which a browser runs that script alone and fetches nothing.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.report.model import Block, Explorer, Heading, Report
from helpers.words import Words


def render(report: Report) -> str:
    """The page. Text from data is escaped; only the drawings of ``charts`` are markup."""
    words = Words(report.lang)
    first = [block for block in report.blocks if block.first_screen]
    script = _file("explorer.js") if any(isinstance(block, Explorer) for block in report.blocks) else ""
    return _template().render(
        report=report,
        first=first,
        sections=_sections(report),
        say=words.say,
        drawing=Markup,
        style=Markup(_file("report.css")),
        script=Markup(script),
        policy=Markup(_policy(script)),
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


def _policy(script: str) -> str:
    """Nothing is fetched from anywhere; the one script is known by its digest, and text from data can never be one."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    scripts = f"'sha256-{digest}'" if script else "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _file(name: str) -> str:
    return (files("helpers.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("report.html.j2"))
