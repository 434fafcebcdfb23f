"""Columns by key: look-ups that keep their type when the table is empty, which ``Series.map`` does not."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def looked_up(keys: pd.Series, table: pd.Series) -> pd.Series:
    """The value of ``table`` (unique index) for each key, missing where there is none, on the index of ``keys``.

    >>> looked_up(pd.Series(["b", None]), pd.Series([1.5], index=["b"])).tolist()
    [1.5, nan]
    """
    known = table[table.index.notna()]
    found = known.reindex(pd.Index(keys.astype("object").where(keys.notna(), None)))
    return pd.Series(found.array, index=keys.index)


def among(keys: pd.Series, pool: Iterable[object]) -> pd.Series:
    """Whether each key is in ``pool``. Arrow text walks its pool value by value; a set of plain objects does not.

    >>> among(pd.Series(["a", None]), ["a", "b"]).tolist()
    [True, False]
    """
    held = {value for value in pool if isinstance(value, str)}
    return pd.Series([value in held for value in keys.astype("object")], index=keys.index, dtype=bool)
