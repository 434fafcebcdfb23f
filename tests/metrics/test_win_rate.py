"""Win rate, no decision, open pipeline, velocity, coverage and money won, from a ledger written by hand."""

import math
from datetime import date

import pandas as pd
import pytest

from helpers.metrics.ledger import open_sums, undecided
from helpers.metrics.pipeline import (
    coverage,
    deal_value,
    fiscal_year,
    open_deals,
    open_pipeline,
    pipeline_velocity,
    revenue_won,
    year_target,
)
from helpers.metrics.scope import Scope
from helpers.metrics.win_rate import no_decision, win_rate
from helpers.periods import Period


def scope(**changes):
    settings = {
        "period": Period.parse("2026-06"), "start": Period.parse("2026-01"), "horizon": 60, "few": 30,
        "grain": "account", "usual_cycle": 45, "begins": date(2025, 1, 1),
    }  # fmt: skip
    return Scope(**(settings | changes))


COLUMNS = ["created", "closed", "state", "n", "valued", "amount", "timed", "days"]


def ledger(*rows, kind="new", name="", value=""):
    """Rows of created, closed month, state, n, valued, amount, timed, days."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    squares = table["amount"] ** 2 / table["valued"]  # deals of equal size
    return table.assign(kind=kind, name=name, value=value, squares=squares)


#: Created in January 2026: 20 won and 30 lost in March, 10 still open; in June: 4 won, 40 open.
LEDGER = ledger(
    (date(2026, 1, 10), date(2026, 3, 1), "won", 20, 20, 2000.0, 20, 1200.0),
    (date(2026, 1, 10), date(2026, 3, 1), "lost", 30, 20, 6000.0, 30, 1800.0),
    (date(2026, 1, 10), None, "open", 10, 10, 900.0, 0, 0.0),
    (date(2026, 6, 2), date(2026, 6, 1), "won", 4, 4, 400.0, 4, 20.0),
    (date(2026, 6, 2), None, "open", 40, 30, 3000.0, 0, 0.0),
    (None, None, "open", 5, 5, 50.0, 0, 0.0),
    (date(2026, 1, 10), None, "undated", 7, 7, 700.0, 0, 0.0),
)
DURATIONS = pd.DataFrame(
    [("new", date(2026, 1, 1), "won", 55, 20), ("new", date(2026, 1, 1), "lost", 60, 20),
     ("new", date(2026, 1, 1), "lost", 61, 10), ("new", date(2026, 6, 1), "won", 5, 4)],
    columns=["kind", "month", "state", "days", "n"],
)  # fmt: skip


def by(facts, **where):
    found = [fact for fact in facts if all(getattr(fact, name) == value for name, value in where.items())]
    assert len(found) == 1
    return found[0]


def test_win_rate_by_month_of_closing():
    fact = by(win_rate(LEDGER, DURATIONS, scope=scope()), period="2026-03", variant="", segment="all")
    assert (fact.numerator, fact.denominator, fact.value, fact.status) == (20, 50, 0.4, "ok")
    assert fact.low < 0.4 < fact.high


def test_win_rate_in_money_has_no_interval():
    fact = by(win_rate(LEDGER, DURATIONS, scope=scope()), period="2026-03", variant="weight=value")
    assert fact.value == 2000 / 8000 and fact.n == 40 and math.isnan(fact.low)


def test_no_decision_is_a_third_class():
    # On 30 June, twice the usual cycle of 45 days reaches back to 1 April: the 10 open deals of January
    fact = by(win_rate(LEDGER, DURATIONS, scope=scope()), period="2026-04/2026-06", variant="no_decision=counted")
    assert (fact.numerator, fact.denominator) == (4, 14)


def test_win_rate_by_month_of_creation():
    fact = by(win_rate(LEDGER, DURATIONS, scope=scope()), period="2026-01/2026-03", variant="horizon=60")
    assert (fact.numerator, fact.denominator, fact.value) == (20, 40, 0.5)  # the ten lost on day 61 are too late
    assert (fact.clock, fact.mature, fact.status) == ("cohort", True, "ok")
    late = by(win_rate(LEDGER, DURATIONS, scope=scope()), period="2026-04/2026-06", variant="horizon=60")
    assert (late.mature, late.status) == (False, "immature")


def test_an_export_without_lost_deals_has_no_win_rate():
    only_won = LEDGER[LEDGER["state"] != "lost"]
    facts = win_rate(only_won, DURATIONS, scope=scope())
    fact = by(facts, period="2026-03", variant="")
    assert (fact.status, fact.note) == ("undefined", "no_lost_deals") and math.isnan(fact.value)


def test_a_month_without_closed_deals():
    fact = by(win_rate(LEDGER, DURATIONS, scope=scope()), period="2026-04", variant="")
    assert (fact.status, fact.note) == ("undefined", "zero_denominator")


def test_renewals_stay_out_of_the_win_rate():
    both = pd.concat([LEDGER, LEDGER.assign(kind="renewal", n=1000)])
    assert by(win_rate(both, DURATIONS, scope=scope()), period="2026-03", variant="").n == 50


def test_no_decision_by_month():
    facts = no_decision(LEDGER, scope=scope())
    # 10 January + 90 days = 10 April: not yet at the end of March, from the end of April on
    assert [fact.value for fact in facts] == [0, 0, 0, 10, 10, 10]


def test_exactly_twice_the_cycle_is_not_beyond():
    rows = ledger((date(2026, 4, 1), None, "open", 1, 1, 1.0, 0, 0.0))
    june = [Period.parse("2026-06")]
    assert undecided(rows, windows=june, usual_cycle=45).tolist() == [0]  # 90 days to 30 June
    assert undecided(rows, windows=june, usual_cycle=44).tolist() == [1]


def test_open_deals_and_pipeline_at_each_month_end():
    # End of January: 20 + 30 + 10 of January and the 5 without a day; the undated 7 are closed, nobody knows when
    assert [fact.value for fact in open_deals(LEDGER, scope=scope())] == [65, 65, 15, 15, 15, 55]
    # Amounts: 2000 + 6000 + 900 + 50; from March 950; in June 3000 more
    assert [fact.value for fact in open_pipeline(LEDGER, scope=scope())] == [8950, 8950, 950, 950, 950, 3950]


def test_open_deals_without_any_amount():
    facts = open_pipeline(LEDGER.assign(valued=0, amount=0.0), scope=scope())
    assert {fact.note for fact in facts} == {"no_amounts"} and all(math.isnan(fact.value) for fact in facts)


def test_revenue_won():
    facts = revenue_won(pd.concat([LEDGER, LEDGER.assign(kind="renewal")]), scope=scope())
    assert by(facts, period="2026-03", variant="").value == 2000
    assert by(facts, period="2026-03", variant="kind=all").value == 4000
    assert by(facts, period="2026-04/2026-06", variant="").value == 400
    assert by(facts, period="2026-05", variant="").value == 0
    # 20 deals of 100: the sum varies by the root of 20 · 100², 447.2; exp(1.96 · 447.2 / 2000) = 1.550
    won = by(facts, period="2026-03", variant="")
    assert (won.low, won.high) == (pytest.approx(2000 / 1.550, rel=1e-3), pytest.approx(2000 * 1.550, rel=1e-3))


def test_money_of_a_window_before_the_record_is_marked():
    facts = revenue_won(LEDGER, scope=scope(begins=date(2026, 1, 10)))
    year, month = by(facts, period="2025-07/2026-06", variant=""), by(facts, period="2026-01", variant="")
    assert (year.value, year.status, year.note) == (2400, "undefined", "left_truncated")
    assert month.status == "ok"


def test_velocity_by_hand():
    fact = by(pipeline_velocity(LEDGER, scope=scope()), period="2025-07/2026-06", variant="")
    # 55 open · 24/54 won · 2400/24 each / ((1200 + 1800 + 20)/54 days)
    assert fact.value == pytest.approx(55 * (24 / 54) * 100 / (3020 / 54))
    realised = by(pipeline_velocity(LEDGER, scope=scope()), period="2025-07/2026-06", variant="method=realised")
    assert realised.value == pytest.approx(2400 / 365)


def test_velocity_is_summed_over_segments_and_thin_ones_are_pooled():
    fast = (date(2026, 1, 1), date(2026, 2, 1), "won", 40, 40, 4000.0, 40, 400.0)
    waiting = (date(2026, 5, 1), None, "open", 10, 10, 1000.0, 0, 0.0)
    slow = (date(2026, 1, 1), date(2026, 5, 1), "won", 2, 2, 2000.0, 2, 240.0)
    lost = (date(2026, 1, 1), date(2026, 5, 1), "lost", 2, 2, 2000.0, 2, 240.0)
    rows = pd.concat([
        ledger(fast, waiting, slow, lost), ledger(fast, waiting, name="size", value="small"),
        ledger(slow, name="size", value="large"), ledger(lost, waiting, name="size", value="medium"),
    ])  # fmt: skip
    fact = by(pipeline_velocity(rows, scope=scope()), period="2025-07/2026-06", variant="")
    # small: 10 · 1 · 100 / 10 = 100; large and medium pooled: 10 · 2/4 · 1000 / 120 = 41.67
    assert fact.value == pytest.approx(100 + 5000 / 120)


def targets(*rows):
    return pd.DataFrame(rows, columns=["period", "value"]).assign(metric="revenue_won", segment="all")


def test_coverage():
    fact = coverage(LEDGER, targets(("2026-01/2026-12", 10300)), fiscal_year_start=1, scope=scope())
    # 3950 open over 10300 - 2400
    assert fact.value == 0.5 and fact.target == 10300


def test_coverage_of_a_target_that_is_met_or_missing():
    met = coverage(LEDGER, targets(("2026-01/2026-12", 2400)), fiscal_year_start=1, scope=scope())
    assert (met.status, met.note) == ("undefined", "zero_denominator")
    none = coverage(LEDGER, targets(("2026-01", 500)), fiscal_year_start=1, scope=scope())
    assert (none.status, none.note) == ("undefined", "no_targets")


def test_coverage_follows_the_fiscal_year():
    # From April on only the 400 of June are booked
    fact = coverage(LEDGER, targets(("2026-04/2027-03", 4350)), fiscal_year_start=4, scope=scope())
    assert fact.value == 1.0


def test_targets_by_quarter_add_up_and_a_gap_does_not():
    year = Period.parse("2026-01/2026-12")
    quarters = [(f"2026-{m:02}/2026-{m + 2:02}", 100) for m in (1, 4, 7, 10)]
    assert year_target(targets(*quarters), year) == 400
    assert year_target(targets(*quarters[:3]), year) is None
    assert year_target(targets(*quarters, ("2026-01/2026-12", 450)), year) == 450


@pytest.mark.parametrize(("month", "starts", "year"), [
    ("2026-03", 4, "2025-04/2026-03"), ("2026-04", 4, "2026-04/2027-03"), ("2026-12", 1, "2026-01/2026-12"),
    ("2026-01", 12, "2025-12/2026-11"),
])  # fmt: skip
def test_fiscal_year(month, starts, year):
    assert str(fiscal_year(Period.parse(month), starts=starts)) == year


def test_deals_of_the_month_are_listed():
    closed = pd.DataFrame({"deal_id": ["7;a", "8"], "outcome": ["won", "lost"], "amount": [12.5, None]})
    first, second = deal_value(closed, scope=scope())
    assert (first.segment, first.value) == ("deal=7,a;outcome=won", 12.5)
    assert (second.note, second.status) == ("no_amounts", "undefined")


def test_an_empty_ledger_says_so():
    nothing = LEDGER.head(0)
    assert {fact.note for fact in open_deals(nothing, scope=scope())} == {"no_data"}
    assert {fact.note for fact in no_decision(nothing, scope=scope())} == {"no_data"}
    assert {fact.status for fact in win_rate(nothing, DURATIONS.head(0), scope=scope())} == {"undefined"}
    assert {fact.status for fact in pipeline_velocity(nothing, scope=scope()) if not fact.variant} == {"undefined"}
    assert open_sums(nothing, windows=[Period.parse("2026-06")]).to_numpy().tolist() == [[0, 0, 0]]
