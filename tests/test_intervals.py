"""Intervals from counts, against hand arithmetic and against statsmodels on the rows written out."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from helpers.intervals import CURVE, at, cumulative_incidence, loglog, survival, wilson, zero_bound

#: Five distinct cases with their frequencies: 16 rows when written out.
WEIGHTED = pd.DataFrame({"days": [5, 5, 10, 10, 20], "status": [1, 0, 1, 0, 0], "n": [3, 2, 4, 1, 6]})
COMPETING = pd.DataFrame({"days": [2, 2, 5, 5, 9, 9, 14], "status": [1, 2, 1, 0, 2, 1, 0], "n": [3, 2, 4, 1, 6, 2, 5]})


def expanded(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return np.repeat(counts["days"].to_numpy(), counts["n"]), np.repeat(counts["status"].to_numpy(), counts["n"])


def test_wilson_of_two_in_twelve():
    # p = 1/6, z = 1.959964: centre (p + z²/24)/(1 + z²/12) = 0.2475, half width 0.2003
    low, high = wilson([2], [12])
    assert low[0] == pytest.approx(0.0470, abs=5e-5)
    assert high[0] == pytest.approx(0.4480, abs=5e-5)


def test_wilson_of_nothing_everything_and_no_cases():
    low, high = wilson([0, 15, 0, 7], [15, 15, 0, 5])
    assert low[0] == 0.0 and high[0] == pytest.approx(0.2039, abs=5e-5)  # z²/(n + z²) = 3.8415/18.8415
    assert high[1] == 1.0 and low[1] == pytest.approx(1 - 0.2039, abs=5e-5)
    assert np.isnan([low[2], high[2], low[3], high[3]]).all()  # nobody; more events than cases


def test_wilson_takes_scalars_and_leaves_its_input_alone():
    events = np.array([3.0])
    wilson(events, 10)
    assert events.tolist() == [3.0]


def test_zero_bound_is_near_three_over_n():
    # 1 - 0.05^(1/100) = 0.029513; the rule of three says 0.03
    assert zero_bound([100])[0] == pytest.approx(0.0295130, abs=5e-8)
    assert math.isnan(zero_bound([0])[0])


def test_loglog_by_hand():
    # p = 0.5, se = 0.1: half width 1.959964·0.1/(0.5·0.693147) = 0.5655; 0.5^1.7604 = 0.2952, 0.5^0.5681 = 0.6745
    low, high = loglog([0.5], [0.1])
    assert (round(low[0], 4), round(high[0], 4)) == (0.2952, 0.6745)


def test_loglog_has_no_say_at_the_edges():
    low, high = loglog([0.0, 1.0, math.nan], [0.1, 0.1, 0.1])
    assert np.isnan(low).all() and np.isnan(high).all()


def test_greenwood_equals_statsmodels_on_the_rows_written_out():
    curve = survival(WEIGHTED)
    days, status = expanded(WEIGHTED)
    reference = SurvfuncRight(days, status)
    assert curve["share"].tolist() == pytest.approx([13 / 16, 13 / 16 * 7 / 11, 13 / 16 * 7 / 11], abs=1e-12)
    assert curve["error"].iloc[:2].tolist() == pytest.approx(reference.surv_prob_se.tolist(), abs=1e-12)
    assert curve["error"].iloc[0] == pytest.approx(0.0976, abs=5e-5)


def test_incidence_equals_statsmodels_on_the_rows_written_out():
    curve = cumulative_incidence(COMPETING)
    reference = CumIncidenceRight(*expanded(COMPETING))
    assert curve["share"].tolist() == pytest.approx(reference.cinc[0].tolist(), abs=1e-12)
    assert curve["error"].tolist() == pytest.approx(reference.cinc_se[0].tolist(), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=12))
def test_incidence_of_any_table(rows):
    # One more open case at the end, so that statsmodels' own division does not run out of people.
    counts = pd.DataFrame([*rows, (40, 0, 1)], columns=["days", "status", "n"])
    curve = cumulative_incidence(counts)
    if (counts["status"] == 1).any():
        reference = CumIncidenceRight(*expanded(counts))
        assert curve["share"].tolist() == pytest.approx(reference.cinc[0].tolist(), abs=1e-12)
        assert curve["error"].tolist() == pytest.approx(reference.cinc_se[0].tolist(), abs=1e-9)
    assert curve["share"].is_monotonic_increasing
    assert ((curve["low"] <= curve["share"] + 1e-12) & (curve["share"] <= curve["high"] + 1e-12)).all()
    assert curve["low"].between(0, 1).all() and curve["high"].between(0, 1).all()
    assert curve["events"].sum() == counts.loc[counts["status"] == 1, "n"].sum()


def test_splitting_a_row_changes_nothing():
    split = pd.concat([COMPETING.assign(n=COMPETING["n"] - 1), COMPETING.assign(n=1)])
    pd.testing.assert_frame_equal(cumulative_incidence(split), cumulative_incidence(COMPETING))


def test_without_censoring_the_incidence_is_a_proportion():
    # 10 cases, 4 won by day 3, none open before: 4/10, and its binomial error sqrt(0.4·0.6/10)
    counts = pd.DataFrame({"days": [3, 9], "status": [1, 0], "n": [4, 6]})
    curve = cumulative_incidence(counts)
    assert curve["share"].tolist() == pytest.approx([0.4, 0.4])
    assert curve["error"].iloc[0] == pytest.approx(math.sqrt(0.4 * 0.6 / 10))


def test_everyone_ends_on_one_day():
    curve = cumulative_incidence(pd.DataFrame({"days": [7], "status": [1], "n": [4]}))
    assert curve[["share", "high"]].to_numpy().tolist() == [[1.0, 1.0]]
    assert curve["low"].iloc[0] == pytest.approx(0.05 ** (1 / 4))
    gone = survival(pd.DataFrame({"days": [7], "status": [1], "n": [4]}))
    assert gone["share"].tolist() == [0.0]


def test_nobody_has_won_yet():
    curve = cumulative_incidence(pd.DataFrame({"days": [7, 9], "status": [2, 0], "n": [1, 19]}))
    assert curve["share"].tolist() == [0.0, 0.0]
    assert curve["low"].tolist() == [0.0, 0.0]
    assert curve["high"].iloc[0] == pytest.approx(1 - 0.05 ** (1 / 20))


@pytest.mark.parametrize("curve", [cumulative_incidence, survival])
def test_no_cases_no_curve(curve):
    nothing = curve(pd.DataFrame({"days": [], "status": [], "n": []}))
    assert list(nothing.columns) == CURVE and nothing.empty
    assert math.isnan(at(nothing, 30)["share"])


def test_negative_durations_are_refused():
    with pytest.raises(ValueError, match="negative days"):
        cumulative_incidence(pd.DataFrame({"days": [-1], "status": [1], "n": [1]}))


def test_at_reads_the_last_step():
    curve = cumulative_incidence(COMPETING)
    assert at(curve, 8)["day"] == 5 and at(curve, 100)["day"] == 14
    assert math.isnan(at(curve, 1)["share"])
