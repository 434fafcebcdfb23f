"""Journeys made for the benchmark: a seeded draw, written as a touch log, as raw paths and as unique paths.

Twelve channels with made-up names. A journey's length is geometric with mean 4; its first channel and each next one
follow a fixed chain; about 8 % convert, more often where strong channels were met, most of all at the end. A converted
journey is worth a lognormal amount, in whole cents. The same seed and size give the same files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

SEED = 20261103
CHANNELS = (
    "calls", "communities", "direct", "display", "email", "fairs",
    "organic", "partners", "referrals", "search_ads", "social", "webinars",
)  # fmt: skip
MEAN_LENGTH = 4.0
CONVERTING = 0.08
SEPARATOR = " > "
#: journeys drawn at once: what the generator holds in memory
CHUNK = 500_000
#: rows of a group in a Parquet file, so that reading it takes little memory beside what is read
ROWS = 65_536
#: journeys begin within a year and touches follow each other by hours to weeks, so that a log interleaves them
YEAR, START = 365 * 86_400, 1_735_689_600

#: log odds of a journey whose channels pull neither way, so that CONVERTING of all journeys convert
BASE = -3.636

LOG_SCHEMA = pa.schema([
    ("id", pa.int64()), ("time", pa.timestamp("s")), ("channel", pa.dictionary(pa.int8(), pa.string())),
    ("conversion", pa.int8()), ("value", pa.float64()),
])  # fmt: skip
PATH_SCHEMA = pa.schema([
    ("path", pa.string()), ("total_conversions", pa.int64()), ("total_conversion_value", pa.float64()),
    ("total_null", pa.int64()),
])  # fmt: skip


@dataclass(frozen=True)
class Draw:
    """A chunk of journeys: ``codes`` of all touches one journey after the other, ``lengths``, outcome and cents."""

    codes: np.ndarray
    lengths: np.ndarray
    converted: np.ndarray
    cents: np.ndarray


def chain() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares of first channels, cumulative shares of next channels, and the pull of each channel (log odds)."""
    rng = np.random.default_rng([SEED, 0])
    count = len(CHANNELS)
    first = rng.dirichlet(np.linspace(0.6, 3.0, count))
    following = rng.dirichlet(np.linspace(0.6, 3.0, count), size=count) + 0.15 * np.eye(count)
    following /= following.sum(axis=1, keepdims=True)
    return np.cumsum(first), np.cumsum(following, axis=1), rng.normal(0, 0.8, count)


def draw(rng: np.random.Generator, count: int) -> Draw:
    """``count`` journeys, position by position over those still under way."""
    first, following, pull = chain()
    lengths = rng.geometric(1 / MEAN_LENGTH, count)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    codes = np.empty(starts[-1], dtype=np.int8)
    now = np.minimum(np.searchsorted(first, rng.random(count)), len(CHANNELS) - 1)
    codes[starts[:-1]] = now
    strength = pull[now].copy()
    for position in range(1, int(lengths.max())):
        alive = np.flatnonzero(lengths > position)
        now = _next(following, codes[starts[alive] + position - 1], rng.random(len(alive)))
        codes[starts[alive] + position] = now
        strength[alive] = 0.6 * strength[alive] + pull[now]
    converted = rng.random(count) < 1 / (1 + np.exp(-(strength + BASE)))
    cents = np.where(converted, np.rint(100 * rng.lognormal(6.0, 0.8, count)), 0).astype(np.int64)
    return Draw(codes, lengths, converted, cents)


def _next(following: np.ndarray, codes: np.ndarray, luck: np.ndarray) -> np.ndarray:
    return np.minimum((following[codes] < luck[:, None]).sum(axis=1), len(CHANNELS) - 1)


def draws(journeys: int) -> Iterator[tuple[int, Draw, np.ndarray]]:
    """Chunk by chunk: the id of its first journey, the journeys, the second at which each touch happened."""
    for number, begin in enumerate(range(0, journeys, CHUNK)):
        rng = np.random.default_rng([SEED, 1, number])
        chunk = draw(rng, min(CHUNK, journeys - begin))
        yield begin, chunk, _seconds(rng, chunk.lengths)


def _seconds(rng: np.random.Generator, lengths: np.ndarray) -> np.ndarray:
    """A journey begins at any second of the year; its touches follow after at least a minute, six days on average."""
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    gaps = 60 + rng.exponential(6 * 86_400, int(lengths.sum())).astype(np.int64)
    gaps[starts] = 0
    passed = np.cumsum(gaps)
    begins = START + rng.integers(0, YEAR, len(lengths))
    return passed + np.repeat(begins - passed[starts], lengths)


def write_log(path: Path, journeys: int) -> None:
    """The touch log in order of time, as Parquet: id, time, channel; conversion and value on the last touch."""
    drawn = path.with_suffix(".drawn.parquet")
    with pq.ParquetWriter(drawn, LOG_SCHEMA, compression="zstd") as writer:
        for begin, chunk, seconds in draws(journeys):
            writer.write_table(_touches(begin, chunk, seconds), row_group_size=ROWS)
    with _engine(path) as engine:
        engine.execute(
            f"COPY (SELECT * FROM '{drawn}' ORDER BY time, id) TO '{path}'"
            f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS})"
        )
    drawn.unlink()


def _engine(beside: Path) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(config={"memory_limit": "2GB", "threads": 2, "temp_directory": f"{beside}.spill"})
    engine.execute("SET enable_progress_bar = false")
    return engine


def _touches(begin: int, chunk: Draw, seconds: np.ndarray) -> pa.Table:
    last = np.cumsum(chunk.lengths) - 1
    conversion, value = np.zeros(len(chunk.codes), dtype=np.int8), np.zeros(len(chunk.codes))
    conversion[last], value[last] = chunk.converted, chunk.cents / 100
    channel = pa.DictionaryArray.from_arrays(pa.array(chunk.codes), pa.array(CHANNELS))
    ids = np.repeat(np.arange(begin, begin + len(chunk.lengths)), chunk.lengths)
    columns = [pa.array(ids), pa.array(seconds).cast(pa.timestamp("s")), channel, pa.array(conversion), pa.array(value)]
    return pa.table(columns, schema=LOG_SCHEMA)


def write_paths(raw: Path, unique: Path, journeys: int) -> None:
    """The same journeys as path tables: one row a journey, and one row a path with its counts."""
    with pq.ParquetWriter(raw, PATH_SCHEMA, compression="zstd") as writer:
        for _, chunk, _ in draws(journeys):
            writer.write_table(_paths(chunk), row_group_size=ROWS)
    with _engine(raw) as engine:
        engine.execute(
            "COPY (SELECT path, sum(total_conversions)::BIGINT AS total_conversions,"
            " sum(round(100 * total_conversion_value)::BIGINT) / 100 AS total_conversion_value,"
            f" sum(total_null)::BIGINT AS total_null FROM '{raw}' GROUP BY path ORDER BY path)"
            f" TO '{unique}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS})"
        )


def _paths(chunk: Draw) -> pa.Table:
    offsets = pa.array(np.concatenate([[0], np.cumsum(chunk.lengths)]), type=pa.int32())
    touches = pa.ListArray.from_arrays(offsets, pa.array(CHANNELS).take(pa.array(chunk.codes)))
    converted = chunk.converted.astype(np.int64)
    columns = [pc.binary_join(touches, SEPARATOR), pa.array(converted), pa.array(chunk.cents / 100)]
    return pa.table([*columns, pa.array(1 - converted)], schema=PATH_SCHEMA)
