"""Bootstrap: what is drawn, and whether intervals cover what they should."""

import numpy as np
import pytest

from helpers.attribution.models import attribute, credit, resampled
from helpers.attribution.paths import Paths, from_lists
from helpers.attribution.resampling import draws, interval, of_rows
from helpers.attribution.tally import TallyError, tally
from helpers.engagement import Attribution

SETTINGS = Attribution()


def counted(rows=300, *, seed=0, groups=100, chance=0.3):
    """Journeys of one or two touches; "a" converts, "b" less."""
    generator = np.random.default_rng(seed)
    journeys = [["a", "b"][: generator.integers(1, 3)] if generator.random() < 0.5 else ["b"] for _ in range(rows)]
    won = np.array([generator.random() < chance * (2 if "a" in journey else 1) for journey in journeys], float)
    paths = from_lists(journeys, conversions=won, value=won * generator.integers(1, 50, rows), nulls=1 - won)
    return tally(paths, settings=SETTINGS, groups=groups, seed=seed)


def test_draws_are_whole_groups_scaled_to_the_journeys_there_are():
    some = counted()
    weights = draws(some, resamples=20, seed=3)
    assert weights.shape == (20, 100)
    assert weights @ some.journeys == pytest.approx(np.full(20, 300), rel=1e-12)
    for row in weights:
        times = row / row[row > 0].min()
        assert times == pytest.approx(times.round(), abs=1e-9)


def test_the_same_seed_gives_the_same_interval_and_another_another():
    some = counted()
    tables = [attribute(some, resamples=60, seed=seed)["low"].tolist() for seed in (1, 1, 2)]
    assert tables[0] == tables[1] != tables[2]


def test_intervals_hold_the_point_and_stay_within_the_possible():
    table = attribute(counted(), resamples=200)
    for name, prefix in (("conversions", ""), ("value", "value_")):
        assert (table[f"{prefix}low"] <= table[name]).all()
        assert (table[name] <= table[f"{prefix}high"]).all()
        assert (table[f"{prefix}low"] >= 0).all()
    markov = table[table["model"] == "markov1"]
    assert markov["effect_low"].between(0, 1).all() and markov["effect_high"].between(0, 1).all()
    assert (markov["effect_low"] <= markov["removal_effect"]).all()
    assert (markov["removal_effect"] <= markov["effect_high"]).all()
    assert table.loc[table["model"] == "first", ["effect_low", "effect_high"]].isna().all().all()


def test_each_draw_conserves_its_own_total():
    some = counted()
    weights = draws(some, resamples=9, seed=1)
    totals = weights @ some.conversions
    for model in ("linear", "shapley", "markov1"):
        assert resampled(some, model, weights).conversions.sum(axis=1) == pytest.approx(totals, rel=1e-9)


def test_one_journey_leaves_no_doubt_of_chance():
    """Drawn again it can only be itself."""
    one = tally(from_lists([["a"]], conversions=[1], value=[3], nulls=[0]), settings=SETTINGS, groups=200)
    table = attribute(one, resamples=50)
    assert table[["low", "high"]].to_numpy() == pytest.approx(np.ones((len(table), 2)), abs=1e-12)


def test_no_conversions_and_no_journeys():
    none = from_lists([["a"]], conversions=[0], value=[0], nulls=[9])
    table = attribute(tally(none, settings=SETTINGS, groups=200, orders=(1, 2)), resamples=50)
    assert table[["low", "high", "value_low", "value_high"]].to_numpy().max() == 0
    nothing = from_lists([], conversions=[], value=[], nulls=[])
    assert attribute(tally(nothing, settings=SETTINGS, groups=200), resamples=50).empty


def test_few_conversions_do_not_break_higher_orders():
    """Draws without any conversion, and straight lines that lead astray."""
    paths = from_lists([["a", "b"], ["b", "a"], ["a"]], conversions=[1, 1, 0], value=[5, 0, 0], nulls=[0, 0, 6])
    table = attribute(tally(paths, settings=SETTINGS, groups=200, orders=(1, 2, 3)), resamples=300)
    markov = table[table["model"].str.startswith("markov")]
    assert (markov["low"] <= markov["conversions"]).all()
    assert (markov["conversions"] <= markov["high"]).all()
    assert markov[["low", "high", "value_low", "value_high", "effect_low", "effect_high"]].notna().all().all()


def test_too_few_groups_are_one_clear_error():
    with pytest.raises(TallyError, match="1 groups of journeys are too few for intervals; tally with groups=200"):
        attribute(counted(groups=1), resamples=50)


