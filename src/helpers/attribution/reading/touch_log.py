"""A log of touches (``id, time, channel, conversion, value``), of any size → journeys and their tally, in batches."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.attribution.paths import Integers, Paths
from helpers.attribution.reading.log_source import LogSource, hash_of, log_source
from helpers.attribution.reading.opening import Brought, Reading
from helpers.attribution.reading.remarks import Remark, added
from helpers.attribution.reading.walking import Touches, journeys
from helpers.attribution.tally import Tally, tally
from helpers.engagement import Attribution
from helpers.errors import SourceError

ID, TIME, CHANNEL, CONVERSION, VALUE = "id", "time", "channel", "conversion", "value"
#: What the engine may use; the journeys of one batch come on top of it.
MEMORY_LIMIT = "512MB"
#: Touches in memory at once.
BATCH = 1 << 22
#: Batches for which all rows are read again each time; for more, rows are first sorted out into files.
_RESCANS = 2
#: Rows on their way into files at once.
_STREAMED = 1 << 19


@dataclass(frozen=True)
class TouchLog:
    """A log, checked and ready to be read in ``batches`` of whole ids; valid while it is open.

    ``sorted_out`` is the folder where its rows lie by batch, if reading all rows again for each would take long.
    ``merge``: equal journeys become one.
    """

    source: LogSource
    batches: int
    lookback: float
    sorted_out: Path | None = None
    merge: bool = True

    def batch(self, number: int) -> tuple[Paths, tuple[Remark, ...]]:
        """The journeys of one batch of ids (by hash), and what there is to remark."""
        layout = self.source.layout
        return journeys(
            _touches(self._rows(number), bits=63 - layout.bits), layout=layout, lookback=self.lookback, merge=self.merge
        )

    def _rows(self, number: int) -> pa.Table:
        rows = self.source.touches
        if self.sorted_out is not None:
            with pa.memory_map(str(self.sorted_out / f"{number}.arrow")) as file:
                return pa.ipc.open_stream(file).read_all()
        if self.batches > 1:
            rows = rows.filter(_share(rows.key, self.batches) == number)
        return rows.to_pyarrow()


def _share(key: ir.Value, parts: int) -> ir.Value:
    """Into which of some parts an id falls."""
    return key % parts if key.type().is_unsigned_integer() else hash_of(key.cast("string")) % parts


def _touches(rows: pa.Table, *, bits: int) -> Touches:
    return Touches(id=_coded(rows, bits=bits), touch=rows["touch"].to_numpy(), value=rows["value"].to_numpy())


def _coded(rows: pa.Table, *, bits: int) -> Integers:
    """A number from 0 on for each id: equal keys whose checks agree, which they do but for one in 2^31 that do not.

    Ids that are whole numbers and together fit into ``bits`` are such numbers already.
    """
    if len(rows) and pa.types.is_signed_integer(rows["key"].type):
        ids: Integers = rows["key"].to_numpy().astype(np.int64)
        least = int(ids.min())
        if (int(ids.max()) - least).bit_length() <= bits:
            ids -= least
            return ids
    chunks = pc.dictionary_encode(rows["key"]).chunks
    codes = np.concatenate([np.zeros(0, np.int64), *(chunk.indices.to_numpy() for chunk in chunks)]).astype(np.int64)
    check = rows["check"].to_numpy()
    first = np.zeros(int(codes.max(initial=-1)) + 1, dtype=check.dtype)
    first[codes] = check
    if (first[codes] != check).any():
        _, codes = np.unique(np.stack([codes, check], axis=1), axis=0, return_inverse=True)
    return codes


def read_touch_log(brought: Brought, **options: Any) -> Iterator[Paths]:
    """The journeys of a log, batch by batch; the options are those of ``open_touch_log``.

    >>> log = pa.table({"id": [1, 1, 2], "time": [1, 2, 1], "channel": ["fair", "call", "call"],
    ...                 "conversion": [0, 1, 0], "value": [0, 9, 0]})
    >>> [(paths.channels, sorted(zip(paths.lengths.tolist(), paths.value.tolist()))) for paths in read_touch_log(log)]
    [(('call', 'fair'), [(1, 0.0), (2, 9.0)])]
    """
    with open_touch_log(brought, **options) as log:
        for number in range(log.batches):
            yield log.batch(number)[0]


def tally_touch_log(
    brought: Brought, *, settings: Attribution, orders: Sequence[int] = (1,), groups: int = 1, seed: int = 0,
    **options: Any,
) -> Tally:  # fmt: skip
    """The tally of a whole log, added up over its batches; the options are those of ``open_touch_log``."""
    with open_touch_log(brought, **options) as log:
        return tallied(log, settings=settings, orders=orders, groups=groups, seed=seed)[0]


def tallied(
    log: TouchLog, *, settings: Attribution, orders: Sequence[int] = (1,), groups: int = 1, seed: int = 0
) -> tuple[Tally, tuple[Remark, ...]]:
    """The tally of an open log, and its remarks. Each batch draws groups of its own; equal logs, equal tallies."""
    remarks = list(log.source.remarks)

    def of_batch(number: int) -> Tally:
        paths, said = log.batch(number)
        remarks.extend(said)
        return tally(paths, settings=settings, orders=orders, groups=groups, seed=seed + number)

    total = reduce(Tally.__add__, map(of_batch, range(log.batches)))
    return total, added(remarks)


@contextmanager
def open_touch_log(
    brought: Brought, *, id: str = ID, time: str = TIME, channel: str = CHANNEL,
    conversion: str = CONVERSION, value: str = VALUE, lookback: float = 0, reading: Reading | None = None,
    memory_limit: str = MEMORY_LIMIT, batch: int = BATCH, merge: bool = True,
) -> Iterator[TouchLog]:  # fmt: skip
    """Which journeys does a log of touches hold?

    Parameters
    ----------
    brought
        A file (CSV, Excel, Parquet), a pandas frame or an Arrow table, one row a touch, in any order.
    id, time, channel, conversion, value
        Headers; case, blanks, ``_`` and ``-`` make no difference. A row whose ``conversion`` is 1 or true is a touch
        after which the journey converted, at its time, with that ``value``; without a channel it is the conversion
        alone. ``value`` may be missing (0), and counts on rows with a conversion only.
    lookback
        Days before the end of a journey beyond which touches are left out; 0 keeps all.
    reading
        What a file may need to be told: decimal mark, order of dates, encoding, delimiter, sheet.
    memory_limit, batch
        What the engine may use, and about how many touches are in memory at once.
    merge
        Whether equal journeys become one row, in an order that does not depend on the order of the rows. Without it
        sums are quicker, and may differ in their last digit from those of the same rows in another order.

    Rows of an id are ordered by time; at one time touches come first (by channel), then touches that convert, then
    conversions alone, so that nothing depends on the order of rows. Journeys end with their conversion; conversions of
    one id at one time share a journey; the touches after the last one are a journey without conversion, as are all
    touches of an id that never converted. So no touch after its conversion is credited with it. Repeated rows stay, and
    are counted. Times are dates, moments, seconds or milliseconds since 1970, or plain numbers that give an order only.

    Raises ``MappingError`` for a missing column (with the nearest header) and ``SourceError``, with file and line, for
    a time that is missing or cannot be read, a mark that is neither yes nor no, a value that is no amount.
    """
    if lookback < 0:
        raise SourceError(f"a lookback of {lookback:g} days", where="--lookback", do="give 0 or more days")
    names = {"id": id, "time": time, "channel": channel, "conversion": conversion, "value": value}
    with tempfile.TemporaryDirectory(prefix="tandem-log-", ignore_cleanup_errors=True) as folder:
        backend = ibis.duckdb.connect(threads=2, memory_limit=memory_limit, temp_directory=folder)
        try:
            optional = value == VALUE
            source = log_source(backend, brought, names=names, optional=optional, reading=reading or Reading())
            if lookback and not source.layout.timed:
                raise SourceError("a lookback needs times, not an order", where=source.name, do="leave it out")
            batches = max(1, -(-source.rows // batch))
            parts = _sort_out(source, batches, Path(folder)) if batches > _RESCANS else None
            yield TouchLog(source, batches, lookback, parts, merge)
        finally:
            backend.disconnect()


def _sort_out(source: LogSource, batches: int, folder: Path) -> Path:
    """Rows in files by batch, so that the work stays in proportion to the rows."""
    rows = source.touches.mutate(part=_share(source.touches.key, batches).cast("int32"))
    stream = rows.to_pyarrow_batches(chunk_size=_STREAMED)
    parts = folder / "parts"
    parts.mkdir()
    with ExitStack() as files:
        writers: list[pa.RecordBatchStreamWriter] = []
        for some in stream:
            part = some["part"].to_numpy()
            order = np.argsort(part.astype(np.uint16), kind="stable")
            laid = some.drop_columns(["part"]).take(pa.array(order))
            writers = writers or [
                files.enter_context(pa.ipc.new_stream(parts / f"{number}.arrow", laid.schema))
                for number in range(batches)
            ]
            edges = np.searchsorted(part[order], np.arange(batches + 1))
            for writer, start, end in zip(writers, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
                if end > start:
                    writer.write_batch(laid.slice(start, end - start))
    return parts
