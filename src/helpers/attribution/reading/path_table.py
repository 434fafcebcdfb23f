"""A table of paths, as tools export it (``a > b > c, conversions, value, nulls``) → journeys as integers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from helpers.attribution.paths import Floats, Integers, Paths
from helpers.attribution.reading.columns import find_column, nearest, numbers, plain_names
from helpers.attribution.reading.merging import merged
from helpers.attribution.reading.opening import Brought, Opened, Reading, open_table
from helpers.attribution.reading.remarks import Remark
from helpers.errors import SourceError

#: Rows whose touches are split at once: small enough that the text of their touches is little beside the table.
_ROWS = 1 << 16

PATH, CONVERSIONS, VALUE, NULLS, SEPARATOR = "path", "total_conversions", "total_conversion_value", "total_null", ">"


@dataclass(frozen=True)
class PathTable:
    """What a table of paths says: its journeys, how many rows they came in, and what there is to know about them."""

    paths: Paths
    rows: int
    remarks: tuple[Remark, ...]


def read_path_table(
    brought: Brought, *, path: str = PATH, conversions: str = CONVERSIONS, value: str = VALUE, nulls: str = NULLS,
    separator: str = SEPARATOR, merge: bool = True,
) -> Paths:  # fmt: skip
    """The journeys of a path table; ``open_path_table`` gives its remarks too.

    >>> table = pa.table({"path": ["a > b", "b", "a > b"], "total_conversions": [2, 0, 1], "total_null": [0, 5, 1]})
    >>> paths = read_path_table(table)
    >>> paths.channels, sorted(zip(paths.lengths.tolist(), paths.conversions.tolist(), paths.nulls.tolist()))
    (('a', 'b'), [(1, 0.0, 5.0), (2, 3.0, 1.0)])
    """
    return open_path_table(
        brought, path=path, conversions=conversions, value=value, nulls=nulls, separator=separator, merge=merge
    ).paths


def open_path_table(
    brought: Brought, *, path: str = PATH, conversions: str = CONVERSIONS, value: str = VALUE, nulls: str = NULLS,
    separator: str = SEPARATOR, merge: bool = True, reading: Reading | None = None,
) -> PathTable:  # fmt: skip
    """Which journeys does a table of paths hold?

    Parameters
    ----------
    brought
        A file (CSV, Excel, Parquet), a pandas frame or an Arrow table. One row: any number of journeys along one path.
    path, conversions, value, nulls
        Headers; case, blanks, ``_`` and ``-`` make no difference. The columns of values and of nulls may be missing:
        they are 0 then, which is remarked.
    separator
        What stands between channels, as it is (no pattern). Blanks around it do not count.
    merge
        Whether equal paths become one row, in an order that does not depend on the order of the rows. Without it rows
        stay as they came, which is quicker where only sums are wanted; these may then differ in their last digit from
        those of the same rows in another order.
    reading
        What a file may need to be told: decimal mark, encoding, delimiter, sheet.

    Returns
    -------
    The journeys; channel names are trimmed and NFC, equal ones one channel, sorted. Conversions may be fractions. Rows
    without a path have nobody to credit: they are set aside and counted with their conversions, as are rows that stand
    for no journey. Empty cells of amounts are 0, counted.

    Raises ``MappingError`` for a missing column (with the nearest header) and ``SourceError``, with file and line, for
    an empty channel (``a > > b``, a separator at either end), an amount that is no number, negative or infinite, and a
    value without a conversion.
    """
    if not separator.strip():
        raise SourceError("the separator is empty", where="--separator", do="give the text between channels, as '>'")
    names = {"path": path, "conversions": conversions, "value": value, "nulls": nulls}
    reading = reading or Reading()
    opened = open_table(brought, known=list(names.values()), reading=reading)
    table = _read(opened, names, separator.strip(), reading.decimal)
    if opened.quick_from and _names_totals(table.paths.channels):
        opened = open_table(opened, known=list(names.values()), reading=reading, tolerant=True)
        table = _read(opened, names, separator.strip(), reading.decimal)
    return replace(table, paths=merged(table.paths)) if merge else table


def _names_totals(channels: Sequence[str]) -> bool:
    """Whether a channel reads like the label of a totals row, which the tolerant reader tells apart."""
    from helpers.sources.reader.totals import looks_like_label

    return any(looks_like_label(channel) for channel in channels)


def _read(opened: Opened, names: dict[str, str], separator: str, decimal: str) -> PathTable:
    rows = opened.table.num_rows
    if not rows:
        raise SourceError("it has no rows", where=opened.name, do="export it again")
    columns, remarks = _columns(opened, names)
    amounts = {}
    for name in ("conversions", "value", "nulls"):
        amounts[name], said = _amounts(opened, columns[name], decimal)
        remarks += said
    texts = _texts(opened, columns["path"] or "")
    keep, said = _usable(opened, texts, amounts)
    remarks += said
    if keep is not None:
        texts = texts.filter(pa.array(keep))
        amounts = {name: amount[keep] for name, amount in amounts.items()}
    place = np.flatnonzero(keep) if keep is not None else None
    channels, codes, starts = _coded(texts, separator, opened, place)
    return PathTable(Paths(channels=channels, codes=codes, starts=starts, **amounts), rows, tuple(remarks))


def _columns(opened: Opened, names: dict[str, str]) -> tuple[dict[str, str | None], list[Remark]]:
    headers = opened.table.column_names
    defaults = {"value": VALUE, "nulls": NULLS}
    found, remarks = {}, list(opened.remarks)
    for option, name in names.items():
        optional = defaults.get(option) == name
        found[option] = find_column(headers, name, option=option, where=opened.name, optional=optional)
        if found[option] is None:
            near = nearest(name, [header for header in headers if header not in found.values()])
            hint = f" (if it is '{near}', say --{option})" if near else ""
            remarks.append(Remark(f"no column '{name}': every row counts 0{hint}"))
    return found, remarks


def _amounts(opened: Opened, name: str | None, decimal: str) -> tuple[Floats, list[Remark]]:
    if name is None:
        return np.zeros(opened.table.num_rows), []
    found, empty = numbers(opened.table[name], name=name, where=opened.where, decimal=decimal)
    return found, [Remark(f"{{rows}} rows with an empty '{name}', counted as 0", empty)] if empty else []


def _texts(opened: Opened, name: str) -> pa.ChunkedArray:
    column = opened.table[name]
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    if pa.types.is_null(column.type):
        column = pc.cast(column, pa.string())
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        raise SourceError(f"column '{name}' holds {column.type}, not text", where=opened.name, do="name another column")
    return column


def _usable(
    opened: Opened, texts: pa.ChunkedArray, amounts: dict[str, Floats]
) -> tuple[NDArray[np.bool_] | None, list[Remark]]:
    """Which rows hold journeys with a path (None: all), and what the others held."""
    unpaid = (amounts["value"] > 0) & (amounts["conversions"] == 0)
    if unpaid.any():
        row = int(unpaid.argmax())
        what = f"a value ({amounts['value'][row]:g}) without a conversion"
        raise SourceError(what, where=opened.where(row), do="correct it: nobody can be credited with it")
    empty = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(texts), ""), True).to_numpy()
    idle = (amounts["conversions"] + amounts["nulls"] == 0) & ~empty
    remarks = []
    if empty.any():
        text = "{rows} rows without a path, credited to nobody: "
        text += f"{amounts['conversions'][empty].sum():,.12g} conversions, value {amounts['value'][empty].sum():,.12g}"
        remarks.append(Remark(text, int(empty.sum())))
    if idle.any():
        remarks.append(
            Remark("{rows} rows that stand for no journey (0 conversions, 0 nulls), left out", int(idle.sum()))
        )
    return (~(empty | idle) if remarks else None), remarks


# -- channels --------------------------------------------------------------------------------------------------------


def _coded(
    texts: pa.ChunkedArray, separator: str, opened: Opened, place: Integers | None
) -> tuple[tuple[str, ...], NDArray[np.int32], Integers]:
    """The channels, the code of each touch, and where each row begins."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        parts = list(pool.map(lambda chunk: _split(chunk, separator), _chunks(texts)))
    spellings = sorted({raw for _, _, found in parts for raw in found})
    plain = dict(zip(spellings, plain_names(spellings), strict=True))
    channels = tuple(sorted(set(plain.values())))
    code = {name: position for position, name in enumerate(channels)}
    coded = [np.array([code[plain[raw]] for raw in found], dtype=np.int32)[indices] for indices, _, found in parts]
    codes = np.concatenate([np.zeros(0, np.int32), *coded])
    starts = np.concatenate([[0], np.cumsum(np.concatenate([np.zeros(0, np.int64), *(part[1] for part in parts)]))])
    if "" in code:
        row = int(np.searchsorted(starts, int((codes == code[""]).argmax()), side="right")) - 1
        text = texts[row].as_py()
        shown = text if len(text) <= 60 else text[:57] + "…"
        where = opened.where(int(place[row]) if place is not None else row)
        raise SourceError(f"an empty channel in the path '{shown}'", where=where, do="name it, or remove a separator")
    return channels, codes, starts.astype(np.int64)


