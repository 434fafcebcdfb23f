"""A share with what it leaves open."""

from __future__ import annotations

import math
from typing import NamedTuple

from helpers.intervals import wilson


class Share(NamedTuple):
    """So many of so many, with the 95 % interval of Wilson; all nan of none."""

    value: float
    low: float
    high: float


def share(k: int, n: int) -> Share:
    """A share of people, answers or claims taken for independent.

    >>> [round(x, 3) for x in share(9, 12)]
    [0.75, 0.468, 0.911]
    """
    if n == 0:
        return Share(math.nan, math.nan, math.nan)
    low, high = wilson([k], [n])
    return Share(k / n, float(low[0]), float(high[0]))
