"""Is the loop kept: reviews held, both teams there, decisions closed, remarks answered, documents touched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from helpers.facts import Fact
from helpers.feedback.decisions import Decision, decisions_on_time
from helpers.feedback.documents import Document
from helpers.feedback.figures import count, gap, share
from helpers.feedback.meetings import Meeting, both_present
from helpers.periods import Period

#: The ritual that the loop hangs on.
REVIEW = "monthly-review"
PARTS = ("reviews", "presence", "decisions", "feedback", "documents")


def loop_health(
    meetings: Sequence[Meeting],
    decisions: Sequence[Decision],
    documents: Sequence[Document],
    *,
    told: float,
    answered: float,
    period: Period,
) -> list[Fact]:
    """How much of the loop do both teams keep? The mean of the parts that are known, and each part.

    Parts are shares of the window: ``reviews`` held of planned (the monthly review), ``presence`` of both teams in
    meetings held, ``decisions`` closed by their day of those due, ``feedback`` answered of what was told, ``documents``
    looked at within their term of those there are. A part that nobody wrote down is unknown, not 0: it is left out of
    the mean, whose numerator is the sum of its parts and denominator their number.
    """
    parts = {
        "reviews": _reviews(meetings, period),
        "presence": both_present(meetings, period=period)[0],
        "decisions": decisions_on_time(decisions, period=period)[0],
        "feedback": _share(answered, told, period, "no_feedback"),
        "documents": _documents(documents, period),
    }
    facts = [replace(parts[name], metric="loop_health", variant=f"part={name}") for name in PARTS]
    known = [fact.value for fact in facts if not math.isnan(fact.value)]
    if not known:
        return [*facts, gap("loop_health", "no_meetings", period=period, unit="share")]
    mean = math.fsum(known) / len(known)
    return [*facts, count("loop_health", mean, period=period, unit="share", n=len(known), numerator=math.fsum(known),
                          denominator=len(known))]  # fmt: skip


def _reviews(meetings: Sequence[Meeting], period: Period) -> Fact:
    mine = [each for each in meetings if each.ritual == REVIEW and period.holds(each.planned_on)]
    return _share(sum(each.held for each in mine), len(mine), period, "no_meetings")


def _documents(documents: Sequence[Document], period: Period) -> Fact:
    there = [each for each in documents if not each.note]
    young = [age <= each.review_in_days for each in there if (age := each.age(period.as_of)) is not None]
    return _share(sum(young), len(there), period, "no_data")


def _share(part: float, whole: float, period: Period, note: str) -> Fact:
    if not whole:
        return gap("loop_health", note, period=period, unit="share")
    return share("loop_health", part, whole, period=period)
