"""Weights and credit: journeys of a few touches by hand, invariants, and equality with the rules of paths."""

from datetime import date, timedelta
from decimal import Decimal

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.journeybook import AS_OF, acquired, deal, minute, person, reach, rows, touch
from helpers.attribution import rules
from helpers.attribution.counts.conversions import conversions, every
from helpers.attribution.counts.credited import credited
from helpers.attribution.counts.journeys import journeys
from helpers.attribution.counts.milestones import milestones
from helpers.attribution.counts.weights import RULES, weights
from helpers.engagement import Attribution
from helpers.engine import fetch
from helpers.periods import Period
from metrics.workbook import opened

DAY = date(2026, 5, 20)


def ago(days):
    return DAY - timedelta(days=days)


def weighted(tables, ends, *, rules=None, lookback=60):
    led = journeys(tables, ends, lookback_days=lookback, as_of=AS_OF)
    return weights(led, milestones(tables, ends), settings=Attribution(**(rules or {})))


def shares(tmp_path, touches, *, reached=(), **rules):
    """Rule → weights of the touches in order, of one deal of account a1 won on ``DAY``."""
    tables = opened(tmp_path, {"touches": touches, "deals": [deal("d1", DAY)], "reached": list(reached)}).tables
    ends = conversions(tables, kind="deal", grain="person", as_of=AS_OF)
    found = fetch(weighted(tables, ends, rules=rules))
    return {rule: found[rule].astype(float).tolist() for rule in RULES}


def account(stage, day, **more):
    return reach(stage, day, who="a1", grain="account", **more)


FOUR = [touch("t1", ago(28)), touch("t2", ago(14)), touch("t3", ago(7)), touch("t4", DAY, channel=" Direct")]
LEAD_AND_OPPORTUNITY = [account("lead", ago(14)), account("opportunity", ago(7))]


def test_rules_on_four_touches(tmp_path):
    expected = {
        "first": [1, 0, 0, 0],
        "last": [0, 0, 0, 1],
        "last_non_direct": [0, 0, 1, 0],
        "linear": [0.25] * 4,
        # a half-life of 14 days: 2^-2, 2^-1, 2^-0.5, 2^0 over their sum 1.75 + 2^-0.5
        "time_decay": [part / (1.75 + 2**-0.5) for part in (0.25, 0.5, 2**-0.5, 1)],
        "position": [0.4, 0.1, 0.1, 0.4],
        "w_shaped": [0.3, 0.3, 0.3, 0.1],
        "full_path": [0.25] * 4,  # all four are named: 0.225 each of 0.9
    }
    found = shares(tmp_path, FOUR, reached=LEAD_AND_OPPORTUNITY)
    assert tuple(expected) == RULES
    for rule in RULES:
        assert found[rule] == pytest.approx(expected[rule], abs=1e-12), rule


def test_one_touch_gets_all(tmp_path):
    found = shares(tmp_path, [touch("t1", ago(3), channel="direct")])
    assert found == {rule: [1.0] for rule in RULES}


#: Days of stages → weights of ``FOUR`` under both rules.
MILESTONES = [
    # no milestone: the first has all of 0.9; first and last 0.45 each; 0.1 for the other three and two
    ({}, [0.9, 0.1 / 3, 0.1 / 3, 0.1 / 3], [0.45, 0.05, 0.05, 0.45]),
    # a lead before the first touch is no milestone of the journey
    ({"lead": ago(40)}, [0.9, 0.1 / 3, 0.1 / 3, 0.1 / 3], [0.45, 0.05, 0.05, 0.45]),
    # the lead came between t1 and t2: t1 holds first and lead, 0.6 / 0.6 of 0.9
    ({"lead": ago(20)}, [0.9, 0.1 / 3, 0.1 / 3, 0.1 / 3], [0.6, 0.05, 0.05, 0.3]),
    # lead missing: first and opportunity in proportion, 0.45 each; of full path 0.3 each of three
    ({"opportunity": ago(7)}, [0.45, 0.05, 0.45, 0.05], [0.3, 0.1, 0.3, 0.3]),
    # both on one touch
    ({"lead": ago(9), "opportunity": ago(8)}, [0.3, 0.6, 0.05, 0.05], [0.225, 0.45, 0.1, 0.225]),
    # opportunity on the day it was signed: the last touch holds it
    ({"opportunity": DAY}, [0.45, 0.05, 0.05, 0.45], [0.3, 0.05, 0.05, 0.6]),
    # opportunity after signing: missing
    ({"opportunity": DAY + timedelta(days=1)}, [0.9, 0.1 / 3, 0.1 / 3, 0.1 / 3], [0.45, 0.05, 0.05, 0.45]),
]


