"""Markdown that people and data wrote, read so that it can be shown: text, tables and links, never markup or code.

Raw HTML is shown as the characters it is, but for an empty anchor (``<a id="…"></a>``), which is one.
Comments (the marks of slots) vanish. A link leads to a page of this
playbook, to a place on the same page, or to an address of the web or of mail; any other becomes its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

_PAGE = re.compile(r"(?P<id>[a-z0-9-]+)\.md(?P<anchor>#[\w-]+)?")
_OUTSIDE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
#: A place to link to; the one tag that is kept.
ANCHOR = re.compile(r'<a id="([A-Za-z][\w-]*)"></a>')
_PLACE = re.compile(r"#[\w-]+")


def reader(
    pages: Collection[str], *, above: str = "", renderer: Callable[[MarkdownIt], RendererProtocol] = RendererHTML
) -> MarkdownIt:
    """A reader of Markdown that knows which ``pages`` there are; ``above`` leads to them from where the text stands."""
    made = MarkdownIt("commonmark", renderer_cls=renderer)
    made.enable(["table", "strikethrough"]).disable(["html_inline", "html_block", "image"])

    def tame(state: StateCore) -> None:
        for token in state.tokens:
            if token.children:
                token.children = _tamed(token.children, pages, above)

    made.core.ruler.push("links", tame)
    made.inline.ruler.before("autolink", "anchor", _anchor)
    return made


def html(text: str, pages: Collection[str] = (), *, above: str = "") -> Markup:
    """One paragraph's worth of Markdown as safe HTML."""
    return Markup(reader(pages, above=above).renderInline(uncommented(text)).strip())


def blocks(text: str, pages: Collection[str] = (), *, above: str = "") -> Markup:
    """Markdown of any length as safe HTML."""
    return Markup(reader(pages, above=above).render(uncommented(text)))


def uncommented(text: str) -> str:
    """The text without its comments: marks of slots are for machines.

    >>> uncommented("Who: <!-- slot: chair -->Sales<!-- /slot -->.")
    'Who: Sales.'
    """
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def destination(href: str, pages: Collection[str], above: str = "") -> str:
    """Where a link of a page leads in the site; empty where it must not lead anywhere.

    >>> [destination(href, {"sla"}) for href in ("sla.md#agenda", "content.md", "javascript:x()")]
    ['sla.html#agenda', '', '']
    """
    page = _PAGE.fullmatch(href)
    if page:
        return f"{above}{page['id']}.html{page['anchor'] or ''}" if page["id"] in pages else ""
    return href if _OUTSIDE.match(href) or _PLACE.fullmatch(href) else ""


def _anchor(state: StateInline, silent: bool) -> bool:
    found = ANCHOR.match(state.src, state.pos)
    if found and not silent:
        state.push("html_inline", "", 0).content = found[0]
    if found:
        state.pos = found.end()
    return found is not None


def _tamed(tokens: list[Token], pages: Collection[str], above: str) -> list[Token]:
    """The same tokens; links that may not lead anywhere leave only their text."""
    kept: list[Token] = []
    leads = [True]
    for token in tokens:
        if token.type == "link_open":
            href = destination(str(token.attrs.get("href", "")), pages, above)
            token.attrs["href"] = href
            leads.append(bool(href))
        if token.type not in ("link_open", "link_close") or leads[-1]:
            kept.append(token)
        if token.type == "link_close":
            leads.pop()
    return kept
