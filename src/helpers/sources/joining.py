"""Columns by key: a look-up that keeps its type when the table is empty, which ``Series.map`` does not."""

from __future__ import annotations

import pandas as pd


def looked_up(keys: pd.Series, table: pd.Series) -> pd.Series:
    """The value of ``table`` (unique index) for each key, missing where there is none, on the index of ``keys``.

    >>> looked_up(pd.Series(["b", None]), pd.Series([1.5], index=["b"])).tolist()
    [1.5, nan]
    """
    known = table[table.index.notna()]
    found = known.reindex(pd.Index(keys.astype("object").where(keys.notna(), None)))
    return pd.Series(found.array, index=keys.index)
