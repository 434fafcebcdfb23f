"""What does not depend on the model: how far models lie apart for each channel, and whose rank is decided."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

COLUMNS = ["channel", "smallest", "largest", "spread", "best_rank", "worst_rank", "models", "decided"]


def agreement(table: pd.DataFrame, *, by: Literal["conversions", "value"] = "conversions") -> pd.DataFrame:
    """Does a channel's credit, or its rank, depend on the model?

    From ``models.attribute``, one row for each channel in its order: smallest and largest credit over the models,
    their difference, best and worst rank (1 is most credit; equals share the better rank) and the number of models.
    ``decided``: the rank is the same under every model, and under none does the channel's interval touch that of the
    channel ranked next above or below. Intervals that do not touch are a stricter demand than a difference beyond
    chance, and without intervals nothing is decided.

    A decided rank is one on which these models agree; all of them may still miss what was not recorded.

    >>> table = pd.DataFrame({"model": ["first", "first"], "channel": ["a", "b"], "conversions": [9.0, 1.0]})
    >>> agreement(table.assign(low=[6.0, 0.0], high=[12.0, 3.0]))[["spread", "best_rank", "decided"]].values.tolist()
    [[0.0, 1, True], [0.0, 2, True]]
    """
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    low, high = ("low", "high") if by == "conversions" else ("value_low", "value_high")
    ranked = table.assign(
        credit=table[by],
        rank=table.groupby("model")[by].rank(method="min", ascending=False).astype(int),
        apart=_apart(table, by=by, low=low, high=high),
    )
    groups = ranked.groupby("channel", sort=False)
    found = groups.agg(
        smallest=("credit", "min"),
        largest=("credit", "max"),
        best_rank=("rank", "min"),
        worst_rank=("rank", "max"),
        models=("model", "nunique"),
        apart=("apart", "all"),
    ).reset_index()
    same = found["best_rank"] == found["worst_rank"]
    return found.assign(spread=found["largest"] - found["smallest"], decided=same & found["apart"])[COLUMNS]


def _apart(table: pd.DataFrame, *, by: str, low: str, high: str) -> pd.Series:
    """Whether a row's interval lies clear of those of its neighbours in rank, within its model."""
    result = pd.Series(False, index=table.index)
    for _, rows in table.groupby("model", sort=False):
        falling = rows.sort_values([by, "channel"], ascending=[False, True])
        clear = falling[low].to_numpy(float)[:-1] > falling[high].to_numpy(float)[1:]
        known = falling[[low, high]].notna().all(axis=1).to_numpy()
        above, below = np.append(True, clear), np.append(clear, True)
        result.loc[falling.index] = above & below & known
    return result
