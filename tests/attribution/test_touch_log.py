"""Logs of touches: when a journey ends, what is never credited, and that the order of rows changes nothing."""

import random
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.attribution.models import attribute
from helpers.attribution.paths import Paths
from helpers.attribution.reading.opening import Reading
from helpers.attribution.reading.touch_log import open_touch_log, read_touch_log, tallied, tally_touch_log
from helpers.engagement import Attribution
from helpers.errors import AmbiguityError, MappingError, SourceError

Row = tuple[object, object, str | None, object, object]
NAMES = ["id", "time", "channel", "conversion", "value"]


def log(*rows: Row) -> pa.Table:
    return pa.table([list(column) for column in zip(*rows, strict=True)], names=NAMES)


def walked(brought: object, **options: object) -> list[tuple[str, float, float, float]]:
    """Path, conversions, value, nulls of every row, in order of path."""
    return sorted(row for paths in read_touch_log(brought, **options) for row in _rows(paths))


def _rows(paths: Paths) -> list[tuple[str, float, float, float]]:
    steps = [">".join(paths.channels[code] for code in part) for part in np.split(paths.codes, paths.starts[1:-1])]
    amounts = zip(paths.conversions.tolist(), paths.value.tolist(), paths.nulls.tolist(), strict=True)
    return [(path, *each) for path, each in zip(steps, amounts, strict=True)] if len(paths) else []


def remarks(brought: object, **options: object) -> list[str]:
    with open_touch_log(brought, **options) as opened:
        return [str(remark) for remark in tallied(opened, settings=Attribution())[1]]


def test_a_marked_row_is_a_touch_that_converts_and_ends_the_journey():
    # id 1: a, b* (9), then c is a journey of its own without conversion; id 2: a only; out of order
    rows = [(1, 3, "c", 0, 0), (2, 1, "a", 0, 0), (1, 2, "b", 1, 9), (1, 1, "a", 0, 0)]
    assert walked(log(*rows)) == [("a", 0, 0, 1), ("a>b", 1, 9, 0), ("c", 0, 0, 1)]


def test_several_conversions_split_a_person_and_equal_journeys_are_one_row():
    rows = [(1, 1, "a", 1, 2), (1, 2, "a", 1, 2), (1, 3, "b", 0, 0), (1, 4, "a", 1, 5)]
    assert walked(log(*rows)) == [("a", 2, 4, 0), ("b>a", 1, 5, 0)]


def test_a_conversion_without_channel_converts_what_came_before_it():
    rows = [(1, 1, "a", 0, 0), (1, 2, None, 1, 7), (1, 3, "b", 0, 0), (2, 1, " ", 1, 4), (2, 2, "c", 0, 0)]
    assert walked(log(*rows)) == [("a", 1, 7, 0), ("b", 0, 0, 1), ("c", 0, 0, 1)]
    assert "1 conversions (value 4) without a touch before them, credited to nobody" in remarks(log(*rows))


def test_ties_touches_first_then_those_that_convert_and_conversions_at_one_time_share():
    # at time 1: b (touch) before a* and c* (both convert, by channel) before the conversion alone
    rows = [(1, 1, "c", 1, 3), (1, 1, None, 1, 1), (1, 1, "a", 1, 2), (1, 1, "b", 0, 0), (1, 2, "d", 0, 0)]
    for some in (rows, rows[::-1]):
        assert walked(log(*some)) == [("b>a>c", 3, 6, 0), ("d", 0, 0, 1)]


def test_repeated_rows_stay_and_are_counted():
    rows = [(1, 1, "a", 0, 0), (1, 1, "a", 0, 0), (1, 2, "a", 1, 1)]
    assert walked(log(*rows)) == [("a>a>a", 1, 1, 0)]
    assert "1 rows repeat an id, time and channel; each counts as a touch" in remarks(log(*rows))


def test_ages_are_days_before_the_conversion():
    rows = [(1, datetime(2026, 1, 1), "a", 0, 0), (1, datetime(2026, 1, 3, 12), "b", 1, 1)]
    (paths,) = read_touch_log(log(*rows))
    assert paths.ages is not None
    assert paths.ages.tolist() == [2.5, 0]


def test_time_decay_needs_times_that_are_times():
    times = [(datetime(2026, 1, 1), datetime(2026, 1, 15)), (1, 2)]
    known = [
        "time_decay" in tally_touch_log(log((1, a, "a", 0, 0), (1, b, "b", 1, 1)), settings=Attribution()).credit
        for a, b in times
    ]
    assert known == [True, False]