def _chunks(texts: pa.ChunkedArray) -> Iterator[pa.Array]:
    for chunk in texts.chunks:
        for start in range(0, len(chunk), _ROWS):
            yield chunk.slice(start, _ROWS)


def _split(chunk: pa.Array, separator: str) -> tuple[NDArray[np.int32], Integers, Sequence[str]]:
    """Touches of some rows: index into the spellings found, touches of each row, and the spellings."""
    touches, lengths = _cut(chunk, separator)
    coded = touches.dictionary_encode()
    return (
        coded.indices.to_numpy(),
        lengths,
        [spelling.removesuffix(separator) for spelling in coded.dictionary.to_pylist()],
    )


def _cut(chunk: pa.Array, separator: str) -> tuple[pa.Array, Integers]:
    """The touches of some rows, one after the other, and how many each row has.

    A separator of one ASCII character is looked for in the bytes: touches are then spans of the text as it lies there,
    each with the separator after it, and nothing is copied. Several times as quick as splitting text by text.
    """
    if not (separator.isascii() and len(separator) == 1):
        lists = pc.split_pattern(chunk, separator)
        lengths = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
        return pc.list_flatten(lists), lengths.astype(np.int64)
    wide = chunk.cast(pa.large_string())
    _, offsets, text = wide.buffers()
    edges = np.frombuffer(offsets, dtype=np.int64)[wide.offset : wide.offset + len(wide) + 1]
    letters = np.frombuffer(text, dtype=np.uint8)[edges[0] : edges[-1]]
    after = np.flatnonzero(letters == ord(separator)) + (edges[0] + 1)
    lengths = np.diff(np.searchsorted(after, edges, side="right")) + 1
    begins = np.empty(len(after) + len(chunk) + 1, dtype=np.int64)
    first = np.zeros(len(begins), dtype=bool)
    first[np.cumsum(lengths) - lengths] = first[-1] = True
    begins[first], begins[~first] = edges, after
    return pa.Array.from_buffers(pa.large_string(), len(begins) - 1, [None, pa.py_buffer(begins), text]), lengths
