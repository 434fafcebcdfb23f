"""Paths counted by the engine, and how they become journeys as integers."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from attribution.journeybook import AS_OF, acquired, deal, minute, reach, rows, touch
from helpers.attribution.counts.conversions import every
from helpers.attribution.counts.journeys import journeys, unconverted
from helpers.attribution.counts.paths import channel_codes, path_counts
from helpers.attribution.gathering import coded, gather
from helpers.engine import fetch
from helpers.periods import Period
from metrics.workbook import opened

DAY = date(2026, 5, 20)
LOOKBACK = 30


def ago(days):
    return DAY - timedelta(days=days)


def counted(tables, *, kinds=("deal",)):
    ends = every(tables, kinds=kinds, grain="person", as_of=AS_OF)
    led = journeys(tables, ends, lookback_days=LOOKBACK, as_of=AS_OF)
    lost = unconverted(tables, grain="person", lookback_days=LOOKBACK, as_of=AS_OF, kinds=kinds)
    return path_counts(led, lost, ends, codes=channel_codes(tables["touches"], as_of=AS_OF))


@pytest.fixture
def tables(tmp_path):
    old = date(2026, 3, 1)
    return opened(
        tmp_path,
        {
            "touches": [
                touch("t1", ago(3), channel="web"),
                touch("t2", ago(2), channel="fair > stand", account="a1"),
                touch("t3", ago(3), channel="web", account="a2"),
                touch("t4", ago(2), channel="fair > stand", account="a2"),
                touch("t5", ago(2), channel="web", account="a3"),
                touch("t6", old, channel="web", account="a4"),
                touch("t7", old, channel="web", account="a5"),
                touch("t8", old, channel="Ñandú", account="a6"),
                touch("t9", date(2026, 7, 1), channel="later", account="a6"),
            ],
            "deals": [
                deal("d1", DAY, amount=10.5), deal("d2", DAY, account="a2", amount=20),
                deal("d3", DAY, account="a3", amount=5), deal("d4", DAY, account="a9", amount=99),
            ],
        },
    ).tables  # fmt: skip


def test_journeys_along_the_same_channels_are_one_row(tables):
    assert rows(channel_codes(tables["touches"], as_of=AS_OF), "channel", "code") == [
        ("fair > stand", 0), ("web", 1), ("Ñandú", 2),
    ]  # fmt: skip
    # a1 and a2 walked web, fair; a3 web; a4 and a5 web in vain, a6 Ñandú; d4 has no touch and no path
    assert rows(counted(tables), "of", "path", "conversions", "value", "nulls") == [
        ("deal", "1", 1, 5, 2), ("deal", "1>0", 2, 30.5, 0), ("deal", "2", 0, 0, 1),
    ]  # fmt: skip


def test_gathered_paths_are_the_counts_as_integers(tables):
    found = gather(tables, grain="person", lookback_days=LOOKBACK, as_of=AS_OF, kinds=("deal", "customer"))
    deals, customers = found["deal"], found["customer"]
    assert deals.channels == customers.channels == ("fair > stand", "web", "Ñandú")
    assert (deals.codes.tolist(), deals.starts.tolist()) == ([1, 1, 0, 2], [0, 1, 3, 4])
    assert deals.conversions.tolist() == [1, 2, 0]
    assert deals.value.tolist() == [5, 30.5, 0]
    assert deals.nulls.tolist() == [2, 0, 1]
    assert deals.ages is None
    # nobody is a customer: what led to deals in May is over as well, for it is older than 30 days on 30 June
    assert customers.conversions.tolist() == [0, 0, 0]
    assert customers.nulls.tolist() == [3, 2, 1]


def test_a_long_journey_keeps_its_order(tmp_path):
    count = 120
    channels = [f"c{k * 7 % 13:02}" for k in range(count)]
    touches = [
        touch(f"t{k}", ago(1), channel=name, at=minute(ago(1), f"{k // 60:02}:{k % 60:02}"))
        for k, name in enumerate(channels)
    ]
    tables = opened(tmp_path, {"touches": touches, "deals": [deal("d1", DAY)]}).tables
    paths = gather(tables, grain="person", lookback_days=LOOKBACK, as_of=AS_OF, kinds=("deal",))["deal"]
    assert [paths.channels[code] for code in paths.codes] == channels
    assert paths.codes.dtype == np.int32


@pytest.mark.parametrize("missing", [(), ("touches", "deals")])
def test_nothing_to_gather(tmp_path, missing):
    made = {"touches": [touch("t1", AS_OF)], "deals": [deal("d1", DAY, account="a9")]}
    tables = opened(tmp_path, made | {name: [] for name in missing}).tables
    assert gather(tables, grain="person", lookback_days=LOOKBACK, as_of=AS_OF, kinds=()) == {}
    paths = gather(tables, grain="person", lookback_days=LOOKBACK, as_of=AS_OF, kinds=("deal",))["deal"]
    assert (len(paths), paths.codes.tolist(), paths.starts.tolist()) == (0, [], [0])
    assert paths.channels == (() if missing else ("web",))  # a9 has no touch, and a1's journey is still under way


def test_engines_may_sort_names_in_their_own_way():
    codes = pa.table({"channel": ["web", "Ñandú", "Fair", "fair"], "code": [3, 1, 2, 0]})
    counts = pa.table({"path": ["0>1>2>3"], "conversions": [1], "value": [2.5], "nulls": [0]})
    paths = coded(counts, codes)
    assert paths.channels == ("Fair", "fair", "web", "Ñandú")
    assert [paths.channels[code] for code in paths.codes] == ["fair", "Ñandú", "Fair", "web"]


def test_kinds_are_counted_apart(tmp_path):
    tables = opened(
        tmp_path,
        {
            "touches": [touch("t1", ago(9)), touch("t2", ago(2), channel="call")],
            "reached": [reach("mql", ago(9))],
            "acquisitions": [acquired(DAY, amount=None)],
        },
    ).tables
    found = rows(counted(tables, kinds=("mql", "customer")), "of", "path", "conversions", "value", "nulls")
    # the call after the MQL led to no second one; a customer without a value is worth 0
    assert found == [("customer", "1>0", 1, 0, 0), ("mql", "0", 0, 0, 1), ("mql", "1", 1, 0, 0)]


def test_a_samples_paths_are_its_journeys(imported):
    canonical, engagement = imported("saas_en")
    window, tables = Period.parse("2025-10/2026-09"), canonical.tables
    scope = {"lookback_days": engagement.windows.lookback_days, "as_of": window.as_of}
    ends = every(tables, grain=engagement.grain, as_of=window.as_of, window=window)
    led = fetch(journeys(tables, ends, **scope)).sort_values(["conversion_id", "place"])
    lost = fetch(unconverted(tables, grain=engagement.grain, window=window, **scope))
    walked = led.groupby(["of", "conversion_id"])["channel"].agg(tuple)
    vain = lost.sort_values(["of", "journey_key", "place"]).groupby(["of", "journey_key"])["channel"].agg(tuple)
    gathered = gather(tables, grain=engagement.grain, window=window, **scope)
    for kind, paths in gathered.items():
        steps = [
            tuple(paths.channels[code] for code in paths.codes[start:end])
            for start, end in zip(paths.starts, paths.starts[1:], strict=False)
        ]
        for column, expected in ((paths.conversions, walked), (paths.nulls, vain)):
            found = {path: n for path, n in zip(steps, column, strict=True) if n}
            assert found == Counter(expected[kind]), kind
    value = fetch(ends).set_index("conversion_id")["value"].reindex(walked["deal"].index).astype(float).sum()
    assert gathered["deal"].value.sum() == pytest.approx(value, abs=1e-6)
