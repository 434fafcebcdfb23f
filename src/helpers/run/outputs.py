"""Run notebooks on their own defaults and keep the outputs in place: what ``make notebooks`` commits."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from helpers.run.notebooks import execute, load, save

#: A committed notebook stays small enough to read on the web.
LIMIT_BYTES = 300_000


def refresh(notebook: Path) -> int:
    """Run the notebook as a person would, in its own folder; returns its size in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        ran = execute(notebook, Path(folder, notebook.name), parameters={}, folder=notebook.parent)
        fresh = load(ran)
    kept = load(notebook)
    for cell, new in zip(kept.cells, fresh.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = new.outputs, new.execution_count
    save(kept, notebook)
    return notebook.stat().st_size


def main(paths: list[str]) -> None:
    """Refresh each notebook and say its size; fails when one is too large to commit."""
    for path in map(Path, paths):
        size = refresh(path)
        print(f"{path}: {size / 1000:.0f} kB")
        if size > LIMIT_BYTES:
            sys.exit(f"{path} is larger than {LIMIT_BYTES / 1000:.0f} kB; show less")


if __name__ == "__main__":
    main(sys.argv[1:])
