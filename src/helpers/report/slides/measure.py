"""How much room text takes, in points, before any program draws it.

Widths are those of Arial, whose metric twin (Liberation Sans) stands in for it where it is missing; a little is added,
because programs differ in how they space letters.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache

#: Advance widths in thousandths of the type size, from the space (32) to the tilde (126).
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
#: added to each width: the difference between one program's spacing and another's
_DOUBT = 1.03
#: height of a line of text, in type sizes
LEADING = 1.2
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: a sentence can do without what stands in brackets
_BRACKETS = re.compile(r"\s*\([^()]*\)")
#: where a sentence can end early and still be one, the strongest first
_BREAKS = (". ", "; ", ": ", ", ")


def clean(text: str) -> str:
    """The text without characters that XML cannot hold; tabs and ends of lines become spaces."""
    return sound(text).strip(" ")


def sound(text: str) -> str:
    """The same, with the spaces at its ends."""
    return re.sub(r"[\t\n\r\u2028\u2029]+", " ", _UNFIT.sub("", text))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Points that a text takes on one line."""
    return sum(_advance(letter, bold) for letter in text) * size / 1000 * _DOUBT


@cache
def _advance(letter: str, bold: bool) -> int:
    if unicodedata.combining(letter):
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    base = " " if base in "\xa0\u202f" else base
    if 32 <= ord(base) <= 126:
        return (_BOLD if bold else _REGULAR)[ord(base) - 32]
    return 1000 if unicodedata.east_asian_width(letter) in "WF" or base in "—…→←■□▨▲▼↑↓" else 600


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in ``room`` points; a word longer than a line is broken."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, size, room, bold=bold)
        lines += whole
    return [*lines, line]


def _broken(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    parts, part = [], ""
    for letter in word:
        if part and width(part + letter, size, bold=bold) > room:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """Points that the lines of a text take one above the other."""
    return len(wrapped(text, size, room, bold=bold)) * size * LEADING


def fits(text: str, size: float, room: float, *, lines: int, bold: bool = False) -> bool:
    """Whether a text keeps within so many lines."""
    return len(wrapped(text, size, room, bold=bold)) <= lines


def bare(text: str) -> str:
    """The text without what stands in brackets."""
    return _BRACKETS.sub("", text)


def shortened(text: str, size: float, room: float, *, lines: int, bold: bool = False) -> str:
    """The text in at most ``lines``: without brackets, ended at a stop of its own, or else with an ellipsis.

    >>> shortened("Half wait two days (between 1 and 3 days); the rest wait longer.", 10, 120, lines=1)
    'Half wait two days.'
    """
    if fits(text, size, room, lines=lines, bold=bold):
        return text
    short = bare(text)
    for candidate in (short, *_ended(short)):
        if fits(candidate, size, room, lines=lines, bold=bold):
            return candidate
    return _cut(short, size, room, lines=lines, bold=bold)


def _ended(text: str) -> list[str]:
    """The text up to each of its stops but the first few words, longest first within each kind of stop."""
    found = []
    for stop in _BREAKS:
        ends = [match.start() for match in re.finditer(re.escape(stop), text)]
        # what a colon or a comma ends too early says nothing
        least = 0.4 if stop in (": ", ", ") else 0.15
        found += [text[:end].rstrip(".") + "." for end in reversed(ends) if end >= least * len(text)]
    return found


def _cut(text: str, size: float, room: float, *, lines: int, bold: bool) -> str:
    words = text.split(" ")
    for kept in range(len(words) - 1, 0, -1):
        candidate = " ".join(words[:kept]).rstrip(",;:.") + "…"
        if fits(candidate, size, room, lines=lines, bold=bold):
            return candidate
    few = math.floor(room / (size * 1.1)) * lines
    return words[0][:few] + "…"
