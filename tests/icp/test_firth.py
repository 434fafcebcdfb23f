"""Firth's penalised likelihood and separation against a published example and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import expit

from helpers.icp.firth import firth, separated

#: The urinary tract infection study (Foxman et al. 1997) by combination, as R's logistf ships it (sexagg): age, oral
#: contraceptive, vaginal condom, lubricated, spermicide, diaphragm; cases and controls.
SEX = [
    ((0, 0, 0, 0, 1, 0), 1, 1), ((0, 0, 1, 0, 0, 0), 14, 2), ((0, 0, 1, 0, 1, 0), 3, 1), ((0, 0, 1, 1, 0, 0), 10, 8),
    ((0, 0, 1, 1, 1, 0), 12, 18), ((0, 0, 1, 1, 1, 1), 1, 0), ((0, 1, 0, 0, 0, 0), 44, 42), ((0, 1, 0, 0, 0, 1), 3, 0),
    ((0, 1, 0, 0, 1, 0), 0, 1), ((0, 1, 1, 0, 0, 0), 15, 1), ((0, 1, 1, 0, 0, 1), 1, 0), ((0, 1, 1, 0, 1, 0), 2, 0),
    ((0, 1, 1, 1, 0, 0), 7, 5), ((0, 1, 1, 1, 1, 0), 3, 6), ((1, 0, 1, 0, 0, 0), 2, 0), ((1, 0, 1, 0, 1, 0), 1, 0),
    ((1, 0, 1, 0, 1, 1), 1, 0), ((1, 0, 1, 1, 0, 0), 1, 2), ((1, 0, 1, 1, 1, 0), 0, 4), ((1, 0, 1, 1, 1, 1), 1, 0),
    ((1, 1, 0, 0, 0, 0), 5, 14), ((1, 1, 0, 0, 1, 0), 0, 1), ((1, 1, 1, 0, 0, 0), 3, 1), ((1, 1, 1, 1, 1, 0), 0, 2),
]  # fmt: skip
#: logistf(case ~ age + oc + vic + vicl + vis + dia): coefficients as logistf's own tests hold them
#: (georgheinze/logistf, tests/testthat/test-basic.R), profile intervals and p-values as the R package parameters
#: prints them for the same fit (snapshot model_parameters.logistf).
PUBLISHED = [
    (0.12025404, "-0.82", "1.07", "0.802"), (-1.10598130, "-1.97", "-0.31", "0.006"),
    (-0.06881673, "-0.94", "0.79", "0.875"), (2.26887464, "1.27", "3.44", "0.000"),
    (-2.11140816, "-3.26", "-1.12", "0.000"), (-0.78831694, "-1.61", "0.02", "0.054"),
    (3.09601263, "0.77", "8.03", "0.005"),
]  # fmt: skip


def sex() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    design = np.array([(1.0, *row) for row, _, _ in SEX])
    return design, np.array([float(k + n) for _, k, n in SEX]), np.array([float(k) for _, k, _ in SEX])


def test_the_published_example_of_a_separated_attribute() -> None:
    design, cases, events = sex()
    assert (cases.sum(), events.sum()) == (239, 130)
    found = firth(design, cases, events)
    for place, (value, low, high, p) in enumerate(PUBLISHED):
        assert found.value[place] == pytest.approx(value, abs=1e-6)
        assert (f"{found.low[place]:.2f}", f"{found.high[place]:.2f}", f"{found.p[place]:.3f}") == (low, high, p)
    assert separated(design, cases, events).tolist() == [False] * 6 + [True]  # no control used a diaphragm


def test_a_share_alone_by_hand() -> None:
    """With a constant alone the penalised score is k − n p + (½ − p) = 0, so p = (k + ½)/(n + 1) = 3.5/11."""
    found = firth(np.ones((1, 1)), np.array([10.0]), np.array([3.0]))
    assert expit(found.value[0]) == pytest.approx(3.5 / 11, abs=1e-9)


def test_a_two_by_two_table_adds_half_to_each_cell() -> None:
    """A saturated model: 0 of 7 against 5 of 20 becomes (0.5 · 15.5)/(7.5 · 5.5)."""
    found = firth(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([20.0, 7.0]), np.array([5.0, 0.0]))
    assert math.exp(found.value[1]) == pytest.approx(0.5 * 15.5 / (7.5 * 5.5), rel=1e-7)
    assert found.low[1] < found.value[1] < found.high[1]


def test_separation_complete_quasi_and_none() -> None:
    design = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert separated(design, np.array([5.0, 5.0]), np.array([0.0, 5.0])).all()
    assert separated(design, np.array([5.0, 5.0]), np.array([2.0, 5.0])).tolist() == [False, True]
    assert not separated(design, np.array([5.0, 5.0]), np.array([2.0, 4.0])).any()


def test_separation_by_two_attributes_together() -> None:
    """Neither column parts the groups alone; events lie where both are 1, or the first is 0 and the second 1 …"""
    design = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    cases = np.array([4.0, 4, 4, 4])
    assert not separated(design, cases, np.array([2.0, 1, 3, 2])).any()
    assert separated(design, cases, np.array([0.0, 2, 2, 4])).all()


def test_intervals_are_where_the_profile_says() -> None:
    """At each end the penalised likelihood has fallen by half of 3.841459; here by direct maximisation on a grid."""
    design, cases, events = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([30.0, 12.0]), np.array([9.0, 8.0])
    found = firth(design, cases, events)

    def height(beta: np.ndarray) -> float:
        p = expit(design @ beta)
        weights = cases * p * (1 - p)
        return float((events * np.log(p) + (cases - events) * np.log(1 - p)).sum()) + 0.5 * math.log(
            np.linalg.det(design.T @ (design * weights[:, None]))
        )

    top = height(found.value)
    for end in (found.low[1], found.high[1]):
        best = max(height(np.array([start, end])) for start in np.linspace(-4, 3, 7001))
        assert top - best == pytest.approx(3.841459 / 2, abs=2e-5)
