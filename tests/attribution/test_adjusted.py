"""The counterfactual-adjusted Shapley value: against its game, its paths, its properties and a known truth."""

import math
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.journeybook import deal, reach, touch
from helpers.attribution.adjusted import COLUMNS, TOTALS, adjusted_shapley, uplift, uplift_facts, with_intervals
from helpers.attribution.funnel import fit
from helpers.errors import SourceError
from helpers.facts import frame
from helpers.periods import Period
from metrics.workbook import client, opened

STEP = ["state", "channel", "next_state", "n"]
FEW = settings(max_examples=15, deadline=None)


def steps_of(*rows):
    return pd.DataFrame(rows, columns=STEP)


def shares(steps):
    """{(channel, stage): conversions}"""
    rows = adjusted_shapley(steps)
    return dict(zip(zip(rows["channel"], rows["stage"], strict=True), rows["conversions"], strict=True))


def same(one, other, tolerance=1e-9):
    assert one.keys() == other.keys()
    assert max((abs(one[pair] - other[pair]) for pair in one), default=0) < tolerance


@st.composite
def funnels(draw, states=3, channels=3):
    """Weeks of a small funnel of whole journeys; some pairs never occur, some states have no untouched week."""
    rows = []
    entering = [0] * states
    for state in range(states):
        targets = [*range(state, states), "customer", "quit"]
        left = 0
        for channel in range(channels + 1):
            if draw(st.integers(0, 4)) == 0:
                continue
            counts = draw(st.lists(st.integers(0, 6), min_size=len(targets), max_size=len(targets)))
            for target, n in zip(targets, counts, strict=True):
                name = f"s{target}" if isinstance(target, int) else target
                rows.append((f"s{state}", f"c{channel}" if channel else None, name, n))
                left += n if target != state else 0
                if isinstance(target, int) and target != state:
                    entering[target] += n
        rows.append((f"s{state}", None, "quit", max(entering[state] - left, 0)))
    return steps_of(*rows)


# By hand


def test_two_stages_share_what_only_both_bring():
    # lead: 10 weeks without a touch (2 to sql), 10 with a call (6 to sql); sql: 4 without (1 converts), 4 with (3).
    # 20 begin. Worth without any: 20 × .2 × .25 = 1; calls to leads only: 20 × .4 × .25 = 2; in sql only:
    # 20 × .2 × .5 = 2; both: 20 × .4 × .5 = 4. Each pair: half of (2 - 1) + half of (4 - 2) = 1.5.
    steps = steps_of(
        ("lead", None, "sql", 2), ("lead", None, "quit", 8), ("lead", "call", "sql", 6), ("lead", "call", "quit", 4),
        ("sql", None, "customer", 1), ("sql", None, "quit", 3), ("sql", "call", "customer", 3),
        ("sql", "call", "quit", 1),
    )  # fmt: skip
    same(shares(steps), {("call", "lead"): 1.5, ("call", "sql"): 1.5})
    assert uplift(steps) == pytest.approx(3, abs=1e-12)


def test_a_channel_that_does_harm_gets_less_than_nothing():
    # Without a touch 4 of 10 convert, with the ad 1 of 10: 20 begin, half of the weeks: 20 × ½ × (.1 - .4) = -3.
    steps = steps_of(
        ("lead", None, "customer", 4),
        ("lead", None, "quit", 6),
        ("lead", "ad", "customer", 1),
        ("lead", "ad", "quit", 9),
    )
    same(shares(steps), {("ad", "lead"): -3.0})


def test_waiting_counts_though_nothing_is_won_in_that_week():
    # A call never converts at once; it keeps 9 of 10, no touch keeps 5 of 10 and converts 1. Of 20 weeks half are each:
    # staying .7, converting .05: 6 begin, .05 / .3 × 6 = 1 observed; untouched .1 / .5 × 6 = 1.2. Uplift -.2.
    steps = steps_of(
        ("lead", None, "lead", 5), ("lead", None, "customer", 1), ("lead", None, "quit", 4),
        ("lead", "call", "lead", 9), ("lead", "call", "quit", 1),
    )  # fmt: skip
    same(shares(steps), {("call", "lead"): -0.2})
    assert uplift(steps) == pytest.approx(-0.2, abs=1e-12)


