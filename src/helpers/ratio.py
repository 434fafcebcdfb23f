"""The one guarded division of the kit."""

from __future__ import annotations

import math


def ratio(numerator: float, denominator: float) -> float:
    """Sum over sum; ``nan`` where the denominator is zero or either side is missing, never an infinity.

    >>> ratio(1, 4), ratio(1, 0)
    (0.25, nan)
    """
    if not denominator or math.isnan(numerator) or math.isnan(denominator):
        return math.nan
    return numerator / denominator
