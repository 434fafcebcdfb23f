"""Templates of the playbook, filled: whatever is put in is text unless it was made safe before."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.pagepolicy import page_policy

_TEMPLATES = Path(__file__).parent / "templates"
#: For papers that stand alone: nothing runs and nothing is fetched.
POLICY = page_policy(images="")


def filled(name: str, **values: Any) -> Markup:
    """A template with its blanks filled; an unknown name in it is an error."""
    return Markup(_environment().get_template(name).render(**values).strip())


def style(name: str) -> Markup:
    """A style sheet, to stand inside a page."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
