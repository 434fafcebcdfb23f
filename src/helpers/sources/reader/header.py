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
    most = max(counts)
    full = [index for index, count in enumerate(counts) if count >= max(_FULL * most, min(2, most))]
    index = next((i for i in full if not sample[i][1][0].lstrip().startswith("#")), full[0])
    if _data_like(sample[index][1]):
        index, named = _before_data(sample, counts, index)
        evidence = (
            "the row before the first that looks like data" if named else "the first full row; it looks like data"
        )
        return Header(index, _inference(sample[index][0], evidence, "likely" if named else "default"))
    if counts[index] == most and not any(counts[:index]):
        return Header(index, _inference(sample[index][0], "the first row, and it fills every column", "certain"))
    return Header(index, _inference(sample[index][0], "the first row as full as the table", "likely"))


def _data_like(cells: Sequence[str]) -> bool:
    """Whether most of the filled cells are numbers, dates or addresses."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    return 2 * sum(bool(_DATA_LIKE.fullmatch(text)) for text in texts) > len(texts)


def _before_data(sample: Sequence[Record], counts: Sequence[int], index: int) -> tuple[int, bool]:
    """A header with fewer cells than the rows: the last row above them with words in half of the columns."""
    for earlier in range(index - 1, -1, -1):
        if counts[earlier] >= max(2, max(counts) / 2) and not _data_like(sample[earlier][1]):
            return earlier, True
    return index, False


def _inference(line: int, evidence: str, certainty: str) -> Inference:
    return Inference.model_validate(
        {"what": "header", "value": f"line {line}", "evidence": evidence, "certainty": certainty}
    )
