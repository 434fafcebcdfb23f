"""The section on the hand-off: opens with its answer, accuses nobody without a record, and degrades to one remark."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from helpers.agreements import Agreements, Sla
from helpers.agreements.sla import Promise, Within
from helpers.contract import Contract
from helpers.facts import Fact, frame
from helpers.report.case import Case
from helpers.report.handing import handoff_rule
from helpers.report.model import Block, Figure, Narrative, Note, Table
from helpers.report.review import open_case
from helpers.report.sections.handoff import handoff

from . import facts
from .test_plain_words import found

YEAR = str(facts.PERIOD.rolling(12))
SLA = Sla(answer_within=Within(hours=8), sales=(Promise(what="answers", metric="sla_compliance", at_least=0.8),))

WITHIN = (("4h", 120), ("8h", 200), ("16h", 260))
STEPS = (("answered", 320, 400), ("decided", 300, 320), ("customer", 20, 300))


def fact(metric: str, value: float = float("nan"), unit: str = "share", **more) -> Fact:
    return Fact(**({"period": YEAR, "metric": metric, "clock": "cohort", "value": value, "unit": unit} | more))


def share(metric: str, k: float, n: float, **more) -> Fact:
    return fact(metric, k / n, numerator=k, denominator=n, n=n, low=0.9 * k / n, high=min(1.0, 1.1 * k / n), **more)


def company(*, note: str = "", claimed: bool = True) -> list[Fact]:
    """400 leads; 80 of 400 unanswered, of fairs 40 of 100; a promise kept for 200."""
    status = {"status": "clear" if claimed else "noise"}
    gap = {"variant": "against=rest;of=unanswered", "low": 0.17, "high": 0.37, "n": 100}
    return [
        fact("handoffs", 400.0, "count", n=400.0),
        fact("handoff_response_median", 6.5, "hours", low=5.0, high=8.0, n=400.0, note=note),
        share("sla_compliance", 200, 400, note=note), share("handoff_unanswered", 80, 400, note=note),
        share("handoff_recorded", 30 if note else 90, 100),
        *(share("handoff_unanswered", k, 100, segment=f"channel={name}", note=note)
          for name, k in (("fairs", 40), ("web", 20), ("mail", 20))),
        fact("handoff_gap", 0.27, segment="channel=fairs", numerator=0.4, denominator=0.13, note=note, **gap, **status),
        fact("ignored_channel", 0.27, segment="channel=fairs", low=0.17, high=0.37, n=100.0, numerator=0.8,
             denominator=0.5, note=note, **status),
        *(share("sla_what_if", k, 400, variant=f"within={name}") for name, k in WITHIN),
        fact("what_if_customers", 6.2, "count", variant="within=8h", low=0.0, high=6.2, n=200.0),
        *(fact("handoff_leakage", n, "count", segment=f"step={name}", n=n, denominator=before, mature=False)
          for name, n, before in STEPS),
        share("handoff_reason", 30, 60, segment="reason=no_budget"),
        share("handoff_reason", 30, 60, segment="reason=none"),
        fact("leak_customers", 4.2, "count", segment="leak=unanswered", low=0.0, high=4.2, n=80.0),
        fact("leak_money", 42_000.0, "money", segment="leak=unanswered", low=0.0, high=52_345.0, n=80.0),
    ]  # fmt: skip


def case(rows: list[Fact], lang: str = "en", *, internal: bool = False, sla: Sla | None = SLA) -> Case:
    calls = pd.DataFrame({"account_id": ["a1"], "person_id": ["p"], "requested_on": [date(2026, 10, 20)],
                          "waiting_days": [8], "channel": ["fairs"], "seller_group": ["north"], "worth": [812.0],
                          "reason": ["unanswered"]})  # fmt: skip
    unmapped = pd.DataFrame({"reason_raw": ["no parking"], "n": [9]})
    return open_case(frame(rows), Contract(), facts.engagement("digital-native"), period=facts.PERIOD, lang=lang,
                     internal=internal, names={"a1": "Acme Ltd"}, agreements=Agreements(sla=sla),
                     tables={"calls": calls, "handoff_reasons_unmapped": unmapped})  # fmt: skip


def words(blocks: list[Block]) -> str:
    said = [line.text for block in blocks if isinstance(block, Narrative) for line in block.sentences]
    tables = [block.data if isinstance(block, Figure) else block for block in blocks]
    said += [cell.text for table in tables if isinstance(table, Table) for row in table.rows for cell in row]
    said += [block.title for block in blocks if isinstance(block, Figure)]
    return " ".join([*said, *(block.text for block in blocks if isinstance(block, Note))]).replace("\xa0", " ")


def test_it_opens_with_how_long_how_many_and_the_promise() -> None:
    opening = handoff(case(company()))[1]
    assert isinstance(opening, Narrative) and opening.role == "answer"
    text = " ".join(line.text for line in opening.sentences)
    for said in ("within 6.5 hours", "80 of 400 have no answer on record (20.0%)", "within 8 working hours: 50.0%",
                 "80%, against 50% elsewhere"):  # fmt: skip
        assert said in text
    assert all(line.facts for line in opening.sentences)


def test_ranges_go_down_to_nothing_and_are_round() -> None:
    text = words(handoff(case(company())))
    assert "0 to 5 " in text and re.search(r"0 to \D{1,3}52,000 ", text) and "0 to 6 " in text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nobody_is_accused_where_little_is_written_down(lang: str) -> None:
    doubtful = case(company(note="low_coverage", claimed=False), lang)
    blocks = handoff(doubtful)
    opening = blocks[1]
    assert isinstance(opening, Narrative) and "30" in opening.sentences[0].text
    assert opening.sentences[0].page == "data-habits"
    assert not any("handoff-parts" in block.anchor for block in blocks if isinstance(block, Figure))
    assert list(handoff_rule(doubtful)) == []


def test_whom_to_call_and_what_was_written_stay_with_the_two_teams() -> None:
    outside, inside = words(handoff(case(company()))), words(handoff(case(company(), internal=True)))
    for secret in ("Acme Ltd", "no parking", "812"):
        assert secret not in outside and secret in inside


def test_what_to_decide_first_is_the_good_channel_then_the_promise() -> None:
    first, second, third = handoff_rule(case(company()))
    assert first.page == "handoff-standup" and "40% of the leads from Fairs have no answer" in first.text
    assert "40 of 100 leads" in second.text and "13% elsewhere" in second.text
    assert third.page == "sla" and "for 80% of leads and gave it to 50%" in third.text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_to_decide_is_plain_in_both_languages(lang: str) -> None:
    for line in handoff_rule(case(company(), lang)):
        assert found(line.text.lower(), lang) == []
        assert not re.search(r"rechaz\w+ silencios|silent rejection", line.text)


def test_without_hand_offs_there_is_one_remark_and_without_facts_nothing() -> None:
    nothing = fact("handoffs", unit="count", status="undefined", note="no_handoffs")
    blocks = handoff(case([nothing]))
    assert [block.kind for block in blocks] == ["heading", "note"]
    assert handoff(case([])) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_it_survives_with_hardly_anything(lang: str) -> None:
    bare = [
        fact("handoffs", 3.0, "count", n=3.0),
        fact("handoff_response_median", unit="days", status="undefined", note="no_touches"),
        fact("handoff_unanswered", status="undefined", note="zero_denominator"),
        fact("sla_compliance", status="undefined", note="no_sla"),
    ]
    blocks = handoff(case(bare, lang, sla=None))
    assert blocks[0].kind == "heading" and words(blocks)
