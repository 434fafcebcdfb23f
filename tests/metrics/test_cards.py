from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook import client

from helpers.facts import Fact, frame, merge
from helpers.metrics.cards import card_facts
from helpers.metrics.changes import change
from helpers.metrics.mix import kitagawa, mix_facts
from helpers.periods import Period

OCTOBER = Period.parse("2026-10")
CARDS = ("mql_to_customer", "unified_cac", "ltv_cac", "time_to_close", "goal")


def _rate(period: str, k: float, n: float, *, mature: bool = True, segment: str = "all", note: str = "") -> Fact:
    status = "undefined" if note else "ok" if mature else "immature"
    return Fact(
        period=period, metric="mql_to_customer", variant="horizon=180", clock="cohort", unit="share", segment=segment,
        value=k / n if n else math.nan, n=n, numerator=k, denominator=n, mature=mature, status=status,
        note=note or ("" if mature else "immature"),
    )  # fmt: skip


def _cards(*facts: Fact, **rules: object) -> dict[str, Fact]:
    engagement = client(cards=CARDS, **rules)
    rows = card_facts(frame(facts), engagement, period=OCTOBER)
    return {row["variant"]: row for row in rows.to_dict("records")}


def test_the_shortest_window_with_enough_events_leads_and_ends_with_the_last_mature_month() -> None:
    cards = _cards(
        _rate("2026-05", 40, 400, mature=False), _rate("2026-04", 10, 100), _rate("2026-02/2026-04", 31, 290),
        _rate("2025-05/2026-04", 120, 1000), _rate("2025-11/2026-01", 20, 250), _rate("2025-02/2025-04", 60, 300),
    )  # fmt: skip
    lead = cards["card=1;horizon=180"]
    assert (lead["period"], lead["prior"]) == ("2026-02/2026-04", 20 / 250)
    prior, year = cards["card=1;change=prior"], cards["card=1;change=last_year"]
    assert (prior["value"], prior["status"]) == (pytest.approx(31 / 290 - 0.08), "noise")
    # 10.7 % against 20 %: beyond noise
    assert (year["value"], year["status"]) == (pytest.approx(31 / 290 - 0.2), "clear")
    assert year["high"] < 0


def test_a_rate_ends_with_the_last_month_in_which_anybody_came() -> None:
    cards = _cards(_rate("2026-04", 0, 0), _rate("2026-03", 40, 400), _rate("2026-02", 50, 400))
    assert (cards["card=1;horizon=180"]["period"], cards["card=1;horizon=180"]["prior"]) == ("2026-03", 0.125)


def test_a_card_with_few_events_everywhere_takes_the_longest_window() -> None:
    assert (
        _cards(_rate("2026-04", 1, 9), _rate("2026-02/2026-04", 2, 30))["card=1;horizon=180"]["period"]
        == "2026-02/2026-04"
    )


def test_a_missing_card_is_a_row_that_says_so() -> None:
    cards = _cards()
    assert len(cards) == 15
    assert {row["status"] for row in cards.values()} == {"undefined"}
    assert cards["card=2"]["unit"] == "money" and cards["card=2"]["note"] == "no_data"
    assert cards["card=5"]["metric"] == "customers"


@pytest.mark.parametrize(
    ("later", "earlier", "status", "note"),
    [
        (_rate("2026-10", 90, 100), None, "undefined", "no_prior"),
        (_rate("2026-10", 90, 100), _rate("2026-09", 10, 100, note="left_truncated"), "undefined", "left_truncated"),
        (_rate("2026-10", 90, 100, mature=False), _rate("2026-09", 10, 100), "immature", "immature"),
        (_rate("2026-10", 0, 0, note="zero_denominator"), _rate("2026-09", 10, 100), "undefined", "zero_denominator"),
        (_rate("2026-10", 90, 100), _rate("2026-09", 10, 100), "clear", ""),
        (_rate("2026-10", 11, 100), _rate("2026-09", 10, 100), "noise", ""),
    ],
)
def test_nothing_half_seen_is_ever_a_clear_change(later: Fact, earlier: Fact | None, status: str, note: str) -> None:
    found = change(later, earlier)
    assert (found.status, found.note) == (status, note)


