"""Which team began what was won: three definitions that may disagree, on deals whose journeys can be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
from tests.metrics.workbook import opened

from helpers.attribution.counts.conversions import conversions
from helpers.attribution.counts.journeys import journeys
from helpers.attribution.counts.sourced import channel_teams, origins
from helpers.attribution.sourced import sourced_revenue, teams_of
from helpers.engine import fetch
from helpers.facts import Fact
from helpers.periods import Period

from .journeybook import deal, minute, touch

YEAR = Period.parse("2025-07/2026-06")
SIGNED, OPENED = date(2026, 5, 20), date(2026, 5, 1)
EARLY, LATE = date(2026, 4, 1), date(2026, 5, 10)


def sale(name: str, day: date, account: str, **more: object) -> dict:
    return touch(name, day, who=None, account=account, direction="sales", channel="call", **more)


def ad(name: str, day: date, account: str, **more: object) -> dict:
    return touch(name, day, who=None, account=account, **{"direction": "marketing", "channel": "web"} | more)


def won(name: str, amount: float, source: str = "web", **more: object) -> dict:
    return deal(name, SIGNED, account=f"a_{name}", amount=amount, source_group=source, **{"created_on": OPENED} | more)


TABLES = {
    "deals": [
        won("d1", 100),
        won("d2", 200),
        won("d3", 400),
        won("d4", 800, source="blank"),
        won("d5", 1600, source="partner"),
        won("d6", 3200, created_on=LATE, created_at=minute(LATE, "09:00")),
        won("d7", 6400, created_on=None),
        won("d8", 50, outcome="lost"),
        won("d9", 60, kind="expansion"),
    ],
    "touches": [
        # d1: marketing, then sales, then the deal is opened: everybody agrees on marketing
        ad("t11", EARLY, "a_d1"),
        sale("t12", date(2026, 4, 5), "a_d1"),
        # d2: sales called first
        sale("t21", EARLY, "a_d2"),
        ad("t22", date(2026, 4, 5), "a_d2"),
        # d3: marketing was the first touch, but sales had opened the deal nine days before
        ad("t31", LATE, "a_d3"),
        sale("t32", date(2026, 5, 12), "a_d3"),
        # d4: no touch and no source
        # d5: only an answer is recorded: a first touch, but no act of anybody
        ad("t51", EARLY, "a_d5", kind="self_reported", channel="friends"),
        # d6: on the day the deal was opened, an hour later: not before
        ad("t61", LATE, "a_d6", at=minute(LATE, "10:00")),
        # d7: nobody knows when the deal was opened; before the first call an answer names what is the work of sales
        ad("t71", EARLY, "a_d7", kind="self_reported", channel="fair"),
        sale("t72", date(2026, 4, 3), "a_d7"),
        ad("t73", date(2026, 4, 4), "a_d7"),
        # after signing, and too long ago: in nobody's journey
        ad("t41", date(2026, 5, 21), "a_d4"),
        sale("t42", date(2025, 10, 1), "a_d4"),
    ],
}


def counted(folder: Path, rows: dict = TABLES) -> pd.DataFrame:
    tables = opened(folder, rows).tables
    deals = conversions(tables, kind="deal", grain="person", as_of=YEAR.as_of, window=YEAR)
    return fetch(origins(tables, deals, journeys(tables, deals, lookback_days=90, as_of=YEAR.as_of)))


def amounts(facts: list[Fact]) -> dict[str, dict[str, float]]:
    """Definition → segment → money."""
    found: dict[str, dict[str, float]] = {}
    for fact in facts:
        found.setdefault(fact.variant.removeprefix("definition="), {})[fact.segment] = fact.value
    return found


def test_three_definitions_by_hand(tmp_path: Path) -> None:
    facts = sourced_revenue(counted(tmp_path), {"web": "marketing", "fair": "sales"}, window=YEAR, few=3)
    assert amounts(facts) == {
        # web: all but d4 (blank) and d5 (partner, of which nobody knows)
        "lead_source": {"all": 12700, "team=marketing": 10300, "team=sales": 0, "team=unknown": 2400},
        # sales: d2, and d7 by its answer; whose friends are (d5) nobody knows; d4 has no touch
        "first_touch": {"all": 12700, "team=marketing": 3700, "team=sales": 6600, "team=unknown": 2400},
        # marketing: d1; sales: d2, d3, d6 and d7; d4 and d5 without any act
        "before_sales": {"all": 12700, "team=marketing": 100, "team=sales": 10200, "team=unknown": 2400},
    }
    deals = {(fact.variant, fact.segment): (fact.n, fact.status) for fact in facts}
    assert deals["definition=before_sales", "team=marketing"] == (1, "too_few")
    assert deals["definition=before_sales", "team=sales"] == (4, "ok")
    assert deals["definition=lead_source", "all"] == (7, "ok")


def test_a_touch_on_the_day_of_opening_without_a_minute_counts_as_before(tmp_path: Path) -> None:
    rows = {"deals": [won("d6", 10, created_on=LATE)], "touches": [ad("t61", LATE, "a_d6")]}
    assert counted(tmp_path, rows)["before_team"].tolist() == ["marketing"]


def test_no_deals_are_nothing_under_each_definition(tmp_path: Path) -> None:
    facts = sourced_revenue(counted(tmp_path, {}), {}, window=YEAR, few=3)
    assert len(facts) == 12
    assert {(fact.value, fact.n, fact.status) for fact in facts} == {(0, 0, "too_few")}


def evidence(*rows: tuple[str, str, float], weight: str) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["channel", "team", weight])


def test_whose_a_channel_is() -> None:
    touches = evidence(("web", "marketing", 3), ("web", "sales", 1), ("mail", "marketing", 2), ("mail", "sales", 2),
                       weight="touches")  # fmt: skip
    lines = evidence(("Ads", "marketing", 10), ("web", "sales", 99), ("mail", "sales", 1), ("mail", "shared", 5),
                     ("phone", "sales", 1), ("club", "shared", 9), weight="amount")  # fmt: skip
    teams = teams_of(
        ["web", "mail", "ads", "phone", "club", "blank", "unknown", "Partner ", "elsewhere"],
        declared={"partner": "sales", "PHONE": "marketing"}, touches=touches, lines=lines,
    )  # fmt: skip
    assert teams == {
        "web": "marketing",  # most touches, whatever was paid
        "mail": "sales",  # touches are even, so costs decide; shared ones are nobody's
        "ads": "marketing",
        "phone": "marketing",  # declared
        "club": "unknown",
        "blank": "unknown",
        "unknown": "unknown",
        "Partner ": "sales",
        "elsewhere": "unknown",
    }


def test_answers_are_no_evidence_of_a_team(tmp_path: Path) -> None:
    rows = {"touches": [ad("t1", EARLY, "a", kind="self_reported"), sale("t2", EARLY, "a"), ad("t3", LATE, "a"),
                        ad("t4", date(2026, 7, 1), "a")]}  # fmt: skip
    found = fetch(channel_teams(opened(tmp_path, rows)["touches"], as_of=YEAR.as_of))
    assert found.to_numpy().tolist() == [["call", "sales", 1], ["web", "marketing", 1]]
