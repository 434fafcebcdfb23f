"""Tándem: all rules, the exact Markov chain of order 1 with values, and Shapley, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import measure
import pandas as pd

from helpers.attribution.models import attribute
from helpers.attribution.tally import Tally, tally
from helpers.engagement import Attribution

COLUMNS = {"credit": "conversions", "credit_value": "value", "effect": "removal_effect"}


def work(data: Any, shape: str) -> Callable[[], dict[str, Any]]:
    count = _of_log() if shape == "log" else _of_paths()
    return lambda: answer(attribute(count(data)))


def _of_paths() -> Callable[[Any], Tally]:
    """A table of paths needs no engine: what reads logs stays out of memory."""
    from helpers.attribution.reading.path_table import read_path_table

    return lambda data: tally(read_path_table(data, merge=False), settings=Attribution())


def _of_log() -> Callable[[Any], Tally]:
    from helpers.attribution.reading.touch_log import tally_touch_log

    return lambda data: tally_touch_log(data, settings=Attribution(), merge=False)


def answer(table: pd.DataFrame) -> dict[str, Any]:
    """By model: what each channel is credited with; the Markov model leads, as for the peers."""
    models = {
        str(model): {name: dict(zip(rows["channel"], rows[column], strict=True)) for name, column in _columns(rows)}
        for model, rows in table.groupby("model", sort=False)
    }
    return {**models["markov1"], "models": models}


def _columns(rows: pd.DataFrame) -> list[tuple[str, str]]:
    found = {**COLUMNS, "effect_value": "removal_effect_value"}
    return [(name, column) for name, column in found.items() if rows[column].notna().all()]


if __name__ == "__main__":
    measure.run(work)
