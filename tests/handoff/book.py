"""Eight hand-offs by hand, on a clock of nine-hour days that reads 0 at the start of 1 October 2026.

Working days: 1 October is day 1, 2 October day 2; the weekend of the 3rd and 4th stands still; the 5th is day 3, and so
on: the 30th is day 22. Minutes: 540 a day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from helpers.handoff.terms import Limit, Special, Terms

#: 30 October, end of day: 22 working days, 22 × 540 minutes. Promised: 8 hours; large ones 4 hours; decided in 3 days.
TERMS = Terms(
    as_of=date(2026, 10, 30), minutes=22 * 540, days=22, first=date(2025, 11, 1), answer=Limit(minutes=480),
    decide=Limit(days=3), promised=True, day_minutes=540, horizon=14,
    exceptions=(Special("size", "large", Limit(minutes=240)),),
)  # fmt: skip


def passed(person: str, day: int, start: int, *, wait: int | None = None, decision: str = "none",
           decided: int | None = None, episode: int = 1, **more: Any) -> dict[str, Any]:  # fmt: skip
    """One hand-off requested on October ``day``, when the clock read ``start``; ``wait`` and ``decided`` in minutes
    after it."""
    touched = None if wait is None else start + wait
    end = None if decided is None else start + decided
    return {
        "person_id": person, "episode": episode, "account_id": f"a{person}", "requested_on": date(2026, 10, day),
        "seller_group": "north", "owner": "s1", "assigned_on": date(2026, 10, day), "decision": decision,
        "timed": True, "start_minutes": start, "start_days": start // 540 + 1,
        "touched_on": None if touched is None else date(2026, 10, day), "touched_minutes": touched,
        "touched_days": None if touched is None else touched // 540 + 1,
        "decided_on": None if end is None else date(2026, 10, day), "decided_minutes": end,
        "decided_days": None if end is None else end // 540 + 1, **more,
    }  # fmt: skip


def rows() -> dict[str, list[dict[str, Any]]]:
    """The canonical rows: hand-offs, their people, sizes and stages."""
    handoffs = [
        passed("in", 1, 60, wait=480, decision="accepted", decided=540),  # 8 hours to the minute: in time
        passed("late", 1, 60, wait=481, decision="rejected", decided=600, reason="no_budget", reason_raw="budget"),
        passed("large", 2, 600, wait=300, decision="accepted", decided=600),  # 5 hours, promised 4: late
        passed("silent", 5, 1200),  # nobody
        passed("undecided", 5, 1200, wait=30),  # answered at once, never decided
        passed("noted", 6, 1700, decision="recycled", decided=100),  # decided without a recorded touch
        passed("young", 30, 22 * 540 - 60),  # one hour old on the evening of the 30th
        passed("bulk", 1, 60, timed=False),
    ]
    people = [
        {"person_id": row["person_id"], "account_id": row["account_id"], "source_group": "web"} for row in handoffs
    ]
    sizes = [
        {"grain": "person", "entity_id": row["person_id"], "name": "size",
         "value": "large" if row["person_id"] == "large" else "small"}
        for row in handoffs
    ]  # fmt: skip
    reached = [
        stage("in", "sql", 9),
        stage("in", "opportunity", 12),
        stage("in", "customer", 14),
        stage("large", "sql", 6),
    ]
    return {"handoffs": handoffs, "people": people, "segments": sizes, "reached": reached}


def stage(person: str, name: str, day: int, episode: int = 1) -> dict[str, Any]:
    """One stage reached in October."""
    return {"grain": "person", "entity_id": person, "account_id": f"a{person}", "episode": episode, "stage": name,
            "on": date(2026, 10, day), "observed": True, "timed": True}  # fmt: skip
