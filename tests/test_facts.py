"""Facts: one tidy row a figure, in total order, the same bytes for the same numbers."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.facts import COLUMNS, Fact, checked, frame, merge, pairs, pick, read, unpair, write
from helpers.ratio import ratio

A = Fact(period="2026-09", metric="win_rate", value=0.25, unit="share", numerator=1, denominator=4, n=4, mature=True)
B = Fact(period="2026-08", metric="win_rate", unit="share", status="undefined", note="zero_denominator")


def test_rows_come_in_the_order_of_their_key_whatever_the_order_given():
    assert frame([A, B]).equals(frame([B, A]))
    assert list(frame([A, B])["period"]) == ["2026-08", "2026-09"]
    assert list(frame([]).columns) == COLUMNS


def test_a_repeated_key_is_a_defect():
    with pytest.raises(ValueError, match="repeated key"):
        frame([A, A])


@pytest.mark.parametrize(
    ("field", "value"), [("unit", "eur"), ("status", "fine"), ("note", "because"), ("clock", "wall")]
)
def test_codes_come_from_closed_lists(field, value):
    row = {"period": "2026-09", "metric": "m", "unit": "count", field: value}
    with pytest.raises(ValueError, match=field):
        frame([Fact(**row)])


def test_writing_and_reading_gives_the_same_facts_and_bytes(tmp_path):
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    write(frame([A, B]), one)
    write(read(one), two)
    assert one.read_bytes() == two.read_bytes()
    assert b"\r" not in one.read_bytes()
    back = read(one)
    assert back.loc[1, "mature"] == "true" and back.loc[0, "mature"] == "" and math.isnan(back.loc[0, "value"])


def test_negative_zero_is_zero(tmp_path):
    write(frame([Fact(period="2026-09", metric="m", unit="count", value=-0.0)]), tmp_path / "f.csv")
    assert ",m,,all,period,0,count," in (tmp_path / "f.csv").read_text()


def test_parts_merge_and_nothing_is_mutated():
    left, right = frame([A]), frame([B])
    before = left.copy()
    assert len(merge([left, right, frame([])])) == 2
    pd.testing.assert_frame_equal(left, before)
    with pytest.raises(ValueError, match="repeated key"):
        merge([left, left])
    assert list(merge([]).columns) == COLUMNS


def test_pick_finds_one_metric():
    rows = frame([A, B])
    assert len(pick(rows, "win_rate", period="2026-09")) == 1
    assert len(pick(rows, "win_rate")) == 2
    assert not len(pick(rows, "win_rate", variant="weight=value"))
    assert checked(rows).equals(rows)


names = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=6)


@given(st.dictionaries(names, names, max_size=4))
def test_pairs_are_read_back_and_sorted(values):
    text = pairs(values)
    assert unpair(text) == values
    assert text == pairs(dict(reversed(values.items())))


@given(st.floats(allow_nan=True, allow_infinity=False), st.floats(allow_nan=True, allow_infinity=False))
def test_ratio_is_never_infinite_for_a_zero_denominator(numerator, denominator):
    result = ratio(numerator, denominator)
    if denominator == 0 or math.isnan(denominator) or math.isnan(numerator):
        assert math.isnan(result)
    else:
        assert result == numerator / denominator
