"""The playbook's pages as data: what the report says to do, what metrics link to, what a client's playbook is."""

from __future__ import annotations

from functools import cache

from helpers.assets import asset
from helpers.pages.page import IDS, SECTIONS, Advice, Front, Page, Threshold
from helpers.pages.reading import read_page
from helpers.words import base

__all__ = ["IDS", "SECTIONS", "Advice", "Front", "Page", "Threshold", "read_page", "shipped", "shipped_page", "title"]


def shipped(lang: str) -> dict[str, Page]:
    """Every page of the kit in one language, by id."""
    return {id: shipped_page(id, lang) for id in IDS}


@cache
def shipped_page(id: str, lang: str) -> Page:
    """One page of the kit; a reader of ``es_419`` gets the Spanish one."""
    tongue = base(lang)
    return read_page(source(id, tongue), id=id, lang=tongue, where=f"playbook/{tongue}/{id}.md")


def source(id: str, lang: str) -> str:
    """The Markdown of a page as it ships."""
    return asset("playbook", f"{base(lang)}/{id}.md").read_text(encoding="utf-8")


def title(id: str, lang: str) -> str:
    """What a page is called."""
    return shipped_page(id, lang).front.title
