"""Salesforce record ids: 15 characters that differ by case, or the same with a checksum of 3 that needs no case."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

_SHORT = re.compile(r"[A-Za-z0-9]{15}")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def long_id(text: str) -> str:
    """The 18-character form of a record id; any other text stays as it is.

    Each block of five characters gives one letter: bit i is set where character i is a capital.

    >>> long_id("001D000000IqhSL")
    '001D000000IqhSLIAZ'
    """
    if not _SHORT.fullmatch(text):
        return text
    blocks = (text[start : start + 5] for start in (0, 5, 10))
    return text + "".join(_ALPHABET[sum(c.isupper() << i for i, c in enumerate(block))] for block in blocks)


def long_ids(ids: pd.Series) -> pd.Series:
    """The same for a column; missing stays missing."""
    short = ids.str.fullmatch(_SHORT.pattern).fillna(False).astype(bool)
    if not short.any():
        return ids.astype("str")
    letters = ids[short].to_numpy(dtype="U15").view(np.uint32).reshape(-1, 3, 5)
    sums = ((letters >= ord("A")) & (letters <= ord("Z"))) @ (1 << np.arange(5))
    checks = np.array(list(_ALPHABET))[sums]
    longer = ids.astype("str").copy()
    longer[short] = ids[short] + pd.Series(["".join(row) for row in checks], index=ids.index[short], dtype="str")
    return longer
