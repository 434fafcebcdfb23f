"""The command ``tandem workshop``: the lessons on a client's own data, as pages and notebooks, those that it can carry.

The import takes names out before anything is counted: what is written holds the client's own name, channels, segments
and figures, and nobody else's.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.engagement import load
from helpers.errors import ConfigError, TandemError
from helpers.lessons.needs import needs
from helpers.lessons.notebook import notebook, with_outputs
from helpers.lessons.opening import Lesson, lessons_of
from helpers.lessons.page import LeftOut, write_pages
from helpers.lessons.plan_words import stem
from helpers.look import Look, look_of
from helpers.run.build import Draft, writing
from helpers.run.notebooks import save
from helpers.run.pipeline import each
from helpers.run.workspace import Workspace, open_work, prepare

Say = Callable[[str], None]
#: The client's folder as seen from ``build/workshop/<lang>/notebooks``: there a notebook finds its data again.
_ABOVE = "../../../.."


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line asked for; empty means the engagement's own."""

    languages: tuple[str, ...] = ()
    period: str = ""
    start: str = ""


def workshop(folders: Sequence[Path], *, options: Options, say: Say) -> tuple[list[Path], list[TandemError]]:
    """Make the lessons of each engagement; the pages that list them, and one error for each that could not be made."""
    errors: list[TandemError] = []
    made = each(folders, lambda folder: _made(folder, options=options, say=say), errors)
    return [path for paths in made for path in paths], errors


def _made(folder: Path, *, options: Options, say: Say) -> list[Path]:
    """``build/workshop`` of one engagement, in the place of the last one, whole or not at all."""
    engagement = load(folder)
    look, remarks = look_of(folder, engagement.brand)
    for remark in remarks:
        say(f"{folder.name}: {remark}")
    draft = Draft(folder / "build", name="workshop")
    draft.open()
    try:
        say(f"{folder.name}: importing")
        prepare(folder, engagement, draft.folder / "work")
        review = open_work(draft.folder / "work", period=options.period, start=options.start)
        with writing(draft.final):
            languages = options.languages or engagement.languages
            for lang in languages:
                _say(folder, _written(draft.folder / lang, review, lang=lang, look=look), lang=lang, say=say)
            shutil.rmtree(draft.folder / "work")
        final = draft.publish()
    except BaseException:
        draft.discard()
        raise
    return [final / lang / "index.html" for lang in languages]


def _written(folder: Path, review: Workspace, *, lang: str, look: Look) -> tuple[int, list[LeftOut]]:
    """The lessons in one language; how many, and those left out."""
    lessons = lessons_of(review, lang=lang)
    carried = [lesson for lesson in lessons if lesson.found]
    left_out = [LeftOut(each.text.title, needs(each.plan, each.words)) for each in lessons if not each.found]
    if not carried:
        raise ConfigError(
            "no lesson can be taught on these data", where=review.engagement.client, do="run: tandem check"
        )
    write_pages(folder, carried, look=look, left_out=left_out, notebooks="notebooks/")
    _notebooks(folder / "notebooks", carried)
    return len(carried), left_out


def _notebooks(folder: Path, lessons: Sequence[Lesson]) -> None:
    """The notebooks as a run leaves them; run again where they lie, they import the engagement above them."""
    folder.mkdir(parents=True)
    for lesson in lessons:
        given = {"engagement": _ABOVE, "period": str(lesson.basis.period), "start": str(lesson.basis.start)}
        book = notebook(lesson.plan, lesson.words.lang, given=given)
        save(with_outputs(book, lesson), folder / f"{stem(lesson.plan)}.ipynb")


def _say(folder: Path, written: tuple[int, list[LeftOut]], *, lang: str, say: Say) -> None:
    count, left_out = written
    say(f"{folder.name}: {count} lessons in {lang}")
    for lesson in left_out:
        say(f"{folder.name}: left out: {lesson.title}: {lesson.why}")