def test_time_decay_halves_after_the_half_life():
    # half-life 14 days: weights 1/2 and 1, so 1/3 and 2/3
    rows = [(1, date(2026, 1, 1), "a", 0, 0), (1, date(2026, 1, 15), "b", 1, 3)]
    credit = tally_touch_log(log(*rows), settings=Attribution(half_life_days=14)).credit["time_decay"]
    assert credit[0, 0].tolist() == pytest.approx([1 / 3, 2 / 3], abs=1e-12)


def test_a_lookback_drops_what_lies_further_back():
    rows = [(1, date(2026, 1, 1), "a", 0, 0), (1, date(2026, 1, 10), "b", 0, 0), (1, date(2026, 1, 31), "c", 1, 1),
            (2, date(2026, 1, 1), "a", 0, 0), (2, date(2026, 3, 1), None, 1, 5),
            (3, date(2026, 1, 1), "a", 0, 0), (3, date(2026, 3, 1), "b", 0, 0)]  # fmt: skip
    assert walked(log(*rows), lookback=21) == [("b", 0, 0, 1), ("b>c", 1, 1, 0)]
    assert remarks(log(*rows), lookback=21) == [
        "3 touches older than the lookback, not credited",
        "1 conversions (value 5) without a touch before them, credited to nobody",
    ]


def test_rows_that_cannot_count_are_set_aside_and_said():
    rows = [(None, 1, "a", 1, 9), (1, 1, None, 0, 0), (1, 2, "a", 0, 5), (1, 3, "a", 1, None)]
    assert walked(log(*rows)) == [("a>a", 1, 0, 0)]
    assert remarks(log(*rows)) == [
        "1 rows without an id, set aside",
        "1 rows with neither channel nor conversion, set aside",
        "1 rows with a value but no conversion: that value is nobody's",
        "times are plain numbers: taken as an order, without days",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-01-01", "2026-01-03 12:00"),
        ("2026-01-01T00:00:00", "2026-01-03T12:00:00"),
        ("2026-01-01T00:00:00Z", "2026-01-03T14:00:00+02:00"),
        ("13/01/2026", "15/01/2026 12:00"),
        ("1767225600", "1767441600"),
        ("1767225600000", "1767441600000"),
    ],
)
def test_times_as_they_come_in_a_file(tmp_path, first, second):
    text = f"ID,Time,Channel,Conversion,Value\n7,{second},b,yes,1\n7,{first},a,,\n"
    (tmp_path / "log.csv").write_text(text)
    (paths,) = read_touch_log(tmp_path / "log.csv")
    assert _rows(paths) == [("a>b", 1, 1, 0)]
    assert paths.ages is not None
    assert paths.ages.tolist() == [2.5, 0]


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        (["1,2026-01-01,a,0,0", "1,soon,a,0,0"], 3, "time is 'soon', not a time"),
        (["1,,a,0,0"], 2, "time is empty"),
        (["1,2026-01-01,a,0,0", "1,2026-01-01,a,2,0"], 3, "conversion is '2'"),
        (["1,2026-01-01,a,1,-5"], 2, "value is negative (-5)"),
        (["1,2026-01-01,a,1,much"], 2, "value is 'much', not a number"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_line(tmp_path, rows, line, said):
    (tmp_path / "log.csv").write_text("\n".join([",".join(NAMES), *rows]) + "\n")
    with pytest.raises(SourceError) as error:
        list(read_touch_log(tmp_path / "log.csv"))
    assert str(error.value).startswith(f"log.csv, line {line}: {said}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((1, None, "a", 0, 0.0), "time is empty"),
        ((1, 1, "a", 3, 0.0), "conversion is '3'"),
        ((1, 1, "a", 1, -1.0), "value is '-1.0'"),
        ((1, 1, "a", 1, float("inf")), "value is 'inf'"),
    ],
)
def test_parquet_and_tables_name_the_row(tmp_path, row, said):
    pq.write_table(log((1, 1, "a", 0, 0.0), row), tmp_path / "log.parquet")
    for brought, name in ((tmp_path / "log.parquet", "log.parquet"), (log((1, 1, "a", 0, 0.0), row), "table")):
        with pytest.raises(SourceError, match=f"^{name}, row 2: {said}"):
            list(read_touch_log(brought))


def test_days_and_months_are_not_guessed(tmp_path):
    (tmp_path / "log.csv").write_text(",".join(NAMES) + "\n1,01/02/2026,a,0,0\n1,03/05/2026,b,1,1\n")
    with pytest.raises(AmbiguityError, match="say --dates day-first"):
        list(read_touch_log(tmp_path / "log.csv"))
    # 1 February to 3 May: 27 + 31 + 30 + 3 = 91; 2 January to 5 March: 29 + 28 + 5 = 62
    for order, days in (("day-first", 91), ("month-first", 62)):
        (paths,) = read_touch_log(tmp_path / "log.csv", reading=Reading(dates=order))
        assert paths.ages is not None
        assert paths.ages.tolist() == [days, 0]


