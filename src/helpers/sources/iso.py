"""Columns whose every cell is an ISO date or moment, as most systems write them: read at once, not one by one."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

_DAY: Final = "datetime64[us]"
_OFFSET = r"(Z|[+-]\d{2}:?\d{2})$"
_WHOLE = r"(?:19|20|21)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"


def read_iso(texts: pd.Series, *, zone: ZoneInfo) -> tuple[pd.Series, pd.Series] | None:
    """Local days and UTC moments of a column of text without missing cells; None where one cell is anything else.

    The rules are those of ``read_dates``: times without an offset are ``zone``'s, midnights throughout are days.
    """
    texts = texts.astype("str").str.strip()
    if not len(texts) or not texts.str.fullmatch(_WHOLE).all():
        return None
    timed = texts.str.len() > 10
    offsets = texts.where(timed).str.extract(_OFFSET, expand=False)
    try:
        days = pd.to_datetime(texts.str.slice(0, 10), format="%Y-%m-%d").astype(_DAY)
        bare = texts.str.replace(_OFFSET, "", regex=True).where(offsets.notna(), texts)
        local = pd.to_datetime(bare, format="ISO8601").astype(_DAY)
    except ValueError:
        return None
    one = offsets[timed].fillna("").map(_shifts(offsets)).nunique(dropna=False) <= 1
    if not timed.any() or (one and (local == days)[timed].all()):
        return days, pd.Series(pd.NaT, index=texts.index, dtype=_DAY)
    at = (local - offsets.map(_shifts(offsets)).astype("timedelta64[us]")).astype(_DAY)
    at = at.where(offsets.notna(), _utc(local.where(offsets.isna() & timed), zone))
    there = at.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None).dt.normalize().astype(_DAY)
    return days.where(offsets.isna(), there), at


def _shifts(offsets: pd.Series) -> dict[str, timedelta | None]:
    """Every written offset as a length of time; none where there is none."""
    found: dict[str, timedelta | None] = {"": None}
    for text in offsets.dropna().unique():
        size = timedelta() if text == "Z" else timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
        found[text] = -size if text.startswith("-") else size
    return found


def _utc(local: pd.Series, zone: ZoneInfo) -> pd.Series:
    """UTC of local times; those that daylight saving repeats or skips are settled one by one."""
    aware = local.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    at: pd.Series = aware.dt.tz_convert("UTC").dt.tz_localize(None).astype(_DAY)
    for row in np.flatnonzero(at.isna() & local.notna()).tolist():
        moment = local.iloc[row].to_pydatetime().replace(tzinfo=zone).astimezone(UTC)
        at.iloc[row] = pd.Timestamp(moment.replace(tzinfo=None))
    return at
