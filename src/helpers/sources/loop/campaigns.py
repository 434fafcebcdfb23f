"""Campaigns, past and running."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.known import Known, day, label, text
from helpers.sources.people import channels


def campaigns(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each campaign, its channel as touches name it."""
    ledger = known.ledger
    frame = frame.assign(campaign=label(frame, "campaign"), from_on=day(frame, "from"), to_on=day(frame, "to"))
    frame = ledger.set_aside(frame, frame["campaign"].isna(), "no_campaign")
    frame = ledger.set_aside(frame, frame["from_on"].isna(), "no_date")
    frame = ledger.set_aside(frame, frame["to_on"] < frame["from_on"], "ends_before_start")
    frame = ledger.set_aside(frame, frame["campaign"].duplicated(), "duplicate_id")
    raw = column(frame, "channel")
    return frame.assign(
        channel=channels(raw, dict(known.engagement.channels)).where(raw.notna()),
        segment=text(frame, "segment", known), message_id=text(frame, "message_id", known),
        promise=text(frame, "promise", known), for_sales=text(frame, "for_sales", known),
    )  # fmt: skip
