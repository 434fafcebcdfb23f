"""do-attribution: its Markov model of order 1 with removed channels sent to null, its only strategy without a refit.

It takes one outcome a row and weights: a path table becomes two rows per path (not timed).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import measure
import pandas as pd
from do_attribution import MarkovAttribution


def work(data: pd.DataFrame, shape: str) -> Callable[[], dict[str, Any]]:
    prepared = data if shape == "log" else _outcomes(data)

    def timed() -> dict[str, Any]:
        table = _outcomes(measure.paths_of(prepared)) if shape == "log" else prepared
        model = MarkovAttribution(order=1, separator=" > ", removal_strategy="redirect_to_null")
        found = model.fit(table["path"], table["converted"], weights=table["n"])
        return {"credit": found["attribution"], "effect": found["removal_effects"]}

    return timed


def _outcomes(data: pd.DataFrame) -> pd.DataFrame:
    won = data.loc[data["total_conversions"] > 0, ["path"]].assign(n=data["total_conversions"], converted=1)
    lost = data.loc[data["total_null"] > 0, ["path"]].assign(n=data["total_null"], converted=0)
    return pd.concat([won, lost], ignore_index=True)


if __name__ == "__main__":
    measure.run(work)
