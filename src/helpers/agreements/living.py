"""The client's own playbook: which pages it has, whether each is active, and when somebody last looked at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from helpers.errors import ConfigError
from helpers.pages import IDS
from helpers.pages.page import Owner, Status
from helpers.pages.reading import split_front
from helpers.settings import Strict, validated

#: What of the front matter says how the page lives; the rest is the page's own.
_KEPT = ("status", "owner", "last_reviewed_on", "review_in")


class LivingPage(Strict):
    """One page of a client's playbook as its front matter has it; ``review_in`` is in days."""

    id: str
    lang: str
    status: Status
    owner: Owner
    last_reviewed_on: date
    review_in: Annotated[int, Field(ge=1)]

    @property
    def due_on(self) -> date:
        """Day on which somebody should look at the page again."""
        return self.last_reviewed_on + timedelta(days=self.review_in)


def living_pages(folder: Path, languages: Sequence[str]) -> tuple[tuple[LivingPage, ...], tuple[str, ...]]:
    """The pages in ``playbook/<lang>/`` of the first language there is, and the files that could not be read.

    A page edited into something that is no page is left out and named; it never stops a review.
    """
    found = next((lang for lang in languages if (folder / "playbook" / lang).is_dir()), "")
    pages: list[LivingPage] = []
    unread: list[str] = []
    for path in _files(folder / "playbook" / found) if found else ():
        try:
            pages.append(_page(path, found))
        except (ConfigError, OSError, UnicodeDecodeError):
            unread.append(f"playbook/{found}/{path.name}")
    return tuple(pages), tuple(unread)


def _files(folder: Path) -> Iterator[Path]:
    """Pages by name: what the kit sets beside one that both sides changed is none."""
    return (path for id in IDS if (path := folder / f"{id}.md").is_file())


def _page(path: Path, lang: str) -> LivingPage:
    front, _ = split_front(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"), where=str(path))
    kept: dict[str, object] = {name: front[name] for name in _KEPT if name in front}
    return validated(LivingPage, {**kept, "id": path.stem, "lang": lang}, where=str(path))
