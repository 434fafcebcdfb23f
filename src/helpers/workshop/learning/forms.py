"""The pages on which people answer: eight questions before and after, and what they find in a company nobody has seen.

Each works without a network and saves one small file; nothing is sent. Whoever has no computer answers on paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.lessons.blanks import place
from helpers.look import PLAIN, Look
from helpers.pagepolicy import only, page_policy
from helpers.patterns import PATTERNS
from helpers.samples.answer_key import TITLES
from helpers.samples.plants.plant import Truth
from helpers.words import Words, msg, tag
from helpers.workshop.learning.given import When
from helpers.workshop.learning.questions import questions

#: Steps of "how sure are you?": with the first a coin would do.
SURE = (50, 60, 70, 80, 90, 100)
#: A sheet has room for so many findings: more than anybody plants.
FINDINGS = 6
_TITLE = {"before": msg("Eight questions before the workshop"), "after": msg("Eight questions after the workshop")}


def question_page(when: When, lang: str, *, look: Look = PLAIN) -> str:
    """The eight questions in a language; which options hold is nowhere in the page."""
    words = Words(lang)
    asked = [{"id": each.id, "ask": each.said(lang).ask, "options": each.said(lang).options} for each in questions()]
    return _page(when, words, look, title=words.say(_TITLE[when]), questions=asked, findings=[], wheres=[])


def task_page(lang: str, truths: Iterable[Truth], *, look: Look = PLAIN) -> str:
    """The sheet for the unseen company: what was found and where, out of everything anybody could find there."""
    words = Words(lang)
    wheres = sorted(
        {truth.where for truth in truths}, key=lambda where: (where != "all", place(where, words).casefold())
    )
    return _page(
        "transfer", words, look, title=words.say("What can be found in a company nobody has seen"), questions=[],
        findings=[(name, words.say(TITLES[name])) for name in PATTERNS], wheres=[(w, place(w, words)) for w in wheres],
    )  # fmt: skip


def _page(kind: str, words: Words, look: Look, **given: Any) -> str:
    script, style = _file("form.js"), f":root{{--ink:{look.ink};--actual:{look.actual}}}\n{_file('form.css')}"
    known = {
        "kind": kind, "lang": words.lang, "version": 1,
        "say": {
            "code": words.say("Without the code nobody can lay both sheets side by side."),
            "nothing": words.say("There is nothing to save yet."), "saved": words.say("Saved as {file}."),
            "hand": words.say("Hand that file to whoever leads the workshop; nobody gets it otherwise."),
        },
    }  # fmt: skip
    return _template().render(
        lang=tag(words.lang), say=words.say, style=Markup(style), script=Markup(script), known=known,
        policy=Markup(page_policy(scripts=only(script), styles=only(style))),
        sure=[(step, words.share(step / 100, 0)) for step in SURE],
        slots=range(1, FINDINGS + 1), **given,
    )  # fmt: skip


def _file(name: str) -> str:
    return (files("helpers.workshop.learning") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("form.html.j2"))
