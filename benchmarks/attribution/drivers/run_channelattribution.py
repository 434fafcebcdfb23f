"""ChannelAttribution: its Markov model of order 1, by simulation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import measure
import pandas as pd
from ChannelAttribution import markov_model


def work(data: pd.DataFrame, shape: str) -> Callable[[], dict[str, Any]]:
    def timed() -> dict[str, Any]:
        table = measure.paths_of(data) if shape == "log" else data
        found = markov_model(
            table, "path", "total_conversions", var_value="total_conversion_value", var_null="total_null",
            order=1, sep=">", ncore=2, out_more=True, verbose=False, flg_pro=False,
        )  # fmt: skip
        credit, effects = found["result"], found["removal_effects"]
        return {
            "credit": dict(zip(credit["channel_name"], map(float, credit["total_conversions"]), strict=True)),
            "effect": dict(
                zip(effects["channel_name"], map(float, effects["removal_effects_conversion"]), strict=True)
            ),
        }

    return timed


if __name__ == "__main__":
    measure.run(work)
