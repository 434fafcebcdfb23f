"""Conversion on both clocks, from counts written by hand."""

import math
from datetime import date

import pandas as pd
import pytest

from helpers.facts import Fact
from helpers.metrics.conversion import StageCounts, mql_to_customer, mql_to_sql, offer_to_order
from helpers.metrics.maturity import conversion_lag, mature, supported_day
from helpers.metrics.scope import Scope
from helpers.periods import Period


def scope(**changes):
    settings = {
        "period": Period.parse("2026-06"), "start": Period.parse("2026-01"), "horizon": 60, "few": 30,
        "grain": "person", "usual_cycle": 90, "begins": date(2025, 1, 1),
    }  # fmt: skip
    return Scope(**(settings | changes))


def pairs(*rows, metric="mql_to_customer", grain="person"):
    """Rows of month, days, converted, n."""
    table = pd.DataFrame(rows, columns=["month", "days", "converted", "n"])
    table["converted"] = table["converted"].astype(bool)
    return table.assign(name="", value="", grain=grain, metric=metric, timed=True)


def entries(*rows, grain="person"):
    """Rows of stage, month, n."""
    table = pd.DataFrame(rows, columns=["stage", "month", "n"])
    return table.assign(name="", value="", grain=grain, seen=table["n"])


#: 100 MQLs in January: 12 customers after 30 days, 8 after 90; 50 in June of whom 1 has bought after 10.
JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)
COUNTS = StageCounts(
    pairs((JANUARY, 30, True, 12), (JANUARY, 90, True, 8), (JANUARY, 170, False, 80), (JUNE, 10, True, 1),
          (JUNE, 20, False, 49)),
    entries(("mql", JANUARY, 100), ("mql", JUNE, 50), ("customer", date(2026, 2, 1), 12),
            ("customer", date(2026, 4, 1), 8), ("customer", JUNE, 1)),
)  # fmt: skip


def only(facts: list[Fact], **where: str) -> Fact:
    found = [fact for fact in facts if all(getattr(fact, name) == value for name, value in where.items())]
    assert len(found) == 1
    return found[0]


def test_cohort_within_the_horizon():
    fact = only(mql_to_customer(COUNTS, scope=scope()), period="2026-01", variant="horizon=60", clock="cohort")
    assert (fact.numerator, fact.denominator, fact.value) == (12, 100, 0.12)
    assert (fact.mature, fact.status) == (True, "ok")
    # Wilson: (0.12 + 3.8415/200 ± 1.95996·sqrt(0.12·0.88/100 + 3.8415/40000)) / 1.038415
    assert (fact.low, fact.high) == (pytest.approx(0.0700, abs=5e-5), pytest.approx(0.1981, abs=5e-5))


def test_cohort_ever_counts_everything_so_far():
    fact = only(mql_to_customer(COUNTS, scope=scope()), period="2026-01", variant="horizon=ever", clock="cohort")
    assert fact.value == 0.2


def test_an_immature_cohort_keeps_its_value_so_far():
    fact = only(mql_to_customer(COUNTS, scope=scope()), period="2026-06", variant="horizon=60", clock="cohort")
    assert (fact.value, fact.mature, fact.status, fact.note) == (0.02, False, "immature", "immature")


def test_the_horizon_day_itself_counts():
    facts = mql_to_customer(COUNTS, scope=scope(horizon=30))
    assert only(facts, period="2026-01", variant="horizon=30", clock="cohort").numerator == 12
    facts = mql_to_customer(COUNTS, scope=scope(horizon=29))
    assert only(facts, period="2026-01", variant="horizon=29", clock="cohort").numerator == 0


def test_the_period_clock_is_a_flow_and_has_no_interval():
    fact = only(mql_to_customer(COUNTS, scope=scope()), period="2026-04/2026-06", variant="", clock="period")
    assert (fact.numerator, fact.denominator, fact.value) == (9, 50, 0.18)  # 8 + 1 over 50
    assert fact.low != fact.low and fact.mature is None


def test_a_flow_may_exceed_one():
    counts = StageCounts(COUNTS.pairs, entries(("mql", JUNE, 2), ("customer", JUNE, 5)))
    assert only(mql_to_customer(counts, scope=scope()), period="2026-06", variant="", clock="period").value == 2.5


def test_nobody_entered():
    fact = only(mql_to_customer(COUNTS, scope=scope()), period="2026-03", variant="horizon=60", clock="cohort")
    assert (fact.status, fact.note) == ("undefined", "zero_denominator") and fact.value != fact.value


def test_rolling_windows_are_sums_over_sums():
    fact = only(mql_to_customer(COUNTS, scope=scope()), period="2025-07/2026-06", variant="horizon=60", clock="cohort")
    assert (fact.numerator, fact.denominator) == (13, 150)  # never the mean of 12 % and 2 %


@pytest.mark.parametrize(("n", "k", "status"), [(29, 12, "too_few"), (30, 10, "ok"), (300, 9, "too_few")])
def test_too_few_is_under_thirty_cases_or_ten_events(n, k, status):
    counts = StageCounts(pairs((JANUARY, 5, True, k), (JANUARY, 170, False, n - k)), COUNTS.entries)
    fact = only(mql_to_customer(counts, scope=scope()), period="2026-01", variant="horizon=60", clock="cohort")
    assert fact.status == status


