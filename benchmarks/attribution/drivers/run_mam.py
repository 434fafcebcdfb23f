"""DP6 marketing-attribution-models: its Markov model, self-transitions kept out as it does by default.

Its format of grouped journeys has one row per path and outcome; bringing path tables into it is not timed. A touch log
goes through its own reader of sessions, which is faster than a group-by of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import measure
import pandas as pd
import polars as pl
from mam import MAM


def work(data: pd.DataFrame, shape: str) -> Callable[[], dict[str, Any]]:
    table = pl.from_pandas(data if shape == "log" else _grouped(data))

    def timed() -> dict[str, Any]:
        found = _sessions(table) if shape == "log" else _journeys(table)
        result = found.run_markov()
        effects = result.metadata["removal_effect"]["removal_effect"]
        credit = result.to_polars()
        return {
            "credit": dict(zip(credit["channels"].to_list(), credit["attribution"].to_list(), strict=True)),
            "effect": {str(channel): float(effect) for channel, effect in effects.items()},
        }

    return timed


def _grouped(data: pd.DataFrame) -> pd.DataFrame:
    won = data.loc[data["total_conversions"] > 0, ["path"]].assign(n=data["total_conversions"], converted=True)
    lost = data.loc[data["total_null"] > 0, ["path"]].assign(n=data["total_null"], converted=False)
    return pd.concat([won, lost], ignore_index=True)


def _journeys(table: pl.DataFrame) -> MAM:
    return MAM(
        table, "grouped_journey", channels_colname="path", journey_with_conv_colname="converted",
        occurrences_colname="n", path_separator=" > ",
    )  # fmt: skip


def _sessions(table: pl.DataFrame) -> MAM:
    return MAM(
        table, "session", channels_colname="channel", journey_with_conv_colname="conversion", datetime_colname="time",
        user_id_colname="id",
    )  # fmt: skip


if __name__ == "__main__":
    measure.run(work)
