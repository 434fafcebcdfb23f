"""Brings the engine's paths to the models: small tables of counts become journeys as integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.attribution.counts.conversions import KINDS, every
from helpers.attribution.counts.journeys import journeys, unconverted
from helpers.attribution.counts.paths import channel_codes, path_counts
from helpers.attribution.paths import Paths
from helpers.periods import Period


def gather(
    tables: Mapping[str, ir.Table], *, grain: str, lookback_days: int, as_of: date, window: Period | None = None,
    kinds: Sequence[str] = KINDS,
) -> dict[str, Paths]:  # fmt: skip
    """The journeys of an engagement, by kind of conversion, as the models read them.

    Two queries for all kinds. Every kind is there, without rows where no journey was recorded; ``channels`` are those
    of all touches, so that tables of several kinds line up. No ages: journeys along one path are one row.
    """
    if not kinds:
        return {}
    converted = every(tables, kinds=kinds, grain=grain, as_of=as_of, window=window)
    led = journeys(tables, converted, lookback_days=lookback_days, as_of=as_of)
    lost = unconverted(tables, grain=grain, lookback_days=lookback_days, as_of=as_of, window=window, kinds=kinds)
    codes = channel_codes(tables["touches"], as_of=as_of)
    counts = path_counts(led, lost, converted, codes=codes).to_pyarrow()
    names = codes.to_pyarrow()
    return {kind: coded(counts.filter(pc.equal(counts["of"], kind)), names) for kind in kinds}


def coded(counts: pa.Table, codes: pa.Table) -> Paths:
    """Rows of ``path_counts`` as ``Paths``, exactly: texts become integers, channels are in Python's order.

    >>> counts = pa.table({"path": ["0>1", "1"], "conversions": [2, 0], "value": [5.0, 0.0], "nulls": [1, 4]})
    >>> paths = coded(counts, pa.table({"channel": ["web", "fair"], "code": [0, 1]}))
    >>> paths.channels, paths.codes.tolist(), paths.starts.tolist(), paths.nulls.tolist()
    (('fair', 'web'), [1, 0, 0], [0, 2, 3], [1.0, 4.0])
    """
    names = [str(name) for name in codes["channel"].to_pylist()]
    channels = tuple(sorted(names))
    place = np.zeros(len(names), dtype=np.int32)
    place[codes["code"].to_numpy()] = [channels.index(name) for name in names]
    steps = pc.split_pattern(counts["path"], ">")
    lengths = pc.list_value_length(steps).to_numpy()
    walked = pc.list_flatten(steps).cast(pa.int32()).to_numpy()
    return Paths(
        channels=channels,
        codes=place[walked],
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        conversions=_floats(counts["conversions"]),
        value=_floats(counts["value"]),
        nulls=_floats(counts["nulls"]),
    )


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
