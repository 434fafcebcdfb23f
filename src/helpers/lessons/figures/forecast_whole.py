"""What was forecast and what was won, in total."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.forecast_by_region import plated
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report.model import Figure
from helpers.words import Words


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """One row."""
    return plated([each for each in found if each.where == "all"], words, key="forecast-whole",
                  title=words.say("Forecast and won, in total"))  # fmt: skip
