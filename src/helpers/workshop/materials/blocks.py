"""What a sheet for paper is made of: plain data that the templates lay out, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.report.pdf.characters import printable

Block = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page of A4, on its side where ``flipped``."""

    blocks: tuple[Block, ...]
    flipped: bool = False


@dataclass(frozen=True)
class Document:
    """One material: its id is the name of its file."""

    id: str
    title: str
    pages: tuple[Page, ...]


def title(text: str, *, under: str = "") -> Block:
    """The name of a page and the line under it."""
    return {"kind": "title", "text": text, "under": under}


def text(words: str, *, quiet: bool = False) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": words, "quiet": quiet}


def listing(items: Iterable[tuple[str, str]], *, size: float = 1.0) -> Block:
    """Numbered sentences, the first of each in bold; ``size`` is that of the text, 1 as everywhere."""
    return {"kind": "list", "items": [{"head": head, "text": words} for head, words in items], "size": size}


def fields(items: Iterable[tuple[str, int]], *, columns: int = 1) -> Block:
    """Lines to write on: a label and how many lines."""
    return {"kind": "fields", "items": [{"label": label, "lines": lines} for label, lines in items], "columns": columns}


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float], tall: float, size: float = 1.0
) -> Block:
    """A table; rows are at least ``tall`` millimetres high, so that one can write into them."""
    return {
        "kind": "table", "head": list(head), "rows": [list(row) for row in rows], "widths": list(widths), "tall": tall,
        "size": size,
    }  # fmt: skip


def choice(number: int, asks: str, options: Mapping[str, str], *, sure: str) -> Block:
    """A question with its options to tick and how sure one is."""
    return {"kind": "choice", "number": number, "asks": asks, "sure": sure,
            "options": [{"letter": letter.upper(), "says": says} for letter, says in options.items()]}  # fmt: skip


def cards(items: Iterable[Mapping[str, Any]], *, columns: int, tall: float) -> Block:
    """Cards to cut out: ``kicker title text fields`` each, ``tall`` millimetres high."""
    blank = {"kicker": "", "title": "", "text": "", "fields": []}
    return {"kind": "cards", "cards": [blank | dict(item) for item in items], "columns": columns, "tall": tall}


def tents(items: Iterable[tuple[str, str]], *, hint: str) -> Block:
    """Two tents to fold: team and pair, and a line for a first name on both sides."""
    return {"kind": "tents", "tents": [{"team": team, "pair": pair} for team, pair in items], "hint": hint}


def letters(items: Sequence[str]) -> Block:
    """Letters as large as a quarter of the page, to raise in the room."""
    return {"kind": "letters", "letters": list(items)}


def plain(document: Document, *, lang: str, words: Mapping[str, str], look: Mapping[str, str]) -> dict[str, Any]:
    """The document as the templates read it: strings that paper can show, numbers and lists of such."""
    pages = [{"flipped": page.flipped, "blocks": list(page.blocks)} for page in document.pages]
    shown: dict[str, Any] = _shown({"lang": lang, "title": document.title, "pages": pages, "words": dict(words)})
    return shown | {"look": dict(look)}


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shown(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shown(each) for each in value]
    return printable(value) if isinstance(value, str) else value
