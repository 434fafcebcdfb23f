"""Did people learn? The same people, the same questions, before and after."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scipy.stats import norm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.weightstats import DescrStatsW

from helpers.noise import holm
from helpers.workshop.learning.given import Answer
from helpers.workshop.learning.questions import Question

_Z = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Shift:
    """One question: how many of those matched had it right, and how many moved which way.

    ``value`` is the share right after minus before with its 95 % interval; ``clear`` where an exact test of the people
    who moved (McNemar) passes Holm over the questions. ``wrong`` counts the options taken, before and after.
    """

    question: str
    n: int
    before: int
    after: int
    gained: int
    lost: int
    value: float
    low: float
    high: float
    clear: bool
    wrong: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Total:
    """All questions together: right answers a person, before and after, of those matched."""

    people: int
    unmatched: int
    before: float
    after: float
    value: float
    low: float
    high: float


def shifts(answers: Iterable[Answer], asked: Iterable[Question]) -> list[Shift]:
    """How each question moved, of the people who answered it both times; a question nobody answered twice has n 0."""
    given = {(each.code, each.when, each.question): each.option for each in answers}
    codes = sorted({code for code, _, _ in given})
    found, tests = [], []
    for question in asked:
        pairs = [(given[code, "before", question.id], given[code, "after", question.id]) for code in codes
                 if {(code, "before", question.id), (code, "after", question.id)} <= given.keys()]  # fmt: skip
        gained = sum(one != question.right and two == question.right for one, two in pairs)
        lost = sum(one == question.right and two != question.right for one, two in pairs)
        found.append((question, pairs, gained, lost))
        tests.append(exact_p(gained, lost))
    passed = [p < 0.05 for p in holm(tests)]
    return [_shift(question, pairs, gained, lost, clear)
            for (question, pairs, gained, lost), clear in zip(found, passed, strict=True)]  # fmt: skip


def _shift(question: Question, pairs: list[tuple[str, str]], gained: int, lost: int, clear: bool) -> Shift:
    before, after = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    low, high = paired_interval(gained, lost, len(pairs))
    wrong = {option: (before[option], after[option]) for option in question.en.options if option != question.right}
    value = (gained - lost) / len(pairs) if pairs else math.nan
    return Shift(
        question.id, len(pairs), before[question.right], after[question.right], gained, lost, value, low, high, clear,
        wrong,
    )  # fmt: skip


def exact_p(gained: int, lost: int) -> float:
    """Exact McNemar test: could as many have moved one way by tossing coins? 1 where nobody moved.

    >>> exact_p(9, 1)
    0.021484375
    """
    if gained + lost == 0:
        return 1.0
    return float(mcnemar([[0, gained], [lost, 0]], exact=True).pvalue)


def paired_interval(gained: int, lost: int, n: int) -> tuple[float, float]:
    """95 % interval of a change of share among the same people (Bonett & Price 2012, adjusted Wald).

    >>> [round(bound, 3) for bound in paired_interval(9, 1, 20)]
    [0.095, 0.632]
    """
    if n == 0:
        return math.nan, math.nan
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    width = _Z * math.sqrt((up + down - (up - down) ** 2) / (n + 2))
    return max(-1.0, up - down - width), min(1.0, up - down + width)


def total(answers: Iterable[Answer], asked: Iterable[Question]) -> Total:
    """Right answers a person before and after, and the change with its 95 % interval (t, over people).

    Matched is who answered at least one question at both times; a question left open counts as not right.
    """
    right = {question.id: question.right for question in asked}
    scores: dict[tuple[str, str], int] = Counter()
    seen: set[tuple[str, str]] = set()
    for each in answers:
        seen.add((each.code, each.when))
        scores[each.code, each.when] += each.option == right[each.question]
    codes = sorted({code for code, _ in seen})
    both = [code for code in codes if {(code, "before"), (code, "after")} <= seen]
    before, after = ([scores[code, when] for code in both] for when in ("before", "after"))
    changes = [later - earlier for earlier, later in zip(before, after, strict=True)]
    low, high = mean_interval(changes)
    n = len(both)
    earlier, later, change = (sum(values) / n if n else math.nan for values in (before, after, changes))
    return Total(n, len(codes) - n, earlier, later, change, low, high)


def mean_interval(values: list[int] | list[float]) -> tuple[float, float]:
    """95 % interval of a mean by Student's t; as wide as the values where they are all alike or fewer than two.

    >>> [round(bound, 2) for bound in mean_interval([1, 2, 3, 4])]
    [0.45, 4.55]
    """
    if len(values) < 2:
        return math.nan, math.nan
    if len(set(values)) == 1:
        return float(values[0]), float(values[0])
    low, high = DescrStatsW(values).tconfint_mean(alpha=0.05)
    return float(low), float(high)
