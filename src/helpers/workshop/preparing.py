"""``tandem workshop prepare``: everything a trainer opens or prints, in one folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from helpers.agreements import Sla
from helpers.engagement import load
from helpers.errors import WriteError
from helpers.lessons.importing import imported, ordered_as
from helpers.lessons.lesson import companies, plans
from helpers.lessons.opening import open_lesson
from helpers.lessons.page import write_pages
from helpers.look import PLAIN, Look, look_of
from helpers.patterns.basis import Basis, opened
from helpers.run.build import writing, written
from helpers.run.workspace import open_work, prepare
from helpers.samples import kinds
from helpers.samples.ordering import write_order
from helpers.workshop.learning.unseen import Unseen, write_sheets
from helpers.workshop.materials import write_materials
from helpers.workshop.replay import drafted, replay
from helpers.workshop.replay_page import replay_page
from helpers.workshop.sorting import drawn
from helpers.workshop.sorting_page import sorting_page

#: The company of the half day, which lends its leads where there is no client.
COMPANY = "first"
#: What lies in the folder of a workshop, besides what people hand in.
PAGES, PRINT, SCREENS, INVENTED = "pages", "print", "screens", "company"
LANGUAGES = ("en", "es")

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was asked for: languages, pairs of two, the draw of the twenty leads, the company of the task."""

    languages: tuple[str, ...] = ()
    pairs: int = 8
    seed: int = 1
    unseen: Unseen = field(default_factory=Unseen)


def place_of(folder: Path) -> Path:
    """Where a workshop lies: ``workshop/`` inside the folder of an engagement, or of any other."""
    if folder.exists() and not folder.is_dir():
        raise WriteError("this is a file", where=str(folder), do="name a folder")
    return folder / "workshop"


def look_at(folder: Path, say: Say) -> Look:
    """The client's look where the folder is an engagement."""
    if not (folder / "engagement.yml").is_file():
        return PLAIN
    look, remarks = look_of(folder, load(folder).brand)
    for line in remarks:
        say(line)
    return look


def prepare_workshop(folder: Path, *, options: Options, say: Say) -> list[Path]:
    """Write pages, screens, materials, sheets and the company of the task into ``folder/workshop``.

    The folder of an engagement lends its own leads and agreement, pseudonymised; any other gets the invented company
    of the half day. What people edit or hand in (the draft of the agreement, answers, commitments) is never replaced.
    Raises ``TandemError`` for a kind of company that is not there, and where the engagement cannot be imported or the
    folder cannot be written.
    """
    place, languages = place_of(folder), options.languages or LANGUAGES
    look, made = look_at(folder, say), list[Path]()
    kinds.stem(options.unseen.kind)  # said now, not after minutes of work
    for lang in languages:
        say(f"lessons in {lang}")
        made += lesson_pages(place / PAGES / lang, lang, look=look)[:1]
        with _lent(folder, place, lang) as basis, writing(place):
            _draft(folder, place, lang)
            say(f"screens and materials in {lang}")
            made += _screens(folder, place, basis, lang, options=options)
            made += write_materials(place / PRINT / lang, lang=lang, company=basis, pairs=options.pairs,
                                    seed=options.seed)  # fmt: skip
    made += write_sheets(place, unseen=options.unseen, languages=languages, look=look)
    say(f"the report of the company of the task: tandem review {place / 'unseen'}")
    say(f"what people hand in goes into {place / 'answers'}; then: tandem workshop score {folder}")
    return made


def lesson_pages(folder: Path, lang: str, *, look: Look = PLAIN) -> list[Path]:
    """Every lesson on its invented company as a page, and the list of them first."""
    lessons = [open_lesson(id, lang=lang) for id in plans()]
    with writing(folder):
        return write_pages(folder, lessons, look=look)


@contextmanager
def _lent(folder: Path, place: Path, lang: str) -> Iterator[Basis]:
    """Whose leads are sorted and replayed: the client's, or those of the half day's company."""
    if (folder / "engagement.yml").is_file():
        with tempfile.TemporaryDirectory(prefix="tandem-workshop-") as work:
            prepare(folder, load(folder), Path(work))
            yield _basis(Path(work))
            return
    with writing(place):
        if not (place / INVENTED / lang).is_dir():
            write_order(ordered_as(companies()[COMPANY], lang=lang), place / INVENTED / lang)
    yield _basis(imported(companies()[COMPANY], lang=lang))


def _basis(work: Path) -> Basis:
    review = open_work(work)
    return opened(review.folder, period=review.period, start=review.start)


def _screens(folder: Path, place: Path, basis: Basis, lang: str, *, options: Options) -> list[Path]:
    """The page of the blind sort; the draft of the agreement, and last quarter under it."""
    (place / SCREENS).mkdir(parents=True, exist_ok=True)
    cards = drawn(basis, seed=options.seed)
    session = f"{basis.period.last:%Y-%m}-{options.seed}"
    made = written(place / SCREENS / f"sorting.{lang}.html", sorting_page(cards, lang=lang, session=session))
    draft = draft_of(folder, place, lang)
    return made + (_replayed(place, basis, drafted(draft), lang) if draft.is_file() else [])


def _replayed(place: Path, basis: Basis, agreed: Sla, lang: str) -> list[Path]:
    return written(place / SCREENS / f"replay.{lang}.html", replay_page(replay(basis, agreed), basis, lang=lang))


def draft_of(folder: Path, place: Path, lang: str) -> Path:
    """The draft that people fill in: a client has one, the invented company one in each language it is told in."""
    return place / ("agreement.yml" if (folder / "engagement.yml").is_file() else f"agreement.{lang}.yml")


def _draft(folder: Path, place: Path, lang: str) -> None:
    """The agreement in force is the first draft; one that people have begun stays."""
    client = (folder / "engagement.yml").is_file()
    agreed = (folder if client else place / INVENTED / lang) / "forms" / "sla.yml"
    draft = draft_of(folder, place, lang)
    if agreed.is_file() and not draft.exists():
        draft.write_bytes(agreed.read_bytes())


def replayed(folder: Path, *, draft: Path | None, languages: Sequence[str] = ()) -> list[Path]:
    """Last quarter under a draft of the agreement, as pages: that in the workshop's folder unless another is named.

    Raises ``ConfigError`` in one line where the draft is not there, names what the company does not have, or promises
    nothing that could be counted.
    """
    place, made = place_of(folder), list[Path]()
    wanted = languages or tuple(lang for lang in LANGUAGES if (place / SCREENS / f"sorting.{lang}.html").is_file())
    for lang in wanted or LANGUAGES:
        agreed = drafted(draft or draft_of(folder, place, lang))
        with _lent(folder, place, lang) as basis, writing(place):
            (place / SCREENS).mkdir(parents=True, exist_ok=True)
            made += _replayed(place, basis, agreed, lang)
    return made