def test_without_a_week_to_compare_with_nothing_is_credited_and_it_says_so():
    steps = steps_of(
        ("lead", "call", "sql", 5),
        ("lead", "call", "quit", 5),
        ("sql", None, "quit", 1),
        ("sql", "call", "customer", 4),
    )
    rows = adjusted_shapley(steps).set_index("stage")
    assert rows.loc["lead", ["conversions", "weeks", "supported"]].tolist() == [0.0, 10.0, False]
    # In sql: 5 come, 4 of 5 weeks are called and all of these convert, none of the others: 5 × .8 × (1 - 0) = 4.
    assert rows.loc["sql", "conversions"] == pytest.approx(4, abs=1e-9)
    assert rows.loc["sql", "supported"]


# Against the game and against paths


def worth(funnel, pairs):
    """The coalition's conversions: its pairs act as observed, all others like a week without a touch."""
    size = len(funnel.states)
    chain = funnel.untouched + sum((pair_change(funnel, pair) for pair in pairs), np.zeros((size, size + 1)))
    stuck = chain.diagonal() > 1 - 1e-12
    chain[stuck] = 0  # who never leaves never converts
    return funnel.begin @ np.linalg.solve(np.eye(size) - chain[:, :size], chain[:, size])


def pair_change(funnel, pair):
    change = np.zeros((len(funnel.states), len(funnel.states) + 1))
    change[pair[0]] = funnel.change[pair]
    return change


def enumerated(steps):
    """Shapley values by their definition: every coalition of the pairs that occur."""
    funnel = fit(steps)
    players = [tuple(pair) for pair in np.argwhere(funnel.weeks > 0)]
    size = len(players)
    values = [worth(funnel, [players[k] for k in range(size) if mask >> k & 1]) for mask in range(1 << size)]
    result = {}
    for k, (state, channel) in enumerate(players):
        without = [mask for mask in range(1 << size) if not mask >> k & 1]
        weight = [math.factorial(m.bit_count()) * math.factorial(size - m.bit_count() - 1) for m in without]
        gains = [values[mask | 1 << k] - values[mask] for mask in without]
        total = sum(w * gain for w, gain in zip(weight, gains, strict=True)) / math.factorial(size)
        result[funnel.channels[channel], funnel.states[state]] = total
    return result


@FEW
@given(funnels())
def test_equal_to_the_enumerated_game(steps):
    same(shares(steps), enumerated(steps))


def unique_uniform(steps, weeks=400):
    """Every path of untouched steps and differences that pairs make, each shared equally by its unique pairs."""
    funnel = fit(steps)
    size = len(funnel.states)
    credit: dict = {}
    walked = {(state, frozenset()): funnel.begin[state] for state in range(size)}
    for _ in range(weeks):
        further: dict = {}
        for (state, used), weight in walked.items():
            moves = [(used, funnel.untouched[state])]
            moves += [(used | {(state, a)}, funnel.change[state, a]) for a in range(len(funnel.channels))]
            for now, targets in moves:
                for pair in now:
                    credit[pair] = credit.get(pair, 0) + weight * targets[size] / len(now)
                for target in np.flatnonzero(targets[:size]):
                    further[target, now] = further.get((target, now), 0) + weight * targets[target]
        walked = further
    return {(funnel.channels[a], funnel.states[s]): value for (s, a), value in credit.items()}


def test_equal_to_sharing_each_path_among_its_unique_pairs():
    steps = steps_of(
        ("lead", None, "lead", 6), ("lead", None, "sql", 2), ("lead", None, "quit", 4), ("lead", "ad", "lead", 3),
        ("lead", "ad", "sql", 4), ("lead", "ad", "customer", 1), ("lead", "call", "lead", 5),
        ("lead", "call", "quit", 3),
        ("sql", None, "sql", 2), ("sql", None, "customer", 1), ("sql", None, "quit", 2), ("sql", "call", "sql", 1),
        ("sql", "call", "customer", 4), ("sql", "ad", "quit", 1),
    )  # fmt: skip
    same(shares(steps), unique_uniform(steps))


# Properties


@FEW
@given(funnels(states=4, channels=5))
def test_adds_up_to_the_uplift(steps):
    rows = adjusted_shapley(steps)
    assert list(rows.columns) == COLUMNS
    assert rows["conversions"].sum() == pytest.approx(uplift(steps), abs=1e-9)


