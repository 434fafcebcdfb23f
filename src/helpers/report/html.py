"""The report as one self-contained HTML file: style and figures inline, no network.

The page is whole without a script. One that lists rows to search and sort carries one small script of its own, and a
policy by which a browser runs that script alone and fetches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.look import PLAIN, Look
from helpers.pagepolicy import only, page_policy
from helpers.report.dressing import colours, dressed
from helpers.report.index import NOTHING_AROUND, Around
from helpers.report.model import Block, Explorer, Heading, Narrative, Report
from helpers.words import Words, tag


def render(report: Report, *, look: Look = PLAIN, playbook: str = "", around: Around = NOTHING_AROUND) -> str:
    """The page. Text from data is escaped; only the drawings of ``charts`` are markup.

    ``playbook`` is where the pages of the client's own playbook lie, as seen from the report (``../playbook/es/``):
    links then open them. Without it they lead to the list at the end, which says how to get them. ``around`` leads to
    the reports before and after.
    """
    words = Words(report.lang)
    first = [block for block in report.blocks if block.first_screen]
    script = _file("explorer.js") if any(isinstance(block, Explorer) for block in report.blocks) else ""
    return _template().render(
        report=report,
        lang=tag(report.lang),
        first=first,
        sections=_sections(report),
        say=words.say,
        playbook=playbook,
        around=around,
        link=lambda page: f"{playbook}{page}.html" if playbook else f"#page-{page}",
        drawing=lambda svg: Markup(dressed(svg, look)),
        logo=look.logo_address,
        style=Markup(_file("report.css")),
        colours=colours(look),
        script=Markup(script),
        policy=Markup(page_policy(scripts=only(script))),
    )


@dataclass
class _Section:
    """A section of the detail: its heading, the answer that stands beside all of it, and what follows."""

    heading: Heading
    lead: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """An answer before any part belongs to the whole section; one within a part stays there."""
        answers = isinstance(block, Narrative) and block.role == "answer"
        parted = any(isinstance(each, Heading) for each in self.body)
        (self.lead if answers and not parted else self.body).append(block)


def _sections(report: Report) -> list[_Section]:
    found: list[_Section] = []
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 2 and not block.first_screen:
            found.append(_Section(block))
        elif not block.first_screen:
            found[-1].add(block)
    return found


def _file(name: str) -> str:
    return (files("helpers.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("report.html.j2"))
