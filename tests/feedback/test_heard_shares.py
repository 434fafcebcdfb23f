"""Shares of what was heard, their changes, and differences of like with like, by hand."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from helpers.facts import Fact
from helpers.feedback.messages import followed, message_contradicted
from helpers.feedback.objections import Windows, argument_share, competitor_share, objection_share, theme_unmapped
from helpers.feedback.price import discounted, price_lost, reasons_known
from helpers.feedback.response import topic_response
from helpers.feedback.sectors import receptive_sector
from helpers.feedback.strata import Stratum, contrast
from helpers.feedback.trends import LEAST, compared, judged
from helpers.intervals import wilson
from helpers.noise import difference_of_proportions

from .heardbook import PERIOD, QUARTER, YEAR

WINDOWS = Windows(PERIOD)
COLUMNS = [f"{who}_{name}" for name in WINDOWS.named() for who in ("all", "won", "lost")]


def heard(kind: str = "objection", **names: dict[str, int]) -> pd.DataFrame:
    """Rows of the count: names with what is not zero; ``whole`` stands for the kind as a whole."""
    rows = [{"kind": kind, "name": "" if name == "whole" else name, **dict.fromkeys(COLUMNS, 0), **given}
            for name, given in names.items()]  # fmt: skip
    return pd.DataFrame(rows, columns=["kind", "name", *COLUMNS])


def one(facts: list[Fact], *, segment: str, variant: str = "", period: object = YEAR) -> Fact:
    return next(f for f in facts if (f.segment, f.variant, f.period) == (segment, variant, str(period)))


# -- what is said ------------------------------------------------------------------------------------------------------


def test_a_share_is_of_the_deals_with_any_objection() -> None:
    rows = heard(whole={"all_12": 50, "lost_12": 40, "all_3": 12}, price={"all_12": 20, "lost_12": 10, "all_3": 3})
    facts = objection_share(rows, windows=WINDOWS, few=30)
    year, lost, quarter = (one(facts, segment="theme=price", **how) for how in
                           ({}, {"variant": "outcome=lost"}, {"period": QUARTER}))  # fmt: skip
    low, high = wilson([20], [50])
    assert (year.value, year.numerator, year.denominator, year.status) == (0.4, 20, 50, "ok")
    assert (year.low, year.high) == (low[0], high[0])
    assert lost.value == 10 / 40
    assert (quarter.value, quarter.status, quarter.note) == (0.25, "too_few", "too_few")


def test_a_change_is_clear_only_beyond_chance_and_after_all_themes_have_been_looked_at() -> None:
    whole = {"all_12": 200, "all_before12": 200}
    up = {"all_12": 80, "all_before12": 40}
    slight = {"all_12": 60, "all_before12": 42}  # p = 0.037 alone
    rows = heard(whole=whole, price=up, delivery=slight, support={"all_12": 50, "all_before12": 50})
    facts = objection_share(rows, windows=WINDOWS, few=30)
    change = one(facts, segment="theme=price", variant="change=prior")
    expected = difference_of_proportions(80, 200, 40, 200)
    assert (change.value, change.status, change.prior) == (pytest.approx(0.2), "clear", 0.2)
    assert (change.low, change.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    alone = objection_share(heard(whole=whole, delivery=slight), windows=WINDOWS, few=30)
    assert one(alone, segment="theme=delivery", variant="change=prior").status == "clear"
    assert one(facts, segment="theme=delivery", variant="change=prior").status == "noise"


def test_a_theme_that_is_gone_still_has_its_change() -> None:
    rows = heard(whole={"all_12": 60, "all_before12": 60}, price={"all_before12": 30})
    facts = objection_share(rows, windows=WINDOWS, few=30)
    assert one(facts, segment="theme=price").value == 0
    change = one(facts, segment="theme=price", variant="change=prior")
    assert (change.value, change.status) == (-0.5, "clear")


def test_too_few_to_compare_and_nothing_to_compare_with_are_said() -> None:
    thin = heard(whole={"all_12": 40, "all_before12": LEAST - 1}, price={"all_12": 39})
    fact = one(objection_share(thin, windows=WINDOWS, few=30), segment="theme=price", variant="change=prior")
    assert (fact.status, fact.note) == ("too_few", "too_few")
    new = heard(whole={"all_12": 40}, price={"all_12": 39})
    fact = one(objection_share(new, windows=WINDOWS, few=30), segment="theme=price", variant="change=prior")
    assert (fact.status, fact.note) == ("undefined", "no_prior") and math.isnan(fact.value)


def test_arguments_of_won_deals_and_competitors_by_name() -> None:
    rows = heard("argument", whole={"all_12": 60, "won_12": 40}, ease={"all_12": 20, "won_12": 20})
    assert one(argument_share(rows, windows=WINDOWS, few=30), segment="theme=ease", variant="outcome=won").value == 0.5
    rows = heard("competitor", whole={"all_12": 4}, **{"Rival; and=sons": {"all_12": 1}})
    assert one(competitor_share(rows, windows=WINDOWS, few=30), segment="competitor=Rival, and-sons").value == 0.25


@pytest.mark.parametrize("share", [objection_share, argument_share, competitor_share])
def test_nothing_written_down_is_one_fact_that_says_so(share: object) -> None:
    (fact,) = share(heard(), windows=WINDOWS, few=30)  # type: ignore[operator]
    assert (fact.segment, fact.status, fact.note) == ("all", "undefined", "no_feedback")


def test_remarks_that_fit_no_theme() -> None:
    (fact,) = theme_unmapped(pd.DataFrame({"theme": ["price", "unmapped"], "n": [30, 10]}), period=YEAR)
    assert (fact.value, fact.numerator, fact.denominator) == (0.25, 10, 40)
    (none,) = theme_unmapped(pd.DataFrame({"theme": [], "n": []}), period=YEAR)
    assert none.note == "no_feedback"


# -- sectors, price ------------------------------------------------------------------------------------------------


def test_a_sector_is_compared_with_the_rest_of_its_segment() -> None:
    rows = pd.DataFrame(
        [("industry", "food", 100, 60), ("industry", "metal", 100, 30), ("industry", "unknown", 50, 50),
         ("country", "ES", 200, 90)],
        columns=["name", "value", "deals", "won"],
    )  # fmt: skip
    facts = receptive_sector(rows, heard(), period=YEAR, few=30)
    food = one(facts, segment="industry=food", variant="against=rest")
    assert (food.value, food.prior, food.status) == (pytest.approx(0.3), 0.3, "clear")
    assert one(facts, segment="industry=metal", variant="against=rest").value == pytest.approx(-0.3)
    assert not [fact for fact in facts if "unknown" in fact.segment]
    alone = one(facts, segment="country=ES", variant="against=rest")
    assert (alone.status, alone.note) == ("undefined", "no_prior")  # the only value: there is no rest


def test_sectors_named_in_remarks_stand_under_the_segment_they_belong_to() -> None:
    segments = pd.DataFrame([("industry", "Food", 10, 5)], columns=["name", "value", "deals", "won"])
    rows = heard("sector", whole={"all_12": 10}, food={"all_12": 4}, Food={"all_12": 2}, Wineries={"all_12": 3})
    facts = receptive_sector(segments, rows, period=YEAR, few=30)
    assert one(facts, segment="industry=Food", variant="heard=yes").numerator == 6
    assert one(facts, segment="sector=Wineries", variant="heard=yes").value == 0.3


MONTHS = pd.DataFrame(
    [(date(2026, 10, 1), 40, 10, 30, 24, 12, 10, 5), (date(2025, 12, 1), 10, 5, 5, 0, 0, 5, 0)],
    columns=["month", "deals", "won", "lost", "reasoned", "priced", "dated", "discounted"],
)


def met(*rows: tuple[int, int, int, int, int, int, int], messages: int = 1) -> pd.DataFrame:
    """half, late, met_0, heard_0, deals, won, priced; discounted as priced. All of one outcome."""
    table = pd.DataFrame(rows, columns=["half", "late", "met_0", "heard_0", "deals", "won", "priced"])
    return table.assign(discounted=table["priced"], outcome="lost")


def test_lost_on_price_over_three_and_twelve_months_and_by_message() -> None:
    rows = met((4052, 1, 1, 0, 40, 10, 8), (4052, 1, 0, 0, 10, 5, 4), (4050, 0, 1, 0, 99, 9, 9))
    facts = price_lost(MONTHS, rows, [("m", "price")], period=PERIOD, few=30)
    assert one(facts, segment="all", period=QUARTER).value == 12 / 40
    assert one(facts, segment="all").value == 12 / 50
    assert one(facts, segment="message=m").value == 8 / 40  # the rolling year only
    cut = discounted(MONTHS, rows, [("m", "price")], period=PERIOD, few=30)
    assert one(cut, segment="all").value == 5 / 15
    assert one(reasons_known(MONTHS, period=PERIOD), segment="all").value == 24 / 35


def test_the_windows_before_are_there_to_compare_with_where_anything_ended() -> None:
    """A year ago 30 deals, 6 of them lost on price; in the quarter before this one none ended."""
    earlier = MONTHS.head(1).assign(month=[date(2025, 3, 1)], deals=30, won=15, lost=15, reasoned=5, priced=6)
    facts = price_lost(pd.concat([earlier, MONTHS]), met(), [], period=PERIOD, few=30)
    assert one(facts, segment="all", period=YEAR.prior()).value == 6 / 30
    assert one(facts, segment="all").value == 12 / 50  # as without them
    assert one(reasons_known(earlier, period=PERIOD), segment="all", period=YEAR.prior()).value == 5 / 15
    assert str(YEAR.prior()) not in {fact.period for fact in price_lost(MONTHS, met(), [], period=PERIOD, few=30)}


def test_discounts_of_the_year_before_alone_do_not_speak_for_this_one() -> None:
    earlier = MONTHS.assign(month=[day.replace(year=day.year - 1) for day in MONTHS["month"]])
    both = pd.concat([earlier, MONTHS.assign(dated=0, discounted=0)])
    assert [fact.note for fact in discounted(both, met(), [], period=PERIOD, few=30)] == ["no_discount"]


def test_without_a_recorded_discount_there_is_no_share_of_discounts() -> None:
    (fact,) = discounted(MONTHS.assign(dated=0, discounted=0), met(), [], period=PERIOD, few=30)
    assert fact.note == "no_discount"
    (fact,) = discounted(MONTHS.head(0), met(), [], period=PERIOD, few=30)
    assert fact.note == "zero_denominator"


# -- messages ------------------------------------------------------------------------------------------------------


def test_a_promise_is_contradicted_by_those_who_met_it() -> None:
    """Met: 20 of 40 object; not met: 30 of 300. 0.5 - 0.1 = 0.4."""
    rows = met(
        (4052, 1, 1, 1, 20, 0, 0), (4052, 1, 1, 0, 20, 0, 0), (4052, 1, 0, 1, 30, 0, 0), (4052, 1, 0, 0, 270, 0, 0)
    )
    (fact,) = message_contradicted([("m", "price")], rows, period=PERIOD)
    assert (fact.value, fact.prior, fact.n, fact.status) == (pytest.approx(0.4), 0.1, 40, "clear")
    assert fact.period == str(PERIOD.rolling(24)) and fact.segment == "message=m"


def test_time_alone_contradicts_no_promise() -> None:
    """First nobody writes objections down; then half are noted, and the campaign runs. Within half-years nothing."""
    rows = met((4050, 0, 0, 0, 200, 0, 0), (4052, 1, 1, 1, 30, 0, 0), (4052, 1, 1, 0, 30, 0, 0),
               (4052, 1, 0, 1, 30, 0, 0), (4052, 1, 0, 0, 30, 0, 0))  # fmt: skip
    (fact,) = message_contradicted([("m", "price")], rows, period=PERIOD)
    assert (fact.value, fact.status) == (pytest.approx(0), "noise")


def test_a_message_that_reaches_those_who_do_not_buy_is_not_blamed_for_what_only_they_are_asked() -> None:
    """Lost deals object in 40 %, won ones in 10 %; it met 80 lost and 20 won, the rest are half and half."""
    lost = met(
        (4052, 1, 1, 1, 32, 0, 0), (4052, 1, 1, 0, 48, 0, 0), (4052, 1, 0, 1, 40, 0, 0), (4052, 1, 0, 0, 60, 0, 0)
    )
    won = met(
        (4052, 1, 1, 1, 2, 2, 0), (4052, 1, 1, 0, 18, 18, 0), (4052, 1, 0, 1, 10, 10, 0), (4052, 1, 0, 0, 90, 90, 0)
    )
    rows = pd.concat([lost, won.assign(outcome="won")])
    (fact,) = message_contradicted([("m", "price")], rows, period=PERIOD)
    assert (fact.value, fact.prior, fact.status) == (pytest.approx(0), pytest.approx(0.34), "noise")


def test_a_message_that_reaches_the_same_companies_is_not_blamed_for_the_other() -> None:
    """Deals that met ``a`` object in 60 %, others in 10 %, with ``b`` or without it; ``b`` goes along with ``a``."""
    cells = {(1, 1): (80, 48), (1, 0): (20, 12), (0, 1): (40, 4), (0, 0): (160, 16)}
    rows = pd.DataFrame(
        [(4052, 1, a, b, said, said, n if said else deals - n)
         for (a, b), (deals, n) in cells.items() for said in (0, 1)],
        columns=["half", "late", "met_0", "met_1", "heard_0", "heard_1", "deals"],
    ).assign(outcome="lost")  # fmt: skip
    facts = message_contradicted([("a", "price"), ("b", "price")], rows, period=PERIOD)
    assert {fact.segment: (round(fact.value, 9), fact.status) for fact in facts} == {
        "message=a": (0.5, "clear"),
        "message=b": (0.0, "noise"),
    }


def test_messages_without_a_theme_are_followed_for_price_only() -> None:
    form = pd.DataFrame({"message_id": ["b", "a", "c"], "promise_theme": ["price", None, "unmapped"]})
    assert followed(form) == [("a", ""), ("b", "price"), ("c", "")]
    assert [fact.note for fact in message_contradicted([], met(), period=PERIOD)] == ["no_messages"]


def test_claims_hold_their_promise_where_nothing_is_planted_and_find_what_is() -> None:
    """Fifty companies with four messages, 300 deals over four half-years; objections of 20 %, planted 45 %."""
    draws = np.random.default_rng(20261031)
    false = found = 0
    for _ in range(50):
        reached = draws.random((300, 4)) < 0.15
        heard = draws.random(300) < 0.2
        planted = np.where(reached[:, 0], draws.random(300) < 0.45, heard)
        half = draws.integers(0, 4, 300)
        false += sum(clear_of(reached, heard, half))
        found += clear_of(reached, planted, half)[0]
    assert false / 200 <= 0.05
    assert found / 50 >= 0.7


def clear_of(reached: np.ndarray, heard: np.ndarray, half: np.ndarray) -> list[bool]:
    family = []
    for message in range(reached.shape[1]):
        mine = reached[:, message]
        strata = [
            Stratum((mine & heard & (half == each)).sum(), (mine & (half == each)).sum(),
                    (~mine & heard & (half == each)).sum(), (~mine & (half == each)).sum())
            for each in range(4)
        ]  # fmt: skip
        family.append(compared("message_contradicted", strata, variant="", segment=f"message={message}", period=YEAR))
    return [fact.status == "clear" and fact.value > 0 for fact in judged(family)]


# -- response ------------------------------------------------------------------------------------------------------


def test_response_is_compared_with_others_at_the_same_stages() -> None:
    """Topic: 30 of 40 leads and 5 of 10 MQLs. Others: (100 - 35)/(300 - 50) leads, (40 - 5)/(60 - 10) MQLs."""
    rows = pd.DataFrame(
        [("", "", 0, 300, 100, 300, 100), ("", "", 1, 60, 40, 60, 40), ("topic", "energy", 0, 40, 30, 50, 35),
         ("topic", "energy", 1, 10, 5, 10, 5)],
        columns=["level", "name", "place", "touched", "moved", "base_touched", "base_moved"],
    )  # fmt: skip
    facts = topic_response(rows, period=YEAR, few=30)
    assert one(facts, segment="topic=energy").value == 35 / 50
    change = one(facts, segment="topic=energy", variant="against=rest")
    rest = (40 * 65 / 250 + 10 * 35 / 50) / 50
    assert change.prior == pytest.approx(rest) and change.value == pytest.approx(0.7 - rest)
    assert one(facts, segment="stage=mql").value == 40 / 60 and one(facts, segment="all").value == 140 / 360


def test_without_touches_there_is_no_response() -> None:
    empty = pd.DataFrame(columns=["level", "name", "place", "touched", "moved", "base_touched", "base_moved"])
    assert [fact.note for fact in topic_response(empty, period=YEAR, few=30)] == ["no_touches"]


# -- like with like ------------------------------------------------------------------------------------------------


def test_the_test_is_cochran_mantel_haenszel() -> None:
    """Equal to statsmodels' test without continuity correction."""
    strata = [Stratum(8, 20, 30, 100), Stratum(5, 15, 4, 30), Stratum(12, 40, 10, 25)]
    tables = [
        np.array([[s.events, s.cases - s.events], [s.other_events, s.other_cases - s.other_events]]) for s in strata
    ]
    expected = StratifiedTable(tables).test_null_odds(correction=False)
    assert contrast(strata).p == pytest.approx(expected.pvalue, abs=1e-12)


def test_one_stratum_is_newcombes_interval() -> None:
    found = contrast([Stratum(56, 70, 48, 80)])
    assert tuple(found.difference) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)  # Newcombe 1998, table II


def test_strata_with_an_empty_side_tell_nothing() -> None:
    both = [Stratum(5, 10, 20, 50)]
    assert contrast([*both, Stratum(3, 3, 0, 0), Stratum(0, 0, 9, 9)]) == contrast(both)
    assert math.isnan(contrast([Stratum(3, 3, 0, 0)]).difference.value)


counts = st.tuples(st.integers(1, 40), st.integers(1, 40)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(counts, min_size=1, max_size=4))
def test_a_difference_lies_within_its_interval_and_turns_with_its_sides(rows: list[tuple[int, int, int, int]]) -> None:
    found = contrast(Stratum(*row) for row in rows)
    assert -1 <= found.difference.low <= found.difference.value <= found.difference.high <= 1
    assert 0 <= found.p <= 1 and 0 <= found.rest <= 1
    turned = contrast(Stratum(*row[2:], *row[:2]) for row in rows)
    assert turned.p == pytest.approx(found.p)
    if len(rows) == 1:
        assert turned.difference.value == pytest.approx(-found.difference.value)