def test_milestones_held_twice_and_missing(tmp_path):
    made = {"touches": [], "deals": [], "reached": []}
    for place, (days, _, _) in enumerate(MILESTONES):
        own = f"a{place}"
        made["touches"] += [{**each, "touch_id": f"{own}{each['touch_id']}", "account_id": own} for each in FOUR]
        made["deals"].append(deal(f"d{place}", DAY, account=own))
        made["reached"] += [reach(stage, day, who=own, grain="account") for stage, day in days.items()]
    tables = opened(tmp_path, made).tables
    found = fetch(weighted(tables, conversions(tables, kind="deal", grain="person", as_of=AS_OF)))
    for place, (days, w_shaped, full_path) in enumerate(MILESTONES):
        own = found[found["conversion_id"] == f"deal:d{place}"]
        assert own["w_shaped"].astype(float).tolist() == pytest.approx(w_shaped, abs=1e-12), days
        assert own["full_path"].astype(float).tolist() == pytest.approx(full_path, abs=1e-12), days


@pytest.mark.parametrize(("opened_at", "holder"), [("10:00", "t1"), (None, "t2")])
def test_the_milestones_minute_decides_within_its_day(tmp_path, opened_at, holder):
    day = ago(5)
    touches = [
        touch("t1", day, at=minute(day, "09:00")), touch("t2", day, at=minute(day, "11:00")), touch("t3", ago(1)),
    ]  # fmt: skip
    at = minute(day, opened_at) if opened_at else None
    found = shares(tmp_path, touches, reached=[account("lead", day, at=at)], w_shaped=(0, 1, 0))
    assert found["w_shaped"] == [float(name == holder) for name in ("t1", "t2", "t3")]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"position": (0.5, 0.1), "half_life_days": 7, "direct": ()},
            # ages 28, 14, 7, 0 are 4, 2, 1, 0 half-lives: 1/16, 1/4, 1/2, 1 over 29/16
            {
                "position": [0.5, 0.2, 0.2, 0.1],
                "time_decay": [1 / 29, 4 / 29, 8 / 29, 16 / 29],
                "last_non_direct": [0, 0, 0, 1],
            },
        ),
        (
            {"position": (1, 0), "half_life_days": 0.01, "direct": ("WEB ", "direct"), "w_shaped": (0, 0.4, 0.4)},
            # 2^-700 and less is nothing; all are direct: the last; the first has no share of its own, but is the only
            # named touch there
            {
                "position": [1, 0, 0, 0],
                "time_decay": [0, 0, 0, 1],
                "last_non_direct": [0, 0, 0, 1],
                "w_shaped": [0.8] + [0.2 / 3] * 3,
            },
        ),
    ],
)
def test_settings(tmp_path, settings, expected):
    found = shares(tmp_path, FOUR, **settings)
    for rule, parts in expected.items():
        assert found[rule] == pytest.approx(parts, abs=1e-12), rule


def test_two_touches_share_the_named_parts_in_proportion(tmp_path):
    found = shares(tmp_path, [touch("t1", ago(3)), touch("t2", ago(2))], position=(0.6, 0.2))
    assert found["position"] == pytest.approx([0.75, 0.25])


def test_no_journeys_give_no_weights_and_no_credit(tmp_path):
    tables = opened(tmp_path, {"touches": [touch("t1", ago(3))]}).tables
    ends = every(tables, grain="person", as_of=AS_OF)
    found = weighted(tables, ends)
    assert fetch(found).empty
    assert fetch(credited(found, ends)).empty


# Equality with the rules of paths, written apart in NumPy.

PLACES = st.none() | st.integers(0, 7)
PART = st.sampled_from([0.0, 0.1, 0.225, 0.3])


