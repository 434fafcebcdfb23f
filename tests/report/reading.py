"""How tests read a page: its tags, its text, and the numbers in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "use"}


class Page(HTMLParser):
    """Tags in order, ids, links, headings, text; whether every tag that opens also closes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.broken: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[int] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text.append(data)

    def values(self, name: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def numbers(text: str) -> list[str]:
    """The figures of a text, without their grouping, unit or sign."""
    found = re.findall(r"\d[\d.,]*", text.replace("\xa0", " "))
    return [figure.rstrip(".,") for figure in found]
