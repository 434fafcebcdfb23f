"""How Sphinx reads a page: MyST's Markdown without roles, directives or raw HTML. A page cannot run or fetch."""

from __future__ import annotations

from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers import Parser  # type: ignore[import-untyped]
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer

from helpers.playbook.prose import reader


class Source(Parser):  # type: ignore[misc]
    """Markdown → docutils. The ids of the pages there are lie in the setting ``playbook_pages``."""

    supported = ("playbook",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill ``document``; what cannot be read as Markdown is text."""
        pages: Any = document.settings.env.config.playbook_pages
        markdown = reader(pages, renderer=SphinxRenderer)
        markdown.options.update({"myst_config": MdParserConfig(gfm_only=True), "document": document})
        markdown.render(inputstring)
