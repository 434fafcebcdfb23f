"""The exact answer, by another way than the library's: plain counting and fractions, no floating point, no matrices.

What a tool credits is compared with this. Slow and small: a table of unique paths, a dozen channels.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Row = tuple[Sequence[str], int, int, int]
Shares = dict[str, Fraction]
START = ""
RULES = ("first", "last", "linear", "shapley")


@dataclass(frozen=True)
class Exact:
    """Credited conversions and value by model and channel, and the removal effects of the chain of order 1."""

    conversions: dict[str, Shares]
    value: dict[str, Shares]
    effect: Shares
    effect_value: Shares

    @property
    def totals(self) -> tuple[Fraction, Fraction]:
        """All conversions and all value."""
        return sum(self.conversions["last"].values(), Fraction(0)), sum(self.value["last"].values(), Fraction(0))


def exact(paths: Iterable[str], conversions: Iterable[int], value: Iterable[float], nulls: Iterable[int]) -> Exact:
    """All answers at once, of a path table; values are the decimal numbers that they print as."""
    worths = [Decimal(str(worth)) for worth in value]
    unit = 10 ** max((-int(worth.as_tuple().exponent) for worth in worths), default=0)
    split = [tuple(channel.strip() for channel in path.split(">")) for path in paths]
    cents = [int(worth * unit) for worth in worths]
    rows = list(zip(split, map(int, conversions), cents, map(int, nulls), strict=True))
    effect, effect_value = removal_effects(rows)
    credit = [_credit(rows, of=of, unit=over) for of, over in ((1, 1), (2, unit))]
    for shares, effects, whole in zip(credit, (effect, effect_value), _totals(rows, unit), strict=True):
        total = sum(effects.values(), Fraction(0))
        shares["markov1"] = {channel: whole * each / total if total else total for channel, each in effects.items()}
    return Exact(*credit, effect, effect_value)


def _totals(rows: Sequence[Row], unit: int) -> tuple[Fraction, Fraction]:
    return Fraction(sum(row[1] for row in rows)), Fraction(sum(row[2] for row in rows), unit)


def _credit(rows: Sequence[Row], *, of: int, unit: int) -> dict[str, Shares]:
    """Whole numbers are added up by what they are to be divided by; dividing comes last."""
    sums: dict[str, Counter[tuple[str, int]]] = {rule: Counter() for rule in RULES}
    for row in rows:
        path, worth = row[0], row[of]
        if worth:
            sums["first"][path[0], 1] += worth
            sums["last"][path[-1], 1] += worth
            for channel in path:
                sums["linear"][channel, len(path)] += worth
            distinct = set(path)
            for channel in distinct:
                sums["shapley"][channel, len(distinct)] += worth
    return {rule: _divided(counted, unit) for rule, counted in sums.items()}


def _divided(counted: Counter[tuple[str, int]], unit: int) -> Shares:
    shares: Shares = defaultdict(Fraction)
    for (channel, parts), worth in sorted(counted.items()):
        shares[channel] += Fraction(worth, parts * unit)
    return dict(shares)


def removal_effects(rows: Sequence[Row]) -> tuple[Shares, Shares]:
    """Share of conversions, and of value, that the chain of order 1 loses without each channel."""
    moves: dict[str, Counter[str]] = defaultdict(Counter)
    visits: Counter[str] = Counter()
    paid: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for path, won, worth, lost in rows:
        for here, there in zip((START, *path), path, strict=False):
            moves[here][there] += won + lost
            visits[here] += won + lost
        visits[path[-1]] += won + lost
        before = paid[path[-1]]
        paid[path[-1]] = (before[0] + won, before[1] + worth)
    whole = _reached(moves, visits, paid, without=None)
    left = {channel: _reached(moves, visits, paid, without=channel) for channel in sorted(set(visits) - {START})}
    lost = [
        {channel: 1 - kept[of] / whole[of] if whole[of] else Fraction(0) for channel, kept in left.items()}
        for of in (0, 1)
    ]
    return lost[0], lost[1]


def _reached(
    moves: Mapping[str, Counter[str]],
    visits: Counter[str],
    paid: Mapping[str, tuple[int, int]],
    *,
    without: str | None,
) -> tuple[Fraction, Fraction]:
    """Conversions and value per journey of the chain in which ``without`` leads nowhere, by elimination."""
    states = [state for state in sorted(visits) if state != without]
    table = [
        [Fraction(here == there) - Fraction(moves[here][there], visits[here]) for there in states]
        + [Fraction(paid[here][of], visits[here]) if here in paid else Fraction(0) for of in (0, 1)]
        for here in states
    ]
    for column, pivot in enumerate(table):
        pivot[:] = [cell / pivot[column] for cell in pivot]
        for row in table:
            if row is not pivot and row[column]:
                factor = row[column]
                row[:] = [cell - factor * above for cell, above in zip(row, pivot, strict=True)]
    begin = states.index(START)
    return table[begin][-2], table[begin][-1]


def furthest(found: Mapping[str, float], truth: Mapping[str, Fraction], *, whole: Fraction = Fraction(1)) -> float:
    """The largest distance of any channel from the truth, as a share of ``whole``; a channel left out counts as 0."""
    names = set(found) | set(truth)
    distances = [abs(Fraction(found.get(name, 0.0)) - truth.get(name, Fraction(0))) for name in names]
    return float(max(distances) / whole) if distances else 0.0
