"""Prepare the lessons where the room's copies are made from: ``python -m helpers.workshop.room.warming PAGES LANG…``.

A program of its own, because the temporary folder in which companies are imported is settled when a program starts.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.errors import TandemError
from helpers.workshop.preparing import lesson_pages


def warm(pages: Path, languages: Sequence[str]) -> None:
    """Import every company of the lessons, compute what they show, and write their pages."""
    for lang in languages:
        lesson_pages(pages / lang, lang)


if __name__ == "__main__":
    try:
        warm(Path(sys.argv[1]), sys.argv[2:])
    except TandemError as error:
        sys.exit(str(error))