def test_missing_columns(tmp_path):
    with pytest.raises(MappingError, match="no column 'id'; the nearest is 'lid': name the column with --id"):
        list(read_touch_log(log((1, 1, "a", 0, 0)).rename_columns(["lid", *NAMES[1:]])))
    without = log((1, 1, "a", 1, 0)).drop_columns(["value"])
    assert walked(without) == [("a", 1, 0, 0)]
    assert "no column 'value': conversions are worth 0" in remarks(without)
    with pytest.raises(MappingError, match="no column 'worth'"):
        walked(without, value="worth")
    with pytest.raises(SourceError, match="it has no rows"):
        walked(log((1, 1, "a", 1, 0)).slice(0, 0))
    with pytest.raises(SourceError, match="a lookback needs times"):
        walked(without, lookback=3)


def test_no_conversion_and_one_journey():
    assert walked(log(("x", 1, "a", False, 0))) == [("a", 0, 0, 1)]
    assert walked(log(("x", 1, "a", True, 2))) == [("a", 1, 2, 0)]
    nobody = tally_touch_log(log(("x", 1, None, 1, 2)), settings=Attribution())
    assert (nobody.channels, nobody.journeys.sum()) == ((), 0)


@pytest.mark.parametrize("ids", [["p", "p", "q", ""], [7, 7, -8, None], [1.5, 1.5, 2.5, None]])
@pytest.mark.parametrize("times", [[1.0, 2.0, 3.0, 4.0], [2**62, 2**62 + 1, 2**62 + 2, 0], [-5, -4, -3, -2]])
def test_columns_of_other_types(tmp_path, ids, times):
    columns = [ids, times, [3, 4, 3, 3], [0.0, 1.0, float("nan"), 1], [float("nan"), 6.0, None, 1.0]]
    table = pa.table(columns, names=NAMES)
    pq.write_table(table, tmp_path / "log.parquet")
    for brought in (table, tmp_path / "log.parquet"):
        assert walked(brought) == [("3", 0, 0, 1), ("3>4", 1, 6, 0)]


def test_rows_without_ids_alone():
    assert walked(log((None, None, "a", 1, 1))) == []


def test_names_that_look_equal_are_one_channel():
    rows = [(1, 1, " é", 0, 0), (1, 2, "e\u0301", 0, 0), (1, 3, "(start)", 1, 1)]
    assert walked(log(*rows)) == [("é>é>(start)", 1, 1, 0)]


def test_the_kind_of_file_changes_nothing(tmp_path):
    rows = [(f"p{i % 5}", datetime(2026, 1, 1 + i), "abc"[i % 3], int(i % 4 == 3), float(i)) for i in range(20)]
    rows = [(*row[:4], row[4] if row[3] else 0.0) for row in rows]
    table = log(*rows)
    pq.write_table(table, tmp_path / "log.parquet")
    frame = table.to_pandas()
    frame.to_csv(tmp_path / "log.csv", index=False)
    frame.to_excel(tmp_path / "log.xlsx", index=False)
    wanted = walked(table)
    for brought in (tmp_path / "log.parquet", tmp_path / "log.csv", tmp_path / "log.xlsx", frame):
        assert walked(brought) == wanted
    text = table.set_column(1, "time", table["time"].cast(pa.string()))
    pq.write_table(text, tmp_path / "text.parquet")
    assert walked(tmp_path / "text.parquet") == wanted


def naive(rows: list[Row]) -> dict[str, tuple[float, float, float]]:
    """The definition, in plain loops."""
    people: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        people[row[0]].append(row)
    sums: dict[str, tuple[float, float, float]] = defaultdict(lambda: (0, 0, 0))

    def end(touches: list[str], *amounts: float) -> None:
        if touches:
            sums[">".join(touches)] = tuple(np.add(sums[">".join(touches)], amounts).tolist())

    for person in people.values():
        ordered = sorted(person, key=lambda row: (row[1], (row[2] is None) + int(bool(row[3])), row[2] or ""))
        touches: list[str] = []
        count = worth = 0.0
        for position, (_, time, channel, converts, value) in enumerate(ordered):
            touches += [channel] if channel is not None else []
            count, worth = count + bool(converts), worth + (value if converts else 0)
            after = ordered[position + 1] if position + 1 < len(ordered) else None
            if count and (after is None or after[1] != time):
                end(touches, count, worth, 0)
                touches, count, worth = [], 0, 0
        end(touches, 0, 0, 1)
    return dict(sums)


