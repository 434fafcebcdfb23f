"""What every driver shares: load (not timed), run and time, report. Runs in each peer's own environment."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet

#: seconds after which a run is not repeated any more
ENOUGH = 20.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shape", choices=("unique", "raw", "log"), required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--from-file", action="store_true", help="give the file itself to the work, loading nothing")
    return parser.parse_args()


def peak_megabytes() -> float:
    """The most memory this process has held so far, in MB (10^6 bytes).

    Linux counts into ``ru_maxrss`` what the parent held when it started this process; ``VmHWM`` is this process alone.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        if lines:
            return int(lines[0].split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def load(path: Path) -> pd.DataFrame:
    """A table of paths, or the touch log, in memory as pandas has it; what reading took is given back."""
    if path.suffix != ".parquet":
        return pd.read_csv(path)
    batches = list(parquet.ParquetFile(path).iter_batches(1 << 16, use_threads=False))
    frame = pa.Table.from_batches(batches).to_pandas(use_threads=False)
    del batches
    pa.default_memory_pool().release_unused()
    return frame


def paths_of(log: pd.DataFrame) -> pd.DataFrame:
    """A touch log as raw paths, by a pandas group-by: one row a journey."""
    ordered = log.sort_values(["id", "time"])
    grouped = ordered.groupby("id", sort=False)
    table = grouped.agg(total_conversions=("conversion", "sum"), total_conversion_value=("value", "sum"))
    table["path"] = grouped["channel"].agg(" > ".join)
    table["total_null"] = 1 - table["total_conversions"]
    return table.reset_index(drop=True)


def run(work: Callable[[Any, str], Callable[[], dict[str, Any]]]) -> None:
    """``work(data, shape)`` prepares (not timed) and returns what is timed, which returns the answer by channel."""
    options = arguments()
    warnings.simplefilter("ignore")
    timed = work(options.data if options.from_file else load(options.data), options.shape)
    loaded, seconds, processor, answer = peak_megabytes(), [], [], {}
    while len(seconds) < options.repeat and sum(seconds) < ENOUGH:
        begin, busy = time.perf_counter(), time.process_time()
        answer = timed()
        seconds.append(time.perf_counter() - begin)
        processor.append(time.process_time() - busy)
    report = {"seconds": seconds, "processor": processor, "loaded": loaded, "peak": peak_megabytes(), "answer": answer}
    options.out.write_text(json.dumps(report), encoding="utf-8")
