"""Text from data as a cell may hold it: never a formula, never markup, never longer than a cell."""

from __future__ import annotations

import re

#: What makes a spreadsheet run a text as a formula once it is typed again, or read from a CSV file.
STARTERS = ("=", "+", "-", "@", "\t", "\r")
#: Characters of a cell, counted as spreadsheets count them (UTF-16).
LONGEST = 32_767
_MORE = " […]"
#: A number with its sign and perhaps one word: nothing to run.
_NUMBER = re.compile(r"[+-]\d[\d.,\s]*(%|[^\W\d_]+)?")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def inert(text: str) -> str:
    """The text as a cell holds it: control characters gone, an apostrophe before what would run, not too long.

    The apostrophe stands in the text itself, as in the CSV files of a build: a cell typed as text is safe where it is,
    but the same text saved as CSV and opened again is not. A number with its sign runs nothing and stays as it is.

    >>> inert("=1+1"), inert("+12.5 points"), inert("\\r=1"), inert("a\\x00b")
    ("'=1+1", '+12.5 points', "'=1", 'ab')
    """
    clean = plain(text)
    runs = text.startswith(STARTERS) or clean.startswith(STARTERS)
    return cut(f"'{clean}" if runs and not _NUMBER.fullmatch(clean) else clean)


def plain(text: str) -> str:
    """Without characters that XML cannot hold; ends of lines are all alike, and none at the start."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).lstrip("\n ")


def cut(text: str, most: int = LONGEST) -> str:
    """At most so many characters, a mark at the end where some are left out.

    >>> cut("abcdefgh", 6)
    'ab […]'
    """
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * (most - units(_MORE))]
    return kept.decode("utf-16-le", errors="ignore") + _MORE


def units(text: str) -> int:
    """How long a text is as spreadsheets count.

    >>> units("año"), units("📈")
    (3, 2)
    """
    return len(text.encode("utf-16-le")) // 2


def line(text: str) -> str:
    """A text in one line, for names, alternative texts and page headers."""
    return " ".join(plain(text).split())
