"""What customers were heard to say, wherever it was written down: feedback, reasons and notes of deals, reviews."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.joining import looked_up
from helpers.sources.loop.feedback import kinds
from helpers.sources.loop.known import Known, theme

_COLUMNS = (
    "voice_id", "origin", "on", "kind", "deal_id", "account_id", "outcome", "stage", "segment", "theme_raw", "theme",
    "words", "quotable",
)  # fmt: skip


def voices(heard: pd.DataFrame, reviewed: pd.DataFrame, known: Known) -> pd.DataFrame:
    """All of them together. ``heard`` are feedback rows, ``reviewed`` reviews of deals.

    A reason that decided a deal is an objection where it was lost and an argument where it was won, unless its theme is
    a competitor, a sector or a topic. It may be printed where it is a choice of a list.
    """
    parts = [_feedback(heard, known), _reasons(known), _notes(known), _reviews(reviewed, known)]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def _feedback(heard: pd.DataFrame, known: Known) -> pd.DataFrame:
    return _rows(heard.assign(origin="feedback", outcome=_outcome(column(heard, "deal_id"), known)), "row")


def _reasons(known: Known) -> pd.DataFrame:
    """Why deals were won or lost, on the day they were closed."""
    deals = known.deals[known.deals["reason_theme"].notna() & known.deals["closed_on"].notna()]
    codes = deals["reason_theme"]
    rows = deals.assign(
        origin="deal_reason", on=deals["closed_on"], theme=codes, kind=decided(codes, deals["outcome"], known),
        stage=None, segment=None, theme_raw=deals["_reason"], words=None, quotable=deals["_listed"],
    )  # fmt: skip
    return _rows(rows, "deal_id")


def _notes(known: Known) -> pd.DataFrame:
    """Notes on closing: somebody's own words, never printed."""
    notes = column(known.deals, "close_notes")
    deals = known.deals[notes.notna() & known.deals["closed_on"].notna()]
    codes = theme(column(deals, "close_notes"), known)
    rows = deals.assign(
        origin="deal_note", on=deals["closed_on"], theme=codes, kind=kinds(codes, known), stage=None, segment=None,
        theme_raw=None, words=known.names.masked(column(deals, "close_notes")), quotable=False,
    )  # fmt: skip
    return _rows(rows, "deal_id")


def _reviews(reviewed: pd.DataFrame, known: Known) -> pd.DataFrame:
    owner = known.deals.set_index("deal_id")["account_id"]
    rows = reviewed.assign(
        origin="winloss", kind=decided(column(reviewed, "theme"), column(reviewed, "outcome"), known), stage=None,
        segment=None, account_id=looked_up(column(reviewed, "deal_id"), owner), words=column(reviewed, "learned"),
    )  # fmt: skip
    return _rows(rows, "row")


def decided(codes: pd.Series, outcome: pd.Series, known: Known) -> pd.Series:
    """What the reason of a closed deal is about."""
    about = kinds(codes, known)
    side = outcome.map({"won": "argument", "lost": "objection"})
    return about.where(~about.isin(["objection", "argument", "other"]) | side.isna(), side)


def _outcome(deals: pd.Series, known: Known) -> pd.Series:
    return looked_up(deals, known.deals.set_index("deal_id")["outcome"])


def _rows(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    made = rows.assign(voice_id=rows["origin"] + ":" + column(rows, name).astype("str"))
    return pd.DataFrame({wanted: column(made, wanted) for wanted in _COLUMNS})
