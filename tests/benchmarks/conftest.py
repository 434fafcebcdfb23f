"""Benchmarks are code too: they run here at a tiny size, never timed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
for folder in (ROOT, ROOT / "benchmarks" / "attribution" / "drivers"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The benchmark's journeys, 3,000 of them, in its three shapes."""
    from benchmarks.attribution import journeys

    folder = tmp_path_factory.mktemp("drawn")
    files = {shape: folder / f"{shape}.parquet" for shape in ("raw", "unique", "log")}
    journeys.write_paths(files["raw"], files["unique"], 3000)
    journeys.write_log(files["log"], 3000)
    return files