@FEW
@given(funnels())
def test_the_fitted_funnel_converts_as_observed(steps):
    funnel = fit(steps)
    seen = steps.loc[steps["next_state"] == "customer", "n"].sum()
    assert worth(funnel, [tuple(pair) for pair in np.argwhere(funnel.weeks > 0)]) == pytest.approx(seen, abs=1e-9)


@FEW
@given(funnels(), st.permutations([0, 1, 2, 3]), st.randoms(use_true_random=False))
def test_names_order_and_split_rows_do_not_matter(steps, order, chance):
    names = {f"c{k}": f"ñ{order[k]}" for k in range(4)} | {f"s{k}": f"t{order[k]}" for k in range(3)}
    renamed = steps.assign(**{name: steps[name].replace(names) for name in ("state", "channel", "next_state")})
    halves = pd.concat([renamed.assign(n=renamed["n"] / 3), renamed.assign(n=renamed["n"] * 2 / 3)])
    mixed = halves.iloc[chance.sample(range(len(halves)), len(halves))]
    expected = {(names[c], names[s]): value for (c, s), value in shares(steps).items()}
    same(shares(mixed), expected)


@FEW
@given(funnels())
def test_a_channel_that_changes_nothing_gets_nothing(steps):
    """Null player: half of the weeks without a touch get a name. Nothing else moves either."""
    bare = steps["channel"].isna()
    named = pd.concat(
        [steps.assign(n=steps["n"].where(~bare, steps["n"] / 2)), steps[bare].assign(channel="null", n=steps["n"] / 2)]
    )
    found = shares(named)
    assert all(abs(value) < 1e-9 for (channel, _), value in found.items() if channel == "null")
    same({pair: value for pair, value in found.items() if pair[0] != "null"}, shares(steps))


@FEW
@given(funnels(channels=2))
def test_channels_that_do_the_same_get_the_same(steps):
    """Symmetry: a channel's weeks, half of them under another name."""
    own = steps["channel"] == "c1"
    split = pd.concat(
        [
            steps.assign(n=steps["n"].where(~own, steps["n"] / 2)),
            steps[own].assign(channel="twin", n=lambda r: r["n"] / 2),
        ]
    )
    found = shares(split)
    for (channel, stage), value in found.items():
        if channel == "twin":
            assert value == pytest.approx(found["c1", stage], abs=1e-9)


@FEW
@given(funnels(), funnels(states=2), st.integers(2, 9))
def test_adds_over_separate_funnels_and_grows_with_journeys(one, other, times):
    """Linear: two funnels side by side, the second ``times`` as large."""
    apart = other.assign(state="o" + other["state"], n=other["n"] * times)
    apart["next_state"] = apart["next_state"].where(
        apart["next_state"].isin(["customer", "quit"]), "o" + other["next_state"]
    )
    expected = shares(one) | {(c, f"o{s}"): value * times for (c, s), value in shares(other).items()}
    same(shares(pd.concat([one, apart])), expected)


def test_many_channels_and_long_waits_stay_exact():
    rng = np.random.default_rng(5)
    states = [f"s{k}" for k in range(6)]
    rows = [
        (state, f"c{c}" if c else None, target, int(n))
        for state, later in [*pairwise(states), (states[-1], "customer")]
        for c in range(60)
        for target, n in zip((state, later, "quit"), rng.integers((0, 0, 9), (90_000, 9, 99)), strict=True)
    ]
    steps = steps_of(*rows)
    assert adjusted_shapley(steps)["conversions"].sum() == pytest.approx(uplift(steps), abs=1e-9)


# Known truth

#: Per state and channel (first: none): share of weeks, and where they lead: stay, next, quit.
TRUTH = {
    "lead": {None: (0.8, 0.88, 0.04, 0.08), "ad": (0.15, 0.85, 0.07, 0.08), "call": (0.05, 0.70, 0.25, 0.05)},
    "sql": {None: (0.6, 0.85, 0.03, 0.12), "ad": (0.1, 0.85, 0.03, 0.12), "call": (0.3, 0.75, 0.10, 0.15)},
}
NEXT = {"lead": "sql", "sql": "customer"}