def test_thin_sides_are_never_clear() -> None:
    thin = [
        Fact(
            period=period,
            metric="unified_cac",
            unit="money",
            value=value,
            low=value - 1,
            high=value + 1,
            status="too_few",
        )
        for period, value in (("2026-10", 100.0), ("2026-09", 10.0))
    ]
    assert (change(*thin).status, change(*thin).value) == ("too_few", 90)


def test_estimates_differ_by_their_own_intervals() -> None:
    later, earlier = (
        Fact(period=period, metric="unified_cac", unit="money", value=value, low=low, high=high)
        for period, value, low, high in (("2026-10", 10.0, 7.0, 14.0), ("2025-10", 5.0, 2.0, 8.0))
    )
    # 5 − √(3² + 3²), 5 + √(4² + 3²)
    assert (change(later, earlier).low, change(later, earlier).high) == (pytest.approx(5 - 18**0.5), pytest.approx(10))


def test_the_goal_leads_by_its_attainment() -> None:
    attained = [
        Fact(period=period, metric="target_attainment", variant="metric=customers", unit="share", value=k / t, n=k,
             numerator=k, denominator=t)
        for period, k, t in (("2026-10", 8.0, 10.0), ("2026-01/2026-10", 90.0, 100.0), ("2026-09", 5.0, 10.0))
    ]  # fmt: skip
    cards = _cards(*attained)
    assert cards["card=5;metric=customers"]["period"] == "2026-01/2026-10"
    month = _cards(*attained, rules={"few_events": 5})
    assert (month["card=5;metric=customers"]["period"], month["card=5;metric=customers"]["prior"]) == ("2026-10", 0.5)
    assert month["card=5;change=prior"]["value"] == pytest.approx(0.3)


def test_kitagawa_by_hand() -> None:
    moved = kitagawa({"a": (30, 100), "b": (10, 100)}, {"a": (20, 50), "b": (15, 150)})
    # weights a .5 and .25, b .5 and .75; shares a .3 and .4, b .1 and .1; over all .2 and .175, in the middle .1875
    assert moved.mix == {"a": pytest.approx(0.25 * (0.35 - 0.1875)), "b": pytest.approx(-0.25 * (0.1 - 0.1875))}
    assert moved.within == {"a": pytest.approx(-0.1 * 0.375), "b": pytest.approx(0)}


def test_simpson_every_segment_rises_and_the_whole_falls() -> None:
    moved = kitagawa({"a": (9, 10), "b": (20, 90)}, {"a": (72, 90), "b": (2, 10)})
    assert all(part > 0 for part in moved.within.values()) and sum(moved.mix.values()) < 0
    assert sum(moved.mix.values()) + sum(moved.within.values()) == pytest.approx(29 / 100 - 74 / 100)


_CELLS = st.dictionaries(
    st.sampled_from("abcd"),
    st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n).map(float), st.just(float(n)))),
    min_size=1,
)


@given(_CELLS, _CELLS)
@settings(max_examples=80, deadline=None)
def test_the_effects_add_up_to_the_difference_exactly(later: dict, earlier: dict) -> None:
    totals = [(sum(k for k, _ in side.values()), sum(n for _, n in side.values())) for side in (later, earlier)]
    moved = kitagawa(later, earlier)
    parts = [*moved.mix.values(), *moved.within.values()]
    if not all(n for _, n in totals):
        assert any(math.isnan(part) for part in parts)
        return
    assert math.fsum(parts) == pytest.approx(totals[0][0] / totals[0][1] - totals[1][0] / totals[1][1], abs=1e-12)


