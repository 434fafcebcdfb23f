"""Messages: promise, proof, objection, answer, by stage."""

from __future__ import annotations

import pandas as pd

from helpers.agreements.codes import UNMAPPED
from helpers.sources.companies import column
from helpers.sources.ledger import LINE
from helpers.sources.loop.known import Known, day, stage, text, theme, theme_or_none


def messages(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each message. Without a theme of its own, a promise has that of its words, where a code fits.

    A message without an id is 'M' and its line.
    """
    ledger = known.ledger
    frame = ledger.set_aside(frame, frame["promise"].isna(), "no_words")
    ids = text(frame, "message_id", known)
    frame = frame.assign(message_id=ids.where(ids.notna(), "M" + frame[LINE].astype("str")))
    frame = ledger.set_aside(frame, frame["message_id"].duplicated(), "duplicate_id")
    own, heard = theme_or_none(frame, "promise_theme", known), theme(column(frame, "promise"), known)
    return frame.assign(
        segment=text(frame, "segment", known), stage=stage(frame, "stage", known),
        promise=text(frame, "promise", known), promise_theme=own.where(own.notna(), heard.where(heard != UNMAPPED)),
        proof=text(frame, "proof", known), objection=theme_or_none(frame, "objection", known),
        answer=text(frame, "answer", known), updated_on=day(frame, "updated"),
    )  # fmt: skip