def true_steps(journeys):
    """What so many journeys of the true funnel make on average: no chance in it."""
    rows = []
    entering = journeys
    for state, actions in TRUTH.items():
        waits = sum(share * stay for share, stay, _, _ in actions.values())
        weeks = entering / (1 - waits)
        for channel, (share, *leads) in actions.items():
            rows += [
                (state, channel, target, weeks * share * probability)
                for target, probability in zip((state, NEXT[state], "quit"), leads, strict=True)
            ]
        entering = weeks * sum(share * onward for share, _, onward, _ in actions.values())
    return steps_of(*rows)


def simulated(journeys, rng, groups=20):
    """Journeys walked week by week, counted by group."""
    at = dict.fromkeys(TRUTH, np.zeros(0, np.int64)) | {"lead": np.arange(journeys)}
    rows = []
    while sum(map(len, at.values())):
        moved = {name: [] for name in TRUTH}
        for state, actions in TRUTH.items():
            names, table = list(actions), np.array(list(actions.values()))
            action = rng.choice(len(names), size=len(at[state]), p=table[:, 0])
            target = (rng.random(len(action))[:, None] > table[action, 1:].cumsum(axis=1)).sum(axis=1).clip(max=2)
            targets = (state, NEXT[state], "quit")
            for (group, a, to), n in zip(
                *np.unique(np.c_[at[state] % groups, action, target], axis=0, return_counts=True), strict=True
            ):
                rows.append((state, names[a], targets[to], n, group))
            for to in (0, 1):
                moved.get(targets[to], []).append(at[state][target == to])
        at = {name: np.concatenate(parts) for name, parts in moved.items()}
    return pd.DataFrame(rows, columns=[*STEP, "group"])


def test_a_known_funnel_is_recovered():
    journeys = 20_000
    truth = adjusted_shapley(true_steps(journeys)).groupby("channel")["conversions"].sum()
    found = with_intervals(simulated(journeys, np.random.default_rng(11)))
    assert list(found.columns) == TOTALS
    error = (found["high"] - found["low"]) / 2 / 2.093  # Student's t of 19 degrees of freedom
    off = (found["conversions"] - [*truth, truth.sum()]) / error
    assert off.abs().max() < 4
    # It is a funnel in which there is something to find: calls and ads each well above the noise.
    assert (found["conversions"] / error).min() > 4


def test_intervals_are_as_wide_as_chance():
    """One stage, no waiting: uplift of n weeks with k wins against m with j is k - n j / m, whose variance is known.

    Half of N weeks each, p = .3 and q = .2: Var = N/2 (p (1-p) + q (1-q)), plus what comes from how many weeks were
    called: (p - q)^2 N / 4 (conversions per week called differ by p - q).
    """
    rng = np.random.default_rng(3)
    size, groups, widths = 2000, 20, []
    for _ in range(40):
        called, group = rng.random(size) < 0.5, np.arange(size) % groups
        won = rng.random(size) < np.where(called, 0.3, 0.2)
        rows = pd.DataFrame({
            "state": "lead", "channel": np.where(called, "call", None), "next_state": np.where(won, "customer", "quit"),
            "n": 1, "group": group,
        })  # fmt: skip
        found = with_intervals(rows).iloc[-1]
        widths.append((found["high"] - found["low"]) / 2 / 2.093)
    expected = math.sqrt(size / 2 * (0.3 * 0.7 + 0.2 * 0.8) + size / 4 * 0.1**2)
    # A jackknife error of 20 groups has a coefficient of variation of about 1/sqrt(38) = 16 %; of 40 of them, 2.6 %.
    assert np.sqrt(np.mean(np.square(widths))) == pytest.approx(expected, rel=0.08)


def test_too_few_groups_give_no_interval():
    steps = simulated(200, np.random.default_rng(1), groups=9)
    assert with_intervals(steps)[["low", "high"]].isna().all(axis=None)
    assert with_intervals(steps.drop(columns="group"))["high"].isna().all()


# Bad and thin input


def test_nothing_in_nothing_out():
    for steps in (steps_of(), steps_of(("lead", None, "quit", 3)), steps_of(("lead", "ad", "quit", 0))):
        assert adjusted_shapley(steps).empty
        assert uplift(steps) == 0
        assert with_intervals(steps)["conversions"].tolist() == [0]
    assert shares(steps_of(("lead", "ad", "customer", 1))) == {("ad", "lead"): 0.0}


