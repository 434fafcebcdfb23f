"""Rows that cannot or must not be counted: without an id, excluded by the engagement, repeated."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column, domain_of, first_id, mail_domain
from helpers.sources.ledger import Ledger

#: Days before this are a computer's zero or a slip, not an event.
EARLIEST = pd.Timestamp("1990-01-01")
#: Days that may lie ahead.
_PLANNED = ("expected_close", "closed", "end", "due", "planned", "to")


def with_ids(frame: pd.DataFrame, name: str, ledger: Ledger) -> pd.DataFrame:
    """Rows that have an id."""
    return ledger.set_aside(frame, frame[name].isna(), "no_id")


def without_excluded(frame: pd.DataFrame, exclude: tuple[str, ...], ledger: Ledger) -> pd.DataFrame:
    """Rows whose ids and domains are not on the engagement's list of test and internal records."""
    if not exclude or not len(frame):
        return frame
    listed = {entry.strip().lower().removeprefix("@") for entry in exclude}
    hit = pd.Series(False, index=frame.index)
    for name in ("person_id", "contact_id", "company_id", "deal_id"):
        hit |= first_id(column(frame, name)).str.lower().isin(listed)
    for name in ("email", "person_email"):
        hit |= column(frame, name).isin(listed) | mail_domain(column(frame, name)).isin(listed)
    hit |= domain_of(column(frame, "domain")).isin(listed)
    return ledger.set_aside(frame, hit, "excluded")


def without_repeats(frame: pd.DataFrame, name: str, ledger: Ledger) -> pd.DataFrame:
    """One row per id: the most complete, the first among equals; the others are set aside, never merged."""
    if not frame[name].duplicated().any():
        return frame
    order = frame.notna().sum(axis=1).sort_values(ascending=False, kind="stable").index
    keep = ~frame.loc[order, name].duplicated()
    return ledger.set_aside(frame, ~keep.reindex(frame.index), "duplicate_id")


def horizon(frames: list[pd.DataFrame], as_of: pd.Timestamp | None) -> pd.Timestamp:
    """The day after which a date is a slip: a year past the day before which nine in ten event days lie, or ``as_of``.

    No clock is asked; what lies a little past ``as_of`` is a later export, not a slip.
    """
    days = [frame[name] for frame in frames for name in day_columns(frame) if name != "expected_close"]
    known = (
        pd.concat([series.dropna() for series in days], ignore_index=True)
        if days
        else pd.Series(dtype="datetime64[us]")
    )
    known = known[known >= EARLIEST]
    if not len(known):
        return as_of or pd.Timestamp("2262-01-01")
    typical = pd.Timestamp(known.sort_values().iloc[int(0.9 * (len(known) - 1))]) + pd.Timedelta(days=366)
    return max(typical, as_of) if as_of is not None else typical


def day_columns(frame: pd.DataFrame) -> list[str]:
    """Names of the columns that hold local days."""
    return [name for name in frame.columns if f"{name}@" in frame.columns]


def without_slips(frame: pd.DataFrame, last: pd.Timestamp, ledger: Ledger) -> pd.DataFrame:
    """Days before 1990 or beyond ``last`` become missing; the rows stay and are counted."""
    frame = frame.copy()
    for name in day_columns(frame):
        limit = last + pd.Timedelta(days=3660) if name in _PLANNED else last
        header = name.rsplit(":", 1)[-1]
        for mask, code in ((frame[name] < EARLIEST, "early_date"), (frame[name] > limit, "future_date")):
            if ledger.remark(frame, mask, code, column=header):
                frame.loc[mask, name] = pd.NaT
                frame.loc[mask, f"{name}@"] = pd.NaT
    return frame
