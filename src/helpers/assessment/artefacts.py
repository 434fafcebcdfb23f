"""What exists in writing, what of it is used, and what both teams have had a hand in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.instrument import instrument
from helpers.periods import Period

#: What was used this long ago is still in use; the survey asks about the same days.
USED_DAYS = 60
COLUMNS = ["construct", "artefact", "exists", "used_on", "used", "both"]


@dataclass(frozen=True)
class State:
    """One artefact as known on the day of the assessment."""

    construct: str
    artefact: str
    exists: bool
    used_on: date | None = None
    used: bool = False
    both: bool = False


def states(rows: Iterable[Mapping[str, Any]], *, on: date) -> tuple[State, ...]:
    """Each artefact that was looked at by ``on``, as it was found last, in the order of the instrument.

    ``rows`` are those of the canonical table ``artefacts``. What does not exist is neither used nor edited; a use
    after ``on`` is not known yet.

    >>> row = {"row": 1, "on": date(2026, 10, 5), "artefact": "scorecard", "exists": True,
    ...        "used_on": date(2026, 9, 20), "marketing": True, "sales": False}
    >>> [(each.construct, each.used, each.both) for each in states([row], on=date(2026, 10, 6))]
    [('goals', True, False)]
    """
    seen = (row for row in rows if row["on"] <= on)
    latest = {row["artefact"]: row for row in sorted(seen, key=lambda row: (row["on"], row["row"]))}
    known = (each for each in instrument().artefacts if each.id in latest)
    return tuple(_state(each.of, latest[each.id], on=on) for each in known)


def _state(construct: str, row: Mapping[str, Any], *, on: date) -> State:
    exists = bool(row["exists"])
    used_on = row["used_on"] if exists and row["used_on"] is not None and row["used_on"] <= on else None
    used = used_on is not None and on - used_on <= timedelta(days=USED_DAYS)
    both = exists and bool(row["marketing"]) and bool(row["sales"])
    return State(construct, row["artefact"], exists, used_on, used, both)


def artefact_share(found: Sequence[State], *, period: Period) -> list[Fact]:
    """Of what should be in writing on a construct, how much is there, in use, and edited by both teams?

    Share of the artefacts looked at, per construct: those that exist, ``state=used``, ``state=both``. A complete
    count, so without interval; ``no_artefacts`` where none of a construct was looked at.
    """
    facts = []
    for construct in instrument().constructs:
        own = [each for each in found if each.construct == construct.id]
        counted = {
            "": sum(each.exists for each in own),
            "state=used": sum(each.used for each in own),
            "state=both": sum(each.both for each in own),
        }
        facts += [_share(construct.id, variant, hits, len(own), period) for variant, hits in counted.items()]
    return facts


def _share(construct: str, variant: str, hits: int, looked_at: int, period: Period) -> Fact:
    where = pairs({"construct": construct})
    if not looked_at:
        return Fact(period=str(period), metric="artefact_share", variant=variant, segment=where, unit="share",
                    status="undefined", note="no_artefacts")  # fmt: skip
    return Fact(
        period=str(period), metric="artefact_share", variant=variant, segment=where, unit="share",
        value=hits / looked_at, n=looked_at, numerator=hits, denominator=looked_at,
    )  # fmt: skip


def table(found: Sequence[State]) -> pd.DataFrame:
    """``assess_artefacts``: one row per artefact looked at."""
    rows = [(each.construct, each.artefact, each.exists, each.used_on, each.used, each.both) for each in found]
    return pd.DataFrame(rows, columns=COLUMNS)


def artefact_level(found: Sequence[State], construct: str) -> float:
    """What the artefacts of a construct say on the scale of 0 to 5, by the best of them; ``nan`` if none was looked at.

    0: none is there. 2: one exists. 3: one was used in the last 60 days and both teams have edited it.
    """
    own = [each for each in found if each.construct == construct]
    if not own:
        return math.nan
    if any(each.used and each.both for each in own):
        return 3.0
    return 2.0 if any(each.exists for each in own) else 0.0
