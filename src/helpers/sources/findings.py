"""What the tables say about themselves together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from helpers.sources.importing import Setting


def across(
    tables: dict[str, pd.DataFrame], frames: dict[str, pd.DataFrame], setting: Setting, *, as_of: date | None
) -> None:
    """Every finding about the tables as a whole, into the ledger."""


def account_channels(people: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Channel of each account: that of its earliest person, else of its earliest deal."""
    parts = [
        people[["account_id", "created_on", "source_group"]],
        deals[["account_id", "created_on", "source_group"]],
    ]
    ordered = pd.concat(
        [part.sort_values(["account_id", "created_on", "source_group"], kind="stable") for part in parts],
        ignore_index=True,
    )
    return ordered.drop_duplicates("account_id").set_index("account_id")["source_group"]
