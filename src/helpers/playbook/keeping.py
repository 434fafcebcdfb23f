"""A client's pages on disk: renewed where nobody has touched them, kept where somebody has.

``playbook/<lang>/<id>.md`` is the client's; ``playbook/.base/<lang>/<id>.md`` is what was made last, which tells an
edit from what the kit wrote.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from helpers.errors import WriteError
from helpers.pages import IDS
from helpers.playbook.merging import merged
from helpers.playbook.pieces import UnreadableError, pieces

_BOM = "\ufeff"


@dataclass
class Kept:
    """What became of the pages of one language: ids by what happened, lines to say, and each page as it lies there."""

    made: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Shelf:
    """Where the pages of one language lie."""

    folder: Path
    lang: str

    def page(self, name: str) -> Path:
        return self.folder / "playbook" / self.lang / f"{name}.md"

    def base(self, name: str) -> Path:
        return self.folder / "playbook" / ".base" / self.lang / f"{name}.md"

    def said(self, name: str) -> str:
        return f"playbook/{self.lang}/{name}.md"


def reviewed_on(folder: Path, *, lang: str) -> dict[str, date]:
    """The day on which each page was made first, by id."""
    found = {}
    for id in IDS:
        base = _text(_Shelf(folder, lang).base(id))
        day = _day(base) if base is not None else None
        if day is not None:
            found[id] = day
    return found


def _day(base: str) -> date | None:
    try:
        written = pieces(base).front.get("last_reviewed_on", "").partition(":")[2].strip()
        return date.fromisoformat(written)
    except ValueError:
        return None


def keep(folder: Path, made: Mapping[str, str], *, lang: str) -> Kept:
    """Lay the pages as they are made now beside what people have made of them; a second time writes nothing.

    Raises ``WriteError`` where the folder refuses.
    """
    shelf, kept = _Shelf(folder, lang), Kept()
    for id in IDS:
        if id in made:
            _one(shelf, id, made[id], kept)
        else:
            _left(shelf, id, kept)
        if id in made or shelf.page(id).exists():
            kept.lines += _waiting(shelf, id, said=kept.lines)
    return kept


# -- one page ----------------------------------------------------------------------------------------------------------


def _one(shelf: _Shelf, id: str, new: str, kept: Kept) -> None:
    path, base = shelf.page(id), _text(shelf.base(id))
    if not path.exists():
        if base is not None:
            kept.lines.append(f"{shelf.said(id)} was deleted by hand and stays so; to have it again, delete "
                              f"playbook/.base/{shelf.lang}/{id}.md")  # fmt: skip
            return
        _write(path, new)
        _write(shelf.base(id), new)
        kept.made.append(id)
        kept.pages[id] = new
        return
    try:
        text, dress = _undressed(path)
        result = merged(base, text, new)
    except (UnreadableError, UnicodeDecodeError) as error:
        why = "it is no text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        kept.lines.append(f"{shelf.said(id)} is kept as it is and not renewed: {why}")
        kept.pages[id] = new
        return
    if result.text != text:
        _write(path, result.text, dress=dress)
        kept.renewed.append(id)
    if result.both:
        beside = _beside(shelf, id, base, new)
        kept.lines.append(f"{shelf.said(id)}: changed by hand and by the kit ({', '.join(result.both)}): yours stays, "
                          f"the new text is in {beside.name}")  # fmt: skip
    else:
        _refreshed(shelf, id, base, new)
    if base != new:
        _write(shelf.base(id), new)
    kept.pages[id] = result.text


def _left(shelf: _Shelf, id: str, kept: Kept) -> None:
    """A page that is none of the context's any more: it goes if it is as it was made."""
    path, base = shelf.page(id), _text(shelf.base(id))
    if base is None or not path.exists():
        return
    try:
        untouched = _undressed(path)[0] == base
    except UnicodeDecodeError:
        untouched = False
    if untouched:
        _remove(path)
        _remove(shelf.base(id))
        kept.removed.append(id)
        return
    kept.lines.append(f"{shelf.said(id)} is no page of this context any more; it was edited by hand, so it stays")


# -- the new text beside an edited page --------------------------------------------------------------------------------


def _beside(shelf: _Shelf, id: str, base: str | None, new: str) -> Path:
    """Lay the whole new page beside the client's; a copy that somebody has written in stays, under its name."""
    for name in _names(id):
        path = shelf.page(name)
        if not path.exists() or _plain(path) in (base, new):
            if _plain(path) != new:
                _write(path, new)
            return path
    raise AssertionError("names of copies have no end")


def _refreshed(shelf: _Shelf, id: str, base: str | None, new: str) -> None:
    """A copy nobody has written in follows the page as it is made."""
    for name in _copies(shelf, id):
        if base != new and _plain(shelf.page(name)) == base:
            _write(shelf.page(name), new)


def _waiting(shelf: _Shelf, id: str, *, said: list[str]) -> list[str]:
    """A line for each copy that lies there and was not named just now."""
    return [
        f"{shelf.said(name)} still lies there: take from it what you want, then delete it"
        for name in _copies(shelf, id)
        if not any(line.startswith(shelf.said(id)) and line.endswith(f" {name}.md") for line in said)
    ]


def _copies(shelf: _Shelf, id: str) -> Iterator[str]:
    """Names of the copies that lie beside a page."""
    for name in _names(id):
        if not shelf.page(name).exists():
            return
        yield name


def _names(id: str) -> Iterator[str]:
    yield f"{id}.new"
    number = 2
    while True:
        yield f"{id}.new{number}"
        number += 1


# -- files -------------------------------------------------------------------------------------------------------------


def _undressed(path: Path) -> tuple[str, tuple[bool, bool]]:
    """The text of a file with LF line ends, and whether it had a byte order mark and line ends of Windows."""
    text = path.read_bytes().decode("utf-8")
    windows, marked = "\r\n" in text, text.startswith(_BOM)
    return text.removeprefix(_BOM).replace("\r\n", "\n"), (marked, windows)


def _plain(path: Path) -> str | None:
    """The text of a file as it compares; None where there is none that can be read."""
    try:
        return _undressed(path)[0]
    except (OSError, UnicodeDecodeError):
        return None


def _text(path: Path) -> str | None:
    return _plain(path) if path.is_file() else None


def _write(path: Path, text: str, *, dress: tuple[bool, bool] = (False, False)) -> None:
    """Write a file whole or not at all, in the dress it had."""
    marked, windows = dress
    text = (_BOM if marked else "") + (text.replace("\n", "\r\n") if windows else text)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(text.encode("utf-8"))
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise WriteError(f"could not be written ({error.strerror})", where=str(path),
                         do="close it where it is open, or check the rights of the folder") from error  # fmt: skip


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(f"could not be removed ({error.strerror})", where=str(path),
                         do="close it where it is open") from error  # fmt: skip
