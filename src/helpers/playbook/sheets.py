"""Pages as they lie in a client's folder, read so that one that somebody broke is still shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpers.errors import ConfigError
from helpers.pages import IDS, SECTIONS, Front, Page, read_page, source
from helpers.pages.reading import split_front
from helpers.playbook.prose import uncommented
from helpers.settings import validated

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_FENCED = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^## (.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Sheet:
    """One page: its front matter (the kit's own where the page's cannot be read), its Markdown without marks of slots,
    and its sections by id, as many as are there."""

    id: str
    front: Front
    body: str
    sections: Mapping[str, str]
    #: The page as data; None where it is not in the shape of a page.
    page: Page | None

    @property
    def active(self) -> bool:
        """Whether it is in use; else it waits for its sign."""
        return self.front.status == "active"

    @property
    def decision(self) -> str:
        """The one decision it produces: what its purpose sets in bold, else its first sentence; inline Markdown."""
        purpose = " ".join(self.purpose.split())
        bold = _BOLD.search(purpose)
        return bold[1] if bold else re.split(r"(?<=[.!?])\s", purpose)[0]

    @property
    def purpose(self) -> str:
        """First paragraph of the purpose."""
        return self.sections.get("purpose", "").strip().split("\n\n")[0].strip()


def read_sheets(pages: Mapping[str, str], *, lang: str) -> list[Sheet]:
    """The pages of a playbook, in the order of a table of contents."""
    return [_sheet(id, pages[id], lang=lang) for id in IDS if id in pages]


def _sheet(id: str, text: str, *, lang: str) -> Sheet:
    text = text.replace("\r\n", "\n")
    where = f"{id}.md"
    try:
        page = read_page(text, id=id, lang=lang, where=where)
    except ConfigError:
        page = None
    front = page.front if page else _front(text, id=id, lang=lang)
    body = uncommented(_FENCED.sub("", text, count=1)).strip() + "\n"
    return Sheet(id=id, front=front, body=body, sections=dict(_sections(body, lang=lang)), page=page)


def _front(text: str, *, id: str, lang: str) -> Front:
    """The front matter of a page whose text is broken; the kit's own where that is broken too."""
    where = f"{id}.md"
    try:
        return validated(Front, split_front(text, where=where)[0], where=where)
    except ConfigError:
        return read_page(source(id, lang), id=id, lang=lang, where=f"playbook/{lang}/{id}.md").front


def _sections(body: str, *, lang: str) -> list[tuple[str, str]]:
    known = {headings[lang]: id for id, headings in SECTIONS.items()}
    parts = _HEADING.split(body)[1:]
    return [(known[name], text) for name, text in zip(parts[::2], parts[1::2], strict=True) if name in known]
