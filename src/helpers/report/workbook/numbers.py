"""The numbers of a chart in cells: what a native chart points at, so that it can be edited where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.report.model import Chart, Series
from helpers.words import Words, msg

BELOW, ABOVE = msg("Down to"), msg("Up to")
LOW, HIGH = msg("From"), msg("To")


@dataclass(frozen=True)
class Column:
    """A column of numbers: ``part`` is what it holds of its series (value, low, high, down, up)."""

    title: str
    series: int
    part: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Numbers:
    """Categories, columns and keys of facts, a row for each category."""

    categories: tuple[str, ...]
    columns: tuple[Column, ...]
    facts: tuple[str, ...]

    def place(self, series: int, part: str = "value") -> int | None:
        """Which column holds a part of a series, the categories being column 0; None where there is none."""
        wanted = (series, part)
        return next((at + 1 for at, col in enumerate(self.columns) if (col.series, col.part) == wanted), None)

    @property
    def width(self) -> int:
        """Columns in all: the categories, the numbers, the keys."""
        return len(self.columns) + 2


def numbers(chart: Chart, series: Sequence[Series], words: Words) -> Numbers:
    """The columns behind a chart: each series with its interval, as ends and as the reach on both sides.

    A workbook computes the reach itself, from the ends; here only the ends are numbers.
    """
    columns: list[Column] = []
    for place, each in enumerate(series):
        columns.append(Column(each.name, place, "value", each.values))
        if each.low or each.high:
            blank = (None,) * len(each.values)
            columns += [
                Column(words.say(LOW), place, "low", each.low or blank),
                Column(words.say(HIGH), place, "high", each.high or blank),
                Column(words.say(BELOW), place, "down", blank),
                Column(words.say(ABOVE), place, "up", blank),
            ]
    keys = chart.facts or ("",) * len(chart.categories)
    return Numbers(chart.categories, tuple(columns), keys)


def reach(value: float | None, end: float | None) -> float:
    """How far an interval reaches from its value; none where one of both is missing."""
    return abs(end - value) if value is not None and end is not None else 0.0


def firm_and_thin(chart: Chart, words: Words) -> list[Series]:
    """The series with thin places apart: dots of one series all look alike, and thin ones must not pass for firm."""
    found: list[Series] = []
    for each in chart.series:
        if not any(each.thin):
            found.append(each)
            continue
        pairs = list(zip(each.values, each.thin, strict=True))
        firm = tuple(None if thin else value for value, thin in pairs)
        few = tuple(value if thin else None for value, thin in pairs)
        name = f"{each.name} · {words.say('too few')}"
        found.append(each.model_copy(update={"values": firm}))
        found.append(Series(name=name, role="other", values=few, low=each.low, high=each.high))
    return [each for each in found if any(value is not None for value in each.values)]