touch = st.tuples(
    st.integers(0, 3), st.integers(0, 4), st.sampled_from(["a", "b", "c", None]), st.booleans(), st.integers(0, 3)
)


@settings(max_examples=12, deadline=None)
@given(st.lists(touch, min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_journeys_are_those_of_the_definition_whatever_the_order_of_rows(rows, shuffler):
    rows = [row for row in rows if row[2] is not None or row[3]] or [(1, 1, "a", False, 0)]
    mixed = shuffler.sample(rows, len(rows))
    found: dict[str, tuple[float, float, float]] = {}
    for path, *amounts in walked(log(*mixed)):
        found[path] = tuple(np.add(found.get(path, (0, 0, 0)), amounts).tolist())
    assert found == naive(rows)


def many(people: int, *, text: bool) -> pa.Table:
    draw = random.Random(3)
    rows: list[Row] = []
    for person in range(people):
        for _ in range(draw.randint(1, 6)):
            won = draw.random() < 0.15
            when = datetime(2026, 1 + draw.randint(0, 11), draw.randint(1, 28), draw.randint(0, 23))
            rows.append(
                (f"p{person}" if text else person, when, draw.choice("abcd"), won, draw.random() if won else 0.0)
            )
    return log(*rows)


@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize("batch", [200, 30])
def test_batches_add_up_to_the_whole(text, batch):
    table = many(100, text=text)
    with open_touch_log(table, batch=batch) as opened:
        assert (opened.batches > 2) == (opened.sorted_out is not None) == (batch == 30)
    whole, parts = (tally_touch_log(table, settings=Attribution(), batch=size) for size in (10_000, batch))
    assert parts.journeys.sum() == whole.journeys.sum()
    for rule, credit in whole.credit.items():
        assert np.allclose(parts.credit[rule], credit, rtol=1e-12, atol=1e-12)


def test_the_order_of_rows_changes_not_a_bit_of_intervals_either():
    table = many(200, text=True)
    mixed = table.take(np.random.default_rng(1).permutation(len(table)))
    first, second = (tally_touch_log(each, settings=Attribution(), groups=50, batch=500) for each in (table, mixed))
    for rule, credit in first.credit.items():
        assert np.array_equal(second.credit[rule], credit)
    assert np.array_equal(first.journeys, second.journeys)


def test_wide_times_take_the_slower_way_to_the_same_journeys():
    rows = [(i % 7, 2**i % (2**48), "abc"[i % 3], i % 5 == 0, 1.0) for i in range(48)]
    rows += [(10**6 + i, 10**14 + i, "a", False, 0.0) for i in range(3000)]
    found: dict[str, tuple[float, float, float]] = {}
    for path, *amounts in walked(log(*rows)):
        found[path] = tuple(np.add(found.get(path, (0, 0, 0)), amounts).tolist())
    assert found == naive(rows)


def test_nothing_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    tally_touch_log(many(50, text=True), settings=Attribution(), batch=10)
    assert list(Path(tmp_path).iterdir()) == []


def test_a_frame_of_mixed_kinds_is_one_error():
    with pytest.raises(SourceError, match="a column mixes kinds of values"):
        list(read_touch_log(pd.DataFrame({"id": [1, "x"], "time": [1, 2]})))


def test_journeys_left_as_they_came_add_up_to_the_same():
    log = pa.table({"id": [5, 5, 3, 3, 9], "time": [1, 2, 1, 2, 1], "channel": ["a", "b", "a", "b", "a"],
                    "conversion": [0, 1, 0, 1, 0], "value": [0, 9, 0, 9, 0]})  # fmt: skip
    tables = [attribute(tally_touch_log(log, settings=Attribution(), merge=merge)) for merge in (True, False)]
    pd.testing.assert_frame_equal(*tables)
    assert [sum(len(paths) for paths in read_touch_log(log, merge=merge)) for merge in (True, False)] == [2, 3]


def test_whole_number_ids_of_any_size_stay_apart():
    """Near ids are used as they are, far ones are numbered: the journeys are the same."""
    walks = []
    for ids in ([1, 1, 2], [-(2**62), -(2**62), 2**62], ["x", "x", "y"]):
        log = pa.table({"id": ids, "time": [1, 2, 1], "channel": ["a", "b", "a"], "conversion": [0, 1, 1]})
        walks.append(
            [(paths.codes.tolist(), paths.starts.tolist(), paths.conversions.tolist()) for paths in read_touch_log(log)]
        )
    assert walks[0] == walks[1] == walks[2]
