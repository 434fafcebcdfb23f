"""The deal ledger read over windows: what ended in them, and what stood open at their end.

All functions take rows of the count ``deal_ledger`` and give one row per window, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from helpers.metrics.scope import windowed
from helpers.periods import Period


def closed_sums(ledger: pd.DataFrame, *, windows: Sequence[Period], state: str) -> pd.DataFrame:
    """What ended in ``state`` (won, lost) within each window: ``n, valued, amount, squares, timed, days``."""
    rows = ledger[ledger["state"] == state]
    columns = ["n", "valued", "amount", "squares", "timed", "days"]
    return windowed(rows, month="closed", windows=windows, columns=columns)


def open_sums(ledger: pd.DataFrame, *, windows: Sequence[Period]) -> pd.DataFrame:
    """What stood open at the end of each window: ``n, valued, amount``. No creation day: open until it closes."""
    waiting, created = _waiting(ledger, windows)
    begun = np.isnat(created)[None, :] | (created[None, :] <= _ends(windows)[:, None])
    return _sums(ledger, waiting & begun, ["n", "valued", "amount"])


def undecided(ledger: pd.DataFrame, *, windows: Sequence[Period], usual_cycle: int) -> pd.Series:
    """Deals that stood open at the end of each window and were created over twice ``usual_cycle`` days before it."""
    waiting, created = _waiting(ledger, windows)
    limit = _ends(windows) - np.timedelta64(timedelta(days=2 * usual_cycle))
    return _sums(ledger, waiting & (created[None, :] < limit[:, None]), ["n"])["n"]


def _waiting(ledger: pd.DataFrame, windows: Sequence[Period]) -> tuple[np.ndarray, np.ndarray]:
    """Per window and row, whether not closed by the end of the window; and the creation days."""
    created, closed = (pd.to_datetime(ledger[name]).to_numpy("datetime64[D]") for name in ("created", "closed"))
    still = np.isnat(closed)[None, :] | (closed[None, :] > _ends(windows)[:, None])
    return still & (ledger["state"] != "undated").to_numpy()[None, :], created


def _ends(windows: Sequence[Period]) -> np.ndarray:
    return np.array([window.last for window in windows], dtype="datetime64[D]")


def _sums(ledger: pd.DataFrame, inside: np.ndarray, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(inside.astype("float64") @ ledger[columns].to_numpy("float64"), columns=columns)
