"""Tables as they fit on slides: columns as wide as their words, rows as high as their lines, continued over slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.report.model import Table
from helpers.report.slides.deck import BOTTOM, ROOM, SIDE_SIZE, SMALL_SIZE, TOP, Grid
from helpers.report.slides.measure import LEADING, clean, shortened, width, wrapped

#: free room left and right of a cell's text, and above and below it
PAD, RISE = 6.0, 4.0
#: rows of one slide, and lines of one cell
ROWS, LINES = 9, 6
#: a caption above the table, a line below it
ABOVE, BELOW = 26.0, 20.0
#: a column is stretched to at most so much of what its words need
_STRETCH = 1.8


@dataclass(frozen=True)
class Matrix:
    """A table of text before it is laid out; ``facts`` are the keys behind each row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    muted: frozenset[tuple[int, int]] = frozenset()
    facts: tuple[tuple[str, ...], ...] = ()


def matrix(table: Table) -> Matrix:
    """The table's text; columns without a word in any row are left out."""
    kept = [
        place for place in range(len(table.columns))
        if place == 0 or any(clean(row[place].text) for row in table.rows)
    ]  # fmt: skip
    muted = {
        (number, new) for number, row in enumerate(table.rows) for new, old in enumerate(kept) if row[old].muted
    }  # fmt: skip
    return Matrix(
        clean(table.caption),
        tuple(clean(table.columns[place].title) for place in kept),
        tuple(tuple(clean(row[place].text) for place in kept) for row in table.rows),
        tuple(table.columns[place].kind == "number" for place in kept),
        frozenset(muted),
        tuple(tuple(dict.fromkeys(row[place].fact for place in kept if row[place].fact)) for row in table.rows),
    )


def pages(given: Matrix, *, above: bool) -> list[Grid]:
    """The table in parts that each fit a slide, set larger where that costs no slide and no line.

    ``above`` leaves room for the caption.
    """
    small = _laid(given, above=above, size=SMALL_SIZE)
    large = _laid(given, above=above, size=SIDE_SIZE)
    plain = (
        [sum(grid.heights[1:]) / SMALL_SIZE for grid in small],
        [sum(grid.heights[1:]) / SIDE_SIZE for grid in large],
    )
    same = len(small) == len(large) and small[0].heads == large[0].heads
    return large if same and sum(plain[1]) <= sum(plain[0]) else small


def _laid(given: Matrix, *, above: bool, size: float) -> list[Grid]:
    given = _narrowed(given, size)
    widths = _widths(given, size)
    cells = [tuple(_fitted(text, wide, size) for text, wide in zip(row, widths, strict=True)) for row in given.rows]
    head = _tall(given.heads, widths, size, bold=True)
    room = BOTTOM - TOP - head - (ABOVE if above else 0) - BELOW
    grids = []
    for first, last in _parts([_tall(row, widths, size) for row in cells], room):
        rows = tuple(cells[first:last])
        heights = (head, *(_tall(row, widths, size) for row in rows))
        muted = frozenset((row - first, column) for row, column in given.muted if first <= row < last)
        grids.append(Grid(given.caption, given.heads, rows, given.numbers, tuple(widths), heights, muted,
                          given.caption if above else "", size=size))  # fmt: skip
    return grids


def facts(given: Matrix, grids: Sequence[Grid], number: int) -> tuple[str, ...]:
    """The keys behind the rows of one part."""
    first = sum(len(grid.rows) for grid in grids[:number])
    found = given.facts[first : first + len(grids[number].rows)]
    return tuple(dict.fromkeys(key for row in found for key in row))


def _narrowed(given: Matrix, size: float) -> Matrix:
    """Without the last columns where not even their longest words would fit side by side."""
    kept = len(given.heads)
    while kept > 2 and sum(_least(given, place, size) for place in range(kept)) > ROOM:
        kept -= 1
    return replace(
        given,
        heads=given.heads[:kept],
        rows=tuple(row[:kept] for row in given.rows),
        numbers=given.numbers[:kept],
        muted=frozenset((row, column) for row, column in given.muted if column < kept),
    )


def _column(given: Matrix, place: int) -> list[tuple[str, bool]]:
    return [(given.heads[place], True), *((row[place], False) for row in given.rows)]


def _least(given: Matrix, place: int, size: float) -> float:
    """What the longest word of a column needs; nothing needs more than a quarter of the slide."""
    words = (width(word, size, bold=bold) for text, bold in _column(given, place) for word in text.split(" "))
    return min(max(words, default=0) + 2 * PAD + 1, ROOM / 4)


def _widths(given: Matrix, size: float) -> list[float]:
    """As wide as the words; where that is too much, each gives what it can spare; where too little, each grows."""
    count = len(given.heads)
    natural = [max(width(text, size, bold=bold) for text, bold in _column(given, p)) + 2 * PAD + 1
               for p in range(count)]  # fmt: skip
    least = [_least(given, place, size) for place in range(count)]
    if sum(natural) <= ROOM:
        factor = min(ROOM / sum(natural), _STRETCH)
        return [wide * factor for wide in natural]
    # numbers keep their line as long as texts can give way
    firm = [natural[p] if given.numbers[p] else least[p] for p in range(count)]
    floor = firm if sum(firm) <= ROOM else least
    spare = [max(natural[p] - floor[p], 0.0) for p in range(count)]
    left = ROOM - sum(floor)
    capped = [min(each, ROOM / 2) for each in spare]
    return [floor[p] + left * capped[p] / (sum(capped) or 1.0) for p in range(count)]


def _fitted(text: str, wide: float, size: float) -> str:
    return shortened(text, size, wide - 2 * PAD, lines=LINES) if text else text


def _tall(row: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False) -> float:
    lines = max(len(wrapped(text, size, wide - 2 * PAD, bold=bold)) for text, wide in zip(row, widths, strict=True))
    return lines * size * LEADING + 2 * RISE


def _parts(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """First and last row of each part: as few parts as fit, none of them a straggler."""
    parts = _filled(heights, room, ROWS)
    even = -(-len(heights) // max(len(parts), 1))
    balanced = _filled(heights, room, even)
    return balanced if len(balanced) == len(parts) else parts


def _filled(heights: Sequence[float], room: float, most: int) -> list[tuple[int, int]]:
    parts, first, used = [], 0, 0.0
    for place, tall in enumerate(heights):
        if place > first and (used + tall > room or place - first >= most):
            parts.append((first, place))
            first, used = place, 0.0
        used += tall
    return [*parts, (first, len(heights))] if heights else [(0, 0)]
