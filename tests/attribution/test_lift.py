"""Experiments as people report them, and what new customers say brought them: beside the credit, never mixed in."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

from tests.metrics.workbook import opened

from helpers.attribution.counts.answers import answers
from helpers.attribution.coverage import self_reported
from helpers.attribution.lift import experiment_lift
from helpers.engine import fetch
from helpers.facts import Fact, frame
from helpers.periods import Period

from .journeybook import acquired, person, touch

YEAR = Period.parse("2025-07/2026-06")


def trial(row: int, channel: str, first: date, last: date, conversions: float, **more: object) -> dict:
    return {"row": row, "channel": channel, "from_on": first, "to_on": last, "conversions": conversions} | more


def facts_of(folder: Path, *rows: dict) -> list[Fact]:
    lift = fetch(opened(folder, {"lift": list(rows)})["lift"])
    return experiment_lift(lift, window=YEAR, known=["paid_search"])


def test_experiments_that_ended_in_the_year_as_reported(tmp_path: Path) -> None:
    march, april, june = date(2026, 3, 2), date(2026, 4, 26), date(2025, 6, 1)
    facts = facts_of(
        tmp_path,
        trial(1, "Paid Search", march, april, 12.5, low=-3.0, high=28.0, method="holdout"),
        trial(2, "paid_search", march, april, 9.0, method="regions"),
        trial(3, "fairs", june, date(2025, 7, 1), -2.0),
        trial(4, "fairs", june, date(2025, 6, 30), 4.0),  # ended before the year
        trial(5, "fairs", march, date(2026, 7, 1), 4.0),  # not over yet
    )
    assert [(fact.variant, fact.segment, fact.value) for fact in facts] == [
        ("from=2026-03-02;to=2026-04-26", "channel=paid_search", 12.5),
        ("from=2026-03-02;repeat=2;to=2026-04-26", "channel=paid_search", 9.0),
        ("from=2025-06-01;to=2025-07-01", "channel=fairs", -2.0),
    ]
    assert (facts[0].low, facts[0].high) == (-3.0, 28.0)
    assert math.isnan(facts[1].low) and math.isnan(facts[1].high)
    assert len(frame(facts)) == 3


def test_no_form_no_facts(tmp_path: Path) -> None:
    assert facts_of(tmp_path) == []


def said(name: str, day: date, account: str | None, channel: str, who: str | None = None) -> dict:
    return touch(name, day, who=who, account=account, channel=channel, kind="self_reported")


def test_customers_by_the_first_answer_of_their_people(tmp_path: Path) -> None:
    june = date(2026, 6, 10)
    tables = {
        "acquisitions": [acquired(june, account=name) for name in ("a1", "a2", "a3", "a4")]
        + [acquired(date(2026, 7, 1), account="a5"), acquired(date(2025, 6, 30), account="a6")],
        "people": [person("p2", "a2")],
        "touches": [
            said("t2", date(2025, 1, 2), "a1", "fairs"),
            said("t1", date(2025, 1, 3), "a1", "web"),  # the second answer
            said("t3", date(2024, 1, 1), None, "web", who="p2"),  # long ago, and its account is the person's
            said("t4", date(2026, 6, 11), "a3", "web"),  # the day after
            said("t5", date(2026, 6, 1), "a5", "web"),
            touch("t6", date(2026, 6, 1), who=None, account="a4", channel="web"),  # an advertisement, no answer
        ],
    }
    facts = self_reported(fetch(answers(opened(tmp_path, tables).tables, window=YEAR)), window=YEAR)
    assert {fact.segment: fact.value for fact in facts} == {
        "all": 4, "channel=fairs": 1, "channel=web": 1, "channel=(none)": 2,
    }  # fmt: skip
    assert {fact.denominator for fact in facts} == {4}


def test_nobody_asked_nothing_said(tmp_path: Path) -> None:
    tables = {"acquisitions": [acquired(date(2026, 6, 10))]}
    assert self_reported(fetch(answers(opened(tmp_path, tables).tables, window=YEAR)), window=YEAR) == []