@st.composite
def drawn(draw):
    """Ages of the touches of several journeys, oldest first, and the places of their milestones."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        ages = sorted(draw(st.lists(st.integers(0, 40), min_size=1, max_size=7)), reverse=True)
        places = [place if place is None else place % len(ages) for place in (draw(PLACES), draw(PLACES))]
        direct = draw(st.lists(st.booleans(), min_size=len(ages), max_size=len(ages)))
        found.append((ages, places, direct))
    return found


SETTINGS = st.builds(
    lambda position, w_shaped, full_path, half_life: Attribution(
        position=(position, 0.3), w_shaped=(*w_shaped, 0.2), full_path=(0.2, *full_path, 0.1), half_life_days=half_life
    ),
    PART, st.tuples(PART, PART), st.tuples(PART, PART), st.sampled_from([3.0, 14.0, 90.0]),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect()


@settings(max_examples=8, deadline=None)
@given(cases=drawn(), chosen=SETTINGS)
def test_weights_equal_the_rules_of_paths(engine, cases, chosen):
    found = fetch(weights(*_expressions(cases), settings=chosen)).sort_values(["conversion_id", "place"])
    lengths = np.array([len(ages) for ages, _, _ in cases])
    direct = np.concatenate([flags for _, _, flags in cases])
    ages = np.concatenate([ages for ages, _, _ in cases]).astype(float)
    touches = rules.Touches(lengths=lengths, direct=direct.astype(bool), ages=ages)
    for rule in rules.OF_PATHS:
        expected = rules.weights(rule, touches=touches, settings=chosen)
        np.testing.assert_allclose(found[rule].astype(float), expected, rtol=0, atol=1e-13, err_msg=rule)
    for rule, of in {"w_shaped": _w_places, "full_path": _full_places}.items():
        parts = [
            rules.named_weights(len(ages), places=of(ages, places), shares=getattr(chosen, rule))
            for ages, places, _ in cases
        ]
        np.testing.assert_allclose(found[rule].astype(float), np.concatenate(parts), rtol=0, atol=1e-13, err_msg=rule)
    sums = found.groupby("conversion_id")[list(RULES)].sum().astype(float)
    np.testing.assert_allclose(sums, 1.0, rtol=0, atol=1e-13)


def _w_places(ages, places):
    return [0, *places]


def _full_places(ages, places):
    return [0, *places, len(ages) - 1]


def _expressions(cases):
    """Journeys and milestones as tables: touch k of a journey at minute k, a milestone at its touch's minute."""
    at = [pd.Timestamp("2026-05-20 08:00") + pd.Timedelta(minutes=k) for k in range(8)]
    walked = [
        {
            "conversion_id": f"c{case}", "place": k + 1, "length": len(ages), "days": age, "on": DAY, "at": at[k],
            "channel": "direct" if flag else "web",
        }
        for case, (ages, _, flags) in enumerate(cases)
        for k, (age, flag) in enumerate(zip(ages, flags, strict=True))
    ]  # fmt: skip
    stones = [
        {"conversion_id": f"c{case}"} | {
            f"{stage}_{when}": None if place is None else value
            for stage, place in zip(("lead", "opportunity"), places, strict=True)
            for when, value in (("on", DAY), ("at", at[place or 0]))
        }
        for case, (_, places, _) in enumerate(cases)
    ]  # fmt: skip
    day = {"lead_on": "date", "opportunity_on": "date", "lead_at": "timestamp", "opportunity_at": "timestamp"}
    return (
        ibis.memtable(walked, schema={
            "conversion_id": "string", "place": "int64", "length": "int64", "days": "int64", "on": "date",
            "at": "timestamp", "channel": "string",
        }),
        ibis.memtable(stones, schema={"conversion_id": "string"} | day),
    )  # fmt: skip


# Credit.


@pytest.fixture
def year(tmp_path):
    """Two customers with touches, one without; one of them worth nothing that is known."""
    return opened(
        tmp_path,
        {
            "people": [person(), person("p2", "a2")],
            "touches": [
                touch("t1", ago(9), channel="fair"),
                touch("t2", ago(3), channel="web"),
                touch("t3", ago(2), channel="web"),
                touch("t4", ago(30), who="p2", account="a2", channel="call", direction="sales"),
            ],
            "acquisitions": [
                acquired(DAY, amount=90), acquired(ago(20), account="a2", amount=None),
                acquired(ago(19), account="a3", amount=10.01),
            ],
            "reached": [reach("mql", ago(9))],
        },
    ).tables  # fmt: skip


