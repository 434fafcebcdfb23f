"""Which facts a report rests on: every key that its blocks name, with the numbers behind it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from helpers.facts import NUMBERS
from helpers.report.book import Book
from helpers.report.model import Block, Known


def traced(book: Book, blocks: Iterable[Block]) -> tuple[Known, ...]:
    """The facts behind the blocks, in order of key; a key that is no fact of the book is left out."""
    found = (book.find(key) for key in sorted(set(keys(blocks))))
    return tuple(
        Known(key=row.key, unit=row.unit, note=row.note,
              numbers={name: held for name in NUMBERS if math.isfinite(held := float(getattr(row, name)))})
        for row in found if row is not None
    )  # fmt: skip


def keys(part: object) -> Iterator[str]:
    """Every key of a fact that a block, or anything within it, names."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            held = getattr(part, name)
            if name in ("fact", "facts", "spark_facts"):
                yield from filter(None, (held,) if isinstance(held, str) else held)
            elif not isinstance(held, str):
                yield from keys(held)
    elif isinstance(part, Mapping):
        yield from keys(part.values())
    elif isinstance(part, Sequence | Iterable) and not isinstance(part, str):
        for each in part:
            yield from keys(each)
