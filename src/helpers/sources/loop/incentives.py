"""What each role of a team is paid for."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.known import Known, day, flag, numbered, text, word
from helpers.sources.metric_names import metric_named


def incentives(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each result that a role is paid for, with its part of the variable pay as 0.4, 40 or 40 %.

    What is paid for may be a figure of the catalogue or any other: the words stay, the id is missing then.
    """
    ledger = known.ledger
    frame = frame.assign(
        team=word(frame, "team", known, form="incentives"), role=text(frame, "role", known),
        words=text(frame, "metric", known), part=column(frame, "share", "float64").map(_part).astype("float64"),
        from_on=day(frame, "from"), to_on=day(frame, "to"),
    )  # fmt: skip
    frame = ledger.set_aside(frame, frame["team"].isna(), "no_team")
    frame = ledger.set_aside(frame, frame["words"].isna(), "no_metric")
    frame = ledger.set_aside(frame, frame["part"].isna(), "no_share")
    frame = ledger.set_aside(frame, frame["to_on"] < frame["from_on"], "ends_before_start")
    same = ["team", "role", "words", "part", "from_on", "to_on"]
    frame = ledger.set_aside(frame, frame.duplicated(same), "repeated_row")
    raw = column(frame, "metric")
    return numbered(frame).assign(
        metric=raw.map({name: metric_named(str(name)) for name in raw.dropna().unique()}).astype("str"),
        shared=flag(frame, "shared", known, form="incentives"),
    )


def _part(number: float) -> float | None:
    """A part of the whole; None where it cannot be one.

    >>> [_part(number) for number in (0.4, 40, 1, 0, 140, -0.1, float("nan"))]
    [0.4, 0.4, 1, None, None, None, None]
    """
    part = number / 100 if number > 1 else number
    return part if 0 < part <= 1 else None
