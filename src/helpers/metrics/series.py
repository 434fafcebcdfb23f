"""Facts read back as figures: one metric over its periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers import facts as tidy
from helpers.facts import Fact

#: Period → figure.
Series = dict[str, Fact]


def read_series(facts: pd.DataFrame, metric: str, *, clock: str, variant: str, segment: str = "all") -> Series:
    """One metric's rows by period, as figures."""
    rows = tidy.pick(facts, metric, variant=variant, segment=segment, clock=clock)
    return {str(row["period"]): as_fact(row) for row in rows.to_dict("records")}


def as_fact(row: Mapping[Any, Any]) -> Fact:
    """A row of a facts table as one figure.

    >>> from helpers.facts import frame
    >>> as_fact(frame([Fact(period="2026-10", metric="leads", unit="count", value=3.0)]).iloc[0].to_dict()).value
    3.0
    """
    mature = {"true": True, "false": False}.get(str(row["mature"]))
    return Fact(**{**row, "mature": mature})
