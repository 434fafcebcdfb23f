"""Which pages a client has, what they are called, and links between them."""

from __future__ import annotations

import re

from helpers.engagement import Engagement
from helpers.pages import Page, shipped, title

_LINK = re.compile(r"\[([^\]]+)\]\(([a-z0-9-]+)\.md(?:#[\w-]*)?\)")
_BETWEEN = " · "


def applying(engagement: Engagement, *, lang: str) -> list[Page]:
    """The pages of the client's context, in the order of a table of contents."""
    chosen = engagement.playbook.pages
    return [page for id, page in shipped(lang).items() if not chosen or id in chosen]


def active(engagement: Engagement, id: str) -> bool:
    """Whether a page is active at first; the others wait for their sign."""
    return id in engagement.playbook.active


def link(id: str, *, engagement: Engagement, lang: str) -> str:
    """A page's title, as a link where the client has the page."""
    here = any(each.id == id for each in applying(engagement, lang=lang))
    return f"[{title(id, lang)}]({id}.md)" if here else title(id, lang)


def without_strangers(markdown: str, *, engagement: Engagement, lang: str) -> str:
    """The Markdown with links only to pages the client has: other links become their text, or leave a row of links."""
    there = {page.id for page in applying(engagement, lang=lang)}

    def kept(found: re.Match[str]) -> str:
        return found[0] if found[2] in there else found[1]

    lines = []
    for line in markdown.split("\n"):
        parts = line.split(_BETWEEN)
        if len(parts) > 1 and all(_LINK.fullmatch(part.strip()) for part in parts):
            line = _BETWEEN.join(part for part in parts if _target(part) in there)
        lines.append(_LINK.sub(kept, line))
    return "\n".join(lines)


def _target(part: str) -> str:
    found = _LINK.fullmatch(part.strip())
    return found[2] if found else ""
