"""The page by which people come in: a code opens a pair's lessons, the trainer's code the list of all pairs."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import tornado.web
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.errors import TandemError
from helpers.pagepolicy import only, page_policy
from helpers.words import Words, msg
from helpers.workshop.room.codes import typed
from helpers.workshop.room.servers import PairServer

#: A wrong code costs this long, so that nobody tries them all.
_PAUSE_SECONDS = 0.7
_WHO = "who"
_TRAINER = "trainer"
LANGUAGES = {"en": "English", "es": "Español"}


@dataclass(frozen=True)
class Link:
    """A lesson of a pair: its title and where it lies inside the copy."""

    lang: str
    title: str
    path: str


@dataclass(frozen=True)
class Desk:
    """All that the page knows."""

    pairs: Sequence[PairServer]
    trainer: str
    links: Sequence[Link]
    pages: Path | None


def application(desk: Desk) -> tornado.web.Application:
    """The page as a web application; cookies are signed anew with every room."""
    given = {"desk": desk}
    rules: list[Any] = [(r"/", Front, given), (r"/in", In, given), (r"/again", Again, given), (r"/out", Out, given)]
    if desk.pages:
        still = {"path": str(desk.pages), "default_filename": "index.html"}
        rules.append((r"/pages/(.*)", tornado.web.StaticFileHandler, still))
    return tornado.web.Application(
        rules, cookie_secret=secrets.token_hex(32), xsrf_cookies=True, log_function=_silent,
        xsrf_cookie_kwargs={"httponly": True, "samesite": "Strict"},
    )  # fmt: skip


def _silent(handler: tornado.web.RequestHandler) -> None:
    """Nobody's visits are written down."""
    del handler


class _Page(tornado.web.RequestHandler):
    def initialize(self, desk: Desk) -> None:
        self.desk = desk

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", policy())
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    @property
    def words(self) -> Words:
        asked = self.get_query_argument("lang", "") or self.get_cookie("lang") or ""
        return Words(asked if asked in LANGUAGES else _preferred(self.request.headers.get("Accept-Language", "")))

    @property
    def who(self) -> str:
        """A pair's number, ``trainer``, or '' for somebody who has not come in."""
        held = self.get_signed_cookie(_WHO)
        return held.decode("ascii") if held else ""

    @property
    def pair(self) -> PairServer | None:
        return self.numbered(self.who)

    def numbered(self, number: str) -> PairServer | None:
        return next((pair for pair in self.desk.pairs if str(pair.access.number) == number), None)

    def show(self, template: str, *, status: int = 200, problem: str = "", done: str = "", **values: Any) -> None:
        words = self.words
        self.set_status(status)
        self.set_cookie("lang", words.lang, httponly=True, samesite="Strict")
        self.write(page(
            template, lang=words.lang, say=words.say, style=Markup(style()), problem=problem, done=done,
            secret=Markup(self.xsrf_form_html()), languages=LANGUAGES, pages=self.desk.pages is not None, **values,
        ))  # fmt: skip

    def write_error(self, status_code: int, **told: Any) -> None:
        """Whatever went wrong is one sentence, never a traceback."""
        said = told["exc_info"][1] if "exc_info" in told else None
        text = str(said) if isinstance(said, TandemError) else self.words.say("This page is not there.")
        if status_code == 403:
            text = self.words.say("This form is too old: open the first page again.")
        self.show("front.html.j2", status=status_code, problem=text)


