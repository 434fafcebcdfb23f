"""What moved, why, and what to decide: every branch of the sentences, on a handful of facts."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from helpers.contract import Contract, Finding
from helpers.facts import Fact, frame
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.report.decisions import decide
from helpers.report.narrative import moved, unknown
from helpers.report.parts import why
from helpers.report.scorecard import change, faces, scorecard
from helpers.report.sections.closing import closing
from helpers.report.sections.economics import economics
from helpers.words import Words

from . import facts

CARD, BEFORE = "2026-03/2026-05", "2025-12/2026-02"
ENDED = Contract(findings=[Finding(code="no_entries_after", severity="warning", date="2026-07-14")])


def case(rows: list[Fact], *, lang: str = "en", contract: Contract | None = None) -> Case:
    table: pd.DataFrame = frame(rows)
    return Case(Book(table), Words(lang, "EUR"), contract or Contract(), facts.engagement("digital-native"),
                facts.PERIOD)  # fmt: skip


def fallen() -> list[Fact]:
    """From 17.5% to 10.3%: 7.2 points."""
    row = Fact(period=CARD, metric="mql_to_customer", variant="horizon=120", clock="cohort", unit="share", value=0.103,
               low=0.084, high=0.126, n=785, numerator=81, denominator=785, mature=True)  # fmt: skip
    return facts.card(1, row, prior=0.175, change=(-0.072, -0.116, -0.031, "clear"))


def effect(kind: str, segment: str, value: float) -> Fact:
    return Fact(period=CARD, metric=f"{kind}_effect", variant="metric=mql_to_customer", segment=segment,
                clock="cohort", unit="share", value=value)  # fmt: skip


def came(period: str, segment: str, n: int) -> Fact:
    return Fact(period=period, metric="mql_to_customer", variant="horizon=120", segment=segment, clock="cohort",
                unit="share", value=0.1, n=n, denominator=n)  # fmt: skip


def reason(rows: list[Fact], *, lang: str = "en") -> str:
    found = case([*fallen(), *rows], lang=lang)
    row = dict(faces(found))[1]
    before = change(found, row, "prior")
    assert row is not None and before is not None
    return why(found, row, before)[0]


MIXED = [
    effect("mix", "channel=all", -0.065), effect("mix", "channel=syndication", -0.046),
    effect("mix", "channel=referral", -0.010), effect("mix", "channel=outbound", 0.002),
    effect("mix", "size=all", -0.001), effect("mix", "size=SMB", -0.001),
    effect("within", "channel=all", -0.007), effect("within", "channel=events", -0.007),
]  # fmt: skip
#: syndication: 34 of 411 before, 341 of 785 now
WEIGHTS = [came(CARD, "all", 785), came(BEFORE, "all", 411), came(CARD, "channel=syndication", 341),
           came(BEFORE, "channel=syndication", 34)]  # fmt: skip


def test_the_segment_whose_mix_explains_most_is_named_with_its_points() -> None:
    assert reason([*MIXED, *WEIGHTS]) == (
        "6.5 of the 7.2 points come from who came in (by channel), not from how well each part converts: above all, "
        "Syndication makes up a larger part than before."
    )
    assert reason([*MIXED, *WEIGHTS], lang="es") == (
        "De los 7,2 puntos, 6,5 vienen de quiénes entraron (por canal), no de lo bien que convierte cada parte: sobre "
        "todo, Syndication pesa más que antes en el total."
    )


def test_a_smaller_part_of_what_converts_well_is_said_as_such() -> None:
    # referral: 52 of 411 (12.7%) before, 51 of 785 (6.5%) now
    rows = [effect("mix", "channel=all", -0.04), effect("mix", "channel=referral", -0.04), *WEIGHTS[:2],
            came(CARD, "channel=referral", 51), came(BEFORE, "channel=referral", 52)]  # fmt: skip
    assert reason(rows).endswith("above all, Referral makes up a smaller part than before.")


def test_without_counts_no_direction_is_claimed() -> None:
    assert reason(MIXED).endswith(": above all, through Syndication.")


def test_a_mix_larger_than_the_change_is_all_of_it() -> None:
    rows = [effect("mix", "channel=all", -0.09), effect("mix", "channel=blank", -0.09)]
    assert reason(rows) == (
        "All of it comes from who came in (by channel), not from how well each part converts: above all, through "
        "(no source)."
    )


@pytest.mark.parametrize("mix", [-0.036, 0.065])
def test_half_of_it_or_the_other_way_is_not_the_mix(mix: float) -> None:
    rows = [effect("mix", "channel=all", mix), effect("mix", "channel=events", mix),
            effect("within", "channel=events", -0.03), effect("within", "channel=web", 0.05)]  # fmt: skip
    assert reason(rows) == "The largest part goes with Events (channel), whose own rate moved: −3 points."


def test_a_change_that_no_part_stands_out_in() -> None:
    # a third of 7.2 points is 2.4
    rows = [effect("within", f"channel={name}", -0.023) for name in ("a", "b", "c")]
    assert reason(rows) == "No single part of the segments named stands out in it."
    assert reason([]) == "Not explained by the segments named."


def test_the_decision_names_what_there_is_too_much_of() -> None:
    month = Fact(period="2026-10", metric="customers", unit="count", value=4)
    first = decide(case([*fallen(), *MIXED, *WEIGHTS, month])).sentences[0]
    assert first.text == "MQL → customer is at 10.3%: decide how much both teams still want of Syndication."
    assert first.page == "handoff-standup"
    assert "agree on one thing" in decide(case([*fallen(), month])).sentences[0].text


def undefined(number: int, metric: str, note: str) -> Fact:
    return Fact(period="2025-11/2026-10", metric=metric, variant=f"card={number}", unit="money", status="undefined",
                note=note)  # fmt: skip


def test_a_form_is_asked_for_once_with_all_that_waits_for_it() -> None:
    rows = [undefined(2, "unified_cac", "no_costs"), undefined(3, "ltv_cac", "no_costs")]
    rows.append(Fact(period="2026-10", metric="customers", unit="count", value=4))
    texts = [sentence.text for sentence in decide(case(rows)).sentences]
    assert texts[0] == "Unified CAC and LTV/CAC: no value yet. Decide who fills in the form “costs” and by when."
    assert sum("costs" in text for text in texts) == 1


@pytest.mark.parametrize("note", ["no_lost_deals", ""])
def test_lost_deals_are_looked_back_on_only_where_some_are_recorded(note: str) -> None:
    rows = [
        Fact(period="2026-10", metric="customers", unit="count", value=4),
        Fact(period="2025-11/2026-10", metric="win_rate", unit="share", value=0.5, numerator=9, denominator=18,
             note=note),
    ]  # fmt: skip
    texts = " ".join(sentence.text for sentence in decide(case(rows)).sentences)
    assert ("lost" in texts) == (note == "")
    assert "choose two" in texts


def ended() -> list[Fact]:
    """The goal after the record of new entries ended: 4 where 16 came before."""
    goal = Fact(period="2026-10", metric="customers", unit="count", value=4, n=4)
    pace = Fact(period="2026-10", metric="pacing", variant="metric=customers", unit="share", value=0.3)
    count = Fact(period="2026-10", metric="customers", unit="count", value=4)
    return [*fallen(), *facts.card(5, goal, prior=16, change=(-12, -20, -4, "clear")), pace, count]


def test_what_falls_after_the_last_entry_is_no_change() -> None:
    found = case(ended(), contract=ENDED)
    assert unknown(found).sentences[0].text.startswith("No new entry is recorded after 14 July 2026")
    card = scorecard(found).cards[4]
    assert (card.verdict, card.verdict_text, card.tone) == ("", "", "neutral")
    assert "can only fall" in card.missing
    said = [sentence.text for sentence in moved(found).sentences]
    assert any(text.startswith("New customers: 4. New entries are missing") for text in said)
    assert not any("pace" in sentence.text for sentence in decide(found).sentences)
    # those who came in before that day are compared as ever
    assert scorecard(found).cards[0].verdict == "clear"


def test_without_that_finding_the_same_fall_is_a_change() -> None:
    found = case(ended())
    assert scorecard(found).cards[4].verdict == "clear"
    assert any("pace" in sentence.text for sentence in decide(found).sentences)


def test_missing_history_and_a_missing_end_are_both_said() -> None:
    both = Contract(findings=[*ENDED.findings, *facts.left_truncated().findings])
    text = unknown(case(ended(), contract=both)).sentences[0].text
    assert "14 July 2026" in text and "5 March 2025" in text


def waiting(period: str, value: float, **fields: str) -> Fact:
    variant = fields.get("variant", "from=mql")
    known = not math.isnan(value)
    return Fact(period=period, metric="time_to_close", variant=variant, clock="cohort", unit="days", value=value,
                n=40, status="ok" if known else "undefined", note="" if known else "no_stage")  # fmt: skip


def test_time_to_close_from_mql_says_so_and_draws_its_own_windows() -> None:
    windows = [waiting(f"2025-0{month}/2025-0{month + 2}", 50.0 + month) for month in (1, 2, 3)]
    whole = [waiting("2024-11/2026-10", 60.0), waiting("2024-11/2026-10", 90.0, variant="from=mql;quantile=0.75"),
             waiting("2024-11/2026-10", math.nan, variant="")]  # fmt: skip
    found = case([*windows, *whole, *facts.card(4, windows[-1], prior=math.nan, change=(0, 0, 0, "noise"))])
    card = scorecard(found).cards[3]
    assert card.plain.startswith("from MQL to customer") and card.basis.startswith("those who came in")
    assert len(card.spark_facts) == 3 and card.spark_note == ""
    answer = closing(found)[1]
    assert answer.kind == "narrative"
    assert answer.sentences[0].text == (
        "From MQL to customer: half of those who become customers are there within 60 days."
    )


def test_one_month_neither_hides_nor_makes_a_year_behind_its_pace() -> None:
    def paced(period: str, value: float) -> Fact:
        return Fact(period=period, metric="pacing", variant="metric=customers", unit="share", value=value)

    month = Fact(period="2026-10", metric="customers", unit="count", value=4)
    texts = [
        line.text for line in decide(case([month, paced("2026-10", 1.9), paced("2026-01/2026-10", 0.93)])).sentences
    ]
    assert any("93% of its pace (January 2026 – October 2026)" in text for text in texts)
    ahead = decide(case([month, paced("2026-10", 0.96), paced("2026-01/2026-10", 1.06)])).sentences
    assert not any("pace" in line.text for line in ahead)


def test_where_customers_order_no_subscription_is_missed() -> None:
    span = "2024-11/2026-10"
    gap = Fact(period=span, metric="ltv_contractual", clock="cohort", unit="money", status="undefined",
               note="no_subscriptions")  # fmt: skip
    order = Fact(period=span, metric="ltv_observed", variant="months=12", clock="cohort", unit="money", value=84620.0)

    def said(rows: list[Fact]) -> str:
        return " ".join(block.model_dump_json() for block in economics(case(rows)))

    assert "84,620" in said([gap, order]) and "subscriptions" not in said([gap, order])
    assert "subscriptions" in said([gap])
