"""The command ``tandem playbook``: a client's own pages, kept beside what people write into them, and their site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpers.engagement import load
from helpers.errors import TandemError
from helpers.playbook.client import Client, open_client
from helpers.playbook.composing import composed
from helpers.playbook.due import Due, due
from helpers.playbook.keeping import Kept, keep, reviewed_on
from helpers.run.build import writing
from helpers.run.linking import relink
from helpers.words import base

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line asked for; no language means the engagement's own."""

    on: date
    languages: tuple[str, ...] = ()


def playbook(folders: Sequence[Path], *, options: Options, say: Say) -> tuple[list[Path], list[TandemError]]:
    """Make the playbook of each engagement; what people open, and one error for each that could not be made."""
    made: list[Path] = []
    errors: list[TandemError] = []
    for folder in folders:
        try:
            made += _playbook(folder, options=options, say=say)
        except TandemError as error:
            errors.append(error)
    return made, errors


def _playbook(folder: Path, *, options: Options, say: Say) -> list[Path]:
    languages = tuple(dict.fromkeys(base(lang) for lang in options.languages or load(folder).languages))
    say(f"{folder.name}: reading the engagement and its forms")
    client = open_client(folder, lang=languages[0], on=options.on)
    for note in client.notes:
        say(f"{folder.name}: {note}")
    made = [_language(client.speaking(lang), say=say) for lang in languages]
    relink(folder)
    return made


def refresh(folder: Path, say: Say, *, on: date | None = None) -> list[Path]:
    """Bring the playbook a client has up to date, in the languages it has: after a review, or from a notebook."""
    languages = tuple(lang for lang in ("en", "es") if (folder / "playbook" / lang).is_dir())
    return _playbook(folder, options=Options(on=on or date.today(), languages=languages), say=say) if languages else []


def _language(client: Client, *, say: Say) -> Path:
    """Make the pages of one language and their site; its first page."""
    folder, lang = client.folder, client.lang
    made = composed(client, reviewed=reviewed_on(folder, lang=lang))
    kept = keep(folder, made, lang=lang)
    say(f"{folder.name}: {lang}: {_account(kept)}")
    for line in kept.lines:
        say(f"{folder.name}: {line}")
    return _site(client, kept, say=say)


def _site(client: Client, kept: Kept, *, say: Say) -> Path:
    """The site of one language, in the place of the last one; its first page."""
    # Here and not above: only this command pays for what makes pages out of Markdown.
    from helpers.playbook.site import build_site

    name, out = client.folder.name, client.folder / "build" / "playbook" / client.lang
    with writing(out):
        first = build_site(kept.pages, client=client, out=out, tell=lambda line: say(f"{name}: {client.lang}: {line}"))
    say(f"{name}: {client.lang}: site of {len(kept.pages)} pages")
    return first


def _account(kept: Kept) -> str:
    counts = {"made": kept.made, "renewed": kept.renewed, "removed": kept.removed}
    same = len(kept.pages) - len(kept.made) - len(kept.renewed)
    said = [f"{len(ids)} {what}" for what, ids in counts.items() if ids] + ([f"{same} as they were"] if same else [])
    return f"{len(kept.pages)} pages: {', '.join(said)}"


def due_lines(folder: Path, *, on: date) -> list[str]:
    """What somebody should look at again, one line each, the oldest first.

    Raises ``TandemError`` in one line where the engagement cannot be used.
    """
    return [_due_line(each, on) for each in due(folder, on=on)] or ["nothing is due"]


def _due_line(each: Due, on: date) -> str:
    if each.due_on is None:
        return f"{each.file}: its front matter cannot be read"
    days = (on - each.due_on).days
    when = f"{days} days ago" if days > 1 else "yesterday" if days == 1 else "today" if not days else f"in {-days} days"
    said = "ends" if each.id == "agreement" and days <= 0 else "ended" if each.id == "agreement" else "was due"
    return f"{each.due_on} {each.title}: {said} {when} ({each.file})"
