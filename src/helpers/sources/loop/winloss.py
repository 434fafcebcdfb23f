"""Reviews of won and lost deals."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.known import Known, deal, flag, numbered, text, theme, word


def winloss(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each deal looked back on; the theme is that of its column, else of what was learned."""
    ledger = known.ledger
    frame = ledger.set_aside(frame, frame["on"].isna(), "no_date")
    frame = frame.assign(outcome=word(frame, "outcome", known, form="winloss"))
    frame = ledger.set_aside(frame, frame["outcome"].isna(), "no_outcome")
    frame = ledger.set_aside(frame, column(frame, "theme").isna() & column(frame, "learned").isna(), "no_words")
    named, learned = column(frame, "theme"), column(frame, "learned")
    return numbered(frame).assign(
        deal_id=deal(frame, known), theme=theme(named.where(named.notna(), learned), known),
        theme_raw=known.names.masked(named), learned=known.names.masked(learned), change=text(frame, "change", known),
        consent=flag(frame, "consent", known, form="winloss"), quotable=flag(frame, "quotable", known, form="winloss"),
    )  # fmt: skip
