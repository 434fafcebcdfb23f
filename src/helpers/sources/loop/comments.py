"""What each head of team says of the month, and the month's joint win."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.known import Known, numbered, text, word
from helpers.sources.stamp import read_stamp

#: Characters that a comment may have.
LONGEST = 280


def comments(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each comment or joint win; what is longer than 280 characters is cut, and remarked."""
    ledger = known.ledger
    month = column(frame, "period")
    frame = frame.assign(
        period=month.map({raw: _month(str(raw)) for raw in month.dropna().unique()}).astype("str"),
        kind=word(frame, "kind", known, form="comments").fillna("comment"),
        team=word(frame, "team", known, form="comments"), words=text(frame, "words", known),
    )  # fmt: skip
    frame = ledger.set_aside(frame, frame["period"].isna(), "bad_period")
    frame = frame.assign(team=frame["team"].where(frame["team"].notna() | (frame["kind"] != "joint_win"), "both"))
    frame = ledger.set_aside(frame, frame["team"].isna(), "no_team")
    frame = ledger.set_aside(frame, frame["words"].isna(), "no_words")
    ledger.remark(frame, frame["words"].str.len() > LONGEST, "words_cut", field="words")
    return numbered(frame).assign(words=frame["words"].str.slice(stop=LONGEST))


def _month(written: str) -> str | None:
    """2026-10, 10/2026, October 2026, octubre de 2026, or any day of the month, as 2026-10.

    >>> [_month(text) for text in ("2026-3", "10/2026", "octubre de 2026", "2026-10-01 00:00:00", "2026")]
    ['2026-03', '2026-10', '2026-10', '2026-10', None]
    """
    plain = written.strip()
    for pattern, order in ((r"(\d{4})[-/.](\d{1,2})", (1, 2)), (r"(\d{1,2})[-/.](\d{4})", (2, 1))):
        if match := re.fullmatch(pattern, plain):
            year, month = (int(match[group]) for group in order)
            return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None
    stamp = read_stamp(plain)
    days = set(stamp.days.values()) if stamp else set()
    months = {f"{day:%Y-%m}" for day in days if isinstance(day, date)}
    return months.pop() if len(months) == 1 else None