def test_credit_by_channel_adds_up_to_conversions_and_money(year):
    ends = conversions(year, kind="customer", grain="person", as_of=AS_OF)
    found = credited(weighted(year, ends), ends)
    # a1: fair 1/3, web 2/3 of 90; a2: call, without a value; a3: nothing recorded
    table = {row[0]: row[1:] for row in rows(found, "channel", "touched", "first", "linear", "linear_value")}
    assert {name: row[0] for name, row in table.items()} == {"fair": 1, "web": 1, "call": 1, None: 1}
    expected = {"fair": (1, 1 / 3, 30), "web": (0, 2 / 3, 60), "call": (1, 1, 0), None: (1, 1, 10.01)}
    for name, row in expected.items():
        assert [float(number) for number in table[name][1:]] == pytest.approx(row, abs=1e-11)
    sums = fetch(found)
    for rule in RULES:
        assert float(sums[rule].sum()) == pytest.approx(3, abs=1e-12)
        assert float(sums[f"{rule}_value"].sum()) == pytest.approx(100.01, abs=1e-10)
    assert isinstance(sums["linear_value"][0], Decimal)


def test_credit_by_month_team_and_conversion(year):
    ends = every(year, grain="person", as_of=AS_OF)
    found = weighted(year, ends)
    assert rows(credited(found, ends, by=("of", "month", "direction")), "of", "month", "direction", "last") == [
        ("customer", date(2026, 4, 1), "sales", 1), ("customer", date(2026, 5, 1), "marketing", 1),
        ("customer", date(2026, 5, 1), None, 1), ("mql", date(2026, 5, 1), "marketing", 1),
    ]  # fmt: skip
    assert rows(credited(found, ends, by=("conversion_id", "channel")), "conversion_id", "channel", "last") == [
        ("customer:a1:20260520", "fair", 0), ("customer:a1:20260520", "web", 1), ("customer:a2:20260430", "call", 1),
        ("customer:a3:20260501", None, 1), ("mql:p1:1", "fair", 1),
    ]  # fmt: skip


def test_large_sums_keep_their_cents(tmp_path):
    amount = 987654321.09
    tables = opened(
        tmp_path,
        {
            "touches": [touch(f"t{k}", ago(k), channel=f"c{k % 3}") for k in range(7)],
            "deals": [deal(f"d{k}", DAY, amount=amount) for k in range(9)],
        },
    ).tables
    ends = conversions(tables, kind="deal", grain="person", as_of=AS_OF)
    found = fetch(credited(weighted(tables, ends), ends))
    for rule in RULES:
        assert float(found[f"{rule}_value"].sum() - 9 * Decimal(str(amount))) == pytest.approx(0, abs=1e-3)


def test_a_samples_year_is_credited_whole_under_every_rule(imported):
    canonical, engagement = imported("industrial_es")
    window, tables = Period.parse("2025-10/2026-09"), canonical.tables
    ends = every(tables, grain=engagement.grain, as_of=window.as_of, window=window)
    led = journeys(tables, ends, lookback_days=engagement.windows.lookback_days, as_of=window.as_of)
    found = weights(led, milestones(tables, ends), settings=engagement.attribution)
    credit = fetch(credited(found, ends, by=("of", "channel")))
    all_ends, touched = fetch(ends), set(fetch(led)["conversion_id"])
    marked = all_ends.assign(touched=all_ends["conversion_id"].isin(touched), conversions=1)
    covered = marked.groupby("of")[["conversions", "touched", "value"]].sum()
    sums = credit.groupby("of")[[*RULES, *(f"{rule}_value" for rule in RULES)]].sum().astype(float)
    assert (covered["conversions"] > 10).all()
    for rule in RULES:
        np.testing.assert_allclose(sums[rule], covered["conversions"], rtol=1e-12)
        np.testing.assert_allclose(sums[f"{rule}_value"], covered["value"].fillna(0).astype(float), rtol=1e-12)
    alone = credit[credit["channel"].isna()].set_index("of")["linear"].astype(float)
    bare = covered["conversions"] - covered["touched"]
    assert alone.reindex(bare.index, fill_value=0.0).to_dict() == bare.to_dict()
