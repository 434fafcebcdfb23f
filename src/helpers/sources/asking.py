"""What an import asks, completed with what a person needs to answer: which file it is about, and three of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from helpers.engagement import Source
from helpers.errors import Question, SourceError
from helpers.sources.reader import RawTable, files_of

#: Rows and columns that are shown: enough to recognise them, few enough to read.
_ROWS, _COLUMNS = 3, 6


@contextmanager
def asking(source: Source, folder: Path, raw: RawTable | None = None) -> Iterator[None]:
    """Errors that ask something leave with the path of their file and, once its table is known, with rows of it."""
    try:
        yield
    except SourceError as error:
        if error.asks is not None and not error.asks.file and not source.url:
            error.asks = _complete(error.asks, _place(source, folder, error.where), raw)
        raise


def _place(source: Source, folder: Path, shown: str) -> tuple[str, str]:
    """The file behind a name that errors show (``book.xlsx[Deals]``), relative to the engagement, and its part."""
    for path, name in files_of(source, folder):
        if shown == name or (shown.startswith(f"{name}[") and shown.endswith("]")):
            inside = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else source.file
            return inside, shown[len(name) + 1 : -1]
    return source.file, ""


def _complete(asks: Question, place: tuple[str, str], raw: RawTable | None) -> Question:
    asks = replace(asks, file=place[0], part=place[1])
    if raw is None or asks.setting.startswith("stages."):
        return asks
    headers = [str(name) for name in raw.frame.columns]
    if asks.setting in ("dates", "decimal"):
        first = [name for name in headers if name != asks.column][: _COLUMNS - 1]
        headers = [name for name in headers if name in (asks.column, *first)]
    rows = (
        [list(raw.lines).index(line) for line in asks.lines] if asks.lines else list(range(min(_ROWS, len(raw.frame))))
    )
    shown = raw.frame[headers].iloc[rows].astype(object)
    cells = tuple(tuple("" if cell is None or cell != cell else str(cell) for cell in row) for row in shown.to_numpy())
    return replace(asks, headers=tuple(headers), rows=cells)
