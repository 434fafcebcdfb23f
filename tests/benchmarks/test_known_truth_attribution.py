"""The known funnel: its truths agree with each other and with journeys drawn from it; the page tells what was run."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import known_truth_attribution as known

COUNT = len(known.CHANNELS)


def test_chances_add_up() -> None:
    for order in (1, 2):
        rows = known.transitions(order)
        assert (rows >= 0).all()
        assert rows.sum(axis=-1) == pytest.approx(np.ones(rows.shape[:-1]))
    assert known.funnel()[0, COUNT:] == pytest.approx([0, 0], abs=1e-12), "every journey has a touch"


def test_truths_found_by_different_ways_agree() -> None:
    # In a chain of order 1 a removal effect is the share of conversions whose journey met the channel: one side comes
    # from solving without the channel, the other from adding up sets of channels.
    real = known.truth()
    effect = real.figures["removal effect of conversions"]
    assert effect == pytest.approx(real.touched / real.conversion, rel=1e-12)
    for model in known.MODELS:
        assert real.figures[f"{model} conversions"].sum() == pytest.approx(real.conversion, rel=1e-12)
    totals = [real.figures[f"{model} value"].sum() for model in known.MODELS]
    assert totals == pytest.approx([totals[0]] * 3, rel=1e-12)


def test_linear_truth_is_the_mean_of_many_journeys() -> None:
    size = 200_000
    paths = known.journeys(np.random.default_rng(3), size)
    rows = np.repeat(np.arange(size), paths.lengths)
    credit = np.zeros((size, COUNT))
    np.add.at(credit, (rows, paths.codes), (paths.conversions / paths.lengths)[rows])
    off = np.abs(credit.mean(axis=0) - known.truth().figures["linear conversions"])
    assert (off < 4.5 * credit.std(axis=0) / np.sqrt(size)).all()


def test_order_two_goes_back() -> None:
    paths = known.journeys(np.random.default_rng(4), 200_000, order=2)
    codes, row = paths.codes, np.repeat(np.arange(len(paths)), paths.lengths)
    calls, email = known.CHANNELS.index("calls"), known.CHANNELS.index("email")
    here = np.flatnonzero((codes[:-1] == calls) & (codes[1:] == email) & (row[:-1] == row[1:]))
    after = np.minimum(here + 2, len(codes) - 1)
    back = (codes[after] == calls) & (row[after] == row[here]) & (here + 2 < len(codes))
    # A quarter goes back, and of the others the usual 8 % of email → calls.
    chance = known.BACK + (1 - known.BACK) * 0.08
    assert back.mean() == pytest.approx(chance, abs=4.5 * np.sqrt(chance * (1 - chance) / len(here)))


def test_same_run_same_numbers() -> None:
    assert np.array_equal(known.run(7, size=400), known.run(7, size=400))


def test_page_has_every_row_and_counts_the_promised() -> None:
    found = known.cells(6000, runs=2)
    assert len(found) == len(known.FIGURES) * COUNT
    orders = [known.OrderRow(2, 300, (0.25, 0.75, 0.0))]
    text = known.page(found, orders, runs=2)
    assert text.count("\n| 6,000 |") == len(found)
    assert "| 2 | 300 | 25.0% | 75.0% | 0.0% |" in text
    assert known.verdict(found)[0] == sum(cell.promised for cell in found) > 0
    assert all(cell.expected >= 100 for cell in found if cell.promised)


def test_the_order_of_a_plain_funnel_is_one() -> None:
    assert known.chosen(0, size=1000, order=1) == 1
