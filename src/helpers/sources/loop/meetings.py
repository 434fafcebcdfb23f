"""Rituals planned and held."""

from __future__ import annotations

import pandas as pd

from helpers.sources.loop.known import Known, day, flag, numbered, word


def meetings(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each meeting that was planned; one held without a plan was planned for the day it was held."""
    ledger = known.ledger
    frame = frame.assign(ritual=word(frame, "ritual", known, form="meetings"))
    frame = ledger.set_aside(frame, frame["ritual"].isna(), "no_ritual")
    planned, held = day(frame, "planned"), day(frame, "held")
    frame = frame.assign(planned_on=planned.where(planned.notna(), held), held_on=held)
    frame = ledger.set_aside(frame, frame["planned_on"].isna(), "no_date")
    same = ["ritual", "planned_on", "held_on"]
    frame = ledger.set_aside(frame, frame.duplicated(same), "repeated_row")
    took_place = frame["held_on"].notna()
    return numbered(frame).assign(
        marketing=flag(frame, "marketing", known, form="meetings") & took_place,
        sales=flag(frame, "sales", known, form="meetings") & took_place,
        chair=word(frame, "chair", known, form="meetings"),
    )
