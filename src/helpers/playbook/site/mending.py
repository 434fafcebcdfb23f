"""A page's tree before it is written: anchors that are the same in every language, the facts below the title."""

from __future__ import annotations

from docutils import nodes  # type: ignore[import-untyped]
from markupsafe import Markup

from helpers.pages import SECTIONS
from helpers.playbook.prose import ANCHOR


def mended(tree: nodes.document, *, facts: str, lang: str) -> None:
    """Give sections their anchors, and put ``facts`` below the title."""
    _own_anchors(tree)
    anchors = {headings[lang]: id for id, headings in SECTIONS.items()}
    for section in tree.findall(nodes.section):
        anchor = anchors.get(section[0].astext())
        if anchor:
            section["ids"] = [anchor]
    title = next(tree.findall(nodes.title), None)
    if title is not None and facts:
        title.parent.insert(title.parent.index(title) + 1, nodes.raw("", facts, format="html"))
    _scrolling(tree)


def _own_anchors(tree: nodes.document) -> None:
    """An anchor written into a heading is its section's; so no search or contents shows it as text."""
    for title in tree.findall(nodes.title):
        for raw in list(title.findall(nodes.raw)):
            found = ANCHOR.fullmatch(raw.astext())
            raw.parent.remove(raw)
            if found and isinstance(title.parent, nodes.section):
                title.parent["ids"] = [found[1]]


def _scrolling(tree: nodes.document) -> None:
    """A table that is wider than a phone scrolls by itself, also from the keyboard."""
    for table in list(tree.findall(nodes.table)):
        about = _heading(table)
        opening = Markup('<div class="table" role="region" tabindex="0" aria-label="{}">').format(about)
        before, after = (nodes.raw("", str(text), format="html") for text in (opening, "</div>"))
        place = table.parent.index(table)
        table.parent[place : place + 1] = [before, table, after]


def _heading(node: nodes.Node) -> str:
    """What the section around a node is called."""
    above = node.parent
    while above is not None and not isinstance(above, nodes.section):
        above = above.parent
    return str(above[0].astext()) if above is not None else ""
