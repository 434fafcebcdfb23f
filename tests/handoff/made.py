"""A company made by rule: two years of hand-offs with known waits, refusals and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

Rows = dict[str, list[dict[str, Any]]]
DAY0 = date(2024, 11, 1)
CHANNELS = ("webinar", "fairs", "search", "referral")
#: Working minutes of the clock's day in these tests; a reading of 0 is the evening before ``DAY0``.
DAY = 540


def company(
    n: int, *, seed: int = 1, silent: Mapping[str, float] | None = None, good: Mapping[str, float] | None = None,
    unwritten: str = "", minutes: bool = True, reading: Any = None,
) -> Rows:  # fmt: skip
    """``n`` hand-offs over 24 months: ``silent`` and ``good`` are each channel's shares unanswered and confirmed.

    ``unwritten`` is a seller group that decides without noting a touch. ``reading`` turns a day into working days.
    """
    drawn = np.random.default_rng(seed)
    rows: Rows = {"handoffs": [], "people": [], "reached": [], "deals": [], "segments": [], "acquisitions": []}
    for number in range(n):
        _one(rows, number, drawn, silent or {}, good or {}, unwritten, minutes, reading)
    return rows


def _one(
    rows: Rows, number: int, drawn: np.random.Generator, silent: Mapping[str, float], good: Mapping[str, float],
    unwritten: str, minutes: bool, reading: Any,
) -> None:  # fmt: skip
    person, account = f"p{number:05d}", f"a{number:05d}"
    channel, group = CHANNELS[number % 4], ("north", "south")[drawn.integers(2)]
    on = DAY0 + timedelta(days=int(drawn.integers(0, 729)))
    rows["people"].append({"person_id": person, "account_id": account, "source_group": channel})
    rows["segments"].append({"grain": "person", "entity_id": person, "name": "size",
                             "value": ("small", "large")[drawn.integers(2)]})  # fmt: skip
    rows["reached"].append(_reached(person, account, "mql", on))
    answered = drawn.random() >= silent.get(channel, 0.1)
    wait = int(drawn.exponential(400))
    decision = ["accepted", "rejected", "recycled", "none"][drawn.choice(4, p=[0.55, 0.2, 0.15, 0.1])]
    decision = decision if answered else "none"
    start = reading(on)
    later = on + timedelta(days=1 + wait // DAY)
    touched = answered and group != unwritten
    sql = decision == "accepted" and drawn.random() < good.get(channel, 0.5)
    rows["handoffs"].append({
        "person_id": person, "episode": 1, "account_id": account, "requested_on": on, "assigned_on": on,
        "owner": f"s{drawn.integers(3)}{group}", "seller_group": group,
        "touched_on": later if touched else None, "decision": decision,
        "decided_on": later if decision != "none" else None,
        "reason_raw": "no budget" if decision == "rejected" else None,
        "reason": "unmapped" if decision == "rejected" else None, "timed": True,
        "start_minutes": start * DAY if minutes else None,
        "touched_minutes": start * DAY + wait if touched and minutes else None,
        "decided_minutes": start * DAY + wait if decision != "none" and minutes else None,
        "start_days": start, "touched_days": start + wait // DAY if touched else None,
        "decided_days": start + wait // DAY if decision != "none" else None,
    })  # fmt: skip
    if sql:
        _further(rows, person, account, later, drawn)


def _further(rows: Rows, person: str, account: str, on: date, drawn: np.random.Generator) -> None:
    rows["reached"].append(_reached(person, account, "sql", on + timedelta(days=5)))
    if drawn.random() < 0.4:
        day = on + timedelta(days=40)
        rows["reached"] += [_reached(person, account, stage, day) for stage in ("opportunity", "customer")]
        rows["deals"].append({
            "deal_id": f"d{person}", "account_id": account, "kind": "new", "outcome": "won", "closed_on": day,
            "created_on": on, "amount_base": 8000 + 100 * int(drawn.integers(80)), "amount_flag": "ok", "timed": True,
            "source_group": "x",
        })  # fmt: skip


def _reached(person: str, account: str, stage: str, on: date) -> dict[str, Any]:
    return {"grain": "person", "entity_id": person, "account_id": account, "episode": 1, "stage": stage, "on": on,
            "observed": True, "timed": True}  # fmt: skip
