"""Which record of a file holds its headers."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from helpers.contract import Inference
from helpers.sources.reader.raw import Record, header_key

#: A row is as full as a header when it fills this share of the fullest row's cells (a title fills one or two).
_FULL = 0.7
_KNOWN_ENOUGH = 3
_DATA_LIKE = re.compile(r"[-+(]?[\d.,'\s]+[)%€$]?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class Header:
    """Position of the header among the first records, and the inference that says why."""

    index: int
    inference: Inference


def filled(cells: Sequence[str]) -> int:
    """How many cells hold something."""
    return sum(1 for cell in cells if cell and not cell.isspace())


def find_header(sample: Sequence[Record], known: Collection[str]) -> Header | None:
    """The header among the first records, or None where every one is blank.

    The first row with at least three known headers; else the first row about as full as the fullest.
    """
    counts = [filled(cells) for _, cells in sample]
    if not any(counts):
        return None
    keys = {header_key(name) for name in known}
    matches = [sum(header_key(cell) in keys for cell in cells if cell) for _, cells in sample]
    enough = min(_KNOWN_ENOUGH, len(keys))
    if keys and max(matches) >= enough:
        index = matches.index(max(matches))
        return Header(
            index, _inference(sample[index][0], f"{matches[index]} of its cells are known headers", "certain")
        )
    return _first_full(sample, counts)


def _first_full(sample: Sequence[Record], counts: Sequence[int]) -> Header:
    needed = max(_FULL * max(counts), min(2, max(counts)))
    full = [index for index, count in enumerate(counts) if count >= needed]
    index = next((i for i in full if not sample[i][1][0].lstrip().startswith("#")), full[0])
    line, cells = sample[index]
    texts = [cell.strip() for cell in cells if cell.strip()]
    if 2 * sum(bool(_DATA_LIKE.fullmatch(text)) for text in texts) > len(texts):
        return Header(index, _inference(line, "the first full row, though it looks like data", "default"))
    if counts[index] == max(counts) and not any(counts[:index]):
        return Header(index, _inference(line, "the first row, and it fills every column", "certain"))
    return Header(index, _inference(line, "the first row as full as the table", "likely"))


def _inference(line: int, evidence: str, certainty: str) -> Inference:
    return Inference.model_validate(
        {"what": "header", "value": f"line {line}", "evidence": evidence, "certainty": certainty}
    )
