"""Time to close with competing ends, from durations written by hand."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.facts import Fact
from helpers.metrics.scope import Scope
from helpers.metrics.time_to_close import (
    Waiting,
    deals_waiting,
    mean_days,
    median_days,
    mqls_waiting,
    time_to_close,
    time_to_close_by_cohort,
    won_only,
    won_only_by_window,
    won_within,
)
from helpers.periods import Period

JANUARY = date(2025, 1, 1)


def scope(**changes):
    settings = {
        "period": Period.parse("2026-06"), "start": Period.parse("2025-01"), "horizon": 60, "few": 30,
        "grain": "person", "usual_cycle": 90, "begins": JANUARY,
    }  # fmt: skip
    return Scope(**(settings | changes))


def durations(*rows, month=JANUARY):
    """Rows of days, status (0 open, 1 won, 2 lost), n."""
    return pd.DataFrame(rows, columns=["days", "status", "n"]).assign(month=month)


#: 200 deals of January 2025: 20 won on day 20, 40 lost on day 40, 40 won on day 50, 20 won on day 100, 80 open.
DEALS = Waiting(durations((20, 1, 20), (40, 2, 40), (50, 1, 40), (100, 1, 20), (510, 0, 80)))


def variant(facts: list[Fact], name: str) -> Fact:
    return {fact.variant: fact for fact in facts}[name]


def test_won_within_is_exact_without_censoring():
    facts = won_within(DEALS, scope=scope())
    assert variant(facts, "days=30").value == pytest.approx(20 / 200)
    assert variant(facts, "days=60").value == pytest.approx(60 / 200)
    assert variant(facts, "days=365").value == pytest.approx(80 / 200)
    assert variant(facts, "days=60").numerator == 60 and variant(facts, "days=60").n == 200
    assert {fact.status for fact in facts} == {"ok"}
    assert {fact.period for fact in facts} == {"2025-01/2026-06"}


def test_open_deals_wait_and_lost_deals_compete():
    # 40 at risk: 10 won on day 10; 10 open since day 15; 10 lost on day 20 (of 20); 5 won on day 25 (of 10).
    # F(10) = 10/40; S = 30/40 until day 20, then 30/40·10/20 = 3/8; F(25) = 1/4 + 3/8·5/10 = 7/16.
    waiting = Waiting(durations((10, 1, 10), (15, 0, 10), (20, 2, 10), (25, 1, 5), (40, 0, 5)))
    facts = won_within(waiting, scope=scope())
    assert variant(facts, "days=30").value == pytest.approx(7 / 16)


def test_not_reached_where_nobody_was_followed_for_so_long():
    facts = won_within(Waiting(durations((10, 1, 20), (70, 0, 20))), scope=scope())
    fact = variant(facts, "days=90")
    assert (fact.status, fact.note) == ("undefined", "not_reached") and math.isnan(fact.value)
    assert variant(facts, "days=60").value == 0.5


def test_an_ended_curve_stays_where_it_is():
    facts = won_within(Waiting(durations((10, 1, 20), (20, 2, 20))), scope=scope())
    assert variant(facts, "days=365").value == 0.5  # all 40 have ended: nothing can change


def test_before_the_first_end_nothing_is_won_and_few():
    facts = won_within(Waiting(durations((50, 1, 60), (510, 0, 60))), scope=scope())
    fact = variant(facts, "days=30")
    assert (fact.value, fact.low, fact.status) == (0.0, 0.0, "too_few")


def test_quantiles_are_of_the_deals_that_will_be_won():
    facts = time_to_close(DEALS, scope=scope())
    # 80 will be won: a quarter by day 20 (20 of 80), half by day 50 (60), three quarters by day 50 (60)
    assert [variant(facts, name).value for name in ("quantile=0.25", "", "quantile=0.75")] == [20, 50, 50]
    median = variant(facts, "")
    assert median.low <= median.value and (math.isnan(median.high) or median.value <= median.high)
    assert (median.n, median.numerator, median.status) == (200, 80, "ok")


def test_the_interval_inverts_the_band():
    # Half of F = 0.4 is 0.2. At day 20 the upper bound of F = 0.1 is 0.1459; at day 50 the lower one of 0.3 is 0.2378.
    median = variant(time_to_close(DEALS, scope=scope()), "")
    assert (median.low, median.high) == (50, 50)


def test_not_reached_without_a_win_and_on_a_straight_line():
    nobody = Waiting(durations((40, 2, 40), (510, 0, 80)))
    assert {fact.note for fact in time_to_close(nobody, scope=scope())} == {"not_reached"}
    line = Waiting(durations(*[(day, 1, 4) for day in range(20, 520, 20)], (515, 0, 300)))
    assert {fact.note for fact in time_to_close(line, scope=scope())} == {"not_reached"}


def test_no_deals_with_days():
    nothing = Waiting(durations())
    assert {fact.note for fact in time_to_close(nothing, scope=scope())} == {"no_stage"}
    assert {fact.note for fact in won_within(nothing, scope=scope())} == {"no_stage"}
    assert {fact.note for fact in won_only(nothing, scope=scope())} == {"no_stage"}


def test_few_deals_are_marked():
    facts = time_to_close(Waiting(durations((10, 1, 6), (20, 2, 6))), scope=scope())
    assert {fact.status for fact in facts} == {"too_few"} and facts[0].value == 10


def test_won_only_stands_beside_it():
    facts = won_only(DEALS, scope=scope())
    # 20·20 + 40·50 + 20·100 = 4,400 days over 80 deals; the 40th and 41st of 80 are both on day 50
    assert variant(facts, "method=won_only;stat=mean").value == 55
    assert variant(facts, "method=won_only;stat=median").value == 50


def test_won_only_series_by_month_of_closing():
    table = pd.DataFrame(
        [("new", date(2026, 5, 1), "won", 10, 20), ("new", date(2026, 6, 1), "won", 30, 20),
         ("new", date(2026, 6, 1), "lost", 500, 9), ("renewal", date(2026, 6, 1), "won", 400, 9)],
        columns=["kind", "closed", "state", "days", "n"],
    )  # fmt: skip
    facts = {fact.period: fact for fact in won_only_by_window(table, scope=scope())}
    assert (facts["2025-07/2026-06"].value, facts["2025-07/2026-06"].n) == (20, 40)
    assert (facts["2025-06/2026-05"].value, facts["2025-06/2026-05"].status) == (10, "too_few")
    assert facts["2025-05/2026-04"].note == "no_customers"


def test_deals_are_new_business_since_wins_were_recorded():
    table = pd.DataFrame(
        [("new", JANUARY, "won", 10, 1), ("new", date(2025, 3, 1), "lost", 20, 2),
         ("new", date(2025, 3, 1), "open", 9, 4), ("renewal", date(2025, 3, 1), "won", 5, 8)],
        columns=["kind", "month", "state", "days", "n"],
    )  # fmt: skip
    assert deals_waiting(table, scope=scope()).counts["n"].sum() == 7
    late = deals_waiting(table, scope=scope(observed_from=date(2025, 2, 10)))
    assert late.counts[["status", "n"]].to_numpy().tolist() == [[0, 4], [2, 2]]


def test_what_is_left_of_a_truncated_record_says_so():
    facts = won_within(DEALS, scope=scope(observed_from=date(2024, 12, 5)))
    assert variant(facts, "days=60").note == "left_truncated" and variant(facts, "days=60").status == "ok"


def test_people_from_mql_on():
    table = pd.DataFrame(
        [(JANUARY, 10, True, True, 3), (JANUARY, 0, True, False, 9), (JANUARY, 510, False, True, 7)],
        columns=["month", "days", "converted", "timed", "n"],
    ).assign(name="", value="", grain="person", metric="mql_to_customer")  # fmt: skip
    waiting = mqls_waiting(table, scope=scope())
    assert waiting.counts["n"].sum() == 10  # those without a sure day are left out, never counted as 0 days
    assert won_within(waiting, scope=scope())[0].variant == "days=30;from=mql"


def test_mean_and_median_of_nothing():
    nothing = pd.DataFrame({"days": [], "n": []})
    assert math.isnan(mean_days(nothing)) and math.isnan(median_days(nothing))


@settings(max_examples=25, deadline=None)
@example([(0, 1, 1), (1, 1, 5)])  # statsmodels' sums end at 1 + 2e-16
@example([(0, 1, 5), (1, 1, 1)])  # and at 1 - 1e-16
@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from([0, 1, 2]), st.integers(1, 5)), min_size=1, max_size=15))
def test_any_curve_gives_ordered_quantiles_and_shares(rows):
    waiting = Waiting(durations(*rows))
    quantiles = [
        variant(time_to_close(waiting, scope=scope()), name).value for name in ("quantile=0.25", "", "quantile=0.75")
    ]
    known = [value for value in quantiles if not math.isnan(value)]
    assert known == sorted(known)
    shares = [fact.value for fact in won_within(waiting, scope=scope()) if not math.isnan(fact.value)]
    assert shares == sorted(shares) and all(0 <= share <= 1 for share in shares)


def test_cohorts_of_three_months_say_when_they_have_had_their_time():
    # March 2025: 40 won on day 20, 40 on day 50, 120 lost on day 60. April 2026: 40 won on day 10, 60 still open; one
    # more in May. Nothing began in other months, so no window ends with them.
    old = durations((20, 1, 40), (50, 1, 40), (60, 2, 120), month=date(2025, 3, 1))
    new = [durations((10, 1, 40), (61, 0, 60), month=date(2026, 4, 1)), durations((30, 0, 1), month=date(2026, 5, 1))]
    facts = time_to_close_by_cohort(Waiting(pd.concat([old, *new])), scope=scope())
    by_period = {fact.period: fact for fact in facts}
    # all 80 wins are known by day 50: half of them by day 20
    assert (by_period["2025-01/2025-03"].value, by_period["2025-01/2025-03"].mature) == (20, True)
    assert by_period["2026-02/2026-04"].value == 10  # 60 days after the end of April is 29 June: just mature
    young = by_period["2026-03/2026-05"]
    assert (young.status, young.mature, math.isnan(young.value)) == ("immature", False, True)
    assert set(by_period) == {"2025-01/2025-03", "2026-02/2026-04", "2026-03/2026-05", "2025-05/2026-04",
                              "2025-06/2026-05"}  # fmt: skip
    assert not time_to_close_by_cohort(Waiting(old.iloc[:0]), scope=scope())


def test_cohorts_before_wins_were_recorded_are_left_out():
    months = [durations((20, 1, 40), (60, 2, 60), month=date(2025, month, 1)) for month in (4, 5)]
    facts = time_to_close_by_cohort(Waiting(pd.concat(months)), scope=scope(observed_from=date(2025, 3, 1)))
    assert [fact.period for fact in facts] == ["2025-03/2025-05"]  # February to April begins too early
    assert "left_truncated" not in {fact.note for fact in facts}
