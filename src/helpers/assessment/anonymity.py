"""From how many people on may a figure be shown, and what could be worked out from several that are?

Nothing people answered is shown, of a team or of both together, unless both teams have ``FEWEST`` people in it: where
one has four and the other one, the figure of both and what the four know of themselves would give that one person's
answer. So what both said together stays hidden too, and a company with three people against two has no figure at all
(it talks instead, by name and by consent). The rows are there whatever was answered, with a note instead of a value,
so that their number tells nothing either.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

FEWEST = 4
LEVELS = ("management", "field")
#: (team, level) → people; level '' where it was left open
Cells = Mapping[tuple[str, str], int]


def enough(marketing: int, sales: int) -> bool:
    """Whether both teams have four people in a figure.

    >>> enough(4, 4), enough(4, 1), enough(3, 2), enough(9, 0)
    (True, False, False, False)
    """
    return min(marketing, sales) >= FEWEST


def levels_shown(cells: Cells) -> tuple[str, ...]:
    """Which levels may be shown beside both teams?

    None, unless the sums of teams and of levels (those who left it open are one) determine the sum of no group of
    fewer than four: so each has four people or nobody. With all of marketing in the field, sales less management would
    be the sellers in the field, perhaps one person.

    >>> levels_shown({("marketing", "field"): 4, ("sales", "management"): 4, ("sales", "field"): 1})
    ()
    >>> levels_shown({("marketing", "management"): 2, ("marketing", "field"): 3, ("sales", "management"): 2,
    ...               ("sales", "field"): 4})
    ('management', 'field')
    """
    if told_apart(cells):
        return ()
    return tuple(level for level in LEVELS if any(n for (_, part), n in cells.items() if part == level))


def told_apart(cells: Cells) -> bool:
    """Whether the sums over teams and over levels determine the sum of some group of fewer than four people.

    A group of cells is determined where its indicator is a combination of those of the sums shown; cells without
    people are known to be nothing.

    >>> told_apart({("marketing", ""): 4, ("sales", ""): 3})
    True
    """
    filled = [cell for cell, n in cells.items() if n]
    shown = [[float(cell[side] == name) for cell in filled] for side in (0, 1) for name in {c[side] for c in filled}]
    rank = np.linalg.matrix_rank(np.array(shown)) if filled else 0
    groups = (set(group) for size in range(1, len(filled) + 1) for group in combinations(filled, size))
    return any(
        np.linalg.matrix_rank(np.array([*shown, [float(cell in group) for cell in filled]])) == rank
        for group in groups
        if sum(cells[cell] for cell in group) < FEWEST
    )
