"""Do the three statements of a construct measure one thing?"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import f as fisher

from helpers.assessment.figures import hidden, known, segment
from helpers.assessment.scores import Wave
from helpers.facts import Fact
from helpers.instrument import Construct, instrument
from helpers.periods import Period

#: Below so many whole answers alpha says next to nothing: with a true .80 it comes out between .4 and .9 of eight.
FEWEST_ANSWERS = 20
LEVEL = 0.95


class Alpha(NamedTuple):
    """Cronbach's alpha with Feldt's interval; ``nan`` where undefined."""

    value: float
    low: float
    high: float


def cronbach_alpha(answers: NDArray[np.int64], *, level: float = LEVEL) -> Alpha:
    """How far do several statements go together, from minus infinity to 1?

    ``answers`` has a row per person and a column per statement. Alpha (Cronbach 1951, *Psychometrika* 16) is
    k / (k − 1) · (1 − sum of the statements' variances / variance of the sum); the interval is
    ``feldt_interval``'s. Undefined of one statement, of one person, and where everybody's sum is the same.

    >>> [round(x, 3) for x in cronbach_alpha(np.array([[1, 1], [2, 3], [3, 2], [4, 4], [5, 5]]))]
    [0.947, 0.494, 0.995]
    """
    people, k = answers.shape
    if people < 2 or k < 2 or not np.ptp(answers.sum(axis=1)):
        return Alpha(math.nan, math.nan, math.nan)
    parts, whole = answers.var(axis=0, ddof=1).sum(), answers.sum(axis=1).var(ddof=1)
    value = float(k / (k - 1) * (1 - parts / whole))
    return Alpha(value, *feldt_interval(value, people=people, statements=k, level=level))


def feldt_interval(alpha: float, *, people: int, statements: int, level: float = LEVEL) -> tuple[float, float]:
    """Between which values does alpha lie, given what was found of so many people and statements?

    (1 − true) / (1 − found) follows F with n − 1 and (n − 1)(k − 1) degrees of freedom, where statements are equally
    good (Feldt 1965, *Psychometrika* 30; Feldt, Woodruff & Salih 1987, *Applied Psychological Measurement* 11).

    >>> [round(x, 3) for x in feldt_interval(0.79, people=41, statements=26, level=0.9)]
    [0.705, 0.862]
    """
    tail, free = (1 - level) / 2, (people - 1, (people - 1) * (statements - 1))
    low, high = (1 - (1 - alpha) * float(fisher.ppf(share, *free)) for share in (1 - tail, tail))
    return low, high


def item_correlation(answers: NDArray[np.int64]) -> float:
    """The mean correlation of each two statements; ``nan`` where a statement got one answer from everybody.

    >>> round(item_correlation(np.array([[1, 1, 2], [2, 3, 3], [3, 2, 2], [4, 4, 5]])), 3)
    0.814
    """
    if len(answers) < 2 or not np.ptp(answers, axis=0).all():
        return math.nan
    table = np.asarray(np.corrcoef(answers, rowvar=False))
    return float(table[np.triu_indices(table.shape[0], 1)].mean())


def perception_reliability(now: Wave, values: pd.DataFrame, *, period: Period) -> list[Fact]:
    """Cronbach's alpha of each construct, both teams pooled, from twenty people on who answered all of it.

    With fewer only the mean correlation of the statements is told (``stat=item_correlation``), as information. Hidden
    like every figure where a team has under four people with a score; missing where all answered alike.
    """
    facts, wide = [], values.pivot(index="respondent", columns="item", values="value")
    for construct in instrument().constructs:
        answers, shown = whole_answers(wide, construct), now.scores(construct.id).shown
        rest: dict[str, Any] = {"period": period, "unit": "ratio", "segment": segment(construct=construct.id)}
        alpha, together = cronbach_alpha(answers), item_correlation(answers)
        if shown and len(answers) >= FEWEST_ANSWERS and not math.isnan(alpha.value):
            facts.append(known("perception_reliability", alpha.value, low=alpha.low, high=alpha.high, n=len(answers),
                               **rest))  # fmt: skip
        else:
            facts.append(hidden("perception_reliability", now.why, **rest))
        rest["variant"] = "stat=item_correlation"
        if shown and not math.isnan(together):
            facts.append(known("perception_reliability", together, n=len(answers), **rest))
        else:
            facts.append(hidden("perception_reliability", "too_few" if shown else now.why, **rest))
    return facts


def whole_answers(wide: pd.DataFrame, construct: Construct) -> NDArray[np.int64]:
    """The answers of who answered all statements of a construct, a row each; ``wide`` has a column per statement."""
    whole = wide.reindex(columns=list(construct.item_ids)).dropna()
    return whole.to_numpy(dtype="int64")
