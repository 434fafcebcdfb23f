"""Reading any export as it is: bytes → a table of text with its line numbers and its account.

>>> from pathlib import Path
>>> read_source(Source(file="no-such-file.csv"), Path("."))
Traceback (most recent call last):
...
helpers.errors.SourceError: no-such-file.csv: no such file; ...
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from helpers.engagement import Source
from helpers.sources.reader.columnar import parquet_table, url_table
from helpers.sources.reader.delimited import find_delimiter, physical_lines, records
from helpers.sources.reader.encoding import decode
from helpers.sources.reader.files import Content, contents, find
from helpers.sources.reader.layout import lay_out
from helpers.sources.reader.raw import RawTable, Tally, header_key
from helpers.sources.reader.workbook import sheet_records

__all__ = ["RawTable", "files_of", "header_key", "read_source"]


def read_source(
    source: Source, folder: Path, *, known: Collection[str] = (), leave: Collection[Path] = ()
) -> list[RawTable]:
    """Every table that a source names, in order of name.

    ``source.file`` is relative to ``folder`` (the engagement's) and may be a glob and leave it with ``..``; a zip gives
    one table per member. ``known`` are headers that help to find the header row and the delimiter. Declared settings
    (``encoding delimiter sheet``) win. Files of ``leave`` are passed over. Each account is closed once the caller sets
    ``rows_used = len(frame)`` or sets more rows aside.

    Raises ``SourceError`` in one line for a missing, empty, broken or mistaken file, and ``AmbiguityError`` where the
    delimiter or the sheet cannot be told.
    """
    if source.url:
        return [url_table(source, folder)]
    return [
        _read(content, source, known)
        for path, name in files_of(source, folder)
        if path not in leave
        for content in contents(path, name)
    ]


def files_of(source: Source, folder: Path) -> list[tuple[Path, str]]:
    """The files that a source names, each with the name it is shown by; errors as in ``read_source``."""
    return _named(find(source.file, folder))


def _named(paths: list[Path]) -> list[tuple[Path, str]]:
    """Paths with the names they are shown by: the file name, with its folder where two files share one."""
    counts = Counter(path.name for path in paths)
    return [(path, path.name if counts[path.name] == 1 else f"{path.parent.name}/{path.name}") for path in paths]


def _read(content: Content, source: Source, known: Collection[str]) -> RawTable:
    read = {"text": _read_text, "excel": _read_sheet, "parquet": _read_parquet}[content.kind]
    table = read(content, source, known)
    facts = {"sha256": hashlib.sha256(content.data).hexdigest(), "size": len(content.data)}
    return replace(table, account=table.account.model_copy(update=facts))


def _read_text(content: Content, source: Source, known: Collection[str]) -> RawTable:
    text, encoding, unreadable = decode(content.data, declared=source.encoding, where=content.name)
    tally = Tally()
    if unreadable:
        tally.remark("undecodable_characters", rows=unreadable)
    if "\x00" in text:
        tally.remark("nul_characters", rows=text.count("\x00"))
        text = text.replace("\x00", "")
    lines = physical_lines(text)
    delimiter = find_delimiter(lines, declared=source.delimiter, known=known, where=content.name)
    rows = records(lines, delimiter, tally=tally, where=content.name)
    return lay_out(rows, content.name, known=known, inferences=[encoding, delimiter.inference], tally=tally)


def _read_sheet(content: Content, source: Source, known: Collection[str]) -> RawTable:
    tally = Tally()
    sheet, inference, rows = sheet_records(content.data, sheet=source.sheet, where=content.name, tally=tally)
    return lay_out(rows, f"{content.name}[{sheet}]", known=known, inferences=[inference], tally=tally)


def _read_parquet(content: Content, source: Source, known: Collection[str]) -> RawTable:  # noqa: ARG001
    return parquet_table(content.data, content.name)
