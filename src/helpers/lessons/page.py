"""A lesson as one page that works without a network and without a kernel; style, script and figures lie in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from helpers.lessons.desk import SURE, sure
from helpers.lessons.opening import Lesson
from helpers.lessons.plan_words import FILES, minutes, number, stem
from helpers.lessons.plates import plate
from helpers.lessons.sheet import Look as At
from helpers.lessons.sheet import sheet
from helpers.look import PLAIN, Look
from helpers.pagepolicy import only, page_policy
from helpers.report.dressing import dressed
from helpers.run.build import written
from helpers.words import Words, tag

#: Version of the file that the page writes.
VERSION = 1


@dataclass(frozen=True)
class LeftOut:
    """A lesson that a company's data cannot carry, and why in one line."""

    title: str
    why: str


@dataclass(frozen=True)
class Around:
    """The pages before and after; '' where there is none."""

    before: str = ""
    after: str = ""


def page(lesson: Lesson, *, look: Look = PLAIN, around: Around = Around()) -> str:
    """The page of a lesson. Text of the company is escaped; equal arguments give equal pages.

    Raises ``ConfigError`` where nothing was found that the lesson could talk about.
    """
    made, words, script = sheet(lesson), lesson.words, _file("page.js")
    return _render(
        "page", lesson, look=look, script=script,
        sheet=made, place=number(lesson.plan), minutes=minutes(lesson.plan, words),
        file=words.say(FILES[lesson.plan.file]),
        looks=[_shown(each, words, look) for each in made.looks],
        sure=[(step, sure(step, words)) for step in SURE],
        before=around.before, after=around.after,
        known={
            "lesson": made.id, "lang": words.lang, "version": VERSION, "say": _messages(words),
            "options": {each.id: {"says": each.says, "right": each.right, "feedback": each.feedback}
                        for each in made.options},
        },
    )  # fmt: skip


def index(
    lessons: Sequence[Lesson], *, look: Look = PLAIN, left_out: Sequence[LeftOut] = (), notebooks: str = ""
) -> str:
    """The page that lists them; ``notebooks`` is where the notebooks lie as seen from it, '' where there are none."""
    rows = [
        {
            "href": f"{stem(each.plan)}.html", "place": number(each.plan), "title": each.text.title,
            "objective": each.text.objective, "minutes": minutes(each.plan, each.words),
            "notebooks": [f"{notebooks}{stem(each.plan)}.ipynb"] if notebooks else [],
        }
        for each in lessons
    ]  # fmt: skip
    out = [(each.title, each.why) for each in left_out]
    return _render("index", lessons[0], look=look, script="", lessons=rows, left_out=out)


def write_pages(
    folder: Path,
    lessons: Sequence[Lesson],
    *,
    look: Look = PLAIN,
    left_out: Sequence[LeftOut] = (),
    notebooks: str = "",
) -> list[Path]:
    """Every lesson of a language and the page that lists them, in ``folder``; what was written, the list first."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ["", *(f"{stem(each.plan)}.html" for each in lessons), ""]
    made = written(folder / "index.html", index(lessons, look=look, left_out=left_out, notebooks=notebooks))
    for place, lesson in enumerate(lessons, start=1):
        around = Around(names[place - 1], names[place + 1])
        made += written(folder / names[place], page(lesson, look=look, around=around))
    return made


def _shown(each: At, words: Words, look: Look) -> dict[str, Any]:
    return {"at": each.at, "plate": Markup(dressed(plate(each.figure, words), look))}


def _messages(words: Words) -> dict[str, str]:
    """What the script says."""
    return {
        "right": words.say("That holds."),
        "wrong": words.say("That does not hold here."),
        "incomplete": words.say("Choose one option and how sure you are, then answer."),
        "first": words.say("Your first answer, {sure} sure: {option}"),
        "nothing": words.say("There is nothing to save yet."),
        "saved": words.say("Saved as {file}."),
    }


def _render(name: str, lesson: Lesson, *, look: Look, script: str, **given: Any) -> str:
    style = f":root{{--ink:{look.ink};--actual:{look.actual};--band:{look.band}}}\n{_file('page.css')}"
    return (
        _environment()
        .get_template(name)
        .render(
            lang=tag(lesson.words.lang),
            client=lesson.basis.engagement.client,
            say=lesson.words.say,
            style=Markup(style),
            script=Markup(script),
            policy=Markup(page_policy(scripts=only(script))),
            **given,
        )
    )


def _file(name: str) -> str:
    return (files("helpers.lessons") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    """Autoescape is on for everything; an unknown name is an error."""
    names = ("frame", "page", "index")
    return Environment(
        loader=DictLoader({name: _file(f"{name}.html.j2") for name in names}),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
