"""The forms of the loop, whole: working frames → canonical tables."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.campaigns import campaigns
from helpers.sources.loop.comments import comments
from helpers.sources.loop.content import content, content_use
from helpers.sources.loop.decisions import decisions
from helpers.sources.loop.feedback import feedback
from helpers.sources.loop.incentives import incentives
from helpers.sources.loop.known import Known
from helpers.sources.loop.meetings import meetings
from helpers.sources.loop.messages import messages
from helpers.sources.loop.owners import owners
from helpers.sources.loop.sorting import blind_sort
from helpers.sources.loop.voices import voices
from helpers.sources.loop.winloss import winloss
from helpers.sources.masking import Names


def loop_tables(
    frames: dict[str, pd.DataFrame], known: Known, *, written: list[pd.Series]
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Every table of the loop that a form fills, and ``voices``; ``written`` are owners as the exports write them."""
    heard, reviewed = feedback(frames["feedback"], known), winloss(frames["winloss"], known)
    register = content(frames["content"], known)
    return {
        "owners": owners(frames["owners"], known, written=written),
        "feedback": heard, "winloss": reviewed, "voices": voices(heard, reviewed, known),
        "content": register, "content_use": content_use(frames["content_use"], register, known),
        "campaigns": campaigns(frames["campaigns"], known), "messages": messages(frames["messages"], known),
        "decisions": decisions(frames["decisions"], known), "meetings": meetings(frames["meetings"], known),
        "comments": comments(frames["comments"], known), "blind_sort": blind_sort(frames["blind_sort"], known),
        "incentives": incentives(frames["incentives"], known),
    }  # fmt: skip


def owners_in(frames: dict[str, pd.DataFrame]) -> list[pd.Series]:
    """Owners as the exports write them."""
    return [column(frames[table], "owner") for table in ("people", "deals")]


def names_in(frames: dict[str, pd.DataFrame]) -> Names:
    """Every name that the files hold, rows that will be set aside included."""
    people = frames["people"]
    named = [(column(people, "first_name"), column(people, "last_name"))]
    firms = [column(frame, "company_name") for frame in frames.values() if "company_name" in frame]
    return Names(
        people=named,
        owners=[*owners_in(frames), column(frames["owners"], "owner"), column(frames["blind_sort"], "rater")],
        companies=[column(frames["companies"], "name"), *firms],
        domains=[column(frames["companies"], "domain")],
    )
