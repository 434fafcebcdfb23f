"""Whether what one team tells the other gets an answer, and how fast."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd

from helpers.facts import Fact
from helpers.feedback.figures import gap, share, where
from helpers.intervals import survival
from helpers.periods import Period

TEAMS = ("marketing", "sales")


def feedback_answered(feedback: pd.DataFrame, *, period: Period) -> list[Fact]:
    """Of what one team told the other, how much was answered by ``as_of``?

    ``feedback`` is the form. Remarks of the rolling 3 and 12 months; segments ``from=marketing|sales`` by who told. Of
    the windows before, the whole, as answered by their own last day, where anything was told.
    """
    facts = []
    for length in (3, 12):
        window = period.rolling(length)
        for segment, rows in _groups(feedback, window=window):
            facts.append(_share(rows, segment=segment, window=window))
        facts += [_share(rows, segment="all", window=window.prior()) for rows in _told_before(feedback, window)]
    return facts


def feedback_answer_days(feedback: pd.DataFrame, *, period: Period) -> list[Fact]:
    """How many days pass until half of what is told has an answer? Remarks of the rolling 12 months.

    The Kaplan-Meier median: what has no answer yet counts with the days it has waited; the interval is that of
    Brookmeyer & Crowley (1982). ``not_reached`` where fewer than half are answered. Of the year before, the whole, as
    it stood on its last day.
    """
    window = period.rolling(12)
    now = [_median(rows, segment=segment, window=window) for segment, rows in _groups(feedback, window=window)]
    return now + [_median(rows, segment="all", window=window.prior()) for rows in _told_before(feedback, window)]


def _groups(feedback: pd.DataFrame, *, window: Period) -> list[tuple[str, pd.DataFrame]]:
    told = _told(feedback, window)
    return [("all", told), *((where(**{"from": team}), told[told["from_team"] == team]) for team in TEAMS)]


def _told(feedback: pd.DataFrame, window: Period) -> pd.DataFrame:
    return feedback[feedback["on"].map(window.holds).astype("bool")]


def _told_before(feedback: pd.DataFrame, window: Period) -> list[pd.DataFrame]:
    """What was told in the window before, if anything was."""
    told = _told(feedback, window.prior())
    return [told] if len(told) else []


def _share(rows: pd.DataFrame, *, segment: str, window: Period) -> Fact:
    if not len(rows):
        return gap("feedback_answered", "no_feedback", period=window, unit="share", segment=segment)
    done = float(_answered(rows, as_of=window.as_of).sum())
    return share("feedback_answered", done, float(len(rows)), period=window, segment=segment)


def _answered(rows: pd.DataFrame, *, as_of: date) -> pd.Series:
    """Answered by ``as_of``; an answer dated before the remark is a slip of the form, and no answer less."""
    return rows["answered_on"].map(lambda day: isinstance(day, date) and day <= as_of).astype("bool")


def _median(rows: pd.DataFrame, *, segment: str, window: Period) -> Fact:
    metric, unit = "feedback_answer_days", "days"
    if not len(rows):
        return gap(metric, "no_feedback", period=window, unit=unit, segment=segment)
    done = _answered(rows, as_of=window.as_of)
    ends = [day if known else window.as_of for day, known in zip(rows["answered_on"], done, strict=True)]
    days = [max((end - on).days, 0) for end, on in zip(ends, rows["on"], strict=True)]
    counts = pd.DataFrame({"days": days, "status": done.astype("int64").tolist()})
    curve = survival(counts.groupby(["days", "status"], as_index=False).size().rename(columns={"size": "n"}))
    low, value, high = (_crossed(curve, name) for name in ("low", "share", "high"))
    n, events = float(len(rows)), float(done.sum())
    if math.isnan(value):
        empty = gap(metric, "not_reached", period=window, unit=unit, segment=segment)
        return replace(empty, low=low, n=n, numerator=events, denominator=n)
    return Fact(period=str(window), metric=metric, segment=segment, unit=unit, value=value, low=low, high=high, n=n,
                numerator=events, denominator=n)  # fmt: skip


def _crossed(curve: pd.DataFrame, column: str) -> float:
    """The first day on which a curve is at or below one half."""
    below = curve.loc[curve[column] <= 0.5, "day"]
    return float(below.iloc[0]) if len(below) else math.nan
