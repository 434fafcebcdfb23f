"""Records → a table: preamble, header, rows; short, long and blank rows; totals and footers."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice

import pandas as pd
import pyarrow as pa

from helpers.contract import Inference
from helpers.errors import SourceError
from helpers.sources.reader.header import filled, find_header
from helpers.sources.reader.raw import RawTable, Record, Tally, column_names, text_array, text_frame
from helpers.sources.reader.totals import Suspect, judge, looks_like_label

_SAMPLE = 200
_CHUNK = 50_000


@dataclass
class _Rows:
    """Rows gathered so far, in Arrow chunks; ``suspects`` may turn out to be totals or footers."""

    width: int
    chunks: list[pa.Table] = field(default_factory=list)
    pending: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    after_blank: bool = False

    def keep(self, line: int, cells: list[str]) -> None:
        self.pending.append(cells)
        self.lines.append(line)
        if len(self.pending) >= _CHUNK:
            self.flush()

    def flush(self) -> None:
        if self.pending:
            columns = [text_array(cells) for cells in zip(*self.pending, strict=True)]
            self.chunks.append(pa.table(columns, names=[str(i) for i in range(self.width)]))
            self.pending = []

    def frame(self, names: list[str]) -> pd.DataFrame:
        self.flush()
        empty = pa.table({str(i): pa.array([], pa.large_string()) for i in range(self.width)})
        table = pa.concat_tables(self.chunks) if self.chunks else empty
        return text_frame(dict(zip(names, table.columns, strict=True)), len(self.lines))


def lay_out(
    records: Iterable[Record],
    name: str,
    *,
    known: Collection[str] = (),
    inferences: Iterable[Inference] = (),
    tally: Tally,
) -> RawTable:
    """The table that ``records`` hold.

    Before the header: the preamble, kept as text. After it every record is a row: used, or set aside as ``blank``,
    ``ragged`` (more cells than headers), ``total`` or ``footer``. A row with too few cells is padded and remarked.
    Raises ``SourceError`` where no record holds anything.
    """
    stream = iter(records)
    sample = list(islice(stream, _SAMPLE))
    header = find_header(sample, known)
    if header is None:
        raise SourceError("no row holds anything", where=name, do="export it again with its header row")
    headers = _trimmed(sample[header.index][1], sample[header.index + 1 :])
    with _without_collection():
        rows = _gather(chain(sample[header.index + 1 :], stream), len(headers), tally)
    names, repeated = column_names(headers)
    table = _without_totals(rows, names, tally)
    if not table[1] and tally.aside.get("ragged"):
        raise SourceError("every row has more cells than the header", where=name, do="check the header row")
    if not table[1]:
        tally.remark("no_rows", rows=0)
    preamble = [" ".join(cell.strip() for cell in cells if cell.strip()) for _, cells in sample[: header.index]]
    account = tally.account(name, len(table[1]), [*inferences, header.inference], [line for line in preamble if line])
    return RawTable(name, table[0], table[1], repeated, account)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Millions of short-lived lists make the cyclic collector half of the reading time; none of them is cyclic."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _trimmed(headers: list[str], after: list[Record]) -> list[str]:
    """Headers without the nameless ones at the end that no row fills (a delimiter that closes each line)."""
    width = len(headers)
    used = max((len(_stripped(cells[: len(headers)])) for _, cells in after), default=0)
    while width > max(used, 1) and not headers[width - 1].strip():
        width -= 1
    return headers[:width]


def _gather(records: Iterator[Record], width: int, tally: Tally) -> _Rows:
    rows = _Rows(width)
    for line, cells in records:
        if len(cells) == width and cells[0] and not looks_like_label(cells[0]) and not rows.after_blank:
            rows.keep(line, cells)
        else:
            _odd(rows, line, cells, tally)
    return rows


def _odd(rows: _Rows, line: int, cells: list[str], tally: Tally) -> None:
    """A row that is not plainly data: blank, short, long, or perhaps a total or a footer."""
    held = filled(cells)
    if held == 0:
        tally.set_aside("blank", line)
        rows.after_blank = True
        return
    kept = _stripped(cells)
    if len(kept) > rows.width:
        tally.set_aside("ragged", line)
        return
    first = next(cell for cell in kept if cell.strip())
    alone = held == 1 and rows.width > 2 and len(kept) == 1
    if looks_like_label(first) or alone:
        rows.suspects.append(Suspect(len(rows.lines), line, first.strip(), rows.after_blank, len(cells) < rows.width))
    elif len(cells) < rows.width:
        tally.remark("short_row", line)
    rows.after_blank = rows.after_blank and alone
    rows.keep(line, kept + [""] * (rows.width - len(kept)))


def _stripped(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _without_totals(rows: _Rows, names: list[str], tally: Tally) -> tuple[pd.DataFrame, list[int]]:
    frame = rows.frame(names)
    if not rows.suspects:
        return frame, rows.lines
    gone = judge(frame, rows.suspects, tally)
    keep = [position for position in range(len(frame)) if position not in gone]
    return frame.iloc[keep].reset_index(drop=True), [rows.lines[position] for position in keep]