def test_funnel_in_which_nobody_converts():
    steps = steps_of(("lead", None, "quit", 3), ("lead", "ad", "quit", 3), ("lead", "ad", "lead", 3))
    same(shares(steps), {("ad", "lead"): 0.0})


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", None, "b", 1), ("b", None, "a", 1), ("a", None, "quit", 1)], "journeys go round: "),
        ([("a", None, "b", 2), ("b", None, "quit", 1)], "more journeys enter 'b' than leave it; count whole journeys"),
        ([("a", None, "b", -1)], "below zero"),
        ([("a", None, "quit", math.nan)], "missing or below zero"),
        ([("customer", None, "quit", 1)], "a state is missing or called customer or quit; rename it"),
        ([(None, "ad", "quit", 1)], "a state is missing"),
    ],
)
def test_what_cannot_be_a_funnel_is_said_in_one_line(rows, message):
    with pytest.raises(SourceError, match=message):
        adjusted_shapley(steps_of(*rows))


def test_a_missing_column_is_named():
    with pytest.raises(SourceError, match="no column next_state"):
        uplift(pd.DataFrame({"state": ["a"], "channel": ["b"], "n": [1]}))


def test_inputs_stay_as_they_were():
    steps = simulated(50, np.random.default_rng(2))
    before = steps.copy()
    with_intervals(steps)
    uplift(steps)
    pd.testing.assert_frame_equal(steps, before)


# Facts


def test_facts_of_a_small_client(tmp_path):
    # Twelve accounts, leads in the first week of May. Touched in the next week: three of four buy in it, one is lost.
    # Not touched: two of eight buy in it, six are lost. 12 begin; untouched 12 × ¼ = 3, observed 5: uplift 2.
    days = [date(2026, 5, 4), date(2026, 5, 12)]
    names = [f"a{k:02}" for k in range(12)]
    touched, buyers = names[:4], [*names[:3], *names[4:6]]
    tables = {
        "reached": [reach("lead", days[0], who=name, account=name, grain="account") for name in names]
        + [reach("customer", days[1], who=name, account=name, grain="account") for name in buyers],
        "touches": [touch(f"t{name}", days[1], who=None, account=name, channel="call") for name in touched],
        "deals": [deal(f"d{name}", days[1], account=name, outcome="lost") for name in names if name not in buyers],
    }
    facts = uplift_facts(opened(tmp_path, tables).tables, client(), period=Period.parse("2026-06"))
    rows = frame(facts).set_index("segment")
    assert rows.loc["all", ["value", "n", "numerator", "denominator"]].tolist() == pytest.approx([2, 5, 5, 12])
    assert rows.loc["channel=call", ["value", "n"]].tolist() == pytest.approx([2, 4])
    assert set(rows["period"]) == {"2025-07/2026-06"}
    assert set(rows["variant"]) == {"of=customers"}
    assert set(rows["status"]) == set(rows["note"]) == {"too_few"}  # five customers, below thirty
    assert (rows["low"] < rows["value"]).all()
    assert (rows["high"] > rows["value"]).all()


def test_a_channel_without_anything_to_compare_with_has_no_value(tmp_path):
    tables = {
        "reached": [
            reach("lead", date(2026, 5, 4), who="a1", grain="account"),
            reach("customer", date(2026, 5, 12), who="a1", grain="account"),
        ],
        "touches": [touch("t1", date(2026, 5, 12), who=None)],
    }
    rows = frame(uplift_facts(opened(tmp_path, tables).tables, client(), period=Period.parse("2026-06")))
    rows = rows.set_index("segment")
    assert rows.loc["channel=web", ["status", "note"]].tolist() == ["undefined", "no_comparison"]
    assert math.isnan(rows.loc["channel=web", "value"])
    assert rows.loc["all", "value"] == 0


def test_no_customers_no_figure(tmp_path):
    facts = uplift_facts(opened(tmp_path, {}).tables, client(), period=Period.parse("2026-06"))
    assert [(fact.segment, fact.status, fact.note) for fact in facts] == [("all", "undefined", "no_data")]


def test_channels_of_a_sample_add_up_to_the_uplift(imported):
    canonical, engagement = imported("industrial_es")
    rows = frame(uplift_facts(canonical.tables, engagement, period=Period.parse("2026-09"))).set_index("segment")
    total = rows.loc["all"]
    assert rows.drop("all")["value"].sum() == pytest.approx(total["value"], abs=1e-9)
    assert total["value"] <= total["numerator"] <= total["denominator"]
    assert (rows["low"] < rows["high"]).all()
