"""The survey as one page that works without a network: style and script inline, answers saved by whoever gives them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.instrument import Instrument, instrument
from helpers.look import PLAIN, Look
from helpers.pagepolicy import only, page_policy
from helpers.survey.messages import messages
from helpers.survey.questions import Option, Question, chosen, parts, place_of
from helpers.words import Words

#: Version of the response file that the page writes and opens.
VERSION = 1
#: How many a person may choose to mend first.
MOST = 3
#: Questions about the person, the first of which an answer cannot do without.
PROFILE = ("team", "level", "tenure")


def page(lang: str, *, client: str, look: Look = PLAIN) -> str:
    """The form in a language, for the people of a client.

    Question: what do both teams think of how they work together? Text of the client is escaped; equal arguments give
    equal pages. Errors: none for the languages of the instrument (``en``, ``es``).

    >>> made = page("en", client="Acme")
    >>> "connect-src" in made, "default-src 'none'" in made
    (False, True)
    """
    asked, words = instrument(), Words(lang)
    script, style = _file("survey.js"), _colours(look) + _file("survey.css")
    return _template().render(
        lang=lang,
        client=client,
        say=words.say,
        ask=lambda name: asked.ask[name][place_of(lang)],
        profile=[_about(asked, name, lang) for name in PROFILE],
        parts=parts(asked, words),
        top=[Option(each.id, each.name(lang)) for each in asked.constructs],
        open=[Option(name, pair[place_of(lang)]) for name, pair in asked.open.items()],
        known={"lang": lang, "version": VERSION, "most": MOST, "say": messages(words)},
        logo=look.logo_address,
        style=Markup(style),
        script=Markup(script),
        policy=Markup(page_policy(scripts=only(script), styles=only(style))),
    )


def _about(asked: Instrument, name: str, lang: str) -> Question:
    return Question(name, asked.ask[name][place_of(lang)], chosen(asked, name, lang))


def _colours(look: Look) -> str:
    return f":root{{--ink:{look.ink};--actual:{look.actual};--band:{look.band}}}\n"


def _file(name: str) -> str:
    return (files("helpers.survey") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("survey.html.j2"))
