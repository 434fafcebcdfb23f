"""Slots: places of a page that hold the client's own words once they are known, and a default until then."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from helpers.errors import ConfigError
from helpers.pages.page import Page
from helpers.playbook.client import Client
from helpers.playbook.printed import BLOCKS, INLINE, here

#: ``<!-- slot: NAME -->default<!-- /slot -->``
SLOT = re.compile(r"<!-- slot: ([\w.-]+) -->(.*?)<!-- /slot -->", re.DOTALL)
_OPENS_A_SENTENCE = re.compile(r"(?:^|[.!?:|«“(*-]|\n)\s*$")


def filled(markdown: str, *, page: Page, client: Client) -> str:
    """The Markdown of a page with every slot replaced by the client's words, or by its default where none are known.

    The marks of a slot within a line go; a block keeps its own, on lines by themselves, so that it can be renewed
    later whatever people write around it. Raises ``ConfigError`` for a slot nobody fills.
    """

    def fill(found: re.Match[str]) -> str:
        name, default = found[1], found[2]
        if name in INLINE:
            return _inline(INLINE[name](client, page), default, before=markdown[: found.start()])
        text = here(client, page) if name == "here" else _block(name, page)(client)
        return block(name, text or default.strip())

    return SLOT.sub(fill, markdown)


def block(name: str, text: str) -> str:
    """A block with its marks; blank lines keep what is inside readable as Markdown."""
    inside = f"\n\n{text}\n\n" if text else "\n"
    return f"<!-- slot: {name} -->{inside}<!-- /slot -->"


def _block(name: str, page: Page) -> Callable[[Client], str]:
    if name not in BLOCKS:
        near = difflib.get_close_matches(name, [*BLOCKS, *INLINE, "here"], n=1)
        raise ConfigError(f"unknown slot '{name}'", where=f"playbook/{page.lang}/{page.id}.md",
                          do=f"did you mean '{near[0]}'?" if near else "see helpers.playbook.printed")  # fmt: skip
    return BLOCKS[name]


def _inline(text: str, default: str, *, before: str) -> str:
    """The client's words with the first letter that their place in the sentence asks for."""
    if not text:
        return default
    opens = _OPENS_A_SENTENCE.search(before) is not None
    return text[:1].upper() + text[1:] if opens else text
