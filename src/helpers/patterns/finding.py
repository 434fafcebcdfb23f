"""One place in which a pattern was looked for, and what was seen there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["share", "count", "ratio", "days", "money", "points"]


@dataclass(frozen=True)
class Finding:
    """What a pattern's effect is in one place, between which bounds, and whether the kit claims it.

    ``value`` ``low`` ``high`` are the effect in ``unit`` with its 95 % interval (equal where it is counted, not
    estimated); differences of shares are shares (0.12 is twelve points). ``where`` is ``segment=value`` as in
    ``metrics.csv``, or ``all``. ``shown`` are the figures a reader needs beside the effect, by name: what a lesson
    prints comes from here.
    """

    pattern: str
    where: str
    value: float
    low: float
    high: float
    unit: Unit
    claimed: bool
    n: int
    shown: Mapping[str, float] = field(default_factory=dict)

    def holds(self, truth: float) -> bool:
        """Whether the interval holds a true effect, to within a millionth for what is counted."""
        slack = 1e-6 * max(1.0, abs(truth))
        return self.low - slack <= truth <= self.high + slack