def test_the_conversion_card_is_explained_by_segments() -> None:
    series = [_rate("2026-04", 40, 200), _rate("2026-03", 35, 200)]
    parts = [
        _rate("2026-04", 30, 100, segment="size=s"), _rate("2026-04", 10, 95, segment="size=m"),
        _rate("2026-03", 20, 50, segment="size=s"), _rate("2026-03", 15, 150, segment="size=m"),
    ]  # fmt: skip
    known = frame([*series, *parts])
    shown = merge([known, card_facts(known, client(cards=CARDS), period=OCTOBER)])
    before = shown.copy(deep=True)
    found = mix_facts(shown, segments=["size", "colour"]).set_index(["metric", "segment"])
    pd.testing.assert_frame_equal(shown, before)
    whole = [found.loc[(metric, "size=all"), "value"] for metric in ("mix_effect", "within_effect")]
    assert sum(whole) == pytest.approx(40 / 200 - 35 / 200)
    # five of April stand in no segment: they are made up by 'unknown'
    assert ("mix_effect", "size=unknown") in found.index
    assert found.loc[("mix_effect", "colour=all"), "note"] == "no_segment"
    assert len(mix_facts(frame([]), segments=["size"])) == 0


def _invoiced(period: str, amount: float, half: float, n: float) -> Fact:
    return Fact(
        period=period, metric="existing_revenue", unit="money", value=amount, low=amount - half, high=amount + half, n=n
    )


def test_few_large_invoices_do_not_make_a_month_lead() -> None:
    # 42 invoices, but the interval is 1.96 · 408: (1000 / 408)² = 6 invoices' worth of knowledge; the year has 36
    month, year = _invoiced("2026-10", 1000, 1.96 * 408, 42), _invoiced("2025-11/2026-10", 9000, 1.96 * 1500, 400)
    rows = card_facts(frame([month, year]), client(cards=("existing_revenue", *CARDS[1:])), period=OCTOBER)
    lead = rows[rows["variant"] == "card=1"].iloc[0]
    assert lead["period"] == "2025-11/2026-10"
    steady = card_facts(
        frame([_invoiced("2026-10", 1000, 196, 42), year]),
        client(cards=("existing_revenue", *CARDS[1:])), period=OCTOBER,
    )  # fmt: skip
    assert steady[steady["variant"] == "card=1"].iloc[0]["period"] == "2026-10"


def test_time_to_close_counts_from_mql_where_deals_have_no_beginning() -> None:
    def days(period: str, variant: str, value: float, won: float) -> Fact:
        note, mature = ("no_stage", None) if math.isnan(value) else ("", True)
        return Fact(
            period=period, metric="time_to_close", variant=variant, clock="cohort", unit="days", value=value,
            low=value - 1, high=value + 1, n=900, numerator=won, mature=mature, note=note,
            status="undefined" if note else "ok",
        )  # fmt: skip

    cards = _cards(
        days("2026-05/2026-10", "", math.nan, math.nan), days("2026-05/2026-07", "from=mql", 13, 80),
        days("2026-02/2026-04", "from=mql", 20, 90),
    )  # fmt: skip
    lead = cards["card=4;from=mql"]
    assert (lead["period"], lead["value"], lead["prior"]) == ("2026-05/2026-07", 13, 20)
    assert cards["card=4;change=prior"]["status"] == "clear"


def test_after_the_last_entry_falling_figures_say_nothing() -> None:
    def customers(period: str, value: float) -> Fact:
        return Fact(period=period, metric="customers", unit="count", value=value)

    found = frame([customers("2026-08/2026-10", 77), customers("2026-05/2026-07", 216), _rate("2026-04", 40, 100)])
    engagement = client(cards=CARDS, rules={"few_events": 100})
    falling = card_facts(found, engagement, period=OCTOBER)
    assert falling.set_index("variant").loc["card=5;change=prior", "status"] == "clear"
    cut = card_facts(found, engagement, period=OCTOBER, entries_until=date(2026, 5, 31)).set_index("variant")
    assert cut.loc["card=5;change=prior", ["status", "note"]].tolist() == ["undefined", "entries_end"]
    assert cut.loc["card=5", "value"] == 77
