"""A company with forty hand-offs whose waits are known, as a basis: nine-hour days, the clock of each at nine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from helpers.agreements import Agreements, Sla
from helpers.agreements.calendar import open_clock
from helpers.agreements.sla import Calendar, Within
from helpers.contract import Contract
from helpers.patterns.basis import Basis
from helpers.periods import Period
from metrics.workbook import client, opened

PERIOD = Period.parse("2026-10")
ENGAGEMENT = client(segments={"channel": "people.source_group", "size": "people:x"})
#: In force: eight hours to answer, three days to decide.
SLA = Sla(answer_within=Within(hours=8), decide_within=Within(days=3))
#: Of ten leads each: answered after so many working hours (None: never), decision, days until it.
WAITS: tuple[tuple[float | None, str, int | None], ...] = (
    (1, "accepted", 1), (2, "accepted", 2), (4, "rejected", 1), (7, "none", None), (8, "accepted", 5),
    (12, "accepted", 3), (20, "recycled", 4), (None, "none", None), (None, "none", None), (30, "rejected", 6),
)  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]


@cache
def clock():
    return open_clock(Calendar(), zone=ZoneInfo("Europe/Madrid"), first=date(2026, 1, 1), last=date(2026, 12, 31))


def rows(leads: int = 40) -> Rows:
    """Hand-offs from the 3rd of August on, one a working day, touched and decided as ``WAITS`` says."""
    made: Rows = {name: [] for name in ("handoffs", "people", "touches", "segments", "reached")}
    day = date(2026, 8, 3)
    for number in range(leads):
        _lead(made, number, day)
        day += timedelta(days=1 + 2 * (day.weekday() == 4))
    return made


def _lead(made: Rows, number: int, day: date) -> None:
    wait, decision, decided = WAITS[number % len(WAITS)]
    person, account = f"p_{number:012x}", f"a{number:03d}"
    asked = datetime(day.year, day.month, day.day, 7)  # nine in Madrid
    touched = None if wait is None else _later(day, wait)
    ended = None if decided is None else _days_later(day, decided)
    made["people"].append({"person_id": person, "account_id": account, "source_group": ("web", "fairs")[number % 2],
                           "created_on": day - timedelta(days=5)})  # fmt: skip
    for name, value in (("channel", ("web", "fairs")[number % 2]), ("size", "rare" if number == 3 else "small")):
        made["segments"].append({"grain": "person", "entity_id": person, "name": name, "value": value})
    stages = ("lead", "mql", "sql") if decision == "accepted" else ("lead", "mql")
    made["reached"] += [
        {"grain": "person", "entity_id": person, "account_id": account, "episode": 1, "stage": stage,
         "on": day + timedelta(days=2 * (stage == "sql")), "observed": True, "timed": True}
        for stage in stages
    ]  # fmt: skip
    made["touches"].append({"touch_id": f"m{number}", "person_id": person, "account_id": account, "channel": "web",
                            "on": day - timedelta(days=3), "kind": "Downloaded", "asset_id": "Guide",
                            "direction": "marketing"})  # fmt: skip
    if touched:
        made["touches"].append({"touch_id": f"s{number}", "person_id": person, "account_id": account,
                                "channel": "calls", "on": touched.date(), "at": touched, "kind": "Call",
                                "direction": "sales"})  # fmt: skip
    made["handoffs"].append({
        "person_id": person, "episode": 1, "account_id": account, "requested_on": day, "requested_at": asked,
        "owner": f"s{number % 4}", "seller_group": ("north", "south")[number % 4 // 2], "decision": decision,
        "decided_on": ended.date() if ended else None, "decided_at": ended, "timed": True,
        "touched_on": touched.date() if touched else None, "touched_at": touched,
        "touch_kind": "Call" if touched else None, **_readings(asked, touched, ended),
    })  # fmt: skip


def _readings(asked: datetime, touched: datetime | None, ended: datetime | None) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for name, moment in (("start", asked), ("touched", touched), ("decided", ended)):
        found[f"{name}_minutes"] = None if moment is None else clock().minutes_at(moment)
        found[f"{name}_days"] = None if moment is None else clock().days_at(moment.date())
    return found


def _later(day: date, hours: float) -> datetime:
    """The moment so many working hours after nine in Madrid."""
    whole, rest = divmod(hours, 9)
    end = _days_later(day, int(whole) if rest else int(whole) - 1)
    return end.replace(hour=7) + timedelta(hours=rest or 9)


def _days_later(day: date, days: int) -> datetime:
    for _ in range(days):
        day += timedelta(days=1 + 2 * (day.weekday() == 4))
    return datetime(day.year, day.month, day.day, 8)


def basis(folder: Path, made: Rows | None = None, *, sla: Sla | None = SLA) -> Basis:
    """The company as a pattern or a screen of the workshop sees it."""
    tables = opened(folder, made or rows())
    found = Basis(work=folder, engagement=ENGAGEMENT, contract=Contract(), agreements=Agreements(sla=sla),
                  period=PERIOD, start=PERIOD.rolling(12))  # fmt: skip
    vars(found)["tables"] = tables
    return found
