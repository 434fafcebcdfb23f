"""What all parts of one chart share."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.report.model import Chart
from helpers.report.slides.numbers import number_format
from helpers.words import Words

#: kinds of chart whose categories stand one below the other
ROWS = ("bars", "dots", "dumbbell")
#: side of a dot, in points
DOT = 10.0


@dataclass(frozen=True)
class Place:
    """Where something stands on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Setting:
    """What all parts of one chart share."""

    chart: Chart
    place: Place
    words: Words
    lang: str
    sign: str = ""

    @property
    def numbers(self) -> list[float]:
        """Every number of the chart."""
        return [value for one in self.chart.series for value in one.values if value is not None]

    @property
    def format(self) -> str:
        """How its values are written."""
        return number_format(self.chart.unit, self.numbers, self.words, sign=self.sign)
