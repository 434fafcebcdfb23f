"""Text of a delimited file → records, with the physical line on which each starts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass

from helpers.contract import Inference
from helpers.errors import AmbiguityError, Question, SourceError
from helpers.sources.reader.raw import Record, Tally, header_key

_CANDIDATES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_WORDS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
_SAMPLE = 400
#: The largest cell: beyond it a quotation mark was left open.
_CELL_LIMIT = 1 << 22
_MOST_OPEN_QUOTES = 50


@dataclass(frozen=True)
class Delimiter:
    """The mark between cells, how sure that is, and on which line (counted from 0) the records start."""

    mark: str
    inference: Inference
    start: int = 0


@dataclass(frozen=True)
class _Split:
    """How well one candidate splits the sample: share of records as wide as most, that width, known headers."""

    mark: str
    share: float
    width: int
    known: int


def physical_lines(text: str) -> list[str]:
    """Lines with their ends, split at LF, CRLF and CR only."""
    if text.count("\r") == text.count("\r\n"):
        lines = [line + "\n" for line in text.split("\n")]
        return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != "\n" else [])]
    return io.StringIO(text, newline="").readlines()


def find_delimiter(lines: Sequence[str], *, declared: str, known: Collection[str], where: str) -> Delimiter:
    """The delimiter of a file, from its setting, its ``sep=`` line, or how it splits the first records.

    Raises ``AmbiguityError`` where two candidates split every record equally well.
    """
    first = lines[0].strip() if lines else ""
    named = first[4:5] if first.lower().startswith("sep=") and len(first) <= 5 else ""
    start = 1 if first.lower().startswith("sep=") and len(first) <= 5 else 0
    if start and lines[0].rstrip("\r\n").lower() == "sep=\t":
        named = "\t"
    if declared:
        mark = _WORDS.get(declared.lower(), declared)
        if len(mark) != 1 or mark in '"\r\n':
            raise SourceError(f"'{declared}' cannot be a delimiter", where=where, do="use one of , ; | or tab")
        return Delimiter(mark, _inference(mark, "the setting 'delimiter'", "declared"), start)
    if named:
        return Delimiter(named, _inference(named, "the first line says so (sep=)", "certain"), start)
    return _from_structure(lines[start : start + _SAMPLE], start, known, where)


def _inference(mark: str, evidence: str, certainty: str) -> Inference:
    name = _CANDIDATES.get(mark, mark)
    return Inference.model_validate({"what": "delimiter", "value": name, "evidence": evidence, "certainty": certainty})


def _from_structure(sample: Sequence[str], start: int, known: Collection[str], where: str) -> Delimiter:
    keys = {header_key(header) for header in known}
    splits = [_split(sample, mark, keys) for mark in _CANDIDATES]
    splits = sorted((s for s in splits if s.width > 1), key=lambda s: (-s.known, -s.share, -s.width))
    if not splits:
        return Delimiter(",", _inference(",", "one column: nothing to separate", "default"), start)
    best, others = splits[0], splits[1:]
    rivals = [s for s in others if (s.known, s.share, s.width) == (best.known, best.share, best.width)]
    if rivals:
        shown = " · ".join(line.strip()[:60] for line in sample[:3])
        raise AmbiguityError(
            f"both '{best.mark}' and '{rivals[0].mark}' split every row ({shown})",
            where=where,
            do="set 'delimiter' for this source in engagement.yml",
            asks=Question(
                setting="delimiter", options=(best.mark, *(rival.mark for rival in rivals)),
                rows=tuple((line.rstrip("\r\n"),) for line in sample[:3]),
            ),
        )  # fmt: skip
    evidence = f"{best.share:.0%} of the first rows have {best.width} cells with it"
    certain = best.share == 1 and all(s.share < 1 for s in others)
    return Delimiter(best.mark, _inference(best.mark, evidence, "certain" if certain else "likely"), start)


def _split(sample: Sequence[str], mark: str, known: Collection[str]) -> _Split:
    try:
        rows = [row for row in csv.reader(sample, delimiter=mark) if any(cell.strip() for cell in row)]
    except csv.Error:
        return _Split(mark, 0.0, 0, 0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return _Split(mark, 0.0, 0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    found = max((sum(header_key(cell) in known for cell in row) for row in rows[:30]), default=0)
    return _Split(mark, count / len(rows), width, found)


def records(lines: Sequence[str], delimiter: Delimiter, *, tally: Tally, where: str) -> Iterator[Record]:
    """Every record with the line it starts on (counted from 1).

    A quotation mark that is opened and never closed would swallow the rows after it: such a line is set aside as
    ``unreadable`` and reading goes on with the next one.
    """
    csv.field_size_limit(_CELL_LIMIT)
    position, opened = delimiter.start, 0
    while position < len(lines):
        broken_at = yield from _until_broken(lines, position, delimiter.mark)
        if broken_at is None:
            return
        tally.set_aside("unreadable", broken_at + 1)
        position, opened = broken_at + 1, opened + 1
        if opened > _MOST_OPEN_QUOTES:
            raise SourceError("quotation marks are opened and never closed", where=where, do="export it again as CSV")


def _until_broken(lines: Sequence[str], start: int, mark: str) -> Generator[Record, None, int | None]:
    """Records from ``start`` on; returns the line whose quotation mark never closes, if one is met."""
    reader = csv.reader(iter(lines[start:] if start else lines), delimiter=mark)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except csv.Error:
            return start + before
        spanned = reader.line_num - before
        if spanned > 1 and _malformed(lines[start + before : start + before + spanned], mark):
            return start + before
        yield start + before + 1, cells
        before = reader.line_num


def _malformed(lines: Sequence[str], mark: str) -> bool:
    try:
        return len(list(csv.reader(lines, delimiter=mark, strict=True))) != 1
    except csv.Error:
        return True