def test_percentiles_by_hand():
    # 19 draws: 80 % leaves ranks 2 and 18 of 20
    low, high = interval(np.arange(1.0, 20.0)[:, None], level=0.8)
    assert (low.tolist(), high.tolist()) == (pytest.approx([2]), pytest.approx([18]))


def test_groups_spread_as_journeys_do():
    # First touch of "a" by conversions: a share p of n journeys, so a standard deviation of sqrt(n p (1 - p)).
    some = counted(4000, groups=400)
    share = credit(some, "first").conversions[0, 0] / 4000
    drawn = resampled(some, "first", draws(some, resamples=4000, seed=8)).conversions[:, 0]
    assert drawn.std() == pytest.approx(np.sqrt(4000 * share * (1 - share)), rel=0.08)


def test_of_rows_spreads_as_conversions_do():
    # 100 conversions, 30 of them credited to the first channel: binomial(100, 0.3) drawn again, sd 4.58;
    # with 900 journeys without conversion binomial(1000, 0.03), sd 5.39
    shares = np.repeat([[1.0, 0.0], [0.0, 1.0]], [30, 70], axis=0)
    for nulls, low, high in ((0, 21, 39), (900, 20, 41)):
        found = of_rows(shares, resamples=9999, nulls=nulls, seed=1)
        assert (found[0][0], found[1][0]) == (low, high)
    low, high = of_rows(np.zeros((0, 3)), resamples=100)
    assert (low.tolist(), high.tolist()) == ([0, 0, 0], [0, 0, 0])


def test_of_rows_is_the_same_in_pieces(monkeypatch):
    shares = np.random.default_rng(2).dirichlet([1, 1, 1], 50)
    whole = of_rows(shares, resamples=200, nulls=20, seed=1)
    monkeypatch.setattr("helpers.attribution.resampling.CELLS", 700)
    pieces = of_rows(shares, resamples=200, nulls=20, seed=1)
    assert np.stack(pieces) == pytest.approx(np.stack(whole), rel=1e-12)


def funnel(generator, journeys):
    """Start in one of two channels; move on, convert (8 % and 4 % at each touch) or end."""
    chances = np.array([[0.3, 0.3, 0.08, 0.32], [0.2, 0.3, 0.04, 0.46]])
    state = (generator.random(journeys) < 0.4).astype(int)
    alive, won, rows, codes = np.arange(journeys), np.zeros(journeys), [], []
    while len(alive):
        rows.append(alive)
        codes.append(state)
        step = (generator.random(len(alive))[:, None] > chances[state].cumsum(axis=1)).sum(axis=1)
        won[alive[step == 2]] = 1
        alive, state = alive[step < 2], step[step < 2]
    order = np.argsort(np.concatenate(rows), kind="stable")
    starts = np.append(0, np.cumsum(np.bincount(np.concatenate(rows)))).astype(np.int64)
    worth = won * generator.gamma(2, 100, journeys)
    return Paths(
        channels=("a", "b"), codes=np.concatenate(codes)[order].astype(np.int32), starts=starts, conversions=won,
        value=worth, nulls=1 - won,
    )  # fmt: skip


def test_intervals_cover_the_known_effect_of_the_funnel_that_made_the_journeys():
    # b = [0.08, 0.04] + moves · b: reached from a and b; start 0.6 a, 0.4 b. Without a: 0.4 · 0.04 / (1 - 0.3).
    reached = np.linalg.solve(np.eye(2) - [[0.3, 0.3], [0.2, 0.3]], [0.08, 0.04])
    whole = np.array([0.6, 0.4]) @ reached
    truth = np.array([1 - 0.4 * 0.04 / 0.7 / whole, 1 - 0.6 * 0.08 / 0.7 / whole])
    hits = np.zeros((3, 2))
    for run in range(100):
        some = tally(funnel(np.random.default_rng(run), 1500), settings=SETTINGS, groups=200, seed=run, orders=(1, 2))
        table = attribute(some, models=["markov1", "markov2"], resamples=199, seed=run)
        first, second = (table[table["model"] == model] for model in ("markov1", "markov2"))
        hits[0] += first["effect_low"].le(truth) & first["effect_high"].ge(truth)
        hits[1] += second["effect_low"].le(truth) & second["effect_high"].ge(truth)
        share = 1500 * whole * truth / truth.sum()
        hits[2] += first["low"].le(share) & first["high"].ge(share)
    # 100 runs of 95 %: 95 expected, standard deviation 2.2
    assert (np.abs(hits - 95) <= 5).all(), hits
