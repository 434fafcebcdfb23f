"""Lists of what there is: a client's reviews and assessments, a consultant's clients. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.look import PLAIN, Look
from helpers.report.dressing import colours
from helpers.words import Words, tag


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One review or assessment: what it is, of when, what it says in one sentence, and where its files lie."""

    title: str
    period_text: str
    as_of_text: str
    headline: str
    #: format → address as seen from the list, the page first
    files: tuple[tuple[str, str], ...]
    #: language of the entry, where the list is in another
    lang: str


@dataclass(frozen=True, kw_only=True)
class ClientEntry:
    """One client: its newest review and its newest assessment, and the list of all of them."""

    client: str
    context: str
    href: str
    newest: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Around:
    """What leads from one report to others: address and name of the one before and after, and the list of all."""

    before: tuple[str, str] = ("", "")
    after: tuple[str, str] = ("", "")
    index: str = ""

    def __bool__(self) -> bool:
        return bool(self.index or self.before[0] or self.after[0])


#: Nothing leads on.
NOTHING_AROUND = Around()


def index_page(client: str, entries: Sequence[Entry], *, lang: str, look: Look = PLAIN, portfolio: str = "") -> str:
    """The page of one client, the newest entry first; ``portfolio`` is the address of the list of clients."""
    blanks = {"client": client, "entries": tuple(entries), "portfolio": portfolio}
    return _page("index.html.j2", lang=lang, look=look, **blanks)


def portfolio_page(clients: Sequence[ClientEntry], *, lang: str) -> str:
    """The page of all clients, by name."""
    ordered = sorted(clients, key=lambda each: (each.client.casefold(), each.href))
    return _page("portfolio.html.j2", lang=lang, look=PLAIN, clients=tuple(ordered))


def _page(name: str, *, lang: str, look: Look, **blanks: object) -> str:
    words = Words(lang)
    style = Markup(_file("report.css") + _file("index.css") + colours(look))
    return _template(name).render(lang=tag(lang), say=words.say, style=style, **blanks)


def _file(name: str) -> str:
    return (files("helpers.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file(name))
