"""A page's tree before it is written: anchors that are the same in every language, the facts below the title."""

from __future__ import annotations

from docutils import nodes  # type: ignore[import-untyped]
from markupsafe import Markup

from helpers.catalog import catalog
from helpers.pages import SECTIONS
from helpers.words import Words


def mended(tree: nodes.document, *, facts: str, lang: str, metrics: bool) -> None:
    """Give sections their anchors, put ``facts`` below the title, and anchor the metrics that the page defines."""
    anchors = {headings[lang]: id for id, headings in SECTIONS.items()}
    for section in tree.findall(nodes.section):
        anchor = anchors.get(section[0].astext())
        if anchor:
            section["ids"] = [anchor]
    title = next(tree.findall(nodes.title), None)
    if title is not None and facts:
        title.parent.insert(title.parent.index(title) + 1, nodes.raw("", str(facts), format="html"))
    if metrics:
        _anchor_metrics(tree, lang=lang)
    _scrolling(tree)


def _anchor_metrics(tree: nodes.document, *, lang: str) -> None:
    """``metric-<id>`` where the catalogue says what a metric is: its label as a heading, in bold or first in a row."""
    words = Words(lang)
    wanted = {words.say(metric.label): f"metric-{id}" for id, metric in catalog().items()}
    for node in tree.findall(lambda each: isinstance(each, nodes.title | nodes.strong | nodes.entry | nodes.term)):
        anchor = wanted.pop(node.astext().strip().rstrip(".:"), "")
        if anchor:
            owner = node.parent if isinstance(node, nodes.title) else node
            owner["ids"] = [anchor, *(id for id in owner["ids"] if id != anchor)]


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
    return above[0].astext() if above is not None else ""
