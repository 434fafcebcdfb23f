"""Pages of the workshop that work without a network: style and script inline, and nothing else may run in them."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.words import Words, tag

_STYLE = "sheet.css"


def filled(template: str, *, words: Words, script: str = "", **blanks: Any) -> str:
    """The page of a template; ``script`` names its script. Equal arguments give equal pages."""
    style, code = _file(_STYLE), _file(script) if script else ""
    return _template(template).render(
        lang=tag(words.lang), say=words.say, words=words, style=Markup(style), script=Markup(code),
        policy=Markup(_policy(style=style, script=code)), **blanks,
    )  # fmt: skip


def _policy(*, style: str, script: str) -> str:
    """Nothing is fetched and nothing is sent; style and script are known by their digests."""
    runs = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; {runs}style-src '{_digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _file(name: str) -> str:
    return (files("helpers.workshop") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file(name))
