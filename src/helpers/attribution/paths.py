"""Journeys as integers: the one thing every model reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Journeys, coded: row ``i`` walked the channels ``codes[starts[i]:starts[i + 1]]``, first touch first.

    A row stands for any number of journeys along the same path: ``conversions`` of them converted and were worth
    ``value`` together, ``nulls`` did not. No row is empty: conversions without a touch are a matter of coverage, not of
    credit. ``channels`` are unique and sorted, so that no result depends on the order in which rows came.
    """

    channels: tuple[str, ...]
    #: index into ``channels``, of the touches of all rows, one row after the other
    codes: NDArray[np.int32]
    #: one more than there are rows; begins with 0, ends with ``len(codes)``
    starts: Integers
    conversions: Floats
    value: Floats
    nulls: Floats
    #: days from the touch to the conversion (or to the journey's end), one for each touch; None where no time is known
    ages: Floats | None = None

    def __len__(self) -> int:
        return len(self.conversions)

    @property
    def lengths(self) -> Integers:
        """Touches of each row, 1 or more."""
        return np.diff(self.starts)