def test_cohorts_before_wins_were_recorded_are_marked():
    facts = mql_to_customer(COUNTS, scope=scope(observed_from=date(2026, 2, 5)))
    january = only(facts, period="2026-01", variant="horizon=60", clock="cohort")
    assert (january.value, january.status, january.note) == (0.12, "undefined", "left_truncated")
    assert only(facts, period="2026-06", variant="horizon=60", clock="cohort").note == "immature"


def test_conversions_that_are_no_wins_are_not_truncated():
    counts = StageCounts(
        COUNTS.pairs.assign(metric="mql_to_sql"), COUNTS.entries.replace({"stage": {"customer": "sql"}})
    )
    facts = mql_to_sql(counts, scope=scope(observed_from=date(2026, 2, 5)))
    assert only(facts, period="2026-01", variant="horizon=60", clock="cohort").note == ""


def test_a_stage_that_is_only_passed_through_converts_nobody():
    passed = COUNTS.entries.assign(seen=[100, 50, 0, 0, 0])
    facts = mql_to_customer(StageCounts(COUNTS.pairs, passed), scope=scope())
    assert {(fact.status, fact.note) for fact in facts} == {("undefined", "no_stage")}


def test_segments_stand_beside_the_whole():
    split = [COUNTS.pairs, COUNTS.pairs.assign(name="channel", value="web")]
    both = [COUNTS.entries, COUNTS.entries.assign(name="channel", value="web")]
    facts = mql_to_customer(StageCounts(pd.concat(split), pd.concat(both)), scope=scope())
    web = only(facts, period="2025-07/2026-06", variant="horizon=60", segment="channel=web", clock="cohort")
    whole = only(facts, period="2025-07/2026-06", variant="horizon=60", segment="all", clock="cohort")
    assert (web.value, web.low, web.n) == (whole.value, whole.low, whole.n)
    assert not [fact for fact in facts if fact.segment != "all" and fact.period == "2026-01"]
    facts = mql_to_customer(StageCounts(pd.concat(split), pd.concat(both)), scope=scope(cards=("mql_to_customer",)))
    # 60 days before the end of June: April is the last mature month
    months = {fact.period for fact in facts if fact.segment != "all" and "/" not in fact.period}
    assert {"2026-03", "2026-04", "2026-06"} <= months and "2026-02" not in months


def test_the_other_grain_is_named():
    account = StageCounts(COUNTS.pairs.assign(grain="account"), COUNTS.entries.assign(grain="account"))
    facts = mql_to_customer(account, scope=scope())
    fact = only(facts, period="2026-01", variant="grain=account;horizon=60", clock="cohort")
    assert fact.value == 0.12
    assert only(facts, period="2026-01", variant="horizon=60", clock="cohort").note == "no_stage"


def test_offers_are_counted_per_deal():
    counts = StageCounts(
        COUNTS.pairs.assign(grain="deal", metric="offer_to_order"),
        COUNTS.entries.assign(grain="deal").replace({"stage": {"mql": "offer"}}),
    )
    assert only(offer_to_order(counts, scope=scope()), period="2026-01", variant="horizon=60").value == 0.12


def test_a_window_is_mature_from_its_last_day():
    window = Period.parse("2026-01/2026-03")
    assert mature(window, 30, as_of=date(2026, 4, 30))
    assert not mature(window, 31, as_of=date(2026, 4, 30))
    assert not mature(window, float("nan"), as_of=date(2030, 1, 1))


def test_supported_day_needs_enough_cases():
    months = pd.DataFrame({"month": [date(2026, 1, 1), date(2026, 2, 1)], "n": [20, 20]})
    # 31 January to 30 June: 150 days, but only 20 cases; from 28 February on, 40 cases for 122 days
    assert supported_day(months, as_of=date(2026, 6, 30), few=30) == 122
    assert supported_day(months, as_of=date(2026, 6, 30), few=100) == 150
    assert math.isnan(supported_day(months.head(0), as_of=date(2026, 6, 30), few=30))
    assert math.isnan(supported_day(months, as_of=date(2026, 1, 30), few=30))


def test_the_lag_is_where_nine_in_ten_of_the_converters_are_through():
    rows = pairs((JANUARY, 10, True, 80), (JANUARY, 40, True, 15), (JANUARY, 100, True, 5), (JANUARY, 170, False, 900))
    # 100 of 1,000 convert by day 150; 90 of them are reached on day 40 (80 on day 10, 95 on day 40)
    assert conversion_lag(rows, as_of=date(2026, 6, 30), few=30) == 40


def test_no_converter_no_lag():
    assert math.isnan(conversion_lag(pairs((JANUARY, 170, False, 9)), as_of=date(2026, 6, 30), few=30))
    fact = only(
        mql_to_customer(StageCounts(pairs((JANUARY, 170, False, 90)), COUNTS.entries), scope=scope()),
        period="2026-01", variant="horizon=ever", clock="cohort",
    )  # fmt: skip
    assert fact.mature is False
