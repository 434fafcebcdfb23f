"""A room of the tests' own: six pairs on loopback, with two small notebooks, as a program that can be ended."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nbformat

from helpers.workshop.room import opening
from helpers.workshop.room.copies import LESSONS, OWN, TEMPORARY

#: What a pair that wants to see what happens may type.
BREAK = """\
import os, pathlib, shutil, signal
root = pathlib.Path("..").resolve()
for path in root.iterdir():
    shutil.rmtree(path)
(root / "mess").mkdir(); (root / "mess" / "link").symlink_to("/"); (root / "mess").chmod(0)
os.kill(os.getppid(), signal.SIGKILL)"""
COUNT = "print(sum(range(10)), 'leads')"


def small(place: Path, languages: Sequence[str]) -> Path:
    """A copy that takes no time to prepare."""
    for lang in languages:
        folder = place / LESSONS / lang
        folder.mkdir(parents=True)
        for name, title, code in (("01_count", "Counting leads", COUNT), ("02_break", "What happens if", BREAK)):
            cells = [nbformat.v4.new_markdown_cell(f"# {title}"), nbformat.v4.new_code_cell(code)]
            for number, cell in enumerate(cells):
                cell["id"] = f"cell-{number}"
            spec = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
            nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), folder / f"{name}.ipynb")
    (place / OWN / TEMPORARY).mkdir(parents=True)
    return place


def _say(line: str) -> None:
    print(line, flush=True)


def main(port: int, pairs: int) -> None:
    options = opening.Options(pairs=pairs, port=port, here=True)
    with (
        tempfile.TemporaryDirectory() as place,
        opening.opened(options, Path(place), tell=_say, prepare=small) as room,
    ):
        for pair in room.desk.pairs:
            _say(f"copy {pair.access.number}: {pair.copy.folder}")
        for line in opening.told(room):
            _say(line)
        asyncio.run(opening.serve(room))
    _say("closed")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
