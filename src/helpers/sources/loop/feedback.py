"""What one team told the other about customers, and what came of it."""

from __future__ import annotations

import pandas as pd

from helpers.agreements.codes import UNMAPPED
from helpers.sources.companies import column
from helpers.sources.loop.known import Known, account, day, deal, flag, numbered, stage, text, theme, word

#: What a theme of the list is about, as a remark of a customer.
KINDS = frozenset({"objection", "argument", "competitor", "sector", "topic"})


def feedback(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Feedback rows with theme, deal and account. Kept for ``voices``: ``stage``, ``segment``, ``theme_raw``.

    A theme is that of its column, else of the words. Without a kind the row has that of its theme, else 'other'.
    """
    ledger = known.ledger
    frame = ledger.set_aside(frame, frame["on"].isna(), "no_date")
    frame = frame.assign(from_team=word(frame, "from_team", known, form="feedback"))
    frame = ledger.set_aside(frame, frame["from_team"].isna(), "no_team")
    said, named = column(frame, "words"), column(frame, "theme")
    frame = ledger.set_aside(frame, said.isna() & named.isna(), "no_words")
    said, named = column(frame, "words"), column(frame, "theme")
    codes = theme(named.where(named.notna(), said), known)
    kind = word(frame, "kind", known, form="feedback")
    deals = deal(frame, known)
    return numbered(frame).assign(
        kind=kind.where(kind.notna(), kinds(codes, known)), deal_id=deals, account_id=account(frame, deals, known),
        stage=stage(frame, "stage", known), segment=text(frame, "segment", known),
        theme=codes, theme_raw=known.names.masked(named), words=known.names.masked(said),
        answered_on=day(frame, "answered"), answer=text(frame, "answer", known),
        quotable=flag(frame, "quotable", known, form="feedback"),
    )  # fmt: skip


def kinds(codes: pd.Series, known: Known) -> pd.Series:
    """What a theme is about; 'other' where no code fits."""
    about = {code: entry.kind if entry.kind in KINDS else "other" for code, entry in known.themes.codes.items()}
    return codes.map({**about, UNMAPPED: "other"}).fillna("other").astype("str")