class Front(_Page):
    """Where people are: at the door, in their lessons, or at the trainer's list."""

    def get(self) -> None:
        """Show where they are."""
        done = self.words.say(_DONE) if self.get_query_argument("again", "") else ""
        if self.who == _TRAINER:
            self.show("trainer.html.j2", rows=[self._row(pair) for pair in self.desk.pairs], done=done)
        elif self.pair is not None:
            self.show("pair.html.j2", number=self.pair.access.number, links=self._links(self.pair), done=done,
                      browse=self._address(self.pair, ""))  # fmt: skip
        else:
            self.show("front.html.j2")

    def _row(self, pair: PairServer) -> dict[str, Any]:
        return {
            "number": pair.access.number, "code": pair.access.code, "alive": pair.alive, "revived": pair.revived,
            "open": self._address(pair, ""),
        }  # fmt: skip

    def _links(self, pair: PairServer) -> list[tuple[str, str]]:
        mine = [link for link in self.desk.links if link.lang == self.words.lang]
        return [(link.title, self._address(pair, link.path)) for link in mine]

    def _address(self, pair: PairServer, path: str) -> str:
        """Where the pair's own server shows a notebook, on the name by which this page was asked for."""
        host = urlsplit(f"//{self.request.host}").hostname or "127.0.0.1"
        host = f"[{host}]" if ":" in host else host
        place = f"/doc/tree/{quote(path)}" if path else "/lab"
        return f"http://{host}:{pair.port}{place}?token={pair.access.token}"


class In(_Page):
    """A code is typed."""

    async def post(self) -> None:
        """Let in whoever has a code."""
        code = typed(self.get_body_argument("code", ""))
        if _same(code, self.desk.trainer):
            self._enter(_TRAINER)
            return
        found = [pair for pair in self.desk.pairs if _same(code, pair.access.code)]
        if found:
            self._enter(str(found[0].access.number))
            return
        await asyncio.sleep(_PAUSE_SECONDS)
        self.show("front.html.j2", status=403, problem=self.words.say("No pair has this code: look at the card again."))

    def _enter(self, who: str) -> None:
        self.set_signed_cookie(_WHO, who, expires_days=None, httponly=True, samesite="Strict")
        self.redirect("/", status=303)


class Again(_Page):
    """A pair's copy is put back to the start: by the pair itself, or by the trainer for any."""

    async def post(self) -> None:
        """Renew the copy while everybody else goes on."""
        pair = self.numbered(self.get_body_argument("pair", "")) if self.who == _TRAINER else self.pair
        if pair is None:
            raise tornado.web.HTTPError(404)
        await asyncio.get_running_loop().run_in_executor(None, pair.renew)
        self.redirect("/?again=1", status=303)


class Out(_Page):
    """Another pair takes the screen."""

    def post(self) -> None:
        """Forget who it was."""
        self.clear_cookie(_WHO)
        self.redirect("/", status=303)


_DONE = msg("The copy is as it was at the start. Reload the page of the lesson.")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8"), other.encode("utf-8"))


def _preferred(accepted: str) -> str:
    """The first of the two languages that a browser asks for; English where it asks for neither.

    >>> _preferred("fr-FR,es-ES;q=0.8,en;q=0.5")
    'es'
    """
    asked = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((lang for lang in asked if lang in LANGUAGES), "en")


def page(template: str, **values: Any) -> str:
    """A page of the desk."""
    return _template(template).render(**values)


@cache
def _template(name: str) -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["frame"] = environment.from_string(_file("frame.html.j2"))
    return environment.from_string(_file(name))


def _file(name: str) -> str:
    return (files("helpers.workshop.room") / "templates" / name).read_text(encoding="utf-8")


@cache
def style() -> str:
    """The one style sheet."""
    return _file("desk.css")


@cache
def policy() -> str:
    """Nothing runs, nothing is fetched, forms go to this page only."""
    return page_policy(styles=only(style()), images="", forms="'self'") + "; frame-ancestors 'none'"


def lessons_in(lessons: Path) -> list[Link]:
    """The notebooks of a copy, by language and in their order, with the titles they carry."""
    from helpers.run.notebooks import load

    found = []
    for path in sorted(lessons.glob("*/*.ipynb")):
        first = load(path).cells[0].source.split("\n")[0]
        found.append(Link(path.parent.name, first.lstrip("# ").strip(), path.relative_to(lessons).as_posix()))
    return found
