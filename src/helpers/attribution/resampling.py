"""How far might credit lie from what was seen, had other journeys of the same kind come by? Bootstrap intervals.

Journeys are drawn again with replacement (Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapters 6 and
13). A tally keeps them in random groups, so groups are drawn; with 200 groups and more that comes to the same. An
interval speaks of chance in which journeys came by, under one model: not of touches that nobody recorded, nor of the
choice of model.
"""

from __future__ import annotations

import numpy as np

from helpers.attribution.paths import Floats
from helpers.attribution.tally import Tally, TallyError

LEVEL = 0.95
#: Fewest groups from which an interval is drawn: below, groups are too few to stand for journeys.
FEWEST_GROUPS = 50
#: Numbers drawn at a time.
CELLS = 1 << 22


def draws(tally: Tally, *, resamples: int, seed: int = 0) -> Floats:
    """How much does each group count in each resample? Resamples × groups.

    Groups that hold a journey are drawn with replacement, as many as there are; each draw is then scaled to the
    number of journeys that were seen, because random groups differ in size and journeys drawn one by one would not.
    """
    if tally.groups < FEWEST_GROUPS:
        raise TallyError(
            f"{tally.groups} groups of journeys are too few for intervals", do="tally with groups=200 or more"
        )
    filled = np.flatnonzero(tally.journeys > 0)
    result = np.zeros((resamples, tally.groups))
    if len(filled):
        generator = np.random.default_rng(seed)
        drawn = generator.multinomial(len(filled), np.full(len(filled), 1 / len(filled)), resamples)
        journeys = drawn @ tally.journeys[filled]
        result[:, filled] = drawn * (tally.journeys.sum() / journeys)[:, None]
    return result


def interval(drawn: Floats, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Between which numbers lie ``level`` of the draws (axis 0)? Percentiles at ranks of draws + 1 (Weibull's).

    >>> low, high = interval(np.arange(1.0, 400.0)[:, None])
    >>> round(float(low[0]), 9), round(float(high[0]), 9)
    (10.0, 390.0)
    """
    outside = (1 - level) / 2
    low, high = np.quantile(drawn, [outside, 1 - outside], axis=0, method="weibull")
    return low, high


def of_rows(
    credit: Floats, *, resamples: int, nulls: int = 0, seed: int = 0, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Intervals of the column sums of credit that comes conversion by conversion (conversions × channels).

    For rules that need more than paths, as W-shaped. ``nulls`` journeys without conversion are drawn along, so that
    the number of conversions varies as it does for a tally; with 0 it stands as seen. Two arrays, one number a
    channel.

    >>> low, high = of_rows(np.eye(2)[[0] * 50 + [1] * 50], resamples=400)
    >>> bool(low[0] < 50 < high[0])
    True
    """
    rows = len(credit)
    if not rows:
        return np.zeros(credit.shape[1]), np.zeros(credit.shape[1])
    generator, sums = np.random.default_rng(seed), []
    converted = generator.binomial(rows + nulls, rows / (rows + nulls), resamples)
    step = max(1, CELLS // rows)
    for begin in range(0, resamples, step):
        counts = generator.multinomial(converted[begin : begin + step], np.full(rows, 1 / rows))
        sums.append(counts @ credit)
    return interval(np.concatenate(sums), level=level)
