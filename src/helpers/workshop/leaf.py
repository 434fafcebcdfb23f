"""Pages of the workshop that work without a network: style and script inline, and nothing else may run in them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.pagepolicy import only, page_policy
from helpers.words import Words, tag

_STYLE = "sheet.css"


def filled(template: str, *, words: Words, script: str = "", **blanks: Any) -> str:
    """The page of a template; ``script`` names its script. Equal arguments give equal pages."""
    style, code = _file(_STYLE), _file(script) if script else ""
    return _template(template).render(
        lang=tag(words.lang), say=words.say, words=words, style=Markup(style), script=Markup(code),
        policy=Markup(page_policy(scripts=only(code) if code else "", styles=only(style))), **blanks,
    )  # fmt: skip


def _file(name: str) -> str:
    return (files("helpers.workshop") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file(name))
