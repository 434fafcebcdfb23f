"""The checklist of what exists in writing."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.known import Known, day, flag, numbered, word


def artefacts(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each artefact and day it was looked at.

    Where nobody says whether there is one, its use or an edit says so; where it is said that there is none, they are
    remarked and left out. A day of use after the day it was looked at is a slip.
    """
    ledger = known.ledger
    frame = ledger.set_aside(frame, frame["on"].isna(), "no_date")
    frame = frame.assign(artefact=word(frame, "artefact", known, form="artefacts"))
    frame = ledger.set_aside(frame, frame["artefact"].isna(), "no_artefact")
    frame = ledger.set_aside(frame, frame.duplicated(["on", "artefact"]), "looked_at_twice")
    used = day(frame, "used")
    late = used > frame["on"]
    ledger.remark(frame, late, "used_after_looked_at", field="used")
    used = used.mask(late)
    edited = {team: flag(frame, team, known, form="artefacts") for team in ("marketing", "sales")}
    there = flag(frame, "exists", known, form="artefacts")
    traces = used.notna() | edited["marketing"] | edited["sales"]
    unsaid = column(frame, "exists").isna()
    ledger.remark(frame, ~there & ~unsaid & traces, "absent_but_used", field="exists")
    there |= unsaid & traces
    return numbered(frame).assign(
        exists=there, used_on=used.where(there), **{team: marks & there for team, marks in edited.items()}
    )
